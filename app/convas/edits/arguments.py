"""Edits that carry a name from outside into a block, as an argument of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from convas.analysis.binding import ARGUMENT
from convas.analysis.variables import environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Block, Record
from convas.edits.bindings import assign
from convas.edits.blocks import add_argument, give
from convas.edits.edit import Edit, joined
from convas.values.formula import needs

STEM = "size"


def free_argument(block: Block) -> str:
    """A name that no argument of the block has yet."""
    taken = {argument.name for argument in block.arguments}
    names = (STEM if number == 1 else f"{STEM}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def new_argument(design: Design, block_id: int, value: int = 64) -> tuple[Edit, str]:
    """Another argument under the next free name."""
    block = design.get(Block, block_id)
    name = STEM if block is None else free_argument(block)
    return add_argument(design, block_id, name, value), name


def wanted(design: Design, scope: int, value: Any) -> str:
    """The first variable in what was typed for a setting that would have to become an argument of the block."""
    if scope == TOP:
        return ""
    if isinstance(value, (tuple, list)):
        return next((name for part in value if (name := wanted(design, scope, part))), "")
    known = environment(design, scope).values
    names = needs(value) if isinstance(value, str) else ()
    return next((name for name in names if name not in known and design.variable(name) is not None), "")


def carry(design: Design, block_id: int, name: str) -> Edit:
    """Make a variable an argument of a block; every use gives it where the name is known.

    Where it is not, inside other blocks, the block has the number that the variable has now.
    """
    value = environment(design).values.get(name, 1)
    delta = add_argument(design, block_id, name, value).delta
    uses = map(design.node, sorted(design.uses.get(block_id, ())))
    given = (f"{ARGUMENT}{name}", name)
    pairs: list[tuple[Record, Record]] = [
        (node, replace(node, bindings=tuple(sorted([*node.bindings, given]))))
        for node in uses
        if name in environment(design, node.scope).values
    ]
    return Edit(f"Make {name} an argument", delta.then(Delta.replacing(*pairs)))


def assign_carrying(design: Design, ids: Iterable[int], settings: dict[str, Any], name: str) -> Edit:
    """Set settings inside a block to formulas of a variable, which becomes an argument of the block."""
    chosen = list(ids)
    carried = carry(design, design.node(chosen[0]).scope, name)
    return joined(carried.name, carried, assign(design, chosen, settings, known=_value(design, name)))


def give_carrying(design: Design, ids: Iterable[int], values: dict[str, Any], name: str) -> Edit:
    """The same for what uses inside a block are given."""
    chosen = list(ids)
    carried = carry(design, design.node(chosen[0]).scope, name)
    return joined(carried.name, carried, give(design, chosen, values, known=_value(design, name)))


def _value(design: Design, name: str) -> dict[str, int]:
    return {name: environment(design).values.get(name, 1)}
