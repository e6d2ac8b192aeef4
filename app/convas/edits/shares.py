"""Edits of shares: one layer used at several places, or some arrays of several layers being one.

A share is an edge; a group is what edges hold together. Only deleting an edge separates a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import End, Node, Record, Share, Step
from convas.design.sharing import contracted, same_kind, whole_members
from convas.edits.edit import Edit, Refused
from convas.edits.naming import checked
from convas.layers.use import Use
from convas.values import text


def share(design: Design, first: int, second: int) -> Edit:
    """Make two nodes one layer. The second, and all that shares with it, takes the first's settings."""
    a, b = design.node(first), design.node(second)
    if first == second:
        raise Refused(f"{a.name} cannot share with itself.")
    if a.scope != b.scope:
        raise Refused("Layers share weights within one drawing. Share the blocks, or single weights.")
    if not same_kind(a.layer, b.layer):
        raise Refused(
            f"{a.name} is {a.layer.title} and {b.name} is {b.layer.title}. "
            "Only layers of one kind can share all their weights."
        )
    if second in whole_members(design, first):
        raise Refused(f"{a.name} and {b.name} share their weights already.")
    edge = Share(design.next_id(), End((Step(first),)), End((Step(second),)), a.scope)
    pairs: list[tuple[Record, Record]] = []
    for key in whole_members(design, second):
        node = design.node(key)
        pairs.append((node, replace(node, layer=a.layer, bindings=a.bindings)))
    took = [node.name for node, after in pairs if node != after and isinstance(node, Node)]
    told = f"{text.listed(took)} took the settings of {a.name}." if took else ""
    return Edit(f"Share {a.name} with {b.name}", Delta.adding(edge).then(Delta.replacing(*pairs)), told=told)


def share_weight(design: Design, first: int, weight: str, second: int, other: str, *, transposed: bool = False) -> Edit:
    """Make an array of one node and an array of another the same array."""
    return share_places(design, (Step(first),), weight, (Step(second),), other, transposed=transposed)


def share_places(
    design: Design,
    first: tuple[Step, ...],
    weight: str,
    second: tuple[Step, ...],
    other: str,
    *,
    transposed: bool = False,
) -> Edit:
    """Make two arrays the same array, each at the end of a path into blocks; a step without a repetition means all."""
    a, b = design.node(first[0].node), design.node(second[0].node)
    if a.scope != b.scope:
        raise Refused("Arrays share within one drawing. Share the blocks that hold them.")
    for path in (first, second):
        _check_path(design, path)
    weight, other = checked(weight), checked(other)
    if weight == other and _overlap(first, second):
        raise Refused(f"The {weight} of {design.node(first[-1].node).name} cannot share with itself.")
    edge = Share(design.next_id(), End(first, weight), End(second, other), a.scope, transposed=transposed)
    names = [design.node(path[-1].node).name for path in (first, second)]
    return Edit(f"Share {weight} of {names[0]} with {other} of {names[1]}", Delta.adding(edge))


def _check_path(design: Design, path: tuple[Step, ...]) -> None:
    """Refuse a path that leads nowhere."""
    for outer, inner in pairwise(path):
        node, below = design.node(outer.node), design.node(inner.node)
        if not isinstance(node.layer, Use) or below.scope != node.layer.block:
            raise Refused(f"{below.name} is not inside {node.name}.")


def _overlap(first: tuple[Step, ...], second: tuple[Step, ...]) -> bool:
    """Whether two paths may mean one place."""
    return len(first) == len(second) and all(
        a.node == b.node and (a.repetition == b.repetition or None in (a.repetition, b.repetition))
        for a, b in zip(first, second, strict=True)
    )


def unshare(design: Design, node_id: int) -> Edit:
    """Give a node weights of its own; the others of its group stay together."""
    node = design.node(node_id)
    edges = design.shares_of(node_id)
    if not edges:
        raise Refused(f"{node.name} shares nothing.")
    delta = Delta.removing(*edges).then(Delta.adding(*rejoined(design, {node_id})))
    return Edit(f"Unshare {node.name}", delta)


def unshare_layer(design: Design, node_id: int) -> Edit:
    """Let a node be a layer of its own again; single weights that it shares stay shared."""
    edges = [edge for edge in design.shares_of(node_id) if edge.whole]
    if not edges:
        raise Refused(f"{design.node(node_id).name} is one layer with no other.")
    left = contracted(edges, node_id)
    return Edit(f"Unshare {design.node(node_id).name}", _without(design, edges, left))


def unshare_weight(design: Design, end: End) -> Edit:
    """Give a node an array of its own at an end; the others that shared it stay together."""
    name = design.node(end.path[-1].node).name
    edges = [edge for edge in design.shares_of(end.node) if end in (edge.first, edge.second)]
    if not edges:
        raise Refused(f"The {end.weight} of {name} is not shared.")
    facing = [edge if edge.first == end else replace(edge, first=edge.second, second=edge.first) for edge in edges]
    left = [Share(0, a.second, b.second, a.scope, a.transposed != b.transposed) for a, b in pairwise(facing)]
    return Edit(f"Unshare {end.weight or 'the weights'} of {name}", _without(design, edges, left))


def unshare_edge(design: Design, share_id: int) -> Edit:
    """Take one share away."""
    edge = design.get(Share, share_id)
    if edge is None:
        raise Refused("This share is not there any more.")
    names = [design.node(end.path[-1].node).name for end in (edge.first, edge.second)]
    return Edit(f"Unshare {text.listed(names)}", Delta.removing(edge))


def rejoined(design: Design, gone: Iterable[int]) -> list[Share]:
    """New edges that keep together what shared through nodes that go, composed edge by edge."""
    leaving = sorted(set(gone))
    touched = {edge.id: edge for key in leaving for edge in design.shares.get(key, {}).values()}
    if not touched:
        return []
    edges = list(touched.values())
    for key in leaving:
        edges = contracted(edges, key)
    return _kept(design, touched.keys(), edges)


def _without(design: Design, edges: list[Share], left: list[Share]) -> Delta:
    """Edges go, and those that are left of them come."""
    return Delta.removing(*edges).then(Delta.adding(*_kept(design, {edge.id for edge in edges}, left)))


def _kept(design: Design, gone: Collection[int], edges: list[Share]) -> list[Share]:
    """Those of some edges that hold together what nothing else does, with ids of their own."""
    groups = _Groups()
    for edge in design.all(Share):
        if edge.id not in gone:
            groups.join(edge.first, edge.second)
    kept = [edge for edge in edges if groups.join(edge.first, edge.second)]
    return [replace(edge, id=design.next_id() + index) for index, edge in enumerate(kept)]


class _Groups:
    """Which ends are already held together."""

    def __init__(self) -> None:
        self._above: dict[End, End] = {}

    def join(self, a: End, b: End) -> bool:
        """Join two ends; False where they were together before."""
        top_a, top_b = self._top(a), self._top(b)
        if top_a == top_b:
            return False
        self._above[top_a] = top_b
        return True

    def _top(self, end: End) -> End:
        while (above := self._above.get(end)) is not None:
            end = above
        return end
