"""The answer sheet that went round: against its own drawing, and against the exercise."""

import pytest

from build import answer_sheet, exercise
from convas.study.answers import verdict
from convas.study.answers.marking import mark

SHEET = (
    "conv1 ((3*3)*1+1)*20 = 200; conv2 ((3*3)*20+1)*20 = 3620; pool; conv3 (3*3*20+1)*40 = 7240; "
    "conv4 (3*3*20+1)*40 = 7240; pool; conv5 (3*3*20+1)*80 = 14480; total 32,780"
)


def told(marking):
    return {one.name: (one.verdict, verdict.told(one)) for one in marking.marks}


def test_against_its_own_drawing_two_lines_are_wrong_and_the_sum_with_them():
    marking = mark(answer_sheet().design, SHEET)
    said = told(marking)
    assert [said[name][0] for name in ("conv1", "conv2", "conv3")] == ["right"] * 3
    assert said["conv4"][0] == said["conv5"][0] == "wrong"
    assert said["conv4"][1].startswith("20 input channels instead of 40")
    assert said["conv4"][1].endswith("Right: (3 × 3 × 40 + 1) × 40 = 14,440.")
    assert said["conv5"][1] == "20 input channels instead of 40. Right: (3 × 3 × 40 + 1) × 80 = 28,880."
    assert marking.total.verdict == "wrong"
    assert marking.total.adds_up
    assert verdict.total(marking) == "The sum adds up, but is wrong. The total is 54,380."


def test_against_the_exercise_every_line_says_its_own_mistake():
    marking = mark(exercise().design, SHEET)
    said = told(marking)
    assert said["conv1"][1] == "1 input channel instead of 4 (CMYK). Right: (3 × 3 × 4 + 1) × 20 = 740."
    assert said["conv2"] == ("right", "")
    for name in ("conv3", "conv4"):
        assert said[name][1].startswith("40 filters instead of 20.")
    assert said["conv5"][1] == (
        "80 filters instead of 20 and it shares conv3's parameters, so it adds 0. Right: 0, counted once at conv3."
    )
    assert said["dense_1"] == ("missing", "dense_1 is missing. It has (288,000 + 1) × 30 = 8,640,030.")
    assert said["dense_2"] == ("missing", "dense_2 is missing. It has (30 + 1) × 10 = 310.")
    assert verdict.extras(marking) == ["2 pooling layers that the network does not have."]
    assert verdict.total(marking).endswith("The total is 8,651,940 (7,271,940 with padding valid).")
    assert not marking.right


def test_each_line_has_one_explanation_because_the_calculation_decides():
    marking = mark(exercise().design, SHEET)
    assert [len(one.explanations) for one in marking.marks if one.verdict == "wrong"] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("8,655,560", "Layers that share their weights are counted each"),
        ("7271940", "It is right with padding valid"),
        ("8.651.820", "The bias is forgotten in every layer"),
        ("8,651,400 parameters", "conv1: 1 input channel"),
        ("11,910", "dense_1 is left out"),
        ("8,651,941", "No explanation found"),
    ],
)
def test_a_total_alone_is_explained_too(total, said):
    marking = mark(exercise().design, total)
    assert said in verdict.total(marking)


@pytest.mark.parametrize("total", ["8,651,940", "8 651 940", "8'651'940", "8651940 trainable parameters", "8.65 M"])
def test_a_right_total_is_right_however_it_is_written(total):
    assert mark(exercise().design, f"Answer: {total}").right
