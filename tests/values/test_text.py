"""Numbers in words: exact where they are exact, and never a 0 for what is not known."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convas.values import text
from convas.values.size import UNKNOWN, leaf, symbol

HUGE = 2**200 + 1


def thin(shown):
    return shown.replace(text.THIN, " ")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0"),
        (8651940, "8,651,940"),
        (-3620, "-3,620"),
        (HUGE, f"{HUGE:,}"),
        (leaf("units", 1000), "1,000"),
        (None, "?"),
        (UNKNOWN, "?"),
        (symbol("T"), "T"),
        (2 * symbol("T") * symbol("width") + 1, "2 × T × width + 1"),
        (1_234_567 * symbol("T1024") + 8192, "1,234,567 × T1024 + 8,192"),
    ],
)
def test_counts(size, shown):
    assert text.count(size) == shown


def test_a_total_that_misses_something_says_so():
    assert text.total(740, True) == "740"
    assert text.total(740, False) == "at least 740"


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (3620, "+3,620"), (-3620, "−3,620")])
def test_differences_wear_their_sign(number, shown):
    assert text.signed(number) == shown


@pytest.mark.parametrize(
    ("axes", "shown"),
    [
        ((120, 120, 20), "120 × 120 × 20"),
        ((), "scalar"),
        (None, "unknown"),
        ((symbol("T"), UNKNOWN, 8), "T × ? × 8"),
        ((288000,), "288,000"),
    ],
)
def test_shapes(axes, shown):
    assert text.shape(axes) == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "0.977 KiB"),
        (1024, "1.00 KiB"),
        (230400, "225 KiB"),
        (1153434, "1.10 MiB"),
        (1023 * 1024, "0.999 MiB"),
        (1152000, "1.10 MiB"),
        (1048575, "1.00 MiB"),
        (2**40, "1.00 TiB"),
        (2**62, "4,194,304 TiB"),
        (None, "?"),
        (4 * symbol("T"), "4 × T B"),
    ],
)
def test_bytes(size, shown):
    assert thin(text.memory(size)) == shown


@given(st.integers(1024, 2**49))
def test_bytes_are_right_to_three_digits(size):
    number, unit = thin(text.memory(size)).split(" ")
    shown = Fraction(number.replace(",", "")) * 1024 ** ("B", "KiB", "MiB", "GiB", "TiB").index(unit)
    assert abs(shown - size) * 200 <= size * Fraction(1001, 1000)
    assert len(number.replace(".", "").lstrip("0")) <= 3


@pytest.mark.parametrize(
    ("size", "shown"),
    [(9999, "9,999"), (10000, "10.00 k"), (226432100, "226.4 M"), (999950, "1.000 M"), (2**53, "9,007 T"), (None, "?")],
)
def test_short_numbers(size, shown):
    assert thin(text.short(size)) == shown


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (250000, "250 k"), (10**6, "1 M"), (1500, "1,500")])
def test_ticks(value, shown):
    assert thin(text.tick(value)) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (8640030, 8651940, "99.86 %"),
        (0, 5, "0 %"),
        (0, 0, "0 %"),
        (1, 10**9, "< 0.01 %"),
        (5, 5, "100 %"),
        (HUGE, HUGE, "100 %"),
        (HUGE, 3 * HUGE, "33.33 %"),
        (None, 5, "?"),
        (5, UNKNOWN, "?"),
        (symbol("T"), 5, "?"),
    ],
)
def test_percentages(part, whole, shown):
    assert thin(text.percent(part, whole)) == shown


@given(st.integers(0, 2**300))
def test_no_count_ever_passes_through_a_float(number):
    assert int(text.count(number).replace(",", "")) == number


def test_digit_groups_go_only_where_asked():
    with text.digits_only():
        assert text.count(8651940) == "8651940"
        assert text.shape((288000,)) == "288000"
    assert text.count(8651940) == "8,651,940"


def test_digit_groups_come_back_after_an_error():
    with pytest.raises(KeyError), text.digits_only():
        raise KeyError
    assert text.count(1000) == "1,000"


def test_the_system_may_group_digits_its_own_way():
    text.set_group(".")
    try:
        assert text.count(8651940) == "8.651.940"
    finally:
        text.set_group(",")


def test_words():
    assert [text.many(n, "layer") for n in (0, 1, 9)] == ["0 layers", "1 layer", "9 layers"]
    assert text.many(2, "axis", "axes") == "2 axes"
    assert [text.listed(list(words)) for words in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert text.listed(["1", "2"], "or") == "1 or 2"


def test_many_equal_shapes_are_counted():
    assert text.shapes([(8, 8), (10,), None]) == "8 × 8, 10, unknown"
    assert text.shapes([(4,)] * 3) == "4, 4, 4"
    assert text.shapes([(8, 8)] * 32 + [(4,)]) == "32 of 8 × 8, 4"
    assert text.shapes([]) == ""
