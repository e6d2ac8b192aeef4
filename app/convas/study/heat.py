"""Heat: how much of something each node of a drawing has, on one scale, to be shown as colours."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from math import log
from typing import Final, Literal

from convas.analysis.inside import Path
from convas.analysis.sight import Inner, Sight, opened
from convas.design.design import Design
from convas.layers.use import Use
from convas.values import text
from convas.values.convention import Rules
from convas.values.size import Dim, value_of

Values = Mapping[int, int | None]
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

    low, high        the smallest value that is not 0, and the largest, of all that is shown; 0 where there is none
    total            what all of them come to
    zeros, unknown   whether some of what is shown have nothing, and whether of some it is not known
    inner            the same for the drawings of blocks that show what they hold, by the ways to them
    """

    measure: Measure
    values: Values
    low: int
    high: int
    total: int
    zeros: bool = False
    unknown: bool = False
    inner: Mapping[Path, Heat] = field(default_factory=dict)

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


def heat(design: Design, sight: Sight, scope: int, measure: Measure, looked: Collection[Path] = ()) -> Heat:
    """How much of a measure each node of a drawing has; a block has what all its repetitions come to.

    `looked` are the ways to blocks that show what they hold: the scale is then of that, once, instead of the block.
    """
    found: dict[Path, Values] = {}
    shown = _read(design, sight, scope, measure, looked, found)
    known = [value for value in shown if value]
    low, high = min(known, default=0), max(known, default=0)
    total = sum(value for value in found[sight.place].values() if value)
    zeros, unknown = 0 in shown, None in shown
    made = {place: Heat(measure, values, low, high, total, zeros, unknown) for place, values in found.items()}
    return replace(made.pop(sight.place), inner=made)


def _read(
    design: Design, sight: Sight, scope: int, measure: Measure, looked: Collection[Path], found: dict[Path, Values]
) -> list[int | None]:
    """Put the values of a drawing and of the blocks that are looked into in `found`; the values that show."""
    values = {key: _value(design.rules, sight, key, measure) for key in design.scopes.get(scope, ())}
    found[sight.place] = values
    open_ = {path[-1] for path in looked if path[:-1] == sight.place and path[-1] in values} if looked else set()
    shown = [value for key, value in values.items() if key not in open_]
    for key in open_:
        inside, layer = opened(design, sight, key), design.node(key).layer
        if inside is None or not isinstance(layer, Use):
            shown.append(values[key])
            continue
        within = Inner(design, (*sight.place, key, 0), inside.run(0), key in sight.pending)
        shown += _read(design, within, layer.block, measure, looked, found)
    return shown


def _value(rules: Rules, sight: Sight, key: int, measure: Measure) -> int | None:
    if measure in ("parameters", "share"):
        figures = sight.figure(key)
        parts: tuple[Dim | None, ...] = (figures.trainable, figures.frozen, figures.state if rules.counts_state else 0)
    else:
        finding = sight.finding(key)
        parts = (finding.macs if measure == "operations" else finding.memory,)
    total = 0
    for part in parts:
        value = None if part is None else value_of(part)
        if value is None:
            return None
        total += value
    return total
