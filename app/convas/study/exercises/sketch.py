"""Sketch: a small design that is drawn layer by layer, by the same edits that hands make."""

from __future__ import annotations

from typing import Any

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Header
from convas.edits.arrange import arrange
from convas.edits.edit import Edit
from convas.edits.links import connect
from convas.edits.nodes import add_node, freeze
from convas.edits.shares import share
from convas.layers import registry
from convas.layers.validation import build
from convas.values.convention import Convention


class Sketch:
    """A design under the pencil. `last` is the node that the next one is linked from."""

    def __init__(self, convention: Convention, name: str) -> None:
        self.design = Design()
        header = self.design.header
        self._do(Edit("", Delta.replacing((header, Header(name, convention)))))
        self.last = 0

    def add(self, kind: str, *sources: int, **settings: Any) -> int:
        """A layer after the last one, or after others; its node."""
        found = registry.find(kind)
        assert found is not None, kind
        edit, node = add_node(self.design, build(found, settings))
        self._do(edit)
        for source in sources or ([self.last] if self.last else []):
            self._do(connect(self.design, source, node.id))
        self.last = node.id
        return node.id

    def share(self, first: int, second: int) -> None:
        self._do(share(self.design, first, second))

    def freeze(self, *nodes: int) -> None:
        self._do(freeze(self.design, nodes, True))

    def finished(self) -> Design:
        """The design, with every layer at a tidy place."""
        self._do(arrange(self.design, steady=True))
        return self.design

    def _do(self, edit: Edit) -> None:
        self.design.apply(edit.delta)
