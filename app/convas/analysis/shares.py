"""Share groups: which arrays are one array, who owns it, and what each node therefore counts.

A group is a connected component of share edges. If any two arrays in it cannot be one, the whole
group counts as unshared and every member says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from convas.analysis.finding import Finding
from convas.analysis.inside import MOST_ARRAYS, Arrays, Held, Path, arrays_of, places_of
from convas.analysis.matching import matching
from convas.design.design import Design
from convas.design.records import End, Share
from convas.design.sharing import contracted
from convas.values import text
from convas.values.problem import Problem
from convas.values.size import Dim

Slot = tuple[int, int]
"""An array: the node, and its place among the node's arrays."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one node adds to the totals. None is unknown.

    `alone` and `alone_state` are what it would add if nothing were shared. `lender` is the node
    whose weights it uses, where it uses one node's only; `borrowed` says so for each array.
    `least` is what is known of a block that misses something.
    """

    trainable: Dim | None
    frozen: Dim | None
    state: Dim | None
    alone: Dim | None
    alone_state: Dim | None
    lender: int | None = None
    borrowed: tuple[tuple[str, int], ...] = ()
    least: Figures | None = None

    @property
    def known(self) -> bool:
        return self.trainable is not None

    @property
    def counted(self) -> Figures:
        """What totals take."""
        return self if self.least is None else self.least


UNCOUNTED: Final = Figures(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that share weights, in execution order; the first owns what it shares.

    owners   the arrays that are another's, with whose they are; frozen: those that some user keeps from training
    """

    key: int
    members: tuple[int, ...]
    problem: Problem | None
    owners: dict[Slot, Slot] = field(default_factory=dict, compare=False)
    frozen: frozenset[Slot] = frozenset()


def alone(finding: Finding, frozen: bool) -> Figures:
    """The figures of a node that shares nothing."""
    if finding.inside is not None:
        counts = finding.inside.counts
        both = counts.trainable + counts.frozen
        parts = (0, both) if frozen else (counts.trainable, counts.frozen)
        return _as_known(Figures(*parts, counts.state, counts.alone, counts.alone_state), counts.known)
    trained, state = finding.trainable, finding.state
    if trained is None:
        return UNCOUNTED
    return Figures(0 if frozen else trained, trained if frozen else 0, state, trained, state)


class Alone:
    """The figures of nodes that share nothing, one for equal findings; forgets all when it holds many."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._known: dict[tuple[int, bool], tuple[Finding, Figures]] = {}

    def of(self, finding: Finding, frozen: bool) -> Figures:
        """What `alone` says."""
        found = self._known.get((id(finding), frozen))
        if found is None:
            if len(self._known) > self._most:
                self._known.clear()
            found = self._known[id(finding), frozen] = (finding, alone(finding, frozen))
        return found[1]


def component(design: Design, start: int) -> tuple[set[int], dict[int, Share]]:
    """All nodes that share edges hold together with one, and those edges."""
    members = {start}
    edges: dict[int, Share] = {}
    waiting = [start]
    while waiting:
        for edge in design.shares.get(waiting.pop(), {}).values():
            if edge.id in edges:
                continue
            edges[edge.id] = edge
            for key in (edge.first.node, edge.second.node):
                if key not in members:
                    members.add(key)
                    waiting.append(key)
    return members, edges


def settle_group(
    design: Design,
    members: Iterable[int],
    edges: dict[int, Share],
    findings: dict[int, Finding],
    order: Callable[[int], tuple[int, int]],
) -> tuple[Group, dict[int, Figures]]:
    """The group that the edges make of the members, and the figures of each."""
    ordered = tuple(sorted(members, key=order))
    key = min(edges)
    wrong = None
    if sum(places_of(findings[node]) for node in ordered) > MOST_ARRAYS:
        wrong = _TOO_MANY
    else:
        arrays = _Joined({node: arrays_of(findings[node]) for node in ordered})
        unknown = {node for node in ordered if findings[node].weights is None and findings[node].inside is None}
        for edge in _working(design, ordered, edges):
            if wrong is None and not unknown & {edge.first.node, edge.second.node}:
                wrong = arrays.pair(edge)
                if wrong is not None:
                    wrong = replace(wrong, mends=matching(design, edge, findings))
    if wrong is not None:
        return Group(key, ordered, wrong), {node: alone(findings[node], design.node(node).frozen) for node in ordered}
    frozen = arrays.frozen({node for node in ordered if design.node(node).frozen})
    first: dict[Slot, Slot] = {}
    for slot in arrays.slots():
        first.setdefault(arrays.top(slot), slot)
    owners = {slot: owner for slot in arrays.slots() if (owner := first[arrays.top(slot)]) != slot}
    figures = {node: _figures(node, findings[node], arrays, owners, frozen) for node in ordered}
    return Group(key, ordered, None, owners, frozenset(first[top] for top in frozen)), figures


def _working(design: Design, members: Iterable[int], edges: dict[int, Share]) -> list[Share]:
    """The edges between nodes at work, oldest first: a bypassed node has no arrays, the others stay together."""
    kept = sorted(edges.values(), key=lambda edge: edge.id)
    for node in members:
        if design.node(node).bypassed:
            kept = contracted(kept, node)
    return kept


def _figures(node: int, finding: Finding, arrays: _Joined, owners: dict[Slot, Slot], frozen: set[Slot]) -> Figures:
    inside = finding.inside
    if inside is None and (finding.weights is None or finding.trainable is None):
        return UNCOUNTED
    counts: dict[str, Dim] = {"trainable": 0, "frozen": 0, "state": 0}
    borrowed: list[tuple[str, int]] = []
    held = arrays.of(node)
    for index, one in enumerate(held):
        owner = owners.get((node, index))
        if owner is not None:
            if owner[0] != node:
                borrowed.append((one.name, owner[0]))
            continue
        role = "state" if one.weight.state else "frozen" if arrays.top((node, index)) in frozen else "trainable"
        counts[role] += one.weight.size
    lenders = {owner for _, owner in borrowed}
    lender = borrowed[0][1] if len(lenders) == 1 and len(borrowed) == len(held) else None
    parts = counts["trainable"], counts["frozen"], counts["state"]
    if inside is None:
        return Figures(*parts, finding.trainable, finding.state, lender, tuple(borrowed))
    unshared = inside.counts.alone, inside.counts.alone_state
    return _as_known(Figures(*parts, *unshared, lender, tuple(borrowed)), inside.counts.known)


def _as_known(figures: Figures, known: bool) -> Figures:
    """The figures; those of a block that misses something are unknown, and at least these."""
    if known:
        return figures
    return Figures(None, None, None, None, None, figures.lender, figures.borrowed, figures)


class _Joined:
    """Which arrays are one, with the parity of transposition between them."""

    def __init__(self, arrays: dict[int, Arrays]) -> None:
        self._arrays = arrays
        self._above: dict[Slot, tuple[Slot, bool]] = {}

    def slots(self) -> Iterable[Slot]:
        return ((node, index) for node, arrays in self._arrays.items() for index in range(len(arrays.held)))

    def of(self, node: int) -> list[Held]:
        return self._arrays[node].held

    def top(self, slot: Slot) -> Slot:
        return self._find(slot)[0]

    def frozen(self, nodes: set[int]) -> set[Slot]:
        """The tops of the arrays that some user keeps from being trained."""
        return {self.top(slot) for slot in self.slots() if slot[0] in nodes or self._held(slot).frozen}

    def pair(self, edge: Share) -> Problem | None:
        """Join what an edge joins; the problem where it cannot be one array."""
        names = f"{{#{edge.first.node}}}", f"{{#{edge.second.node}}}"
        first, second = self._meant(edge.first), self._meant(edge.second)
        for end, name, found in ((edge.first, names[0], first), (edge.second, names[1], second)):
            if not found and end.weight:
                return Problem("no such weight", f"{name} has no weight called {end.weight}. Unshare it.")
            if not found and len(end.path) > 1:
                return Problem("no such place", f"{name} has no weights at a place that is shared. Unshare it.")
        if list(first) != list(second) and not (edge.first.weight and edge.second.weight):
            return _different_arrays(names, self._told(first), self._told(second))
        for these, those in zip(first.values(), second.values(), strict=True):
            start = these[0]
            joined = [(slot, False) for slot in these[1:]] + [(slot, edge.transposed) for slot in those]
            for slot, flip in joined:
                if not self._join(start, slot, flip):
                    both = names if slot in those else (names[0], names[0])
                    told = _unequal_weights if edge.first.weight and edge.second.weight else _unequal
                    return told(both, self._held(start), self._held(slot), flip)
        return None

    def _meant(self, end: End) -> dict[tuple[Path, str], list[Slot]]:
        """The arrays that an end names, by where they stand below it; without a repetition it means all of them."""
        arrays, last = self._arrays[end.node], end.path[-1].repetition
        wanted: list[int | None] = [end.path[0].repetition] if len(end.path) > 1 else []
        for step in end.path[1:-1]:
            wanted += [step.node, step.repetition]
        wanted += [end.path[-1].node] if len(end.path) > 1 else []
        wanted += [] if last is None else [last]
        found: dict[tuple[Path, str], list[Slot]] = {}
        for path, used in arrays.at.items():
            if len(path) < len(wanted) or any(w not in (None, p) for w, p in zip(wanted, path, strict=False)):
                continue
            below = path[len(wanted) :]
            for name, index in used:
                if not end.weight or (not below and name == end.weight):
                    found.setdefault((below, name), []).append((end.node, index))
        return found

    def _told(self, found: dict[tuple[Path, str], list[Slot]]) -> list[str]:
        return [self._held(slots[0]).name for slots in found.values()]

    def _join(self, a: Slot, b: Slot, flip: bool) -> bool:
        x, y = self._held(a).weight, self._held(b).weight
        if x.axes != (y.axes[::-1] if flip else y.axes) or x.state != y.state:
            return False
        (top_a, flip_a), (top_b, flip_b) = self._find(a), self._find(b)
        if top_a == top_b:
            square = len(x.axes) < 2 or x.axes == x.axes[::-1]
            return square or (flip_a ^ flip_b ^ flip) is False
        self._above[top_b] = (top_a, flip_a ^ flip_b ^ flip)
        return True

    def _find(self, slot: Slot) -> tuple[Slot, bool]:
        flip = False
        while (above := self._above.get(slot)) is not None:
            slot, turned = above
            flip ^= turned
        return slot, flip

    def _held(self, slot: Slot) -> Held:
        return self._arrays[slot[0]].held[slot[1]]


def _unequal(names: tuple[str, str], a: Held, b: Held, transposed: bool) -> Problem:
    turned = " transposed" if transposed else ""
    return Problem(
        "weights differ",
        f"{names[0]} and {names[1]} cannot share weights: the {_plain(a.name)} of {names[0]} is "
        f"{text.shape(a.weight.axes)}, that of {names[1]} is {text.shape(b.weight.axes)}{turned}. "
        "Make the layers before them equally wide, or unshare them.",
    )


def _unequal_weights(names: tuple[str, str], a: Held, b: Held, transposed: bool) -> Problem:
    mine, theirs = (f"the {_plain(held.told)} of {name}" for name, held in zip(names, (a, b), strict=True))
    turned = f", turned {text.shape(b.weight.axes[::-1])}" if transposed else ""
    return Problem(
        "weights differ",
        f"{names[0]} and {names[1]} cannot share: {mine} is {text.shape(a.weight.axes)}, "
        f"{theirs} {text.shape(b.weight.axes)}{turned}. Make them equal, or unshare them.",
    )


def _different_arrays(names: tuple[str, str], a: list[str], b: list[str]) -> Problem:
    first, second = (_plain(_few(listed)) or "no weights" for listed in (a, b))
    return Problem(
        "weights differ",
        f"{names[0]} and {names[1]} cannot share weights: {names[0]} has {first}, "
        f"{names[1]} has {second}. Give them the same settings, or unshare them.",
    )


def _few(names: list[str]) -> str:
    return text.listed(names) if len(names) <= 8 else text.many(len(names), "weight")


def _plain(words: str) -> str:
    """Without braces, which stand for names in messages."""
    return words.replace("{", "(").replace("}", ")")


_TOO_MANY: Final = Problem(
    "too many weights",
    f"{{me}} shares with blocks of more than {MOST_ARRAYS:,} weights, so they are counted as if unshared. "
    "Repeat them less often, or share single weights inside the block.",
)
