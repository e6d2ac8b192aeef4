"""Formulas: a small safe language for numbers, `4 * width`, `ceil(channels / 8) * 8`. Nothing in it can be run.

Whole numbers, names, `+ - * // % **`, `min`, `max`, and `floor`, `ceil`, `round`, inside which `/` divides exactly.
Signs bind as in Python, and a half is rounded to the even number. Everything is bounded: the text, its nesting, and
every number on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword
from math import gcd
from typing import Final, NamedTuple

from convas.values.size import LARGEST, Dim, ceil_div, least, most, round_div, value_of

LONGEST: Final = 1000
"""Letters of a formula."""
DEEPEST: Final = 50
"""Brackets, signs and powers inside each other."""
FUNCTIONS: Final = ("ceil", "floor", "max", "min", "round")
_ROUNDING: Final = frozenset({"ceil", "floor", "round"})
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
_TOKEN: Final = re.compile(r"\s*(?:(?P<int>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>\*\*|//|[-+*/%(),×−]))")
_SAME: Final = {"×": "*", "−": "-"}
_SUM: Final = ("+", "-")
_PRODUCT: Final = ("*", "//", "%", "/")


class FormulaError(ValueError):
    """A formula that says nothing, or gives no number. `position` counts letters from 0."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class Token(NamedTuple):
    """A piece of the text: `kind` is int, name, sign, or end."""

    kind: str
    shown: str
    position: int


class _Step(NamedTuple):
    """One step of the sum on a stack: a number, a name, or an operation on so many numbers."""

    op: str
    arg: int | str
    position: int


class _Ratio(NamedTuple):
    """A number on the way: exact, the bottom above 0."""

    top: Dim
    bottom: Dim = 1


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that reads well. `names` are what it needs, in the order of their first use."""

    text: str
    names: tuple[str, ...]
    tokens: tuple[Token, ...]
    steps: tuple[_Step, ...]

    def value(self, env: Mapping[str, int]) -> int:
        """What it gives; a `FormulaError` where it gives nothing."""
        found = self.size(env)
        assert isinstance(found, int)
        return found

    def size(self, env: Mapping[str, Dim]) -> Dim:
        """The same with sizes, so that the result remembers how it came about."""
        stack: list[_Ratio] = []
        for op, arg, position in self.steps:
            if op == "int":
                assert isinstance(arg, int)
                stack.append(_Ratio(arg))
            elif op == "name":
                known = env.get(str(arg))
                if known is None:
                    raise FormulaError(f"There is no variable called {arg}.", position)
                stack.append(_bounded(_Ratio(known), position))
            else:
                assert isinstance(arg, int)
                given = stack[-arg:]
                del stack[-arg:]
                stack.append(_bounded(_apply(op, given, position), position))
        return stack[0].top

    def renamed(self, old: str, new: str) -> str:
        """The text with another name for what it uses."""
        text = self.text
        for token in reversed(self.tokens):
            if token.kind == "name" and token.shown == old and old in self.names:
                text = text[: token.position] + new + text[token.position + len(old) :]
        return text


def nameable(name: str) -> bool:
    """Whether a formula can use the name: letters, digits and _, and no word that means something already."""
    return bool(_NAME.fullmatch(name)) and name not in FUNCTIONS and not iskeyword(name)


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """The formula that the text is, or a `FormulaError`."""
    if len(text) > LONGEST:
        raise FormulaError(f"A formula can have {LONGEST:,} letters at most.", LONGEST)
    tokens = _tokens(text)
    parser = _Parser(tokens)
    steps = parser.whole()
    names = dict.fromkeys(str(step.arg) for step in steps if step.op == "name")
    return Formula(text, tuple(names), tuple(tokens), tuple(steps))


def needs(text: str) -> tuple[str, ...]:
    """The names that a formula uses; none where it cannot be read."""
    try:
        return parse(text).names
    except FormulaError:
        return ()


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    end = len(text.rstrip())
    position = 0
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            position += len(text[position:]) - len(text[position:].lstrip())
            raise FormulaError(_strange(text[position]), position)
        kind = match.lastgroup
        shown = match[kind]
        found.append(Token(kind, _SAME.get(shown, shown), match.start(kind)))
        position = match.end()
    return [*found, Token("end", "", end)]


def _strange(letter: str) -> str:
    if letter == ".":
        return "A formula has whole numbers only. For a half, write floor(x / 2)."
    if letter == "^":
        return "Write ** for a power, such as 2 ** depth."
    return f"{letter!r} means nothing in a formula. Use numbers, names, + - * // % ** and brackets."


class _Parser:
    """Recursive descent, never deeper than `DEEPEST`."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._rounding = 0
        self._steps: list[_Step] = []

    def whole(self) -> list[_Step]:
        self._sum()
        left = self._now
        if left.kind != "end":
            raise FormulaError(f"A sign is missing before {left.shown}, or a bracket is too many.", left.position)
        return self._steps

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *signs: str) -> Token | None:
        """The next token, if it is one of these signs."""
        token = self._now
        if token.kind != "sign" or token.shown not in signs:
            return None
        self._at += 1
        return token

    def _deeper(self, by: int) -> None:
        self._depth += by
        if self._depth > DEEPEST:
            raise FormulaError(f"A formula can be {DEEPEST} brackets deep at most.", self._now.position)

    def _sum(self) -> None:
        self._product()
        while sign := self._take(*_SUM):
            self._product()
            self._steps.append(_Step(sign.shown, 2, sign.position))

    def _product(self) -> None:
        self._signed()
        while sign := self._take(*_PRODUCT):
            if sign.shown == "/" and not self._rounding:
                said = "A / can leave a fraction. Write //, or ceil(a / b), floor(a / b) or round(a / b)."
                raise FormulaError(said, sign.position)
            self._signed()
            self._steps.append(_Step(sign.shown, 2, sign.position))

    def _signed(self) -> None:
        self._deeper(1)
        sign = self._take(*_SUM)
        if sign is None:
            self._power()
        else:
            self._signed()
            if sign.shown == "-":
                self._steps.append(_Step("neg", 1, sign.position))
        self._deeper(-1)

    def _power(self) -> None:
        self._atom()
        sign = self._take("**")
        if sign is not None:
            self._signed()
            self._steps.append(_Step("**", 2, sign.position))

    def _atom(self) -> None:
        token = self._now
        if token.kind == "int":
            if len(token.shown.lstrip("0")) > 19 or int(token.shown) > LARGEST:
                raise FormulaError("A number in it is too large.", token.position)
            self._steps.append(_Step("int", int(token.shown), token.position))
            self._at += 1
        elif token.kind == "name":
            self._at += 1
            if self._take("("):
                self._call(token)
            elif token.shown in FUNCTIONS:
                raise FormulaError(
                    f"Write what {token.shown} is of in brackets: {_usage(token.shown)}.", token.position
                )
            else:
                self._steps.append(_Step("name", token.shown, token.position))
        elif self._take("("):
            self._sum()
            self._close(token)
        elif token.kind == "end":
            raise FormulaError("The formula ends where a number or a name is missing.", token.position)
        else:
            raise FormulaError(f"A number or a name is missing before {token.shown}.", token.position)

    def _call(self, name: Token) -> None:
        if name.shown not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise FormulaError(f"There is no function called {name.shown}. There are {known}.", name.position)
        rounds = name.shown in _ROUNDING
        self._rounding += rounds
        self._sum()
        count = 1
        while self._take(","):
            self._sum()
            count += 1
        self._close(name)
        self._rounding -= rounds
        if (count != 1) if rounds else (count < 2):
            takes = "one number" if rounds else "two numbers or more"
            raise FormulaError(f"{name.shown} takes {takes}: {_usage(name.shown)}.", name.position)
        self._steps.append(_Step(name.shown, count, name.position))

    def _close(self, opened: Token) -> None:
        if not self._take(")"):
            raise FormulaError("A bracket is not closed.", opened.position)


def _usage(name: str) -> str:
    return f"{name}(a / b)" if name in _ROUNDING else f"{name}(a, b)"


def _apply(op: str, given: list[_Ratio], position: int) -> _Ratio:
    """One operation on exact numbers."""
    x, y = given[0], given[-1]
    match op:
        case "neg":
            return _Ratio(-x.top, x.bottom)
        case "/":
            return _over(x, y, position)
        case "//":
            return _floor(_over(x, y, position))
        case "%":
            return _rest(x, y, position)
        case "**":
            return _power(x, y, position)
        case "max" | "min":
            return _extreme(op, given)
        case "ceil" | "floor" | "round":
            return _rounded(op, x)
        case _:
            return _combined(op, x, y)


def _combined(op: str, x: _Ratio, y: _Ratio) -> _Ratio:
    (a, b), (c, d) = x, y
    if op == "*":
        return _Ratio(a * c, b * d)
    return _Ratio(a * d + c * b if op == "+" else a * d - c * b, b * d)


def _rest(x: _Ratio, y: _Ratio, position: int) -> _Ratio:
    whole = _floor(_over(x, y, position))
    if _is_whole(x, y):
        return _Ratio(x.top % y.top)
    return _combined("-", x, _combined("*", y, whole))


def _over(x: _Ratio, y: _Ratio, position: int) -> _Ratio:
    value = value_of(y.top)
    if value == 0:
        raise FormulaError("It divides by 0.", position)
    if value is not None and value < 0:
        x, y = _Ratio(-x.top, x.bottom), _Ratio(-y.top, y.bottom)
    return _Ratio(x.top * y.bottom, x.bottom * y.top)


def _power(x: _Ratio, y: _Ratio, position: int) -> _Ratio:
    times, base = value_of(y.top), value_of(x.top)
    if times is None or not _is_whole(y):
        raise FormulaError("The power must be a whole number.", position)
    if times < 0:
        raise FormulaError("A power below 0 gives no whole number.", position)
    if isinstance(x.top, int) and isinstance(x.bottom, int) and abs(x.top) < 2 and x.bottom == 1:
        return _Ratio(x.top**times if times < 2 else x.top ** (2 + times % 2))
    if times > 63 or (base is not None and abs(base) > 1 and (base.bit_length() - 1) * times > 63):
        raise _too_large(position)
    top: Dim = 1
    bottom: Dim = 1
    for _ in range(times):
        top = x.top if top == 1 and isinstance(top, int) else top * x.top
        bottom = bottom * x.bottom
    return _Ratio(top, bottom)


def _extreme(op: str, given: list[_Ratio]) -> _Ratio:
    common: Dim = 1
    for part in given:
        common = common * part.bottom
    tops = [part.top if _is_whole(*given) else part.top * (common // part.bottom) for part in given]
    return _Ratio(most(*tops) if op == "max" else least(*tops), common)


def _rounded(op: str, x: _Ratio) -> _Ratio:
    if _is_whole(x):
        return x
    if op == "floor":
        return _floor(x)
    return _Ratio((ceil_div if op == "ceil" else round_div)(x.top, x.bottom))


def _floor(x: _Ratio) -> _Ratio:
    return x if _is_whole(x) else _Ratio(x.top // x.bottom)


def _is_whole(*given: _Ratio) -> bool:
    return all(isinstance(part.bottom, int) and part.bottom == 1 for part in given)


def _bounded(x: _Ratio, position: int) -> _Ratio:
    top, bottom = x
    if isinstance(top, int) and isinstance(bottom, int) and bottom != 1:
        common = gcd(top, bottom)
        x = _Ratio(top // common, bottom // common)
    for part in x:
        value = value_of(part)
        if value is not None and abs(value) > LARGEST:
            raise _too_large(position)
    return x


def _too_large(position: int) -> FormulaError:
    return FormulaError("It gives a number that is too large.", position)
