"""Dragging a grip: a note or frame is made larger or smaller, in one edit on release."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.design.records import Note
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.grips import SIDES, grip_cursor
from convas.desktop.canvas.notes import words_height
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.desktop.theme.tokens import tokens
from convas.edits.notes import LEAST, LEAST_FRAME, resize

_SNAP = int(tokens()["grid"]["snap"])


class ResizeGesture(Gesture):
    """Moves the edges that a grip holds. Shift moves freely, else edges are on the grid."""

    def __init__(self, canvas: Stage, start: Point, key: int, grip: int) -> None:
        super().__init__(canvas, start)
        self._key = key
        self._sides = SIDES[grip]
        self._before = canvas.drawing.notes[key]
        self.cursor = grip_cursor(grip)

    def move(self, at: Point, modifiers: Modifiers) -> None:
        if self.canvas.state.resized is not None or self.moved_far(at):
            self.canvas.state.resized = (self._key, self._after(at, modifiers))
            self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        note = self.canvas.document.design.get(Note, self._key)
        if self.canvas.state.resized is None or note is None:
            return
        old, new = self._before, self._after(at, modifiers)
        x, y = note.x + round(new.left - old.left), note.y + round(new.top - old.top)
        place = x, y, round(new.width), round(new.height)
        self.canvas.document.attempt(lambda: resize(self.canvas.document.design, self._key, place))

    def _after(self, at: Point, modifiers: Modifiers) -> Box:
        """The box with its edges under the hand, no smaller than its words allow."""
        note = self.canvas.document.design.get(Note, self._key)
        box, (across, down) = self._before, self._sides
        frame = note is not None and note.frame
        wide, high = LEAST_FRAME if frame else LEAST
        step = 1 if modifiers & Qt.KeyboardModifier.ShiftModifier else _SNAP

        def led(edge: float, by: float) -> float:
            return round((edge + by) / step) * step

        dx, dy = at.x - self.start.x, at.y - self.start.y
        left = min(led(box.left, dx), box.right - wide) if across < 0 else box.left
        right = max(led(box.right, dx), box.left + wide) if across > 0 else box.right
        if note is not None and not frame:
            high = max(high, round(words_height(note.text, right - left)))
        top = min(led(box.top, dy), box.bottom - high) if down < 0 else box.top
        bottom = max(led(box.bottom, dy) if down > 0 else box.bottom, top + high)
        return Box(left, top, right, bottom)
