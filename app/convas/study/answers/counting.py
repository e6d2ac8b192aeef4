"""Counting: a layer's parameters as products with named factors, so that a mistake can be made in them on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Final, Literal, NamedTuple

from convas.layers.layer import Layer, Specs
from convas.study.answers.arithmetic import Factors
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import Undecided, value_of
from convas.values.weight import Weight

Role = Literal["kernel", "in", "out", "before", "other"]
_ROLES: Final[dict[str, Role]] = {
    "kernel": "kernel",
    "channels in": "in",
    "channels in a group": "in",
    "inputs": "in",
    "filters": "out",
    "units": "out",
    "units before": "before",
}


class Factor(NamedTuple):
    """A number of a product, what it stands for, and how many gates are in it."""

    value: int
    role: Role = "other"
    gates: int = 1


class Part(NamedTuple):
    """One product of a count: an array. `counted` tells whether it counts by the convention at hand."""

    name: str
    factors: tuple[Factor, ...]
    state: bool = False
    counted: bool = True

    @property
    def bias(self) -> bool:
        """Whether it is added, and not multiplied with what comes in."""
        return "bias" in self.name.rpartition("/")[2] or self.name == "beta"

    @property
    def value(self) -> int:
        return prod(factor.value for factor in self.factors)

    @property
    def numbers(self) -> Factors:
        return tuple(factor.value for factor in self.factors)


Parts = tuple[Part, ...]


def parts_of(layer: Layer, given: Specs, rules: Rules, *, state: bool) -> Parts | None:
    """The products of a layer; None where it does not take that, or a number in it is open."""
    try:
        weights = layer.weights(given, rules)
    except (ShapeError, Undecided, ValueError, ZeroDivisionError, TypeError):
        return None
    return parts_from(weights, state=state)


def parts_from(weights: Iterable[Weight], *, state: bool) -> Parts | None:
    """The products that arrays are; state counts only where `state` says so."""
    found: list[Part] = []
    for weight in weights:
        factors: list[Factor] = []
        for axis, label in zip(weight.axes, weight.labels or [""] * len(weight.axes), strict=False):
            value = value_of(axis)
            if value is None or value < 0:
                return None
            factors.append(_factor(value, label))
        found.append(Part(weight.name, tuple(factors), weight.state, state or not weight.state))
    return tuple(found)


def _factor(value: int, label: str) -> Factor:
    gates, _, unit = label.partition(" × ")
    if unit and gates.isdigit():
        return Factor(value, _ROLES.get(unit, "other"), int(gates))
    return Factor(value, _ROLES.get(label, "other"))


def total(parts: Iterable[Part]) -> int:
    """What the products come to."""
    return sum(part.value for part in parts if part.counted)


def terms(parts: Iterable[Part]) -> list[Factors]:
    """The factors of every product that counts."""
    return [part.numbers for part in parts if part.counted]


Fit = Literal[0, 1, 2, 3]
"""How a calculation follows a count: 0 factor by factor, 1 but for factors of 1, 2 product by product, 3 not."""


def fit(written: Sequence[Factors] | None, counted: Sequence[Factors]) -> Fit:
    """How closely a calculation that gives the same number follows the products of a count."""
    if written is None or len(written) != len(counted):
        return 3
    if _paired(written, counted, ones=True):
        return 0
    if _paired(written, counted, ones=False):
        return 1
    return 2 if sorted(map(prod, written)) == sorted(map(prod, counted)) else 3


def _paired(written: Sequence[Factors], counted: Sequence[Factors], *, ones: bool) -> bool:
    """Whether every product of one has a product of the other that is the same but for factors taken together."""
    left = [_bare(factors, ones and len(factors) > 2) for factors in counted]
    for factors in written:
        mine = _bare(factors, ones and len(factors) > 2)
        other = next((index for index, theirs in enumerate(left) if _same(mine, theirs)), None)
        if other is None:
            return False
        del left[other]
    return True


def _bare(factors: Factors, ones: bool) -> Factors:
    return tuple(sorted(factor for factor in factors if ones or factor != 1))


def _same(a: Factors, b: Factors) -> bool:
    if a == b:
        return True
    if prod(a) != prod(b) or a.count(1) != b.count(1):
        return False
    return _gathers(a, b) or _gathers(b, a)


def _gathers(few: Factors, many: Factors) -> bool:
    """Whether each of `few` is a product of some of `many`, and all are used."""
    if len(many) > _MOST_GATHERED or len(few) > len(many):
        return False
    if not few:
        return all(one == 1 for one in many)
    wanted, rest = few[-1], few[:-1]
    for chosen in range(1, 1 << len(many)):
        picked = prod(one for index, one in enumerate(many) if chosen >> index & 1)
        if picked == wanted and _gathers(rest, tuple(x for index, x in enumerate(many) if not chosen >> index & 1)):
            return True
    return False


_MOST_GATHERED: Final = 7
