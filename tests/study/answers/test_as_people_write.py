"""Whole answers as people hand them in, all of them right; and what the marking does with blocks and re-matching."""

import pytest

from build import chain, exercise, numbers
from convas import Dense
from convas.analysis.analysis import Analysis
from convas.exchange.reports import report
from convas.exchange.tables import View
from convas.files.store import open_file
from convas.resources import resource
from convas.study.answers import verdict
from convas.study.answers.lines import rows
from convas.study.answers.marking import mark

RIGHT = [
    """Solution
Faltungsschicht 1: (3*3*4+1)*20=740
Faltungsschicht 2: (3*3*20+1)*20 = 3.620
Faltungsschicht 3: (3*3*20+1)*20 = 3.620
Faltungsschicht 4: (3*3*20+1)*20 = 3.620
Faltungsschicht 5: geteilt mit 3, also 0
FC1: (120*120*20+1)*30 = 8.640.030
FC2: 31*10=310
Summe: 8.651.940""",
    """Layer 1 – Conv2D – 740
Layer 2 – Conv2D – 3620
Layer 3 – Conv2D – 3620
Layer 4 – Conv2D – 3620
Layer 5 – Conv2D – shared with layer 3, no new parameters
Layer 6 - Dense - 8640030
Layer 7 - Dense - 310
8651940""",
    """Input is 120x120x4.
The first convolution has 3*3*4*20 = 720 weights and 20 biases, so 740 parameters.
The second convolution: 3*3*20*20 = 3600 weights + 20 biases = 3620.
Third: same, 3620.
Fourth: same, 3620.
Fifth: shared with the third, so 0.
After flattening we have 120*120*20 = 288000 values.
Dense 30: 288000*30+30 = 8640030
Dense 10: 30*10+10 = 310
Total = 740 + 3*3620 + 8640030 + 310 = 8651940""",
    "740 + 3620*3 + 8640030 + 310 = 8,651,940",
    "C1: 740, C2: 3620, C3: 3620, C4: 3620, C5: 0, D1: 8640030, D2: 310. Total: 8651940",
    "Layers 2, 3 and 4: each (3*3*20+1)*20=3620; conv1: 740; fc1 8,640,030; fc2 310",
    """conv1: 20 filters of 3x3x4 plus bias = 740
conv2: weights 3600, bias 20, total 3620
conv 3 and 5 (shared): 3620
conv4: 3620
dense 1: 8,640,030
dense 2: 310
TOTAL PARAMS 8,651,940""",
    """conv5 0
dense_2 310
conv1: 740
conv3 3620
dense_1 8,640,030
conv2 3620
conv4 3620""",
    """conv2d: 740
conv2d_1: 3620
conv2d_2: 3620
conv2d_3: 3620
conv2d_4: 0
dense: 8,640,030
dense_1: 310
Total params: 8,651,940 (33.00 MB)""",
    "conv1-5: 740 + 3 * 3,620 = 11,600\ndense_1-2: 8,640,030 + 310 = 8,640,340\nSum 8,651,940",
]


@pytest.mark.parametrize("answer", RIGHT)
def test_a_right_answer_is_all_right(answer):
    marking = mark(exercise().design, answer)
    assert marking.right, [(one.name, one.verdict, verdict.told(one)) for one in marking.marks]
    assert marking.total.adds_up is not False
    assert verdict.headline(marking) == "All is right: 8,651,940 parameters."


def test_lines_can_be_matched_by_hand():
    answer = "first 740\nlast 310"
    marking = mark(exercise().design, answer, by_hand={0: "conv1", 1: "dense_2"})
    assert [(one.name, one.verdict) for one in marking.marks[:2]] == [("conv1", "right"), ("dense_2", "right")]
    other = mark(exercise().design, answer, by_hand={0: "conv2", 1: None})
    assert [(one.name, one.verdict) for one in other.marks[:2]] == [("conv2", "wrong"), ("last", "extra")]


def test_a_mistake_carried_on_is_told_as_such():
    marking = mark(exercise().design, "conv2: (3*3*20+1)*40 = 7240; conv3: (3*3*40+1)*20 = 7220")
    assert "carried on from conv2" in verdict.reasons(marking.marks[1])


def example(name):
    return open_file(resource("examples", f"{name}.convas")).design


def test_blocks_are_marked_as_a_whole_or_by_the_layers_inside():
    whole = mark(example("resnet-18"), "conv1: 9408\nstage1: 147,968\nstage2a: 230,144")
    assert [one.verdict for one in whole.marks[:3]] == ["right"] * 3
    inside = mark(example("resnet-18"), "conv1: 9408\nstage1/conv1: 73,728\nstage2b/conv2: 147,457")
    assert [one.verdict for one in inside.marks[:3]] == ["right", "right", "wrong"]
    assert "stage1/bn_1" in {one.name for one in inside.marks if one.verdict == "missing"}


@pytest.mark.parametrize(
    ("name", "total", "said"),
    [
        ("gpt-2", "163,037,184", "counted each"),
        ("resnet-50-keras", "25,583,592", "moving means and variances are left out"),
        ("densenet-121", "7,978,856", "Only what is trained is counted"),
        ("vgg-16", "138,344,128", "The bias is forgotten in every layer"),
    ],
)
def test_the_total_of_a_known_model_is_explained(name, total, said):
    assert said in verdict.total(mark(example(name), total))


def test_a_design_that_is_not_complete_says_so():
    net = exercise()
    net.add(Dense(), name="lost")
    marking = mark(net.design, "conv1: 740\nlost: 12\ntotal 8651940")
    assert [one.verdict for one in marking.marks[:2]] == ["right", "unknown"]
    assert marking.total.verdict == "unknown"
    assert not marking.right


def test_of_very_many_layers_that_are_missing_the_rest_is_counted():
    net = chain(numbers(4), *[Dense(units=4) for _ in range(160)])
    marking = mark(net.design, "dense_1: 20")
    told = rows(marking)
    assert len(told) == 1 + 100 + 1 + 1
    assert (told[-2].verdict, told[-2].name) == ("missing", "59 more layers")
    assert told[-1].name == "Total"


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("name", ["convnext-tiny", "densenet-121", "vgg-16", "u-net", "llama-3-8b", "xception"])
def test_our_own_reports_of_networks_with_blocks_are_right_answers(name, form, flat):
    design = example(name)
    analysis = Analysis(design)
    analysis.settle()
    marking = mark(design, report(design, analysis, form, [], View(flat, None if flat else 1)), analysis=analysis)
    assert [(one.name, verdict.told(one)) for one in marking.marks if one.verdict not in ("right", "aside")] == []
    assert marking.total.verdict == "right"


def test_a_slip_between_the_columns_of_a_table_is_told():
    marking = mark(exercise().design, "layer,calculation,parameters\nconv1,(3*3*4+1)*20,730\n")
    told = verdict.told(marking.marks[0])
    assert told == "(3*3*4+1)*20 is 740, not 730. The calculation is right, its value is not."


def test_a_path_is_one_layer_and_strokes_between_equals_are_several():
    inside = mark(example("vgg-16"), "stage1/conv1: 1792\nstage1/conv2: 36928")
    assert [(one.name, one.verdict) for one in inside.marks[:2]] == [
        ("stage1/conv1", "right"), ("stage1/conv2", "right"),
    ]  # fmt: skip
    several = mark(exercise().design, "conv3/conv5: 3620")
    assert [row.name for row in several.marks[0].rows] == ["conv3", "conv5"]
