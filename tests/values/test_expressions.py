"""Three ways to the same number: with ints, with named numbers, and by putting numbers into a formula."""

import math
import re
from fractions import Fraction

from hypothesis import given

from convas.values.reading import plain
from convas.values.size import canonical, leaf, replace, settle, symbol, value_of
from values.expressions import ENVIRONMENT, NAMES, expressions

SYMBOLS = {name: symbol(name) for name in NAMES}


@given(expressions(), ENVIRONMENT)
def test_named_numbers_count_like_plain_ones(expression, given_values):
    counted = expression.of(given_values)
    traced = expression.of({name: leaf(name, value) for name, value in given_values.items()})
    assert value_of(traced) == counted


@given(expressions(), ENVIRONMENT)
def test_putting_numbers_into_a_formula_gives_what_counting_gives(expression, given_values):
    formula = expression.of(SYMBOLS)
    counted = expression.of(given_values)
    assert replace(formula, given_values) == counted
    assert replace(settle(formula), given_values) == counted


@given(expressions(), ENVIRONMENT)
def test_numbers_may_be_put_in_one_after_the_other(expression, given_values):
    formula = expression.of(SYMBOLS)
    for name, value in given_values.items():
        formula = replace(formula, {name: value})
    assert formula == expression.of(given_values)


@given(expressions())
def test_settling_twice_changes_nothing_and_equal_forms_read_the_same(expression):
    once = settle(expression.of(SYMBOLS))
    assert settle(once) == once
    assert canonical(once) == canonical(expression.of(SYMBOLS))
    assert str(canonical(once)) == str(canonical(settle(once)))


@given(expressions(without=("pick",)), ENVIRONMENT)
def test_the_formula_that_is_shown_gives_the_number_that_is_shown(expression, given_values):
    """Zeros and ones that are left out when reading never change the value."""
    traced = expression.of({name: leaf(name, value) for name, value in given_values.items()})
    shown = plain(traced).replace("×", "*").replace("−", "-")
    runs = re.sub(r"\d+(?:,\d{3})*", lambda found: f"F({found[0].replace(',', '')})", shown)
    tools = {"F": Fraction, "floor": math.floor, "ceil": math.ceil, "max": max, "min": min, "mod": lambda a, b: a % b}
    assert eval(runs, tools) == value_of(traced), shown  # noqa: S307
