"""How formulas read: what says nothing is dropped, what was set stays."""

import pytest

from convas.layers.windows import places
from convas.values.reading import equation, latex, plain, tokens
from convas.values.size import UNKNOWN, ceil_div, exact_div, leaf, most, pick, symbol

SIZE, KERNEL, STRIDES = leaf("in", 120), leaf("kernel", 3), leaf("strides", 1)
PADDING, NOTHING, T = leaf("padding", 1), leaf("padding", 0), symbol("T")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (7, "7"),
        (1234567, "1,234,567"),
        (UNKNOWN, "?"),
        (T, "T"),
        (KERNEL * KERNEL * 20 + 1, "3 × 3 × 20 + 1"),
        ((KERNEL * KERNEL * 20 + 1) * 20, "(3 × 3 × 20 + 1) × 20"),
        (KERNEL + NOTHING, "3"),
        (KERNEL - 2 * NOTHING, "3"),
        (NOTHING + NOTHING, "0"),
        (KERNEL * 1, "3"),
        (1 * KERNEL * 1, "3"),
        (KERNEL * STRIDES, "3 × 1"),
        (SIZE // STRIDES, "floor(120 / 1)"),
        (ceil_div(SIZE, leaf("strides", 2)), "ceil(120 / 2)"),
        (exact_div(SIZE, leaf("groups", 4)) * 9, "120 / 4 × 9"),
        (SIZE - (KERNEL - 1), "120 − 3 + 1"),
        (SIZE - KERNEL * (KERNEL - 1), "120 − 3 × (3 − 1)"),
        (SIZE // (KERNEL * 2), "floor(120 / (3 × 2))"),
        (most(KERNEL, 5), "max(3, 5)"),
        (SIZE % KERNEL, "mod(120, 3)"),
        (T + 2 * PADDING, "T + 2 × 1"),
    ],
)
def test_a_formula_as_text(size, shown):
    assert plain(size) == shown


def test_a_shape_rule_reads_as_the_text_book_has_it():
    padded = places(SIZE, KERNEL, STRIDES, 1, PADDING)
    assert equation(padded) == "floor((120 + 2 × 1 − 3) / 1) + 1 = 120"
    assert plain(places(SIZE, KERNEL, STRIDES, 1, NOTHING)) == "floor((120 − 3) / 1) + 1"
    dilated = places(SIZE, KERNEL, STRIDES, leaf("dilation", 2), NOTHING)
    assert equation(dilated) == "floor((120 − 2 × (3 − 1) − 1) / 1) + 1 = 116"


def test_a_formula_in_names():
    assert plain((KERNEL * KERNEL * leaf("channels in", 4) + leaf("bias", 1)) * 20, "names") == (
        "(kernel × kernel × channels in + 1) × 20"
    )


def test_factors_of_one_caption_stand_together():
    shown = tokens(KERNEL * KERNEL * leaf("channels in", 4))
    assert [(token.shown, token.caption) for token in shown] == [("3 × 3", "kernel"), ("×", ""), ("4", "channels in")]


def test_a_bare_number_is_not_repeated():
    assert equation(740) == "740"
    assert equation(leaf("filters", 20)) == "20"
    assert equation(KERNEL * 2) == "3 × 2 = 6"


def test_a_choice_tells_its_reason():
    assert plain(pick(">=", SIZE, 10, SIZE - 1, SIZE, "starts in the padding")) == "120 − 1 [starts in the padding]"
    assert plain(pick(">=", KERNEL, 10, KERNEL - 1, KERNEL, "starts in the padding")) == "3"
    assert plain(pick(">=", T, 10, T - 1, T, "T is long")) == "(T − 1) if T is long, else T"


def test_a_formula_for_a_paper():
    assert latex((KERNEL * KERNEL * 20 + 1) * 20) == r"(3 \times 3 \times 20 + 1) \times 20 = 3{,}620"
