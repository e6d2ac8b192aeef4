"""Scripting: the same as the window does, without one.

import convas

net = convas.new("Two layers")
image, dense = net.chain(convas.Input(shape=(28, 28)), convas.Dense(units=10))
print(net.totals.parameters)
net.save("two-layers.convas")
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, Self

from convas.analysis.report import Row, calculation, row, rows
from convas.design.design import Design
from convas.design.records import TOP, Header, Step
from convas.edits import bindings, blocks, links, nodes, notes, shares, variables
from convas.edits.arrange import arrange
from convas.edits.conventions import switch
from convas.files.store import Stamp, open_file, save
from convas.layers.layer import Layer
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.session import Session
from convas.values.convention import Convention

GAP = 296


class Script(Session):
    """A design driven by a script: every verb is an edit, and can be undone.

    Verbs take and give node ids. What cannot be is refused with `convas.Refused`.
    """

    def __init__(self, design: Design | None = None, path: Path | None = None, stamp: Stamp | None = None) -> None:
        super().__init__(design)
        self.path = path
        self._stamp = stamp

    def add(self, layer: Layer, *inputs: int, name: str = "", scope: int = TOP, **values: Any) -> int:
        """Add a layer, linked from other nodes in order; its id. `values` are settings, text for formulas."""
        x = max((node.x + GAP for node in self.design.nodes(scope)), default=0)
        edit, node = nodes.add_node(self.design, layer, x, 0, name=name, scope=scope)
        with self.together(edit.name):
            self.apply(edit)
            if values:
                self.set(node.id, **values)
            for source in inputs:
                self.link(source, node.id)
        return node.id

    def chain(self, *layers: Layer, after: int | None = None, scope: int = TOP) -> list[int]:
        """Add layers one after the other, each linked to the one before; their ids."""
        made: list[int] = []
        for layer in layers:
            before = made[-1] if made else after
            made.append(self.add(layer, *([] if before is None else [before]), scope=scope))
        return made

    def block(self, name: str, **arguments: int) -> BlockScript:
        """A new block to draw in; its arguments with their values where nothing else is given."""
        edit, block = blocks.add_block(self.design, name, arguments)
        self.apply(edit)
        return BlockScript(self, block.id)

    def use(
        self,
        block: BlockScript | int,
        *inputs: int,
        repeat: int | str = 1,
        shared: bool = False,
        name: str = "",
        scope: int = TOP,
        **arguments: int | str,
    ) -> int:
        """Use a block, linked from other nodes in order; its id. Text for a number is a formula."""
        key = block.id if isinstance(block, BlockScript) else block
        x = max((node.x + GAP for node in self.design.nodes(scope)), default=0)
        edit, node = blocks.use_block(self.design, key, x, 0, scope=scope)
        with self.together(edit.name):
            self.apply(edit)
            if name:
                self.rename(node.id, name)
            self.set(node.id, repeat=repeat, shared=shared)
            if arguments:
                self.give(node.id, **arguments)
            for source in inputs:
                self.link(source, node.id)
        return node.id

    def give(self, use: int, **arguments: int | str | None) -> None:
        """Give a use of a block other arguments; text is a formula, None what the block has by itself."""
        self.apply(blocks.give(self.design, use, arguments))

    def make_block(self, chosen: Iterable[int], name: str) -> int:
        """Put nodes into a block of their own; the id of its use in their place."""
        edit, use = blocks.make_block(self.design, chosen, name)
        self.apply(edit)
        return use.id

    def dissolve(self, use: int) -> None:
        """Put a block's layers in the place of its use, every repetition by itself."""
        self.apply(blocks.dissolve(self.design, use))

    def peel(self, use: int, repetition: int) -> None:
        """Make one repetition, counted from 0, a use of a copy of the block, so that it can be made to differ."""
        self.apply(blocks.peel(self.design, use, repetition))

    def note(self, words: str, *, x: int = 0, y: int = 0, width: int = 208, height: int = 56, scope: int = TOP) -> int:
        """Put words beside the drawing; the note's id."""
        edit, note = notes.add_note(self.design, words, x, y, width=width, height=height, scope=scope)
        self.apply(edit)
        return note.id

    def link(self, source: int, target: int, *, output: int = 0, input: int | None = None) -> None:
        """Link an output to an input; without an input, to the first free one."""
        self.apply(links.connect(self.design, source, target, output, input))

    def share(self, first: int, *others: int) -> None:
        """Make nodes one layer: the others take the first's settings, and the weights count once."""
        for other in others:
            self.apply(shares.share(self.design, first, other))

    def share_weight(
        self, first: int | str, weight: str, second: int | str, other: str, *, transposed: bool = False
    ) -> None:
        """Make one array of two nodes the same array, such as an embedding's table and a head's kernel.

        A place inside a block is told by its path, `tower[3]/dense_1`; without a number it means all repetitions.
        """
        ends = self._path(first), weight, self._path(second), other
        self.apply(shares.share_places(self.design, *ends, transposed=transposed))

    def _path(self, told: int | str) -> tuple[Step, ...]:
        if isinstance(told, int):
            return (Step(told),)
        steps: list[Step] = []
        scope = TOP
        for part in told.split("/"):
            bare, _, number = part.removesuffix("]").partition("[")
            node = self.design.named(bare, scope)
            if node is None:
                raise KeyError(told)
            steps.append(Step(node.id, int(number) if number else None))
            scope = node.layer.block if isinstance(node.layer, Use) else -1
        return tuple(steps)

    def unshare(self, node: int) -> None:
        """Give a node weights of its own."""
        self.apply(shares.unshare(self.design, node))

    def set(self, node: int, **values: Any) -> None:
        """Change settings of a node, and of all that are one layer with it; text for a number is a formula."""
        self.apply(bindings.assign(self.design, [node], values))

    def variable(self, name: str, value: int | str) -> None:
        """Name a number, or a formula of other names; a name that is there already gets another value."""
        there = self.design.variable(name)
        if isinstance(value, str):
            plan = variables.set_formula(self.design, there.id, value) if there else None
            self.apply(plan or variables.add_variable(self.design, name, formula=value)[0])
        else:
            plan = variables.set_value(self.design, there.id, value) if there else None
            self.apply(plan or variables.add_variable(self.design, name, value)[0])

    def freeze(self, *chosen: int, frozen: bool = True) -> None:
        """Keep the weights of nodes from being trained."""
        self.apply(nodes.freeze(self.design, chosen, frozen))

    def bypass(self, *chosen: int, bypassed: bool = True) -> None:
        """Let the input of nodes pass through unchanged."""
        self.apply(nodes.bypass(self.design, chosen, bypassed))

    def remove(self, *chosen: int) -> None:
        """Delete nodes with their links."""
        self.apply(nodes.delete(self.design, chosen))

    def arrange(self, *chosen: int) -> None:
        """Put all nodes, or the given ones, at tidy places."""
        self.apply(arrange(self.design, chosen or None))

    def rename(self, node: int, name: str) -> None:
        """Give a node another name."""
        self.apply(nodes.rename(self.design, node, name))

    def count_as(self, convention: Convention) -> None:
        """Count by the rules of `keras` or `pytorch`, with shapes and axes turned to where it has them."""
        self.apply(switch(self.design, self.analysis, convention))

    def find(self, name: str) -> int:
        """The id of the node with that name."""
        node = self.design.named(name)
        if node is None:
            raise KeyError(name)
        return node.id

    def rows(self, *, flat: bool = False, depth: int | None = 1) -> list[Row]:
        """Every layer's numbers, in execution order; blocks to some depth (None: all), or flat every layer inside."""
        return rows(self.design, self.analysis, flat=flat, depth=depth)

    def row(self, node: int) -> Row:
        """One layer's numbers."""
        return row(self.design, self.analysis, node)

    def calculation(self, node: int) -> str:
        """`(3 × 3 × 20 + 1) × 20 = 3,620`"""
        return calculation(self.design, self.analysis, node)

    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the layer's name and a sentence or two."""
        return [(name, message) for name, message, severity in problems(self) if severity != "hint"]

    def save(self, path: str | PathLike[str] | None = None) -> None:
        """Save atomically, to where it came from unless told otherwise."""
        target = Path(path) if path is not None else self.path
        if target is None:
            raise ValueError("this design has no file yet: give a path")
        expected = self._stamp if target == self.path else None
        self._stamp = save(target, self.design.snapshot(), expected=expected)
        self.path = target
        self.mark_clean()


class BlockScript:
    """The inside of a block: nodes are added to it, linked from each other and from its inputs.

    with net.block("residual", filters=64) as block:
        x = block.input()
        conv = block.add(convas.Conv2D(padding="same"), x, filters="filters")
        block.output(block.add(convas.Add(), conv, x))
    net.use(block, image, repeat=3)
    """

    def __init__(self, net: Script, key: int) -> None:
        self.net = net
        self.id = key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is left to do: every verb has done its work."""

    def input(self, name: str = "") -> int:
        """Another input of the block; its id inside."""
        return self.net.add(BlockInput(), name=name, scope=self.id)

    def output(self, source: int, name: str = "") -> int:
        """Another output of the block, fed by a node inside."""
        return self.net.add(BlockOutput(), source, name=name, scope=self.id)

    def add(self, layer: Layer, *inputs: int, name: str = "", **values: Any) -> int:
        """Add a layer, linked from other nodes inside in order; its id. Formulas may use the arguments."""
        return self.net.add(layer, *inputs, name=name, scope=self.id, **values)

    def chain(self, *layers: Layer, after: int | None = None) -> list[int]:
        """Add layers one after the other, each linked to the one before; their ids."""
        return self.net.chain(*layers, after=after, scope=self.id)

    def use(self, block: BlockScript | int, *inputs: int, **given: Any) -> int:
        """Use another block inside this one; as in a drawing."""
        return self.net.use(block, *inputs, scope=self.id, **given)

    def arrange(self) -> None:
        """Put everything inside at tidy places."""
        self.net.apply(arrange(self.net.design, scope=self.id))


def new(name: str = "Untitled", convention: Convention = "keras") -> Script:
    """An empty design."""
    return Script(Design([Header(name, convention)]))


def open_design(path: str | PathLike[str]) -> Script:
    """A design from a `.convas` file."""
    opened = open_file(Path(path))
    return Script(opened.design, opened.path, opened.stamp)


def problems(session: Session) -> Iterable[tuple[str, str, str]]:
    """Name, message and severity of everything that is wrong, in execution order."""
    for key in session.analysis.ordered():
        for problem in session.analysis.problems(key):
            yield session.analysis.where(key, problem), session.analysis.told(key, problem), problem.severity
