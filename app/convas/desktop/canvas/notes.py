"""Notes and frames on the canvas: words on a soft ground, and titled areas behind the layers that they explain."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from convas.design.records import Note
from convas.desktop.canvas.geometry import Box, Boxes
from convas.desktop.theme import fonts
from convas.desktop.theme.soft import edge, soft
from convas.desktop.theme.tokens import Theme
from convas.edits.frames import HEAD
from convas.edits.frames import PAD as PAD_IN

if TYPE_CHECKING:
    from convas.desktop.canvas.drawing import Drawing

PAD, PAD_ABOVE = 12.0, 8.0
_READABLE: Final = 0.3
_WRAP: Final = Qt.TextFlag.TextWordWrap
_CORNER, _FRAME_CORNER = 8.0, 12.0
TITLE: Final = 12
"""Pixels of a frame's title: in the drawing's units near by, and on the screen from afar."""
_LINE: Final = 16.0
_GAP: Final = 4.0
_LEAST: Final = 24.0
_GRIP: Final = 4.0
_HOLD: Final = 6.0
_STRIP: Final = 20.0


def note_height(note: Note) -> float:
    """The height a note is drawn with: what it was given, or more where its words need more."""
    if note.frame:
        return max(1.0, float(note.height))
    return max(float(note.height), words_height(note.text, note.width))


def words_height(words: str, width: float) -> float:
    """The height that words need in a note of a width."""
    room = QRectF(0, 0, max(1.0, width - 2 * PAD), 10.0**6)
    return fonts.canvas_metrics("body").boundingRect(room, _WRAP, words).height() + 2 * PAD_ABOVE


def frames_first(notes: Iterable[tuple[Note, Box]]) -> list[tuple[Note, Box]]:
    """Notes in the order in which they are painted: frames, the larger ones first, then notes."""
    return sorted(notes, key=lambda one: (not one[0].frame, -one[1].width * one[1].height if one[0].frame else 0))


def paint_note(painter: QPainter, theme: Theme, note: Note, box: Box, zoom: float, selected: bool) -> None:
    """A note in its box; from far away it is only its ground. Of a frame, the area."""
    rect = QRectF(box.left, box.top, box.width, box.height)
    chosen, corner = soft(note.colour, frame=note.frame), _FRAME_CORNER if note.frame else _CORNER
    painter.setPen(
        QPen(theme["accent"], max(2.0, 2 / zoom))
        if selected
        else QPen(edge(theme, chosen), max(1.0, 1 / zoom))
        if note.frame
        else Qt.PenStyle.NoPen
    )
    painter.setBrush(theme[chosen.ground])
    painter.drawRoundedRect(rect, corner, corner)
    if not note.frame and zoom >= _READABLE:
        painter.setPen(theme["text"])
        painter.setFont(fonts.canvas_font("body"))
        painter.drawText(rect.adjusted(PAD, PAD_ABOVE, -PAD, -PAD_ABOVE), _WRAP, note.text)


def theme_over(theme: Theme, frames: list[tuple[Note, Box]], place: Box) -> Theme:
    """The theme for words at a place: where a frame lies behind them, its ground is their paper."""
    x, y = place.middle
    behind = [frame.colour for frame, box in frames if box.holds(x, y)]
    return _papered(theme, soft(behind[-1], frame=True).ground) if behind else theme


@lru_cache(maxsize=16)
def _papered(theme: Theme, ground: str) -> Theme:
    return theme.having(canvas=theme[ground])


def title_inside(zoom: float) -> bool:
    """Whether a frame's title has room above what is in the frame; from further away it stands above the frame."""
    return _LINE / zoom <= HEAD + PAD_IN


def paint_titles(painter: QPainter, theme: Theme, frames: Iterable[tuple[Note, Box]], zoom: float) -> None:
    """The titles of frames, never smaller on the screen than they can be read; the larger frames first."""
    size = 1.0 if zoom >= 1 else zoom
    font, taken = fonts.sized(TITLE, 600), Boxes()
    metrics = QFontMetricsF(font)
    for frame, box in frames:
        words = metrics.elidedText(frame.text, Qt.TextElideMode.ElideRight, box.width * size - 2 * PAD * zoom)
        width, height = metrics.horizontalAdvance(words) / size, metrics.height() / size
        if not frame.text or box.width * zoom < _LEAST or not words.strip("…"):
            continue
        left = box.left + PAD
        inside, descent = title_inside(zoom), metrics.descent() / size
        top = box.top + min(9.0, (HEAD + PAD_IN - height) / 2) if inside else box.top - height - _GAP / zoom
        place = Box(left, top, left + width, top + height)
        if taken.near(place):
            continue
        taken.put(frame.id, place)
        painter.save()
        if not inside:
            tab, chosen = place.grown(_GAP / zoom), soft(frame.colour, frame=True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme[chosen.ground])
            painter.drawRoundedRect(QRectF(tab.left, tab.top, tab.width, tab.height), _GAP / zoom, _GAP / zoom)
        painter.translate(left, place.bottom - descent)
        painter.scale(1 / size, 1 / size)
        painter.setFont(font)
        painter.setPen(theme["text"])
        painter.drawText(QPointF(0, 0), words)
        painter.restore()


def paint_grips(painter: QPainter, theme: Theme, places: Iterable[tuple[float, float]], zoom: float) -> None:
    """The grips by which a note is made larger."""
    half = _GRIP / zoom
    painter.setPen(QPen(theme["accent"], 1.5 / zoom))
    painter.setBrush(theme["panel"])
    for x, y in places:
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), half / 2, half / 2)


def note_at(drawing: Drawing, x: float, y: float, zoom: float) -> int | None:
    """The note under a point, or the frame whose title or edge is: inside a frame one is on the paper."""
    spot = Box(x - _HOLD / zoom, y - _HOLD / zoom, x + _HOLD / zoom, y + _HOLD / zoom)
    found: list[tuple[bool, float, int]] = []
    for key in drawing.notes.near(spot):
        note, box = drawing.design.get(Note, key), drawing.notes[key]
        if note is not None and (_on_frame(box, x, y, zoom) if note.frame else box.holds(x, y)):
            found.append((note.frame, box.width * box.height, key))
    return min(found)[2] if found else None


def _on_frame(box: Box, x: float, y: float, zoom: float) -> bool:
    edge = _HOLD / zoom
    strip = min(max(HEAD, _STRIP / zoom), box.height / 2)
    inner = Box(box.left + edge, box.top + strip, box.right - edge, box.bottom - edge)
    return box.holds(x, y, edge) and not inner.holds(x, y)
