"""Dragging nodes and notes: they follow the hand, snap to the grid, and move in one edit on release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from convas.design.records import Node, Note
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.desktop.theme.tokens import tokens
from convas.edits.nodes import move

_SNAP = int(tokens()["grid"]["snap"])


class MoveGesture(Gesture):
    """Moves the selection. Shift moves freely, else places are on the grid."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Stage, start: Point, lead: int, click: Callable[[], None]) -> None:
        super().__init__(canvas, start)
        self._lead = lead
        self._click = click
        self._under_way = False

    def move(self, at: Point, modifiers: Modifiers) -> None:
        if not self._under_way and not self.moved_far(at):
            return
        state = self.canvas.state
        if not self._under_way:
            self._under_way = True
            chosen = self.canvas.document.selection.ids
            state.moved = frozenset(key for key in chosen if isinstance(self._record(key), (Node, Note)))
        state.offset = self._offset(at, modifiers)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        if not self._under_way:
            self._click()
            return
        dx, dy = self._offset(at, modifiers)
        design = self.canvas.document.design
        places = {}
        for key in self.canvas.state.moved:
            record = design.records.get(key)
            if isinstance(record, (Node, Note)):
                places[key] = (round(record.x + dx), round(record.y + dy))
        self.canvas.document.apply(move(design, places))

    def _record(self, key: int) -> object:
        return self.canvas.document.design.records.get(key)

    def _offset(self, at: Point, modifiers: Modifiers) -> Point:
        """How far to move, so that the lead's new place is on the grid."""
        dx, dy = at.x - self.start.x, at.y - self.start.y
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return Point(round(dx), round(dy))
        lead = self._record(self._lead)
        if not isinstance(lead, (Node, Note)):
            return Point(dx, dy)
        return Point(
            round((lead.x + dx) / _SNAP) * _SNAP - lead.x,
            round((lead.y + dy) / _SNAP) * _SNAP - lead.y,
        )
