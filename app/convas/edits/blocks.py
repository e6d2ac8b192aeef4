"""Edits of blocks: use one again, name it, give it arguments, delete it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from convas.analysis.binding import ARGUMENT, given
from convas.analysis.variables import NO_NAMES, Environment, environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Argument, Block, Node, Record
from convas.design.sharing import whole_members
from convas.edits.bindings import resolved, written
from convas.edits.dissolve import dissolve, peel
from convas.edits.edit import Edit, Refused
from convas.edits.folding import free_block_name, make_block, use_name
from convas.edits.nodes import add_node, delete
from convas.edits.settings import set_settings
from convas.layers.use import Use
from convas.values import text
from convas.values.formula import FormulaError, nameable, needs, parse

__all__ = [
    "add_argument",
    "add_block",
    "change_argument",
    "delete_argument",
    "delete_block",
    "dissolve",
    "give",
    "make_block",
    "peel",
    "rename_argument",
    "rename_block",
    "set_repeat",
    "use_block",
]


def add_block(design: Design, name: str, arguments: Mapping[str, int]) -> tuple[Edit, Block]:
    """A new block with nothing inside."""
    block = Block(design.next_id(), free_block_name(design, name))
    for argument, value in arguments.items():
        _check_argument(block, argument)
        block = replace(block, arguments=(*block.arguments, Argument(argument, value)))
    return Edit(f"Add the block {block.name}", Delta.adding(block)), block


def use_block(design: Design, block_id: int, x: int = 0, y: int = 0, *, scope: int = TOP) -> tuple[Edit, Node]:
    """Another use of a block."""
    block = _block(design, block_id)
    name = use_name(design, block.name, scope)
    edit, node = add_node(design, Use(block=block_id), x, y, name=name, scope=scope)
    return replace(edit, name=f"Use {block.name}"), node


def set_repeat(design: Design, use: int, times: int, *, merge: str = "") -> Edit:
    """How many times a use of a block runs."""
    return set_settings(design, [use], {"repeat": times}, merge=merge)


def rename_block(design: Design, block_id: int, name: str) -> Edit:
    block = _block(design, block_id)
    free = free_block_name(design, name, block_id)
    return Edit(f"Rename {block.name} to {free}", Delta.replacing((block, replace(block, name=free))))


def delete_block(design: Design, block_id: int) -> Edit:
    """Delete a block with all inside it; refused while it stands somewhere."""
    name = _block(design, block_id).name
    return replace(delete(design, [block_id]), name=f"Delete the block {name}")


def add_argument(design: Design, block_id: int, name: str, value: int) -> Edit:
    """A number that a block is given where it is used, and its value where nothing is given."""
    block = _block(design, block_id)
    _check_argument(block, name)
    after = replace(block, arguments=(*block.arguments, Argument(name, value)))
    return Edit(f"Add the argument {name}", Delta.replacing((block, after)))


def change_argument(design: Design, block_id: int, name: str, value: int, *, merge: str = "") -> Edit:
    """What an argument is where nothing else is given."""
    block = _block(design, block_id)
    _argument(block, name)
    arguments = tuple(Argument(one.name, value if one.name == name else one.value) for one in block.arguments)
    return Edit(f"Set {name} of {block.name}", Delta.replacing((block, replace(block, arguments=arguments))), merge)


def rename_argument(design: Design, block_id: int, name: str, new: str) -> Edit:
    """Another name for an argument, in every formula inside and wherever it is given."""
    block = _block(design, block_id)
    _argument(block, name)
    if new != name:
        _check_argument(block, new)
    arguments = tuple(Argument(new if one.name == name else one.name, one.value) for one in block.arguments)
    pairs: list[tuple[Record, Record]] = [(block, replace(block, arguments=arguments))]
    for node in design.nodes(block_id):
        bindings = tuple((field, _renamed(formula, name, new)) for field, formula in node.bindings)
        pairs.append((node, replace(node, bindings=bindings)))
    for node in _uses(design, block_id):
        assert isinstance(node.layer, Use)
        told = tuple(sorted((new if key == name else key, value) for key, value in node.layer.arguments))
        old, renamed = f"{ARGUMENT}{name}", f"{ARGUMENT}{new}"
        bindings = tuple(sorted((renamed if key == old else key, formula) for key, formula in node.bindings))
        pairs.append((node, replace(node, layer=node.layer.model_copy(update={"arguments": told}), bindings=bindings)))
    return Edit(f"Rename {name} to {new}", Delta.replacing(*pairs))


def delete_argument(design: Design, block_id: int, name: str) -> Edit:
    """Refused while a formula inside the block needs it."""
    block = _block(design, block_id)
    _argument(block, name)
    users = [
        node.name for node in design.nodes(block_id) if any(name in needs(formula) for _, formula in node.bindings)
    ]
    if users:
        raise Refused(f"{text.listed(users[:3])} inside {block.name} needs {name}. Give it a number first.")
    arguments = tuple(one for one in block.arguments if one.name != name)
    pairs: list[tuple[Record, Record]] = [(block, replace(block, arguments=arguments))]
    for node in _uses(design, block_id):
        assert isinstance(node.layer, Use)
        told = tuple(pair for pair in node.layer.arguments if pair[0] != name)
        bindings = tuple(pair for pair in node.bindings if pair[0] != f"{ARGUMENT}{name}")
        pairs.append((node, replace(node, layer=node.layer.model_copy(update={"arguments": told}), bindings=bindings)))
    return Edit(f"Delete the argument {name}", Delta.replacing(*pairs))


def give(
    design: Design,
    uses: int | Iterable[int],
    values: Mapping[str, int | str | None],
    *,
    merge: str = "",
    known: Mapping[str, int] = NO_NAMES,
) -> Edit:
    """What uses give their block: a number, a formula, or None for what the block has by itself.

    Uses that are one with them follow. `known` are names that will be there when the edit is carried out.
    """
    chosen = [uses] if isinstance(uses, int) else list(uses)
    members = dict.fromkeys(member for key in chosen for member in whole_members(design, key))
    env = environment(design, design.node(chosen[0]).scope).known(known)
    pairs: list[tuple[Record, Record]] = [
        (node, _given(design, node, values, env)) for node in map(design.node, members)
    ]
    whose = design.node(chosen[0]).name if len(chosen) == 1 else text.many(len(chosen), "block")
    return Edit(f"Set {text.listed(list(values))} of {whose}", Delta.replacing(*pairs), merge)


def _given(design: Design, node: Node, values: Mapping[str, int | str | None], env: Environment) -> Node:
    if not isinstance(node.layer, Use):
        raise Refused(f"{node.name} is no block and takes no arguments.")
    block = _block(design, node.layer.block)
    arguments, bindings = dict(node.layer.arguments), dict(node.bindings)
    for name, value in values.items():
        _argument(block, name)
        bindings.pop(f"{ARGUMENT}{name}", None)
        if value is None:
            arguments.pop(name, None)
        elif isinstance(value, str):
            formula = written(value)
            resolved(name, formula, env)
            bindings[f"{ARGUMENT}{name}"] = formula
        else:
            arguments = dict(given(tuple(arguments.items()), name, value))
    layer = node.layer.model_copy(update={"arguments": tuple(sorted(arguments.items()))})
    return replace(node, layer=layer, bindings=tuple(sorted(bindings.items())))


def _block(design: Design, block_id: int) -> Block:
    block = design.get(Block, block_id)
    if block is None:
        raise Refused("That block is not there any more.")
    return block


def _uses(design: Design, block_id: int) -> list[Node]:
    return [design.node(key) for key in sorted(design.uses.get(block_id, ()))]


def _renamed(formula: str, old: str, new: str) -> str:
    try:
        return parse(formula).renamed(old, new)
    except FormulaError:
        return formula


def _argument(block: Block, name: str) -> Argument:
    found = next((argument for argument in block.arguments if argument.name == name), None)
    if found is None:
        raise Refused(f"{block.name} has no argument called {name}.", name)
    return found


def _check_argument(block: Block, name: str) -> None:
    if not nameable(name):
        raise Refused(f"{name} cannot stand in a formula. Use letters, digits and _, and begin with a letter.", "name")
    if any(argument.name == name for argument in block.arguments):
        raise Refused(f"{block.name} has an argument called {name} already. Choose another name.", "name")
