"""Dragging the share handle to another layer of the same kind: from then on both are one layer."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.edits.shares import share, whole_members


class ShareGesture(Gesture):
    """A share link from one node's handle to another card."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Stage, start: Point, node: int) -> None:
        super().__init__(canvas, start)
        self._node = node
        self._target: int | None = None
        self._refused = self._refusals()

    def move(self, at: Point, modifiers: Modifiers) -> None:
        state, drawing = self.canvas.state, self.canvas.drawing
        if state.sharing is None and not self.moved_far(at):
            return
        self._target = self._under(at)
        state.refusing, state.chip = self._refused, None
        end = at
        if self._target is not None:
            end = drawing.handle(self._target)
            name = self.canvas.document.design.node(self._target).name
            state.chip = (f"one set of weights with {name}", Point(end.x, end.y + 26))
        state.sharing = (drawing.handle(self._node), end)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        document = self.canvas.document
        if self.canvas.state.sharing is None:
            document.selection.set([self._node])
            return
        target = self._target
        if target is not None:
            document.attempt(lambda: share(document.design, self._node, target))
            return
        for key in self.canvas.drawing.boxes.near(Box(at.x, at.y, at.x + 1, at.y + 1)):
            if key in self._refused and key != self._node:
                document.attempt(lambda key=key: share(document.design, self._node, key))  # type: ignore[misc]

    def _refusals(self) -> dict[int, str]:
        design = self.canvas.document.design
        mine = design.node(self._node)
        refused = dict.fromkeys(whole_members(design, self._node), "shares already")
        refused[self._node] = "itself"
        for node in design.nodes(self.canvas.document.scope):
            if node.id not in refused and type(node.layer) is not type(mine.layer):
                refused[node.id] = f"is no {mine.layer.title}"
        return refused

    def _under(self, at: Point) -> int | None:
        drawing = self.canvas.drawing
        for key in drawing.boxes.near(Box(at.x - 12, at.y - 16, at.x + 12, at.y + 16)):
            if key not in self._refused:
                return key
        return None
