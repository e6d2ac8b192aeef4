"""Drawing a rectangle on empty canvas: what it touches is selected; Shift adds, Ctrl takes in and out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from convas.design.records import Note
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage


class MarqueeGesture(Gesture):
    """Selects by area; a mere click on empty canvas selects nothing."""

    def __init__(self, canvas: Stage, start: Point) -> None:
        super().__init__(canvas, start)
        self._before = canvas.document.selection.ids

    def move(self, at: Point, modifiers: Modifiers) -> None:
        if self.canvas.state.marquee is None and not self.moved_far(at):
            return
        area = Box(min(self.start.x, at.x), min(self.start.y, at.y), max(self.start.x, at.x), max(self.start.y, at.y))
        self.canvas.state.marquee = area
        drawing = self.canvas.drawing
        inside = frozenset(drawing.boxes.near(area)) | frozenset(_notes_in(drawing, area))
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            chosen = self._before ^ inside
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            chosen = self._before | inside
        else:
            chosen = inside
        self.canvas.document.selection.set(chosen)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        if self.canvas.state.marquee is None and not modifiers & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        ):
            self.canvas.document.selection.clear()

    def cancel(self) -> None:
        self.canvas.document.selection.set(self._before)


def _notes_in(drawing: Drawing, area: Box) -> Iterator[int]:
    """The notes that an area touches, and the frames that lie wholly in it: one may select inside a frame."""
    for key in drawing.notes.near(area):
        note = drawing.design.get(Note, key)
        if note is not None and (not note.frame or drawing.notes[key].within(area)):
            yield key
