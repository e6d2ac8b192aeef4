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
from typing import Any

from convas.analysis.report import Row, calculation, row, rows
from convas.design.design import Design
from convas.design.records import Header, Node
from convas.edits import bindings, links, nodes, shares, variables
from convas.edits.arrange import arrange
from convas.edits.conventions import switch
from convas.files.store import Stamp, open_file, save
from convas.layers.layer import Layer
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

    def add(self, layer: Layer, *inputs: int, name: str = "") -> int:
        """Add a layer, linked from other nodes in order; its id."""
        x = max((node.x + GAP for node in self.design.nodes()), default=0)
        edit, node = nodes.add_node(self.design, layer, x, 0, name=name)
        with self.together(edit.name):
            self.apply(edit)
            for source in inputs:
                self.link(source, node.id)
        return node.id

    def chain(self, *layers: Layer, after: int | None = None) -> list[int]:
        """Add layers one after the other, each linked to the one before; their ids."""
        made: list[int] = []
        for layer in layers:
            before = made[-1] if made else after
            made.append(self.add(layer, *([] if before is None else [before])))
        return made

    def link(self, source: int, target: int, *, output: int = 0, input: int | None = None) -> None:
        """Link an output to an input; without an input, to the first free one."""
        self.apply(links.connect(self.design, source, target, output, input))

    def share(self, first: int, *others: int) -> None:
        """Make nodes one layer: the others take the first's settings, and the weights count once."""
        for other in others:
            self.apply(shares.share(self.design, first, other))

    def share_weight(self, first: int, weight: str, second: int, other: str, *, transposed: bool = False) -> None:
        """Make one array of two nodes the same array, such as an embedding's table and a head's kernel."""
        self.apply(shares.share_weight(self.design, first, weight, second, other, transposed=transposed))

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

    def rows(self) -> list[Row]:
        """Every layer's numbers, in execution order."""
        return rows(self.design, self.analysis)

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
            yield _name(session, key), session.analysis.told(key, problem), problem.severity


def _name(session: Session, key: int) -> str:
    node = session.design.get(Node, key)
    return "" if node is None else node.name
