"""Notes on the canvas: words on a soft ground, as high as the words need."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from convas.design.records import Note
from convas.desktop.canvas.geometry import Box
from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import Theme

_PAD, _PAD_ABOVE = 12.0, 8.0
_READABLE: Final = 0.3
_WRAP: Final = Qt.TextFlag.TextWordWrap


def note_height(note: Note) -> float:
    """The height a note is drawn with: what it was given, or more where its words need more."""
    room = QRectF(0, 0, max(1.0, note.width - 2 * _PAD), 10.0**6)
    needed = fonts.canvas_metrics("body").boundingRect(room, _WRAP, note.text).height()
    return max(float(note.height), needed + 2 * _PAD_ABOVE)


def paint_note(painter: QPainter, theme: Theme, note: Note, box: Box, zoom: float, selected: bool) -> None:
    """A note in its box; from far away it is only its ground."""
    rect = QRectF(box.left, box.top, box.width, box.height)
    painter.setPen(QPen(theme["accent"], 2) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(theme["warnSoft"])
    painter.drawRoundedRect(rect, 8, 8)
    if zoom >= _READABLE:
        painter.setPen(theme["text"])
        painter.setFont(fonts.canvas_font("body"))
        painter.drawText(rect.adjusted(_PAD, _PAD_ABOVE, -_PAD, -_PAD_ABOVE), _WRAP, note.text)
