"""Painting what is under the hand: ghosts, guides, the dragged link, the marquee, words beside the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from convas.desktop.canvas.card_painter import CardState, paint_card, paint_chip
from convas.desktop.canvas.link_painter import paint_dragged, paint_sharing
from convas.desktop.canvas.state import CanvasState
from convas.desktop.theme.tokens import Theme


def paint_hand(painter: QPainter, theme: Theme, now: CanvasState, zoom: float) -> None:
    """What is being dragged."""
    if now.ghost is not None:
        card, box = now.ghost
        paint_card(painter, theme, card, box, zoom, CardState(dragged=True))
    if now.cut:
        painter.setPen(QPen(theme["error"], 2 / zoom, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in now.cut]))
    if now.guides:
        painter.setPen(QPen(theme["accent"], 1 / zoom))
        for a, b in now.guides:
            painter.drawLine(QPointF(*a), QPointF(*b))
    if now.link is not None:
        start, end, dashed = now.link
        paint_dragged(painter, theme, start, end, dashed=dashed, down=now.down)
    if now.sharing is not None:
        paint_sharing(painter, theme, *now.sharing)
    if now.marquee is not None:
        fill = QColor(theme["accent"])
        fill.setAlphaF(0.1)
        painter.setPen(QPen(theme["accent"], 1 / zoom))
        painter.setBrush(fill)
        box = now.marquee
        painter.drawRect(QRectF(box.left, box.top, box.width, box.height))
    if now.chip is not None:
        words, at = now.chip
        paint_chip(painter, theme, words, at.x, at.y)
