"""Heat: how much of something each node of a drawing has, on one scale, to be shown as colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log
from typing import Final, Literal

from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.values import text
from convas.values.size import Dim, value_of

Measure = Literal["parameters", "operations", "activations", "share"]
TITLES: Final[Mapping[Measure, str]] = {
    "parameters": "Parameters",
    "operations": "MACs",
    "activations": "Activation memory",
    "share": "Share of all parameters",
}
LOGARITHMIC_FROM: Final = 1000
"""Where the largest value is more than so many times the smallest that is not 0, the scale is logarithmic."""


@dataclass(frozen=True, slots=True)
class Heat:
    """The values of a measure by node; None is unknown. Bytes for activations, else counts.

    low, high   the smallest value that is not 0, and the largest; both 0 where there is none
    total       what all of them come to
    """

    measure: Measure
    values: Mapping[int, int | None]
    low: int
    high: int
    total: int

    @property
    def logarithmic(self) -> bool:
        return self.low > 0 and self.high > LOGARITHMIC_FROM * self.low

    def part(self, node: int) -> float | None:
        """Where a node's value stands on the scale, from 0 to 1; None where it is unknown."""
        value = self.values.get(node)
        if value is None:
            return None
        if value == 0 or self.high == 0:
            return 0.0
        if self.logarithmic:
            return log(value / self.low) / log(self.high / self.low)
        return value / self.high

    def told(self, value: int) -> str:
        """A value in words: `3,620`, `225 KiB`, `12.50 %`."""
        if self.measure == "activations":
            return text.memory(value)
        if self.measure == "share":
            return text.percent(value, self.total)
        return text.count(value)


def heat(design: Design, sight: Sight, scope: int, measure: Measure) -> Heat:
    """How much of a measure each node of a drawing has; a block has what all its repetitions come to."""
    of = _MEASURES[measure]
    values = {key: _whole(of(sight, key)) for key in design.scopes.get(scope, ())}
    known = [value for value in values.values() if value]
    return Heat(measure, values, min(known, default=0), max(known, default=0), sum(known))


def _parameters(sight: Sight, key: int) -> Dim | None:
    figures = sight.figure(key)
    if figures.trainable is None or figures.frozen is None:
        return None
    return figures.trainable + figures.frozen


def _operations(sight: Sight, key: int) -> Dim | None:
    found = sight.finding(key).costs[0]
    return None if found is None else found.macs


def _activations(sight: Sight, key: int) -> Dim | None:
    return sight.finding(key).costs[1]


_MEASURES: Final[Mapping[Measure, Callable[[Sight, int], Dim | None]]] = {
    "parameters": _parameters,
    "operations": _operations,
    "activations": _activations,
    "share": _parameters,
}


def _whole(size: Dim | None) -> int | None:
    return None if size is None else value_of(size)
