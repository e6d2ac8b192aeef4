"""Dragging nodes and notes: they follow the hand, snap to guides and the grid, and move in one edit on release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from convas.design.records import Node, Note
from convas.desktop.canvas.carrying import carried
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.guides import guide
from convas.desktop.canvas.lines import link_at
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.desktop.theme.tokens import tokens
from convas.edits.edit import Edit, Refused
from convas.edits.links import lead_through
from convas.edits.nodes import move

_SNAP = int(tokens()["grid"]["snap"])
_ON_LINK = 20.0


class MoveGesture(Gesture):
    """Moves the selection. Shift moves freely, else places are in line with others or on the grid.

    A frame takes along what is in it, and a single layer without links, dropped on a link, is put into it; Alt
    switches both off.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Stage, start: Point, lead: int, click: Callable[[], None]) -> None:
        super().__init__(canvas, start)
        self._lead = lead
        self._click = click
        self._under_way = False
        self._alone: frozenset[int] = frozenset()
        self._carried: frozenset[int] = frozenset()

    def move(self, at: Point, modifiers: Modifiers) -> None:
        state = self.canvas.state
        if not self._under_way:
            if not self.moved_far(at):
                return
            self._under_way = True
            chosen, drawing = self.canvas.document.selection.ids, self.canvas.drawing
            self._alone = frozenset(key for key in chosen if key in drawing.boxes or key in drawing.notes)
            self._carried = carried(drawing, chosen)
        state.moved = self._moved(modifiers)
        state.offset = self._offset(at, modifiers)
        state.insert_into = self._link_under(at, modifiers)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        if not self._under_way:
            self._click()
            return
        self.move(at, modifiers)
        dx, dy = self.canvas.state.offset
        document, design = self.canvas.document, self.canvas.document.design
        places = {}
        for key in self._moved(modifiers):
            record = design.records.get(key)
            if isinstance(record, (Node, Note)):
                places[key] = (round(record.x + dx), round(record.y + dy))
        edit, link = move(design, places), self.canvas.state.insert_into
        if link:
            into = self._into(link)
            edit = edit if into is None else Edit(into.name, edit.delta.then(into.delta))
        document.apply(edit)

    def _into(self, link: int) -> Edit | None:
        try:
            return lead_through(self.canvas.document.design, link, self._lead)
        except Refused:
            return None

    def _link_under(self, at: Point, modifiers: Modifiers) -> int:
        """The link that a layer without links would be put into."""
        design, moved = self.canvas.document.design, self.canvas.state.moved
        if modifiers & Qt.KeyboardModifier.AltModifier or moved != {self._lead} or design.get(Node, self._lead) is None:
            return 0
        if design.inbound.get(self._lead) or design.outbound.get(self._lead):
            return 0
        link = link_at(self.canvas.drawing, at, _ON_LINK)
        return link if link and self._into(link) is not None else 0

    def _moved(self, modifiers: Modifiers) -> frozenset[int]:
        return self._alone if modifiers & Qt.KeyboardModifier.AltModifier else self._carried

    def _offset(self, at: Point, modifiers: Modifiers) -> Point:
        """How far to move, so that the lead's new place is in line with another, or on the grid."""
        dx, dy = at.x - self.start.x, at.y - self.start.y
        state = self.canvas.state
        state.guides = ()
        lead = self.canvas.document.design.records.get(self._lead)
        if modifiers & Qt.KeyboardModifier.ShiftModifier or not isinstance(lead, (Node, Note)):
            return Point(round(dx), round(dy))
        snapped = Point(round((lead.x + dx) / _SNAP) * _SNAP - lead.x, round((lead.y + dy) / _SNAP) * _SNAP - lead.y)
        box = self.canvas.drawing.boxes.get(self._lead)
        if box is None:
            return snapped
        found = guide(self.canvas.drawing, box.moved(dx, dy), state.moved, self.canvas.zoom)
        state.guides = found.lines
        return Point(
            snapped.x if found.dx is None else round(dx + found.dx),
            snapped.y if found.dy is None else round(dy + found.dy),
        )
