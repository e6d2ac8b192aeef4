"""What people hand in, read: numbers, calculations, labels and tables in the forms that they have."""

from fractions import Fraction

import pytest

from convas.study.answers.reading import NoAnswer, read


def only(text):
    (line,) = read(text)
    return line


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("8,651,940", 8651940),
        ("8.651.940", 8651940),
        ("8'651'940", 8651940),
        ("8_651_940", 8651940),
        ("8\u2009651\u2009940", 8651940),
        ("= 8 651 940", 8651940),
        ("8651940", 8651940),
        ("8.65 million", 8650000),
        ("8,65 M", 8650000),
        ("3.6k", 3600),
        ("740.", 740),
    ],
)
def test_numbers_of_any_country(shown, value):
    assert only(f"conv1: {shown}").claimed == value


@pytest.mark.parametrize(
    "shown",
    [
        "(3*3*4+1)*20 = 740",
        "(3×3×4 + 1) × 20 = 740",
        "(3 x 3 x 4 + 1) x 20 = 740",
        "(3x3x4+1)x20=740",
        "[(3·3)·4 + 1]·20 = 740",
        "20(3*3*4+1) = 740 parameters",
        "(3² · 4 + 1 bias) · 20 filters = 740 weights",
        "(3**2*4+1)*20 -> 740",
        "(3^2*4+1)*20 ≈ 740",
        "(3*3*4+1)*20 = 37*20 = 740",
        r"$(3 \times 3 \times 4 + 1) \cdot 20 = 740$",
        "(3 times 3 times 4 plus 1) times 20 gives 740",
        "3*3*4*20 + 20 = 740",
        "(3*3*4+1)*20",
    ],
)
def test_a_calculation_is_read_in_any_signs(shown):
    line = only(f"conv1: {shown}")
    assert line.label == "conv1"
    assert line.claimed == 740
    assert line.written is not None
    assert line.written.value == 740
    assert line.slip is None
    assert sorted(sorted(one for one in term if one > 1) for term in line.written.terms) == [[3, 3, 4, 20], [20]]


def test_words_around_the_numbers_are_passed_over():
    line = only("Conv 1 (3x3 kernel, 20 filters, same): (3*3*4+1)*20 = 740 parameters, bias included")
    assert line.label == "Conv 1 (3x3 kernel, 20 filters, same)"
    assert line.claimed == 740
    assert only("2. convolution has 3,620 weights (20 filters)").claimed == 3620
    assert only("Conv 1 200").claimed == 200


def test_a_slip_is_found_at_the_step_where_it_is():
    assert only("a: (3*3*4+1)*20 = 730").slip.gives == 740
    assert only("a: (3*3*4+1)*20 = 37*20 = 730").slip.written == "37*20"
    assert only("a: (3*3*4+1)*20 = 36*20 = 720").slip.written == "(3*3*4+1)*20"


def test_a_short_number_is_right_within_its_digits():
    line = only("total 8.65 M")
    assert line.means(8651940)
    assert not line.means(8656000)
    assert line.within == Fraction(5000)


def test_statements_stand_in_lines_with_semicolons_or_commas():
    assert [line.label for line in read("conv1: 740; conv2 3620\nconv3 = 3620, dense_1: 310")] == [
        "conv1", "conv2", "conv3", "dense_1",
    ]  # fmt: skip
    assert [line.label for line in read("conv2, conv3 and conv4: 3 * 3620 = 10860")] == ["conv2, conv3 and conv4"]


@pytest.mark.parametrize(
    ("label", "quantity"),
    [
        ("Total", "total"),
        ("**Sum**", "total"),
        ("In total that makes", "total"),
        ("Insgesamt", "total"),
        ("Answer", "total"),
        ("Trainable params", "trainable"),
        ("Total trainable parameters", "trainable"),
        ("Non-trainable params", "untrained"),
        ("conv1", "layer"),
        ("fully connected layer", "layer"),
    ],
)
def test_totals_are_told_by_their_words(label, quantity):
    assert only(f"{label}: 740").quantity == quantity


def test_prose_without_numbers_is_no_line():
    text = "The third and fifth layer share their weights, so I count them once.\nconv1: 740\npool\n"
    assert [line.label for line in read(text)] == ["conv1", "pool"]


KERAS = """
Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ conv2d (Conv2D)                 │ (None, 120, 120, 20)   │           740 │
├─────────────────────────────────┼────────────────────────┼───────────────┤
│ flatten (Flatten)               │ (None, 288000)         │             0 │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 740 (2.89 KB)
 Trainable params: 740 (2.89 KB)
 Non-trainable params: 0 (0.00 B)
"""
OLDER = """
_________________________________________________________________
 Layer (type)                Output Shape              Param #
=================================================================
 conv2d (Conv2D)             (None, 120, 120, 20)      740
 flatten (Flatten)           (None, 288000)            0
=================================================================
Total params: 740
"""
TORCHINFO = """
==========================================================================================
Layer (type:depth-idx)                   Output Shape              Param #
==========================================================================================
├─Conv2d: 1-1                            [1, 20, 120, 120]         740
├─Flatten: 1-2                           [1, 288000]               --
==========================================================================================
Total params: 740
Trainable params: 740
Total mult-adds (M): 10.66
Input size (MB): 0.23
"""
CSV = "layer;kind;working;parameters\nconv1;Conv2D;(3*3*4+1)*20;740\nflatten;Flatten;;0\nTotal;;;740\n"
TABBED = "Name\tParams\nconv1\t740\nflatten\t0\n"
MARKDOWN = "| Layer | Calculation | Parameters |\n|---|---|---:|\n| conv1 | (3×3×4+1)×20 | 740 |\n| flatten | | 0 |\n"


@pytest.mark.parametrize("table", [KERAS, OLDER, TORCHINFO, CSV, TABBED, MARKDOWN])
def test_tables_are_read_by_their_headings(table):
    lines = [line for line in read(table) if line.quantity == "layer"]
    assert [line.claimed for line in lines] == [740, 0]
    totals = [line.claimed for line in read(table) if line.quantity == "total"]
    assert totals in ([], [740])


@pytest.mark.parametrize(
    "text",
    ["", "no number at all", "a" * 2**20, "\x00\x01" * 500, "1\n" * 5_000, "\ufffd\x02" * 400],
)
def test_what_is_no_answer_is_refused_in_a_sentence(text):
    with pytest.raises(NoAnswer) as refused:
        read(text)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "formula",
    [
        "9^9^9^9^9",
        "9**999999999",
        "2^40*2^40*2^40*2^40",
        "(" * 500 + "1" + ")" * 500,
        "1/0",
        "+".join(["(1+2+3+4)*(5+6+7+8)"] * 40),
        "1" * 500,
        "3x" * 400,
    ],
)
def test_calculations_beyond_the_limits_are_no_calculations(formula):
    lines = read(f"conv1: {formula} = 740\nconv2: 3620")
    assert lines[-1].claimed == 3620
    assert all(line.written is None or line.written.value < 10**30 for line in lines)
