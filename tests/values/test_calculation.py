"""Counts as people write them down: the short form, and the same number array by array."""

from functools import reduce
from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convas.values.calculation import factored, written_out
from convas.values.reading import equation, plain
from convas.values.size import UNKNOWN, leaf, symbol, value_of
from convas.values.weight import Weight

KERNEL, CHANNELS, FILTERS = leaf("kernel", 3), leaf("channels in", 4), leaf("filters", 20)
WINDOW = ("kernel", "kernel")
KERAS = (
    Weight("kernel", (KERNEL, KERNEL, CHANNELS, FILTERS), (*WINDOW, "channels in", "filters")),
    Weight("bias", (FILTERS,), ("filters",)),
)
TORCH = (
    Weight("weight", (FILTERS, CHANNELS, KERNEL, KERNEL), ("filters", "channels in", *WINDOW)),
    Weight("bias", (FILTERS,), ("filters",)),
)
UNITS = leaf("units", 16)
RECURRENT = (
    Weight("kernel", (leaf("inputs", 8), 4 * UNITS), ("inputs", "units")),
    Weight("recurrent_kernel", (UNITS, 4 * UNITS), ("units in", "units")),
    Weight("bias", (4 * UNITS,), ("units",)),
)


@pytest.mark.parametrize("arrays", [KERAS, TORCH])
def test_a_convolution_reads_alike_in_both_conventions(arrays):
    assert equation(factored(arrays)) == "(3 × 3 × 4 + 1) × 20 = 740"
    assert equation(written_out(arrays)).endswith("+ 20 = 740")


def test_gates_are_a_factor_of_their_own():
    assert equation(factored(RECURRENT)) == "(8 + 16 + 1) × 4 × 16 = 1,600"


@pytest.mark.parametrize(
    ("arrays", "shown"),
    [
        ((KERAS[0],), "3 × 3 × 4 × 20 = 720"),
        ((KERAS[1],), "20"),
        ((KERAS[1], KERAS[1]), "2 × 20 = 40"),
        ((KERAS[1],) * 4, "4 × 20 = 80"),
        ((Weight("a", (leaf("a", 5),), ("a",)), KERAS[1]), "5 + 20 = 25"),
    ],
)
def test_smaller_cases(arrays, shown):
    assert equation(factored(arrays)) == shown


def test_nothing_counts_nothing():
    assert (factored(()), written_out(())) == (0, 0)


def test_open_sizes_stay_in_the_formula():
    open_width = Weight("kernel", (symbol("width"), leaf("units", 10)), ("inputs", "units"))
    bias = Weight("bias", (leaf("units", 10),), ("units",))
    assert plain(factored((open_width, bias))) == "(width + 1) × 10"
    assert factored((open_width, bias)) == written_out((open_width, bias)) == 10 * symbol("width") + 10
    assert written_out((Weight("kernel", (UNKNOWN, 3), ("inputs", "units")),)) is UNKNOWN


AXES = st.sampled_from(
    [leaf("inputs", 8), leaf("units", 16), leaf("filters", 8), leaf("kernel", 3), leaf("groups", 1), 4 * UNITS, 5]
)


@st.composite
def arrays(draw):
    axes = tuple(draw(st.lists(AXES, max_size=4)))
    labels = tuple(draw(st.sampled_from(["kernel", "inputs", "units", "filters", ""])) for _ in axes)
    return Weight(draw(st.sampled_from("abc")), axes, labels)


def test_a_bare_number_beside_a_one_is_not_taken_for_a_one():
    parted = Weight("kernel", (leaf("", 16) * 4,), ("kernel",))
    assert value_of(factored([parted, Weight("bias", (leaf("", 16) * 1,), ("units",))])) == 80


@given(st.lists(arrays(), min_size=1, max_size=5))
def test_the_short_form_counts_what_the_arrays_hold(weights):
    by_hand = sum(reduce(mul, [value_of(axis) for axis in weight.axes], 1) for weight in weights)
    assert value_of(written_out(weights)) == by_hand
    assert value_of(factored(weights)) == by_hand


def test_a_plain_factor_that_is_left_over_is_no_bias():
    four = Weight("kernel", (leaf("units", 16), 4 * UNITS), ("inputs", "units"))
    two = Weight("kernel", (UNITS, leaf("units", 16)), ("inputs", "units"))
    assert value_of(factored((four, two))) == 16 * 64 + 16 * 16
