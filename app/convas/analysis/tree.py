"""The tree of a design: what stands inside blocks, at every place, with what each place adds to the totals.

A place is a path of plain numbers: node, repetition, node, repetition, node. What places count is worked out from
the arrays, so that it is right however they are shared: inside a block, between repetitions, or across blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Final

from convas.analysis.finding import Finding
from convas.analysis.inside import MOST_ARRAYS, Inside, Path, arrays_of, place_name, places_of, size_of
from convas.analysis.shares import UNCOUNTED, Figures
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import Node
from convas.values import text
from convas.values.size import Dim, settle

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

    def times(self, counted: int, used: int) -> _Sum:
        """So many times; weights that are used more often than counted are shared."""
        return _Sum(
            settle(self.trainable * counted),
            settle(self.frozen * counted),
            settle(self.state * counted),
            settle(self.alone * used),
            settle(self.alone_state * used),
        )

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

    def __init__(self, design: Design, sight: Sight, top: int) -> None:
        self._design = design
        self._sight = sight
        self._top = top
        self._finding = sight.finding(top)

    def flat(self) -> Iterator[Branch]:
        """Every layer at every place, in execution order."""
        return self._leaves((self._top,), self._finding, self._design.node(self._top))

    def rows(self, depth: int | None = None) -> Iterator[Branch]:
        """The node, and below it what is inside; `depth` levels, or all of them."""
        node = self._design.node(self._top)
        top = self._branch(((self._top,),), node.name, self._finding, node)
        yield top
        waiting = [self.below(top)] if depth != 1 else []
        while waiting:
            inner = next(waiting[-1], None)
            if inner is None:
                waiting.pop()
                continue
            yield inner
            if depth is None or len(waiting) < depth - 1:
                waiting.append(self.below(inner))

    def _leaves(self, place: Path, finding: Finding, node: Node) -> Iterator[Branch]:
        inside = self._opened(finding)
        if inside is None:
            yield self._branch((place,), place_name(self._design, place, self._finding), finding, node)
            return
        for repetition in range(inside.repeat):
            run = inside.run(repetition)
            for key, inner in run.shown():
                yield from self._leaves((*place, repetition, key), run.findings[key], inner)

    def below(self, branch: Branch) -> Iterator[Branch]:
        """The rows one level inside a row; none where nothing is inside, or too much (see `closed`)."""
        inside = self._opened(branch.finding)
        for index, run in enumerate(() if inside is None else inside.runs):
            assert inside is not None
            meant = range(index, index + inside.times(index))
            inner = tuple((*place, repetition) for place in branch.places for repetition in meant)
            told = f"{branch.name}{numbers(inside.repeat, meant)}/"
            for key, child in run.shown():
                found = tuple((*at, key) for at in inner)
                yield self._branch(found, told + child.name, run.findings[key], child)

    def closed(self, branch: Branch) -> bool:
        """Whether a block holds too much to be told layer by layer."""
        return branch.finding.inside is not None and self._opened(branch.finding) is None

    def _opened(self, finding: Finding) -> Inside | None:
        """The inside of a block, if all that is told layer by layer is not too much."""
        return None if finding.inside is None or self._too_large else finding.inside

    @cached_property
    def _too_large(self) -> bool:
        return places_of(self._finding) > MOST_ARRAYS or size_of(self._finding) > MOST_PLACES

    def _branch(self, places: tuple[Path, ...], name: str, finding: Finding, node: Node) -> Branch:
        if len(places[0]) == 1:
            figures = self._sight.figure(self._top)
            if finding.inside is not None or not figures.borrowed:
                return Branch(places, name, node, finding, figures, lent(self._design, figures))
            told = self._shared_with(self._sums[places[0]], places, finding)
            return Branch(places, name, node, finding, figures, told)
        known = finding.trainable is not None
        if not known and finding.inside is None:
            return Branch(places, name, node, finding, UNCOUNTED, "")
        plain = self._plain(places[0], places[-1], len(places))
        if plain is not None:
            return Branch(places, name, node, finding, plain.figures(known), "")
        found = _added(self._sums[place] for place in places if place in self._sums)
        return Branch(places, name, node, finding, found.figures(known), self._shared_with(found, places, finding))

    def figures(self, place: Path, meant: tuple[range, ...]) -> Figures:
        """What a place adds to the totals, at all of these repetitions of the blocks around it."""
        finding, keys = self._finding, place[2::2]
        if not keys:
            return self._sight.figure(self._top)
        for key, repetitions in zip(keys, meant, strict=True):
            if finding.inside is None:
                return UNCOUNTED
            finding = finding.inside.run(repetitions[0]).findings[key]
        known, times = finding.trainable is not None, prod(map(len, meant))
        if not known and finding.inside is None:
            return UNCOUNTED
        found = self._plain(
            _through(place, [way[0] for way in meant]), _through(place, [way[-1] for way in meant]), times
        )
        if found is None and self._opened(self._finding) is None:
            return UNCOUNTED
        if found is None:
            places = (_through(place, way) for way in product(*meant))
            found = _added(self._sums[at] for at in places if at in self._sums)
        return found.figures(known)

    def _plain(self, first: Path, last: Path, times: int) -> _Sum | None:
        """What places come to that share nothing with others: what one of them counts, so many times."""
        if first[0] in self._sight.group_of:
            return None
        finding, figures = self._finding, UNCOUNTED
        frozen, users = self._design.node(first[0]).frozen, 1
        for step in range(1, len(first), 2):
            inside, key = finding.inside, first[step + 1]
            assert inside is not None
            run = inside.run(first[step])
            if inside.shared and inside.repeat > 1:
                if len(inside.runs) > 1 or last[step] - first[step] + 1 < inside.repeat:
                    return None
                users *= inside.repeat
            if key in run.sharing:
                return None
            finding, figures = run.findings[key], run.figures[key].counted
            frozen = frozen or run.nodes[key].frozen
        counted, kept = figures.trainable or 0, figures.frozen or 0
        if frozen:
            counted, kept = 0, counted + kept
        one = _Sum(counted, kept, figures.state or 0, figures.alone or 0, figures.alone_state or 0)
        return one.times(times // users, times)

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
        return place_name(self._design, place, self._sight.finding(place[0]))

    @cached_property
    def _sums(self) -> dict[Path, _Sum]:
        """What every place comes to, blocks as well as layers."""
        top, arrays = self._top, arrays_of(self._finding)
        group = self._sight.groups.get(self._sight.group_of.get(top, -1))
        owners, kept = ({}, frozenset()) if group is None else (group.owners, group.frozen)
        frozen = self._design.node(top).frozen
        others = {owner[0]: arrays_of(self._sight.finding(owner[0])).held for owner in set(owners.values())}
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


def _through(place: Path, repetitions: Iterable[int]) -> Path:
    """A place at other repetitions."""
    return (place[0], *(step for pair in zip(repetitions, place[2::2], strict=True) for step in pair))


def numbers(repeat: int, meant: range) -> str:
    """Which repetitions are meant: `[3]`, `[1-2]`, and nothing where all repetitions are meant."""
    if len(meant) == repeat:
        return ""
    return f"[{meant[0]}]" if len(meant) == 1 else f"[{meant[0]}-{meant[-1]}]"


def _few(names: list[str]) -> str:
    return text.listed(names) if len(names) <= _MOST_TOLD else f"{', '.join(names[:_MOST_TOLD])} and others"


_MOST_TOLD: Final = 4
