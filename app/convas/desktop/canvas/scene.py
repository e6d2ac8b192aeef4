"""The one graphics item that shows the whole drawing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.levels import steady
from convas.desktop.canvas.painting import DrawingPainter
from convas.desktop.canvas.sprites import Sprites
from convas.desktop.canvas.state import CanvasState
from convas.desktop.theme.look import look

ENDLESS = 10.0**6


class CanvasItem(QGraphicsItem):
    """Paints what is exposed: notes, share lines, links, cards, then what is under the hand."""

    def __init__(self, drawing: Drawing, state: CanvasState) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._painter = DrawingPainter(drawing, Sprites())
        self._state = state
        self._level = 1.0
        self.selected: frozenset[int] = frozenset()
        self.focus: int | None = None

    def boundingRect(self) -> QRectF:
        return QRectF(-ENDLESS, -ENDLESS, 2 * ENDLESS, 2 * ENDLESS)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        exposed = option.exposedRect
        area = Box(exposed.left(), exposed.top(), exposed.right(), exposed.bottom())
        self._level = steady(painter.worldTransform().m11(), self._level)
        self._painter.paint(painter, look.theme, area, self._level, self._state, self.selected, self.focus)

    def paint_whole(self, painter: QPainter, scale: float) -> None:
        """All cards as they are seen from afar."""
        self._painter.paint_whole(painter, look.theme, scale, self._state)


def bounds_of(drawing: Drawing, ids: Iterable[int] | None = None, margin: float = 48) -> QRectF:
    """The rectangle to show for some nodes, or for all."""
    box = drawing.bounds(ids)
    if box is None:
        return QRectF(0, 0, 0, 0)
    wide = box.grown(margin)
    return QRectF(wide.left, wide.top, wide.width, wide.height)
