"""Sizes: numbers that may be unknown, may have a name, and remember how they came about."""

import operator

import pytest

from convas.values.size import (
    UNKNOWN,
    Undecided,
    ceil_div,
    decide,
    exact_div,
    leaf,
    least,
    most,
    pick,
    product,
    replace,
    scaled,
    settle,
    sure,
    symbol,
    value_of,
)

T, W = symbol("T"), symbol("width")
OPERATIONS = [operator.add, operator.sub, operator.mul, operator.floordiv, operator.mod, ceil_div, exact_div]


def test_a_named_number_counts_like_a_number():
    kernel = leaf("kernel", 3)
    assert kernel * kernel * 4 + 1 == 37
    assert hash(kernel) == hash(3)
    assert {3: "three"}[kernel] == "three"
    assert value_of((kernel + 1) // 2) == 2
    assert value_of(-kernel) == -3


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (T + 1 - 1, T),
        (T * 2 - T, T),
        (W * T, T * W),
        (T + W + 1, 1 + W + T),
        ((T + 1) * (T - 1), T * T - 1),
        (T // 1, T),
        (T // T, 1),
        (2 * T // 2, T),
        ((4 * T + 3) // 2, 2 * T + 1),
        ((2 * T + 1) // 4, T // 2),
        (T // 2 // 3, T // 6),
        (((T + 1) // 2 + 1) // 2, (T + 3) // 4),
        (T % 1, 0),
        (3 * T % 3, 0),
        (ceil_div(T, 1), T),
        (ceil_div(T, 2), (T + 1) // 2),
        (ceil_div(ceil_div(T, 2), 2), ceil_div(T, 4)),
        (exact_div(T * 3, 3), T),
        (most(T, T), T),
        (least(T, W), least(W, T)),
        (0 * T, 0),
    ],
)
def test_equal_expressions_have_one_canonical_form(left, right):
    assert left == right
    assert settle(left) == settle(right)
    assert hash(settle(left)) == hash(settle(right))


@pytest.mark.parametrize(("left", "right"), [(T, W), (T, T + 1), (T // 2, T // 3), (T, 7), (T * T, T)])
def test_different_expressions_are_different(left, right):
    assert left != right


@pytest.mark.parametrize("operation", OPERATIONS)
def test_unknown_swallows_everything(operation):
    for other in (5, leaf("five", 5), T, UNKNOWN):
        assert operation(UNKNOWN, other) is UNKNOWN
        assert operation(other, UNKNOWN) is UNKNOWN
    assert most(3, UNKNOWN) is UNKNOWN
    assert pick("==", UNKNOWN, 1, 2, 3, "why") is UNKNOWN


def test_unknown_equals_only_itself():
    assert UNKNOWN == UNKNOWN
    assert UNKNOWN not in (0, T, leaf("zero", 0))
    assert decide("==", UNKNOWN, UNKNOWN) is None


@pytest.mark.parametrize("size", [leaf("kernel", 3), T, UNKNOWN, T + 1])
def test_a_size_is_no_index(size):
    with pytest.raises(TypeError, match="no int"):
        range(size)
    with pytest.raises(TypeError):
        [1, 2, 3][size]


@pytest.mark.parametrize(
    ("op", "a", "b", "answer"),
    [
        ("==", 3, leaf("three", 3), True),
        (">=", T, 1, True),
        (">", T, 0, True),
        ("!=", T, 0, True),
        ("==", T, 0, False),
        ("<", T, 1, False),
        (">", T, 1, None),
        ("==", T, 5, None),
        ("<", T, T + 1, True),
        (">=", T - 1, T, False),
        ("<=", T, T, True),
        ("<", 0, T * W, True),
        (">", T, W, None),
        (">=", UNKNOWN, 1, None),
    ],
)
def test_what_can_be_decided_is_and_the_rest_is_left_open(op, a, b, answer):
    assert decide(op, a, b) is answer
    assert sure(op, a, b) is (answer is not False)


def test_a_plain_question_about_an_open_size_is_an_error_not_a_guess():
    with pytest.raises(Undecided):
        bool(T > 5)
    with pytest.raises(Undecided):
        bool(UNKNOWN)
    assert T >= 1
    assert bool(T)


def test_a_choice_stays_readable_and_decides_itself_later():
    open_choice = pick(">=", T, 10, T - 1, T, "too long")
    assert replace(open_choice, {"T": 12}) == 11
    assert replace(open_choice, {"T": 9}) == 9
    assert pick("==", 1, 1, 7, 8, "why") == 7
    assert pick(">", T, 3, W, W, "all the same") == W


def test_names_are_replaced_by_numbers_and_by_other_sizes():
    formula = (2 * T + W) // 4
    assert replace(formula, {"T": 3, "width": 10}) == 4
    assert replace(formula, {"width": 2 * T}) == T
    assert replace(formula, {"nobody": 3}) == formula
    assert replace(7, {"T": 3}) == 7
    assert replace(UNKNOWN, {"T": 3}) is UNKNOWN


def test_settling_forgets_the_history_and_keeps_the_value():
    assert settle(leaf("kernel", 3) * 2) == 6
    assert isinstance(settle(leaf("kernel", 3) * 2), int)
    assert settle(T) is T
    assert settle(T + 1).op == "poly"
    assert settle(UNKNOWN + 1) is UNKNOWN


def test_a_product_of_nothing_is_one():
    assert product(()) == 1
    assert product((2, leaf("three", 3))) == 6


def test_the_largest_and_the_smallest_of_numbers_are_plain():
    assert (most(2, 9, 4), least(2, 9, 4)) == (9, 2)
    assert value_of(most(2, leaf("nine", 9))) == 9


def test_a_fraction_of_a_size_is_rounded_as_floating_point_does():
    assert (scaled(7, 1.5), scaled(100, 0.29), scaled(7, 2.0)) == (10, 28, 14)
    assert scaled(leaf("in", 7), 1.5) == 10
    assert scaled(T, 2.0) == 2 * T
    assert scaled(T, 1.5) == scaled(T, 1.5) != scaled(T, 1.25)
    assert replace(scaled(T + 1, 1.5), {"T": 6}) == 10
    assert replace(scaled(T, 1.5), {"T": W}) == scaled(W, 1.5)
    assert scaled(UNKNOWN, 1.5) is UNKNOWN
    assert scaled(leaf("in", 3) + T, 0.5) == scaled(T + 3, 0.5)
