"""Share groups: which arrays are one array, who owns it, and what each node therefore counts.

A group is a connected component of share edges. If any two arrays in it cannot be one, the whole
group counts as unshared and every member says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from convas.analysis.finding import Finding
from convas.design.design import Design
from convas.design.records import End, Share
from convas.design.sharing import contracted
from convas.values import text
from convas.values.problem import Problem
from convas.values.size import Dim
from convas.values.weight import Weight

Slot = tuple[int, int]
"""An array: the node, and its place among the node's weights."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one node adds to the totals. None is unknown.

    `alone` and `alone_state` are what it would add if nothing were shared. `lender` is the node
    whose weights it uses, where it uses one node's only; `borrowed` says so for each array.
    """

    trainable: Dim | None
    frozen: Dim | None
    state: Dim | None
    alone: Dim | None
    alone_state: Dim | None
    lender: int | None = None
    borrowed: tuple[tuple[str, int], ...] = ()

    @property
    def known(self) -> bool:
        return self.trainable is not None


UNCOUNTED: Final = Figures(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that share weights, in execution order; the first owns what it shares."""

    key: int
    members: tuple[int, ...]
    problem: Problem | None


def alone(finding: Finding, frozen: bool) -> Figures:
    """The figures of a node that shares nothing."""
    trained, state = finding.trainable, finding.state
    if trained is None:
        return UNCOUNTED
    return Figures(0 if frozen else trained, trained if frozen else 0, state, trained, state)


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
    arrays = _Arrays({node: findings[node].weights for node in ordered})
    for edge in _working(design, ordered, edges):
        wrong = arrays.pair(edge)
        if wrong is not None:
            figures = {node: alone(findings[node], design.node(node).frozen) for node in ordered}
            return Group(key, ordered, wrong), figures
    frozen = {arrays.top(slot) for slot in arrays.slots() if design.node(slot[0]).frozen}
    owners: dict[Slot, Slot] = {}
    figures = {}
    for node in ordered:
        figures[node] = _figures(node, findings[node], arrays, owners, frozen)
    return Group(key, ordered, None), figures


def _working(design: Design, members: Iterable[int], edges: dict[int, Share]) -> list[Share]:
    """The edges between nodes at work, oldest first: a bypassed node has no arrays, the others stay together."""
    kept = sorted(edges.values(), key=lambda edge: edge.id)
    for node in members:
        if design.node(node).bypassed:
            kept = contracted(kept, node)
    return kept


def _figures(node: int, finding: Finding, arrays: _Arrays, owners: dict[Slot, Slot], frozen: set[Slot]) -> Figures:
    if finding.weights is None or finding.trainable is None:
        return UNCOUNTED
    counts: dict[str, Dim] = {"trainable": 0, "frozen": 0, "state": 0}
    borrowed: list[tuple[str, int]] = []
    for index, weight in enumerate(finding.weights):
        top = arrays.top((node, index))
        owner = owners.setdefault(top, (node, index))
        if owner[0] != node:
            borrowed.append((weight.name, owner[0]))
        if owner != (node, index):
            continue
        role = "state" if weight.state else "frozen" if top in frozen else "trainable"
        counts[role] += weight.size
    lenders = {owner for _, owner in borrowed}
    lender = borrowed[0][1] if len(lenders) == 1 and len(borrowed) == len(finding.weights) else None
    return Figures(
        counts["trainable"],
        counts["frozen"],
        counts["state"],
        finding.trainable,
        finding.state,
        lender,
        tuple(borrowed),
    )


class _Arrays:
    """Which arrays are one, with the parity of transposition between them."""

    def __init__(self, weights: dict[int, tuple[Weight, ...] | None]) -> None:
        self._weights = weights
        self._above: dict[Slot, tuple[Slot, bool]] = {}

    def slots(self) -> Iterable[Slot]:
        return ((node, index) for node, weights in self._weights.items() for index in range(len(weights or ())))

    def top(self, slot: Slot) -> Slot:
        return self._find(slot)[0]

    def pair(self, edge: Share) -> Problem | None:
        """Join what an edge joins; the problem where it cannot be one array."""
        a, b = edge.first.node, edge.second.node
        first, second = self._weights[a], self._weights[b]
        if first is None or second is None:
            return None
        names = f"{{#{a}}}", f"{{#{b}}}"
        if edge.whole:
            if [weight.name for weight in first] != [weight.name for weight in second]:
                return _different_arrays(names, first, second)
            pairs = [(index, index) for index in range(len(first))]
        else:
            i, j = _index(first, edge.first), _index(second, edge.second)
            if i is None or j is None:
                end, name = (edge.first, names[0]) if i is None else (edge.second, names[1])
                return Problem("no such weight", f"{name} has no weight called {end.weight}. Unshare it.")
            pairs = [(i, j)]
        for i, j in pairs:
            if not self._join((a, i), (b, j), edge.transposed):
                return _unequal(names, first[i], second[j], edge.transposed)
        return None

    def _join(self, a: Slot, b: Slot, flip: bool) -> bool:
        x, y = self._weight(a), self._weight(b)
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

    def _weight(self, slot: Slot) -> Weight:
        weights = self._weights[slot[0]]
        assert weights is not None
        return weights[slot[1]]


def _index(weights: tuple[Weight, ...], end: End) -> int | None:
    return next((index for index, weight in enumerate(weights) if weight.name == end.weight), None)


def _unequal(names: tuple[str, str], a: Weight, b: Weight, transposed: bool) -> Problem:
    turned = " transposed" if transposed else ""
    return Problem(
        "weights differ",
        f"{names[0]} and {names[1]} cannot share weights: the {a.name} of {names[0]} is "
        f"{text.shape(a.axes)}, that of {names[1]} is {text.shape(b.axes)}{turned}. "
        "Make the layers before them equally wide, or unshare them.",
    )


def _different_arrays(names: tuple[str, str], a: tuple[Weight, ...], b: tuple[Weight, ...]) -> Problem:
    first, second = (text.listed([weight.name for weight in weights]) or "no weights" for weights in (a, b))
    return Problem(
        "weights differ",
        f"{names[0]} and {names[1]} cannot share weights: {names[0]} has {first}, "
        f"{names[1]} has {second}. Give them the same settings, or unshare them.",
    )
