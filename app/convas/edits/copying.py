"""Copying the inside of a block, and following places into what was copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from convas.design.design import Design
from convas.design.records import End, Link, Node, Note, Record, Share
from convas.layers.layer import Layer
from convas.layers.use import Use


class Inside(NamedTuple):
    """The records of a block's inside."""

    nodes: list[Node]
    links: list[Link]
    shares: list[Share]
    notes: list[Note]

    @property
    def records(self) -> Iterator[Record]:
        for part in self:
            yield from part


def inside_of(design: Design, block: int) -> Inside:
    """What stands inside a block, oldest first."""
    nodes = list(design.nodes(block))
    links = sorted((link for node in nodes for link in design.links_out(node.id)), key=lambda link: link.id)
    shares = [share for share in design.all(Share) if share.scope == block]
    return Inside(nodes, links, shares, [note for note in design.all(Note) if note.scope == block])


def copied(inside: Inside, scope: int, ids: Iterator[int]) -> tuple[Inside, dict[int, int]]:
    """The same under new ids in another scope; which node became which."""
    of = {node.id: next(ids) for node in inside.nodes}
    made = Inside(
        [replace(node, id=of[node.id], scope=scope) for node in inside.nodes],
        [replace(link, id=next(ids), source=of[link.source], target=of[link.target]) for link in inside.links],
        [
            replace(share, id=next(ids), scope=scope, first=moved(share.first, of), second=moved(share.second, of))
            for share in inside.shares
        ],
        [replace(note, id=next(ids), scope=scope) for note in inside.notes],
    )
    return made, of


def moved(end: End, of: dict[int, int]) -> End:
    """An end whose outermost node has another id."""
    first = end.path[0]
    return replace(end, path=(replace(first, node=of.get(first.node, first.node)), *end.path[1:]))


def has_weights(layer: Layer) -> bool:
    """Whether a kind can have weights at all, so that sharing them means something."""
    return isinstance(layer, Use) or type(layer).weights is not Layer.weights
