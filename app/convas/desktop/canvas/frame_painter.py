"""Painting a block that shows what it holds: a field with its name and count, and the drawing inside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from convas.desktop.canvas.badges import BADGED, badge_place, paint_badge
from convas.desktop.canvas.card_painter import DETAIL, CardState, paint_ports, paint_ring
from convas.desktop.canvas.cards import Card
from convas.desktop.canvas.frames import HEAD, Frame
from convas.desktop.canvas.geometry import Box
from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import Theme

_CORNER: Final = 12.0
_FILL, _EDGE = 0.035, 0.14
_WORDS: Final = 11
_CORNERED: Final = float(DETAIL["full"]) * 0.99
"""A frame has its badge on the corner at every zoom."""


def paint_frame(
    painter: QPainter,
    theme: Theme,
    card: Card,
    frame: Frame,
    box: Box,
    zoom: float,
    state: CardState,
    inside: Callable[[], None],
) -> None:
    """A frame at a box; `inside` paints its drawing in the drawing's own places."""
    rect = QRectF(box.left, box.top, box.width, box.height)
    painter.save()
    fill, edge = QColor(theme["text"]), QColor(theme["text"])
    fill.setAlphaF(_FILL)
    edge.setAlphaF(_EDGE)
    wrong = card.severity in BADGED
    pen = QPen(
        theme[BADGED[card.severity]] if wrong else theme["link"] if state.hovered else edge, 2.0 if wrong else 1.0
    )
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, _CORNER, _CORNER)
    _head(painter, theme, card, rect, zoom)
    painter.save()
    enter(painter, frame, box)
    inside()
    painter.restore()
    if zoom >= DETAIL["full"]:
        paint_ports(painter, theme, card, box, state)
    paint_badge(painter, theme, card.severity, badge_place(rect, min(zoom, _CORNERED)), "canvas")
    if state.selected:
        paint_ring(painter, rect, theme["accent"], max(2.0, 2 / zoom), Qt.PenStyle.SolidLine, 3, zoom)
    if state.focused:
        paint_ring(painter, rect, theme["text"], max(2.0, 2 / zoom), Qt.PenStyle.CustomDashLine, 6, zoom)
    painter.restore()


def enter(painter: QPainter, frame: Frame, box: Box) -> None:
    """From now on paint in the places of the drawing inside."""
    painter.translate(box.left, box.top + HEAD)
    painter.scale(frame.scale, frame.scale)
    painter.translate(-frame.corner.x, -frame.corner.y)


def paint_field(painter: QPainter, theme: Theme, box: Box) -> None:
    """The ground of a frame without words, for a small map."""
    fill = QColor(theme["text"])
    fill.setAlphaF(_EDGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height), _CORNER, _CORNER)


def _head(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float) -> None:
    """The name at the left and the count at the right, never smaller on the screen than it can be read."""
    size = _WORDS if zoom >= DETAIL["full"] else min(_WORDS / zoom, HEAD - 6)
    font = fonts.sized(max(1, round(size)), 600)
    metrics = QFontMetricsF(font)
    base = rect.top() + HEAD / 2 + metrics.ascent() / 2
    painter.setFont(font)
    count = card.count
    room = rect.width() - 24
    if metrics.horizontalAdvance(f"{card.name}  {count}") > room:
        count = ""
    painter.setPen(theme["text2"])
    painter.drawText(QPointF(rect.right() - 12 - metrics.horizontalAdvance(count), base), count)
    painter.setPen(theme["error"] if card.severity == "error" else theme["text"])
    painter.drawText(QPointF(rect.left() + 12, base), metrics.elidedText(card.name, Qt.TextElideMode.ElideRight, room))
