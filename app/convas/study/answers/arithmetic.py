"""Arithmetic as people write it: `(3×3×4 + 1 bias) · 20 = 740`, in any of the usual signs, with limits.

A written calculation becomes a value and, where it is sums of products, the factors of every summand, so that it can
be compared with how a layer is really counted. Nothing here is evaluated that could grow: numbers, powers and the
number of summands are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from convas.study.answers.signs import Token

MOST_TOKENS: Final = 400
LARGEST: Final = 10**24
"""A calculation that passes a larger number is not followed."""
_MOST_TERMS: Final = 64
_MOST_FACTORS: Final = 24
_DEEPEST: Final = 40
_HIGHEST_POWER: Final = 40

Factors = tuple[int, ...]


class Unreadable(ValueError):
    """What is no calculation, or one beyond the limits."""


@dataclass(frozen=True, slots=True)
class Written:
    """A calculation: its value, the factors of every summand where it is sums of products, and all its numbers.

    `signs` is how many operations it has; a plain number has none.
    """

    value: Fraction
    terms: tuple[Factors, ...] | None
    numbers: tuple[int, ...]
    signs: int

    @property
    def whole(self) -> int | None:
        """The value, where it is a whole number."""
        return self.value.numerator if self.value.denominator == 1 else None


@dataclass(frozen=True, slots=True)
class _Part:
    value: Fraction
    terms: tuple[Factors, ...] | None


def read(tokens: list[Token]) -> Written:
    """The calculation that these tokens are; `Unreadable` where they are none."""
    if len(tokens) > MOST_TOKENS:
        raise Unreadable("it is too long")
    parser = _Parser(tokens)
    whole = parser.sum()
    if parser.left:
        raise Unreadable("something is left over")
    numbers = tuple(dict.fromkeys(int(token.value) for token in tokens if _is_whole(token)))
    return Written(whole.value, whole.terms, numbers, parser.signs)


def _is_whole(token: Token) -> bool:
    return token.kind == "number" and token.value.denominator == 1


class _Parser:
    """Recursive descent over numbers, brackets and signs."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self.signs = 0

    @property
    def left(self) -> bool:
        return self._at < len(self._tokens)

    def _next(self) -> str:
        """The sign of the next token; `number` for a number, nothing at the end."""
        if not self.left:
            return ""
        token = self._tokens[self._at]
        return token.sign if token.kind == "sign" else token.kind

    def _take(self, *signs: str) -> str:
        sign = self._next()
        if sign not in signs or not sign:
            return ""
        self._at += 1
        self.signs += sign not in "()"
        return sign

    def sum(self) -> _Part:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("it is too deep")
        found = self._product()
        while sign := self._take("+", "-"):
            other = self._product()
            found = _added(found, other) if sign == "+" else _Part(_bounded(found.value - other.value), None)
        self._depth -= 1
        return _settled(found)

    def _product(self) -> _Part:
        found = self._power()
        while True:
            sign = self._take("*", "/")
            if not sign and self._next() not in ("(", "number"):
                return found
            self.signs += not sign
            other = self._power()
            if sign == "/":
                if not other.value:
                    raise Unreadable("it divides by 0")
                found = _settled(_Part(_bounded(found.value / other.value), None))
            else:
                found = _multiplied(found, other)

    def _power(self) -> _Part:
        base = self._atom()
        if not self._take("^"):
            return base
        power = self._atom().value
        if power.denominator != 1 or not 0 <= power <= _HIGHEST_POWER or abs(base.value) > LARGEST:
            raise Unreadable("its power is too high")
        times = power.numerator
        found = _Part(_bounded(base.value**times), None)
        if base.terms is not None and len(base.terms) == 1 and 0 < times * len(base.terms[0]) <= _MOST_FACTORS:
            return _Part(found.value, (base.terms[0] * times,))
        return _settled(found)

    def _atom(self) -> _Part:
        if self._take("("):
            inside = self.sum()
            if not self._take(")"):
                raise Unreadable("a bracket is open")
            return inside
        if self._take("-"):
            return _Part(-self._atom().value, None)
        if self._next() != "number":
            raise Unreadable("a number is missing")
        value = self._tokens[self._at].value
        self._at += 1
        return _settled(_Part(_bounded(value), None))


def _settled(part: _Part) -> _Part:
    """A part without factors that is a whole number is one factor itself."""
    if part.terms is None and part.value.denominator == 1 and part.value >= 0:
        return _Part(part.value, ((part.value.numerator,),))
    return part


def _added(a: _Part, b: _Part) -> _Part:
    terms = None
    if a.terms is not None and b.terms is not None and len(a.terms) + len(b.terms) <= _MOST_TERMS:
        terms = (*a.terms, *b.terms)
    return _Part(_bounded(a.value + b.value), terms)


def _multiplied(a: _Part, b: _Part) -> _Part:
    terms = None
    if a.terms is not None and b.terms is not None and len(a.terms) * len(b.terms) <= _MOST_TERMS:
        made = tuple((*one, *other) for one in a.terms for other in b.terms)
        terms = made if all(len(factors) <= _MOST_FACTORS for factors in made) else None
    return _Part(_bounded(a.value * b.value), terms)


def _bounded(value: Fraction) -> Fraction:
    if abs(value.numerator) > LARGEST or value.denominator > LARGEST:
        raise Unreadable("it becomes too large")
    return value
