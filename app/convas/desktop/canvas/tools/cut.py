"""Cutting links: a stroke with the right button and Ctrl; what it crosses is deleted on release."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.lines import crossed
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.edits.edit import Edit
from convas.edits.nodes import delete
from convas.values import text


class CutGesture(Gesture):
    """Cuts the links that the stroke crosses."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Stage, start: Point) -> None:
        super().__init__(canvas, start)
        self._stroke = [start]

    def move(self, at: Point, modifiers: Modifiers) -> None:
        self._stroke.append(at)
        state = self.canvas.state
        state.cut = tuple(self._stroke)
        state.doomed = state.doomed | crossed(self.canvas.drawing, self._stroke[-2:])
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        self.move(at, modifiers)
        design, doomed = self.canvas.document.design, self.canvas.state.doomed
        if doomed:
            cut = delete(design, doomed)
            name = cut.name if len(doomed) == 1 else f"Cut {text.many(len(doomed), 'link')}"
            self.canvas.document.apply(Edit(name, cut.delta))
