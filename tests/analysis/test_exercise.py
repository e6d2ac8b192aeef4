"""The exercise, layer by layer, against what Keras and PyTorch themselves say."""

import json
from pathlib import Path

import pytest

from build import answer_sheet, exercise
from convas.resources import resource
from convas.script import open_design

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "homework.json").read_text())
NAMES = {"fc1": "dense_1", "fc2": "dense_2"}
both_frameworks = pytest.mark.parametrize(("convention", "framework"), [("keras", "keras"), ("pytorch", "torch")])
both_paddings = pytest.mark.parametrize("padding", ["same", "valid"])


@both_frameworks
@both_paddings
def test_the_exercise(convention, framework, padding):
    net, golden = exercise(padding, convention=convention), GOLDEN[framework][padding]
    for wanted in golden["rows"]:
        row = net.row(net.find(NAMES.get(wanted["layer"], wanted["layer"])))
        assert row.parameters == row.trainable == wanted["counted_params"]
        assert row.alone == wanted["own_params"]
        assert row.outputs == (tuple(wanted["output_shape"][1:]),)
        assert row.shared_with == (wanted["shared_with"] or "")
    assert net.totals.parameters == net.totals.trainable == golden["total_trainable"]
    assert net.totals.if_not_shared == golden["total_sharing_ignored"]
    assert net.totals.saved == 3620
    assert net.totals.complete
    assert net.problems() == []


@both_frameworks
@both_paddings
def test_the_exercise_with_nothing_shared(convention, framework, padding):
    totals = exercise(padding, shared=False, convention=convention).totals
    assert totals.parameters == totals.if_not_shared == GOLDEN[framework][padding]["total_sharing_ignored"]


@both_frameworks
@both_paddings
def test_the_answer_sheet(convention, framework, padding):
    net, golden = answer_sheet(padding, convention=convention), GOLDEN["answer_sheet"]["computed"][padding][framework]
    rows = net.rows()[1:]
    assert [row.parameters for row in rows] == [wanted["params"] for wanted in golden["rows"]]
    assert [row.outputs[0] for row in rows] == [tuple(wanted["output_shape"][1:]) for wanted in golden["rows"]]
    assert net.totals.parameters == golden["total"]
    convs = [row.parameters for row in rows if row.kind == "Conv2D"]
    assert convs == GOLDEN["answer_sheet"]["correct_per_conv"]


def test_the_answer_sheet_with_four_channels():
    total = GOLDEN["answer_sheet"]["same_with_4_channels"]["keras"]
    assert answer_sheet(colours="CMYK").totals.parameters == total


def test_every_count_shows_its_calculation():
    net = exercise()
    told = {row.name: net.calculation(row.id) for row in net.rows()}
    assert told == {
        "input": "no weights",
        "conv1": "(3 × 3 × 4 + 1) × 20 = 740",
        "conv2": "(3 × 3 × 20 + 1) × 20 = 3,620",
        "conv3": "(3 × 3 × 20 + 1) × 20 = 3,620",
        "conv4": "(3 × 3 × 20 + 1) × 20 = 3,620",
        "conv5": "(3 × 3 × 20 + 1) × 20 = 3,620, counted once at conv3",
        "flatten": "no weights",
        "dense_1": "(288,000 + 1) × 30 = 8,640,030",
        "dense_2": "(30 + 1) × 10 = 310",
    }


@pytest.mark.parametrize(
    ("name", "total", "apart"),
    [
        ("cmyk-classifier", 8651940, 8655560),
        ("cmyk-classifier-valid", 7271940, 7275560),
        ("lenet-5", 61706, 61706),
        ("answer-sheet", 54380, 54380),
    ],
)
def test_the_shipped_examples(name, total, apart):
    net = open_design(resource("examples", f"{name}.convas"))
    assert (net.totals.parameters, net.totals.if_not_shared) == (total, apart)
    assert net.totals.complete
    assert [problem for problem in net.problems() if problem] == []


def test_the_two_towers_share_every_layer_that_has_weights():
    net = open_design(resource("examples", "siamese.convas"))
    rows = {row.name: row for row in net.rows()}
    towers = [row for name, row in rows.items() if name.endswith("_b") and row.alone]
    assert len(towers) == 3
    assert all(row.parameters == 0 for row in towers)
    assert all(row.shared_with == row.name.replace("_b", "_a") for row in towers)
    assert net.totals.saved == sum(row.alone for row in towers)
