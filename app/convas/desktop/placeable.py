"""Placeable: what can be put into a drawing by hand; a layer, a block of the design, or one of the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from convas.design.design import Design
from convas.design.records import TOP, Block, Node
from convas.edits.blocks import use_block
from convas.edits.edit import Edit
from convas.edits.fragment import Fragment
from convas.edits.nodes import add_node
from convas.edits.paste import paste
from convas.edits.ports import placed
from convas.files.block_library import Item, Library
from convas.layers.layer import Layer
from convas.layers.use import Use

Plan = Callable[[Design, int, int, int], tuple[Edit, Node]]


@dataclass(frozen=True, slots=True)
class Placeable:
    """`layer` is what its card looks like, `plan` how it is put at a place of a drawing (design, x, y, scope)."""

    title: str
    layer: Layer
    plan: Plan
    brief: str = ""

    @property
    def is_block(self) -> bool:
        return isinstance(self.layer, Use)


def layer_choice(layer: Layer) -> Placeable:
    """A layer with its settings."""

    def plan(design: Design, x: int, y: int, scope: int) -> tuple[Edit, Node]:
        return add_node(design, layer, x, y, scope=scope)

    return Placeable(layer.title, layer, plan, " · ".join(layer.brief()))


def block_choice(design: Design, block: Block) -> Placeable:
    """A block of the design, to be used once more."""

    def plan(design: Design, x: int, y: int, scope: int) -> tuple[Edit, Node]:
        return use_block(design, block.id, x, y, scope=scope)

    return Placeable(block.name, placed(design, Use(block=block.id), TOP), plan, "block of this design")


def item_choice(library: Library, item: Item) -> Placeable:
    """A block of the library; a `FileError` where its file is damaged."""
    kept = library.load(item)
    layer = next(kept.design.nodes()).layer

    def plan(design: Design, x: int, y: int, scope: int) -> tuple[Edit, Node]:
        return _used(design, kept, x, y, scope)

    return Placeable(item.title, layer, plan, "my block" if item.own else "block")


def _used(design: Design, kept: Fragment, x: int, y: int, scope: int) -> tuple[Edit, Node]:
    edit, made = paste(design, kept, scope, (x, y), adopt=False)
    node = next(record for record in edit.delta.added if isinstance(record, Node) and record.id == made[0])
    return replace(edit, name=f"Use {node.name}"), node
