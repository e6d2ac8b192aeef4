"""Subject: one layer that a line is about, how it is rightly counted, and how it would be by a supposed mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from convas.analysis.inside import places_of
from convas.analysis.report import Row, branch_row
from convas.analysis.tree import Tree
from convas.layers.layer import Layer
from convas.study.answers.counting import Parts, total
from convas.study.answers.network import Network, channels
from convas.values.size import value_of
from convas.values.spec import ABSENT, Spec

Basis = Literal["parameters", "trainable"]
"""What the exercise asks for: all parameters by the convention, or those that are trained."""


@dataclass(frozen=True, slots=True)
class Change:
    """One supposed mistake. Of two that touch the same `slot` only one is supposed at a time.

    `kind` names the sort of mistake for statistics, `said` tells it of the layer at hand. `settings` and `channels`
    are other settings and another size of what comes in; `redone` counts otherwise what there is.
    `open` tells that its number came from the answer itself: it needs a written calculation to be believed.
    """

    slot: str
    kind: str
    said: str
    settings: tuple[tuple[str, Any], ...] = ()
    channels: int | None = None
    redone: Callable[[Parts], Parts | None] | None = field(default=None, compare=False)
    open: bool = False
    given: int | None = None


MOST_INSIDE: Final = 2_000
"""A block with more layers inside is not looked into for mistakes."""


class Subject:
    """A layer in its network. `right` is what it adds to the totals, None where that is not known."""

    def __init__(self, network: Network, row: Row, basis: Basis = "parameters") -> None:
        self.network = network
        self.row = row
        self.basis: Basis = basis
        self._known: dict[tuple[object, ...], Parts | None] = {}

    @property
    def right(self) -> int | None:
        size = self.row.trainable if self.basis == "trainable" else self.row.parameters
        return None if size is None else value_of(size)

    @cached_property
    def layer(self) -> Layer:
        assert self.row.branch is not None
        return self.row.branch.finding.layer

    @cached_property
    def given(self) -> tuple[Spec, ...]:
        finding = self.network.finding(self.row)
        return () if finding is None else tuple(spec for spec in finding.inputs if spec is not None)

    @cached_property
    def alone(self) -> Parts:
        """Its products if it shared nothing and were trained; none for a block, or where something is open."""
        return self.supposed((), None) or ()

    @cached_property
    def own(self) -> Parts:
        """Its products without what is another's."""
        figures = None if self.row.branch is None else self.row.branch.figures
        if figures is None or figures.lender is not None or self.right == 0:
            return ()
        lent = {name for name, _ in figures.borrowed}
        return tuple(part for part in self.alone if part.name not in lent)

    @property
    def lends(self) -> bool:
        """Whether something it has is counted elsewhere, kept from training, or not counted at all."""
        return total(self.alone) != self.right

    @cached_property
    def inside(self) -> list[Subject]:
        """The layers with parameters inside it, where it is a block of the drawing that is not too large."""
        finding = self.network.finding(self.row)
        if finding is None or finding.inside is None or len(self.row.place) != 1 or places_of(finding) > MOST_INSIDE:
            return []
        tree = Tree(self.network.design, self.network.analysis, self.row.id)
        leaves = [branch_row(self.network.design, self.network.analysis, branch) for branch in tree.flat()]
        return [Subject(self.network, row, self.basis) for row in leaves if row.parameters]

    @property
    def users(self) -> int:
        """How many layers use its weights, where it is the one that counts them."""
        group = self.network.analysis.group_of.get(self.row.id) if len(self.row.place) == 1 else None
        if group is None or self.right == 0:
            return 1
        return len(self.network.analysis.groups[group].members)

    @cached_property
    def axis(self) -> int | None:
        """The one axis of what comes in that the count depends on, from the end; None where none or several do."""
        found = self._axes()
        return found[0] if len(found) == 1 else None

    @property
    def depth(self) -> int | None:
        """How many channels or numbers come in, as far as they count."""
        axis = self.axis
        return None if axis is None else channels(self.given[0], axis)

    def supposed(self, settings: Iterable[tuple[str, Any]], depth: int | None) -> Parts | None:
        """Its products with other settings, and with so many channels coming in."""
        settings = tuple(settings)
        key = (settings, depth)
        if key not in self._known:
            self._known[key] = self._counted(settings, depth)
        return self._known[key]

    def _counted(self, settings: tuple[tuple[str, Any], ...], depth: int | None) -> Parts | None:
        layer, given = self.layer, self.given
        if not given:
            return None
        if settings:
            layer = layer.model_copy(update=dict(settings))
        if depth is not None:
            axis = self.axis
            if axis is None:
                return None
            given = (_with(given[0], axis, depth), *given[1:])
        found = self.network.parts(layer, given)
        found = None if found is None else found * self.row.repeat
        if found is None or self.basis == "parameters":
            return found
        return tuple(part._replace(counted=part.counted and not part.state) for part in found)

    def _axes(self) -> list[int]:
        first = self.given[0] if self.given else ABSENT
        if first is ABSENT:
            return []
        found: list[int] = []
        now = self.network.parts(self.layer, self.given)
        for axis in range(-first.rank, 0):
            size = value_of(first.axes[axis])
            if size is None or size < 1:
                continue
            other = self.network.parts(self.layer, (_with(first, axis, 2 * size), *self.given[1:]))
            if other is not None and other != now:
                found.append(axis)
        return found


def _with(spec: Spec, axis: int, size: int) -> Spec:
    axes = list(spec.axes)
    axes[axis] = size
    return spec.having(tuple(axes))
