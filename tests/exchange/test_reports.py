"""Reports: the same numbers as a table, CSV, JSON and Markdown."""

import csv
import io
import json
import re

import pytest

from build import chain, exercise, image, numbers
from convas import BatchNormalization, Concatenate, Conv2D, Dense, Embedding, Flatten, new
from convas.exchange.reports import report, to_data
from convas.exchange.tables import View
from convas.values.operations import Included

HEADS = [
    *("layer", "kind", "input shapes", "output shape", "parameters", "trainable", "frozen", "state"),
    *("shared with", "share of total", "MACs", "FLOPs", "calculation"),
]
COUNTS = ("parameters", "trainable", "frozen", "state")


def told(net, format, **more):
    return report(net.design, net.analysis, format, **more)


def cells(net):
    """The CSV as a spreadsheet reads it: a dictionary a row, the totals last."""
    return list(csv.DictReader(io.StringIO(told(net, "csv"), newline="")))


def troubled():
    """Something shared, something frozen, state, an open axis, two inputs, and two layers that cannot be counted."""
    net = chain(image(8, 8), Conv2D(filters=4), BatchNormalization(), Conv2D(filters=4), Flatten(), Dense(units=3))
    net.freeze(net.find("conv1"))
    net.share(net.find("conv1"), net.find("conv2"))
    twins = net.chain(numbers("T", 6), Dense(units=6), Dense(units=6))
    net.share(*twins[1:])
    net.add(Concatenate(), twins[1], twins[2])
    net.add(Dense(units=7), net.add(numbers(None)), name="open | end")
    net.add(Flatten(), name="=lost")
    return net


def test_the_exercise_cell_by_cell():
    rows = cells(exercise())
    assert list(rows[0]) == HEADS
    assert [row["layer"] for row in rows] == [
        *("input", "conv1", "conv2", "conv3", "conv4", "conv5", "flatten", "dense_1", "dense_2", "Total")
    ]
    assert [row["parameters"] for row in rows] == [
        *("0", "740", "3620", "3620", "3620", "0", "0", "8640030", "310", "8651940")
    ]
    assert rows[5] == {
        "layer": "conv5",
        "kind": "Conv2D",
        "input shapes": "120 x 120 x 20",
        "output shape": "120 x 120 x 20",
        "parameters": "0",
        "trainable": "0",
        "frozen": "0",
        "state": "0",
        "shared with": "conv3",
        "share of total": "0 %",
        "MACs": "51840000",
        "FLOPs": "103968000",
        "calculation": "(3 x 3 x 20 + 1) x 20 = 3620, counted once at conv3",
    }
    assert rows[-1]["calculation"] == "8655560 if not shared"


def test_the_exercise_for_programs():
    data = json.loads(told(exercise(), "json"))
    assert data["design"] == "Untitled"
    assert data["convention"] == "keras"
    assert data["totals"] == {
        "parameters": 8651940,
        "trainable": 8651940,
        "frozen": 0,
        "state": 0,
        "if_not_shared": 8655560,
    }
    assert data["layers"][0]["inputs"] == []
    assert data["layers"][0]["outputs"] == [[120, 120, 4]]
    assert data["layers"][5] == {
        "name": "conv5",
        "kind": "Conv2D",
        "inputs": [[120, 120, 20]],
        "outputs": [[120, 120, 20]],
        "parameters": 0,
        "trainable": 0,
        "frozen": 0,
        "state": 0,
        "shared_with": "conv3",
        "calculation": "(3 × 3 × 20 + 1) × 20 = 3,620, counted once at conv3",
    }
    assert data["problems"] == []


def test_operations_with_what_is_included():
    net = exercise()
    found = to_data(net.design, net.analysis, View(included=Included(bias=False)))["operations"]
    assert (found["macs"], found["flops"]) == (226_368_300, 2 * 226_368_300)
    assert found["included"] == ["normalization", "activation", "other"]
    assert found["layers"][5] == {"name": "conv5", "macs": 51_840_000, "flops": 103_680_000}
    assert "2 per MAC, with normalisation, activation and other work" in told(
        net, "table", view=View(included=Included(bias=False))
    )


def test_the_structure_for_programs_is_the_promised_one():
    data = json.loads(told(troubled(), "json"))
    assert list(data) == ["design", "convention", "totals", "layers", "problems", "operations"]
    assert list(data["totals"]) == [*COUNTS, "if_not_shared"]
    for layer in data["layers"]:
        assert list(layer) == ["name", "kind", "inputs", "outputs", *COUNTS, "shared_with", "calculation"]
    for problem in data["problems"]:
        assert list(problem) == ["layer", "message"]


def test_unknown_is_null_and_never_0():
    layers = {layer["name"]: layer for layer in to_data(troubled().design, troubled().analysis)["layers"]}
    assert layers["open | end"] | {"calculation": ""} == {
        "name": "open | end",
        "kind": "Dense",
        "inputs": [[None]],
        "outputs": [[7]],
        **dict.fromkeys(COUNTS),
        "shared_with": None,
        "calculation": "",
    }
    assert layers["=lost"]["outputs"] == [None]
    assert layers["input_2"]["outputs"] == [["T", 6]]
    assert layers["concat"]["inputs"] == [["T", 6], ["T", 6]]
    assert layers["concat"]["outputs"] == [["T", 12]]


@pytest.mark.parametrize("net", [exercise(), exercise("valid", convention="pytorch"), troubled(), new()])
def test_all_four_say_the_same(net):
    data = to_data(net.design, net.analysis)
    assert json.loads(told(net, "json")) == data
    lines = [*data["layers"], {**data["totals"], "name": "Total" if net.totals.complete else "Total (at least)"}]
    wanted = [
        [line["name"], *("?" if line[count] is None else f"{line[count]:,}" for count in COUNTS)] for line in lines
    ]
    digits = [[name, *(count.replace(",", "") for count in counts)] for name, *counts in wanted]
    assert [[row["layer"].lstrip("'"), *(row[count] for count in COUNTS)] for row in cells(net)] == digits
    markdown = [line.split(" | ") for line in told(net, "markdown").splitlines() if line.startswith("| ")]
    escaped = [[name.replace("|", r"\|").replace("_", r"\_"), *counts] for name, *counts in wanted]
    assert [[cell.strip("|* ") for cell in (line[0], *line[4:8])] for line in markdown[2:]] == escaped
    table = told(net, "table")
    for name, *counts in wanted:
        assert re.search(rf"^{re.escape(name)} .*  {' +'.join(map(re.escape, counts))}( |$)", table, re.MULTILINE)
    problems = [f"Problem at {problem['layer']}: {problem['message']}" for problem in data["problems"]]
    assert [line for line in table.splitlines() if line.startswith("Problem")] == problems
    assert told(net, "markdown").count("- Problem at ") == len(problems)


@pytest.mark.parametrize("format", ["table", "csv", "markdown"])
def test_totals_that_miss_something_say_so(format):
    assert "at least" not in told(exercise(), format)
    assert "Total (at least)" in told(troubled(), format)


def test_a_total_in_words():
    table = told(exercise(), "table")
    assert "8,651,940 parameters (8,655,560 if not shared), 8,651,940 trainable\n" in table
    assert "740 + 3,620 + 3,620 + 3,620 + 8,640,030 + 310 = 8,651,940\n" in table
    net = chain(numbers(4), Dense(units=4), BatchNormalization())
    net.freeze(2)
    assert "36 parameters, 8 trainable, 20 frozen, 8 state\n" in told(net, "table")
    net.count_as("pytorch")
    assert "28 parameters, 8 trainable, 20 frozen, " in told(net, "table")


def test_a_table_has_straight_columns():
    lines = told(exercise(), "table").splitlines()
    at = lines[2].index("parameters") + len("parameters")
    for line in (*lines[4:13], lines[14]):
        assert line[at - 1].isdigit()
        assert line[at : at + 2] == "  "


def test_hints_are_told_and_are_no_problems():
    net = chain(numbers(20), Embedding())
    assert to_data(net.design, net.analysis)["problems"] == []
    assert "Note on embedding_1: embedding_1 looks up whole numbers" in told(net, "table")
    assert "Problem" not in told(net, "markdown")


def test_numbers_are_exact_however_large():
    net = chain(numbers(2**62), Dense(units=2**62))
    exact = 2**124 + 2**62
    assert cells(net)[1]["parameters"] == str(exact)
    assert json.loads(told(net, "json"))["totals"]["parameters"] == exact
