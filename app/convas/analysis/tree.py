"""The tree of a design: what stands inside blocks, at every place, with what each place adds to the totals.

A place is a path of plain numbers: node, repetition, node, repetition, node. What places count is worked out from
the arrays, so that it is right however they are shared: inside a block, between repetitions, or across blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from convas.analysis.analysis import Analysis
from convas.analysis.finding import Finding
from convas.analysis.inside import MOST_ARRAYS, Inside, Path, arrays_of, place_name, places_of, size_of
from convas.analysis.shares import UNCOUNTED, Figures
from convas.design.design import Design
from convas.design.records import Node
from convas.values import text
from convas.values.size import Dim

MOST_PLACES: Final = 100_000
"""A block of more layers than that is not told layer by layer."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree: a node, at one place or at all places of one way through its block.

    `name` tells the places: `stage[1-2]/conv1`. The figures are of all of them together.
    """

    places: tuple[Path, ...]
    name: str
    node: Node
    finding: Finding
    figures: Figures
    shared_with: str

    @property
    def depth(self) -> int:
        return len(self.places[0]) // 2


@dataclass(slots=True)
class _Sum:
    """What a place comes to. `lenders` are its weights that are another's: the name, and where."""

    trainable: Dim = 0
    frozen: Dim = 0
    state: Dim = 0
    alone: Dim = 0
    alone_state: Dim = 0
    arrays: int = 0
    lenders: list[tuple[str, Path]] = field(default_factory=list)

    def add(self, other: _Sum) -> None:
        self.trainable += other.trainable
        self.frozen += other.frozen
        self.state += other.state
        self.alone += other.alone
        self.alone_state += other.alone_state
        self.arrays += other.arrays
        self.lenders += other.lenders

    def figures(self, known: bool) -> Figures:
        found = Figures(self.trainable, self.frozen, self.state, self.alone, self.alone_state)
        return found if known else Figures(None, None, None, None, None, least=found)


class Tree:
    """The places from one node of the drawing inwards."""

    def __init__(self, design: Design, analysis: Analysis, top: int) -> None:
        self._design = design
        self._analysis = analysis
        self._top = top
        self._finding = analysis.finding(top)

    def flat(self) -> Iterator[Branch]:
        """Every layer at every place, in execution order."""
        return self._leaves((self._top,), self._finding, self._design.node(self._top))

    def rows(self, depth: int | None = None) -> Iterator[Branch]:
        """The node, and below it what is inside; `depth` levels, or all of them."""
        node = self._design.node(self._top)
        return self._branches(((self._top,),), node.name, self._finding, node, depth)

    def _leaves(self, place: Path, finding: Finding, node: Node) -> Iterator[Branch]:
        inside = self._opened(finding)
        if inside is None:
            yield self._branch((place,), place_name(self._design, place, self._finding), finding, node)
            return
        for repetition in range(inside.repeat):
            run = inside.run(repetition)
            for key, inner in run.shown():
                yield from self._leaves((*place, repetition, key), run.findings[key], inner)

    def _branches(
        self, places: tuple[Path, ...], name: str, finding: Finding, node: Node, depth: int | None
    ) -> Iterator[Branch]:
        yield self._branch(places, name, finding, node)
        inside = self._opened(finding)
        if inside is None or depth == 1:
            return
        for index, run in enumerate(inside.runs):
            meant = range(index, index + inside.times(index))
            inner = tuple((*place, repetition) for place in places for repetition in meant)
            told = f"{name}{_numbers(inside, meant)}/"
            for key, child in run.shown():
                found = tuple((*at, key) for at in inner)
                deeper = None if depth is None else depth - 1
                yield from self._branches(found, told + child.name, run.findings[key], child, deeper)

    def _opened(self, finding: Finding) -> Inside | None:
        """The inside of a block, if all that is told layer by layer is not too much."""
        return None if finding.inside is None or self._too_large else finding.inside

    @cached_property
    def _too_large(self) -> bool:
        return places_of(self._finding) > MOST_ARRAYS or size_of(self._finding) > MOST_PLACES

    def _branch(self, places: tuple[Path, ...], name: str, finding: Finding, node: Node) -> Branch:
        if len(places[0]) == 1:
            figures = self._analysis.figure(self._top)
            if finding.inside is not None or not figures.borrowed:
                return Branch(places, name, node, finding, figures, lent(self._design, figures))
            told = self._shared_with(self._sums[places[0]], places, finding)
            return Branch(places, name, node, finding, figures, told)
        known = finding.trainable is not None
        if not known and finding.inside is None:
            return Branch(places, name, node, finding, UNCOUNTED, "")
        found = _added(self._sums[place] for place in places if place in self._sums)
        return Branch(places, name, node, finding, found.figures(known), self._shared_with(found, places, finding))

    def _shared_with(self, found: _Sum, places: tuple[Path, ...], finding: Finding) -> str:
        """Whose weights these places use, beyond each other's."""
        own, depth = set(places), len(places[0])
        lenders = [(weight, place) for weight, place in found.lenders if place[:depth] not in own]
        if not lenders:
            return ""
        names = list(dict.fromkeys(self._named(place) for _, place in lenders))
        whole = len(lenders) == found.arrays
        if finding.inside is not None or (whole and len(names) == 1):
            return _few(names) if whole else ""
        return ", ".join(dict.fromkeys(f"{weight}: {self._named(place)}" for weight, place in lenders))

    def _named(self, place: Path) -> str:
        return place_name(self._design, place, self._analysis.finding(place[0]))

    @cached_property
    def _sums(self) -> dict[Path, _Sum]:
        """What every place comes to, blocks as well as layers."""
        top, arrays = self._top, arrays_of(self._finding)
        group = self._analysis.groups.get(self._analysis.group_of.get(top, -1))
        owners, kept = ({}, frozenset()) if group is None else (group.owners, group.frozen)
        frozen = self._design.node(top).frozen
        others = {owner[0]: arrays_of(self._analysis.finding(owner[0])).held for owner in set(owners.values())}
        found: dict[Path, _Sum] = {}
        for path, used in arrays.at.items():
            place = (top, *path)
            one = _Sum(arrays=len(used))
            for name, index in used:
                held, owner = arrays.held[index], owners.get((top, index))
                state, size = held.weight.state, held.weight.size
                part = "state" if state else "frozen" if frozen or held.frozen or (top, index) in kept else "trainable"
                alone = "alone_state" if state else "alone"
                setattr(one, alone, getattr(one, alone) + size)
                if owner is not None:
                    one.lenders.append((name, (owner[0], *others[owner[0]][owner[1]].path)))
                elif held.path != path:
                    one.lenders.append((name, (top, *held.path)))
                else:
                    setattr(one, part, getattr(one, part) + size)
            for length in range(1, len(place) + 1, 2):
                found.setdefault(place[:length], _Sum()).add(one)
        return found


def lent(design: Design, figures: Figures) -> str:
    """`conv3` for a layer that uses conv3's weights; `kernel: embedding` where only some arrays are borrowed."""
    if figures.lender is not None:
        return design.node(figures.lender).name
    told = [f"{weight}: {design.node(owner).name}" for weight, owner in figures.borrowed[:_MOST_TOLD]]
    return ", ".join(told) + (" and others" if len(figures.borrowed) > _MOST_TOLD else "")


def _added(sums: Iterable[_Sum]) -> _Sum:
    found = _Sum()
    for one in sums:
        found.add(one)
    return found


def _numbers(inside: Inside, meant: range) -> str:
    """`[3]`, `[1-2]`, and nothing where all repetitions are meant."""
    if len(meant) == inside.repeat:
        return ""
    return f"[{meant[0]}]" if len(meant) == 1 else f"[{meant[0]}-{meant[-1]}]"


def _few(names: list[str]) -> str:
    return text.listed(names) if len(names) <= _MOST_TOLD else f"{', '.join(names[:_MOST_TOLD])} and others"


_MOST_TOLD: Final = 4
