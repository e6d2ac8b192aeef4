"""Sameness of blocks: those that hold the same, at any depth, have the same number, whichever design they are in.

Names of blocks and places of cards do not count: neither changes what a block is.
"""

from __future__ import annotations

from typing import Any

from convas.design.design import Design
from convas.design.records import Block, End
from convas.edits.copying import inside_of
from convas.layers.layer import Layer
from convas.layers.use import Use


class Sameness:
    """Gives every block the number of what it holds."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._known: dict[tuple[int, int], int] = {}

    def number(self, design: Design, block_id: int) -> int:
        """Equal for blocks with equal arguments and an equal inside."""
        key = id(design), block_id
        if key not in self._known:
            self._known[key] = self._numbers.setdefault(self._held(design, block_id), len(self._numbers))
        return self._known[key]

    def _held(self, design: Design, block_id: int) -> Any:
        block = design.get(Block, block_id)
        assert block is not None
        inside = inside_of(design, block_id)
        names = {node.id: node.name for node in inside.nodes}
        return (
            frozenset((argument.name, argument.value) for argument in block.arguments),
            tuple(tuple(names[port] for port in side) for side in design.ports(block_id)),
            frozenset(
                (
                    node.name,
                    self._layer(design, node.layer),
                    node.bindings,
                    node.frozen,
                    node.bypassed,
                    node.unknown,
                    node.unknown_settings,
                )
                for node in inside.nodes
            ),
            frozenset(
                (names[link.source], link.output, names[link.target], link.input, link.unknown) for link in inside.links
            ),
            frozenset(
                (frozenset((_place(design, share.first), _place(design, share.second))), share.transposed)
                for share in inside.shares
            ),
            frozenset((note.text, note.width, note.height, note.frame, note.colour) for note in inside.notes),
            block.unknown,
        )

    def _layer(self, design: Design, layer: Layer) -> Any:
        if not isinstance(layer, Use):
            return layer
        return layer.model_copy(update={"block": 0}), self.number(design, layer.block)


def _place(design: Design, end: End) -> Any:
    return tuple((design.node(step.node).name, step.repetition) for step in end.path), end.weight
