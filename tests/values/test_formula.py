"""Formulas: they give what Python gives, exactly, and what they cannot do they say in a sentence."""

import re
from contextlib import suppress
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convas.values.formula import DEEPEST, FUNCTIONS, LONGEST, FormulaError, nameable, parse
from convas.values.reading import equation
from convas.values.size import LARGEST, leaf, symbol, value_of

ENV = {"width": 64, "depth": 12, "heads": 7, "shift": -3, "none": 0}
FRACTIONS = {name: Fraction(value) for name, value in ENV.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4 * width", 256),
        ("heads // 2", 3),
        ("-2 ** 2", -4),
        ("2 ** 3 ** 2", 512),
        ("10 - 4 - 3", 3),
        ("width % -heads", 64 % -7),
        ("shift // 2", -2),
        ("ceil(width / 7) * 8", 80),
        ("floor(3 * width / 2 / 5)", 19),
        ("round(5 / 2) + round(7 / 2)", 6),
        ("ceil(max(1 / 3, 1 / 2) * 4)", 2),
        ("max(depth, width // 3, -1)", 21),
        ("(((width)))", 64),
        ("3 × width − 1", 191),
        ("0 ** 0", 1),
        ("(-1) ** 1000001", -1),
    ],
)
def test_what_formulas_give(text, value):
    assert parse(text).value(ENV) == value


@pytest.mark.parametrize(
    ("text", "said", "position"),
    [
        ("", "The formula ends where a number or a name is missing.", 0),
        ("4 *", "The formula ends where a number or a name is missing.", 3),
        ("4 * * 2", "A number or a name is missing before *.", 4),
        ("4 width", "A sign is missing before width, or a bracket is too many.", 2),
        ("(4", "A bracket is not closed.", 0),
        ("4)", "A sign is missing before ), or a bracket is too many.", 1),
        ("wdith + 1", "There is no variable called wdith.", 0),
        ("1 / 2", "A / can leave a fraction. Write //, or ceil(a / b), floor(a / b) or round(a / b).", 2),
        ("width // none", "It divides by 0.", 6),
        ("width % 0", "It divides by 0.", 6),
        ("ceil(1 / 0)", "It divides by 0.", 7),
        ("2 ** -1", "A power below 0 gives no whole number.", 2),
        ("floor(2 ** (1 / 2))", "The power must be a whole number.", 8),
        ("2.5 * width", "A formula has whole numbers only. For a half, write floor(x / 2).", 1),
        ("2 ^ 3", "Write ** for a power, such as 2 ** depth.", 2),
        ("sqrt(width)", "There is no function called sqrt. There are ceil, floor, max, min, round.", 0),
        ("max(width)", "max takes two numbers or more: max(a, b).", 0),
        ("ceil(1, 2)", "ceil takes one number: ceil(a / b).", 0),
        ("min", "Write what min is of in brackets: min(a, b).", 0),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, said, position):
    with pytest.raises(FormulaError) as caught:
        parse(text).value(ENV)
    assert str(caught.value) == said
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "width.real",
        "width[0]",
        "lambda: 1",
        "x := 1",
        "1 if width else 2",
        "'a' * 3",
        "[1]",
        "{me}",
        "1_000",
        "１",
        "1; 2",
        "9" * 400,
        "(" * 400 + "1" + ")" * 400,
        "-" * 900 + "1",
        "2 ** " * 100 + "2",
        "9 ** 9 ** 9 ** 9",
        "2 ** 63",
        f"{LARGEST} + 1",
        f"-{LARGEST} - 1",
        f"floor(1 / {LARGEST} / {LARGEST})",
        "1" + " + 1" * 300,
        "width\x00",
    ],
)
def test_nothing_hostile_is_run_or_takes_long(text):
    with pytest.raises(FormulaError):
        parse(text).value(ENV)


def test_the_bounds_themselves_are_taken():
    depth = DEEPEST - 1
    assert parse("(" * depth + "1" + ")" * depth).value({}) == 1
    assert parse("1" + "+1" * ((LONGEST - 1) // 2)).value({}) == 500
    assert parse(f"{LARGEST}").value({}) == LARGEST
    assert parse("2 ** 62").value({}) == 2**62


def test_names_are_told_and_can_be_changed():
    formula = parse("width * wid + max(width, 2)")
    assert formula.names == ("width", "wid")
    assert formula.renamed("width", "w") == "w * wid + max(w, 2)"
    assert formula.renamed("max", "min") == formula.text


@pytest.mark.parametrize("name", ["width", "_", "T2", "a" * 32])
def test_names_that_may_be(name):
    assert nameable(name)


@pytest.mark.parametrize("name", ["", "2a", "a b", "a-b", "größe", "max", "lambda", "a" * 33, "a\n"])
def test_names_that_may_not_be(name):
    assert not nameable(name)


def test_a_formula_of_sizes_explains_itself():
    env = {name: leaf(name, value) for name, value in ENV.items()}
    assert equation(parse("ceil(width / 7) * 8 - 1").size(env)) == "ceil(64 / 7) × 8 − 1 = 79"
    assert equation(parse("round(width / 3)").size(env)) == "round(64 / 3) = 21"
    assert parse("4 * width + width").size({"width": symbol("width")}) == 5 * symbol("width")


class TooMuch(Exception):
    """A number on the way is beyond what Convas holds, or there is none."""


def held(number):
    if abs(number.numerator) > LARGEST or number.denominator > LARGEST:
        raise TooMuch
    return number


def reference(tree):
    """What Python gives, in exact fractions; `TooMuch` where it gives nothing."""
    if isinstance(tree, int):
        return Fraction(tree)
    if isinstance(tree, str):
        return FRACTIONS[tree]
    op, *args = tree
    given = [reference(arg) for arg in args]
    if op == "**" and (given[1].denominator != 1 or not 0 <= given[1] <= 80):
        raise TooMuch
    try:
        return held(Fraction(_PYTHON[op](*given)))
    except ZeroDivisionError:
        raise TooMuch from None


_PYTHON = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "neg": lambda a: -a,
    "max": max,
    "min": min,
    "ceil": ceil,
    "floor": floor,
    "round": round,
}


def written(tree):
    if isinstance(tree, (int, str)):
        return str(tree)
    op, *args = tree
    if op == "neg":
        return f"(-{written(args[0])})"
    if op in FUNCTIONS:
        return f"{op}({', '.join(map(written, args))})"
    return f"({written(args[0])} {op} {written(args[1])})"


def deeper(inner):
    two = st.tuples(st.sampled_from(["+", "-", "*", "//", "%", "max", "min"]), inner, inner)
    power = st.tuples(st.just("**"), inner, st.integers(0, 5))
    fraction = st.tuples(st.just("/"), inner, inner)
    sums = st.tuples(st.sampled_from(["+", "*", "-", "%", "//", "max"]), fraction, inner)
    rounded = st.tuples(st.sampled_from(["ceil", "floor", "round"]), fraction | sums | inner)
    return two | power | rounded | st.tuples(st.just("neg"), inner)


trees = st.recursive(st.integers(0, 100) | st.sampled_from(sorted(ENV)), deeper, max_leaves=12)


@given(trees)
def test_any_formula_gives_what_python_gives(tree):
    formula = parse(written(tree))
    sizes = {name: leaf(name, value) for name, value in ENV.items()}
    try:
        wanted = reference(tree)
    except TooMuch:
        with pytest.raises(FormulaError):
            formula.value(ENV)
        return
    assert wanted.denominator == 1
    assert formula.value(ENV) == wanted
    assert value_of(formula.size(sizes)) == wanted


@given(st.text(alphabet="0123456789abwidthmx_+-*/%(), .\t", max_size=40))
def test_any_text_is_a_formula_or_is_refused(text):
    found = None
    with suppress(FormulaError):
        found = parse(text).value(ENV)
    if found is not None:
        plain = re.sub(r"(?<![\w.])0+(?=\d)", "", text)  # Python refuses 007, people write it
        assert found == eval(plain, {"__builtins__": {}, "max": max}, ENV)  # noqa: S307
