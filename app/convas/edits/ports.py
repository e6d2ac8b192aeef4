"""Ports of blocks: where a block may stand, and uses kept in step with the inputs and outputs inside their block."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Block, Link, Node, Record
from convas.edits.edit import Refused
from convas.layers.layer import Layer
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.layers.validation import changed

DEEPEST: Final = 50
"""Blocks inside each other."""


def placed(design: Design, layer: Layer, scope: int) -> Layer:
    """The layer as it may stand in a scope; a use gets the ports of its block."""
    if isinstance(layer, (BlockInput, BlockOutput)) and scope == TOP:
        raise Refused(f"{layer.title}s stand inside blocks only. {layer.apart}")
    if not isinstance(layer, Use):
        return layer
    block = design.get(Block, layer.block)
    if block is None:
        raise Refused(layer.apart)
    if scope != TOP:
        if design.contains(block.id, scope):
            around = design.get(Block, scope)
            raise Refused(
                f"{block.name} cannot stand inside {'itself' if block == around else _named(around)}: "
                "it would hold itself without end. Make a copy of it first."
            )
        if design.height(block.id) + design.depth(scope) >= DEEPEST:
            raise Refused(f"Blocks can stand {DEEPEST} deep inside each other at most. Dissolve one first.")
    return with_ports(layer, *([design.node(key) for key in side] for side in design.ports(block.id)))


def with_ports(layer: Use, inputs: list[Node], outputs: list[Node], **more: Any) -> Use:
    """A use with the names of these ports."""
    names = {"input_names": tuple(node.name for node in inputs), "output_names": tuple(node.name for node in outputs)}
    return changed(layer, **names, **more)


def in_step(design: Design, delta: Delta) -> Delta:
    """A change with what it asks of the uses of blocks whose inputs and outputs it touches."""
    touched = {
        record.scope
        for change in delta.changes.values()
        for record in (change.before, change.after)
        if isinstance(record, Node) and isinstance(record.layer, (BlockInput, BlockOutput))
    }
    for block in sorted(touched):
        for key in design.uses.get(block, ()):
            if key not in delta.changes or delta.changes[key].after is not None:
                delta = delta.then(_moved(design, delta, key, block))
    return delta


def _moved(design: Design, delta: Delta, use: int, block: int) -> Delta:
    """What one use of a block needs after a change inside the block."""
    before = design.ports(block)
    inside = {node.id: node for node in design.nodes(block)}
    for key, change in delta.changes.items():
        inside.pop(key, None)
        if isinstance(change.after, Node) and change.after.scope == block:
            inside[key] = change.after
    inputs = [inside[key] for key in sorted(inside) if isinstance(inside[key].layer, BlockInput)]
    outputs = [inside[key] for key in sorted(inside) if isinstance(inside[key].layer, BlockOutput)]
    node = _now(design, delta, use)
    assert isinstance(node, Node)
    assert isinstance(node.layer, Use)
    pairs: list[tuple[Record, Record]] = [(node, replace(node, layer=with_ports(node.layer, inputs, outputs)))]
    gone: list[Link] = []
    for links, side, old, new in (
        (design.links_in(use), "input", before[0], inputs),
        (design.links_out(use), "output", before[1], outputs),
    ):
        places = {port.id: index for index, port in enumerate(new)}
        for found in links:
            link = _now(design, delta, found.id)
            index = getattr(found, side)
            if not isinstance(link, Link) or index >= len(old):
                continue
            if old[index] in places:
                pairs.append((link, _at(link, side, places[old[index]])))
            else:
                gone.append(link)
    return Delta.replacing(*pairs).then(Delta.removing(*gone))


def _now(design: Design, delta: Delta, key: int) -> Record | None:
    """A record as it is after a change."""
    return delta.changes[key].after if key in delta.changes else design.records[key]


def _at(link: Link, side: str, index: int) -> Link:
    return replace(link, input=index) if side == "input" else replace(link, output=index)


def _named(block: Block | None) -> str:
    return "a block that it holds" if block is None else f"{block.name}, which it holds"
