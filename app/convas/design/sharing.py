"""Share edges as a graph: what holds together when a node steps out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from convas.design.design import Design
from convas.design.records import End, Share, Step
from convas.layers.layer import Layer


def same_kind(a: Layer, b: Layer) -> bool:
    """Whether two layers can be one."""
    return type(a) is type(b) and a.sort == b.sort


def whole_members(design: Design, node_id: int) -> list[int]:
    """The nodes that are one layer with this one, itself first."""
    members = {node_id: None}
    waiting = [node_id]
    while waiting:
        for edge in design.shares.get(waiting.pop(), {}).values():
            if edge.whole:
                for key in (edge.first.node, edge.second.node):
                    if key not in members:
                        members[key] = None
                        waiting.append(key)
    return list(members)


def contracted(edges: list[Share], node: int) -> list[Share]:
    """The edges without a node: its neighbours take over what they had in common through it."""
    at = [_facing(edge, node) for edge in edges if node in (edge.first.node, edge.second.node)]
    rest = [edge for edge in edges if node not in (edge.first.node, edge.second.node)]
    heirs = [edge for edge in at if edge.whole]
    rest += [_edge(a.second, b.second, a.scope) for a, b in pairwise(heirs)]
    arrays: dict[End, list[Share]] = {}
    for edge in at:
        if not edge.whole and edge.second.node != node:
            arrays.setdefault(edge.first, []).append(edge)
    for end, found in arrays.items():
        if heirs:
            heir = replace(end, path=(Step(heirs[0].second.node), *end.path[1:]))
            rest += [replace(edge, first=heir) for edge in found]
        else:
            for a, b in pairwise(found):
                rest.append(_edge(a.second, b.second, a.scope, a.transposed != b.transposed))
    return rest


def _facing(edge: Share, node: int) -> Share:
    """The edge with the node first."""
    return edge if edge.first.node == node else replace(edge, first=edge.second, second=edge.first)


def _edge(first: End, second: End, scope: int, transposed: bool = False) -> Share:
    return Share(0, first, second, scope, transposed)
