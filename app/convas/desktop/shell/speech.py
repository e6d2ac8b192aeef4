"""Speech: what a screen reader is told of the canvas: the layer that has the focus, and how many are selected."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent

from convas.design.records import Node, Note
from convas.desktop.canvas.carrying import carried
from convas.desktop.canvas.view import Canvas
from convas.desktop.document import Document
from convas.study.announcing import announcement
from convas.values import text

_LONGEST = 300


class Speech(QObject):
    """Keeps the canvas's description right, and tells of every change."""

    def __init__(self, canvas: Canvas, document: Document) -> None:
        super().__init__(canvas)
        self._canvas, self._document = canvas, document
        document.selection.changed.connect(self._tell)
        document.updated.connect(self._tell)
        document.place.changed.connect(self._tell)

    def _tell(self, _update: object = None) -> None:
        told = self._words()
        if told != self._canvas.accessibleDescription():
            self._canvas.setAccessibleDescription(told)
            QAccessible.updateAccessibility(QAccessibleEvent(self._canvas, QAccessible.Event.DescriptionChanged))

    def _words(self) -> str:
        selection, design = self._document.selection, self._document.design
        focus = selection.focus
        if focus is not None and design.get(Node, focus) is not None:
            said = announcement(design, self._document.sight, focus)
            return said if len(selection.ids) < 2 else f"{said}; {text.count(len(selection.ids))} selected"
        note = None if focus is None or len(selection.ids) > 1 else design.get(Note, focus)
        if note is not None:
            return self._of_note(note)
        if selection.ids:
            return f"{text.count(len(selection.ids))} selected"
        return f"{text.many(len(self._canvas.drawing.cards), 'layer')}, nothing selected"

    def _of_note(self, note: Note) -> str:
        """The words of a note, or the title of a frame with how much is in it."""
        if not note.frame:
            return f"Note: {note.text[:_LONGEST]}"
        drawing = self._canvas.drawing
        count = sum(key in drawing.boxes for key in carried(drawing, [note.id]))
        return f"Frame: {note.text[:_LONGEST] or 'no title'}, {text.many(count, 'layer')} in it"
