"""Dragging the share handle to another card: one layer from then on, or single weights that are the same array."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.analysis.fitting import partners, why_not
from convas.design.records import Node
from convas.design.sharing import same_kind, whole_members
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.edits.shares import share


class ShareGesture(Gesture):
    """A share link from one node's handle to another card.

    Equal layers become one layer. Where only some weights fit, or with Alt held, a menu asks which.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Stage, start: Point, node: int) -> None:
        super().__init__(canvas, start)
        self._node = node
        self._target: int | None = None
        self._refused, self._whole, self._partly = self._sorted()

    def move(self, at: Point, modifiers: Modifiers) -> None:
        state, drawing = self.canvas.state, self.canvas.drawing
        if state.sharing is None and not self.moved_far(at):
            return
        self._target = self._under(at)
        self.scrolls = self._target is None
        state.refusing, state.chip = self._refused, None
        end = at
        if self._target is not None:
            end = drawing.handle(self._target)
            state.chip = (self._told(self._target, modifiers), Point(end.x, end.y + 26))
        state.sharing = (drawing.handle(self._node), end)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        document = self.canvas.document
        if self.canvas.state.sharing is None:
            document.selection.set([self._node])
            return
        target = self._target
        if target is not None:
            if self._asks(target, modifiers):
                self.canvas.share_single(self._node, target)
            else:
                document.attempt(lambda: share(document.design, self._node, target))
            return
        for key in self.canvas.drawing.boxes.near(Box(at.x, at.y, at.x + 1, at.y + 1)):
            if key in self._refused and key != self._node:
                document.refused.emit(why_not(document.design, document.sight, self._node, key))
                return

    def _asks(self, target: int, modifiers: Modifiers) -> bool:
        """Whether single weights are to be chosen."""
        return target not in self._whole or (target in self._partly and bool(modifiers & _SINGLE))

    def _told(self, target: int, modifiers: Modifiers) -> str:
        name = self.canvas.document.design.node(target).name
        if self._asks(target, modifiers):
            return f"choose which weights of {name}"
        return f"one set of weights with {name}" + (" (Alt: single ones)" if target in self._partly else "")

    def _sorted(self) -> tuple[dict[int, str], set[int], set[int]]:
        """Why nodes cannot share, those that are one layer on letting go, and those with single weights that fit."""
        document = self.canvas.document
        design = document.design
        mine, members = design.node(self._node), set(whole_members(design, self._node))
        others = [node for node in design.nodes(document.scope) if node.id != self._node]
        partly = partners(design, document.sight, self._node, (node.id for node in others))
        refused, whole = {self._node: ""}, set[int]()
        for node in others:
            if node.id not in members and same_kind(mine.layer, node.layer):
                if _equal(mine, node) or node.id not in partly:
                    whole.add(node.id)
            elif node.id not in partly:
                refused[node.id] = "shares already" if node.id in members else "no weights fit"
        return refused, whole, partly

    def _under(self, at: Point) -> int | None:
        drawing = self.canvas.drawing
        for key in drawing.boxes.near(Box(at.x - 12, at.y - 16, at.x + 12, at.y + 16)):
            if key not in self._refused:
                return key
        return None


def _equal(a: Node, b: Node) -> bool:
    return a.layer == b.layer and a.bindings == b.bindings


_SINGLE = Qt.KeyboardModifier.AltModifier
