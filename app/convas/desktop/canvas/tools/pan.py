"""Moving the paper: middle button, or Space held, or the hand tool."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers


class PanGesture(Gesture):
    """The point that was grabbed stays under the hand."""

    scrolls = False
    cursor = Qt.CursorShape.ClosedHandCursor

    def move(self, at: Point, modifiers: Modifiers) -> None:
        self.canvas.scroll_by(self.start.x - at.x, self.start.y - at.y)
