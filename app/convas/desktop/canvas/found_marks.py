"""Found marks: a ring around every card that a search has found, at any zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box
from convas.desktop.theme.tokens import Theme

if TYPE_CHECKING:
    from convas.desktop.canvas.state import CanvasState

_WIDE: Final = 2.0
_GAP: Final = 4.0
_ROUND: Final = 12.0


def paint_found(painter: QPainter, theme: Theme, drawing: Drawing, area: Box, zoom: float, now: CanvasState) -> None:
    """The rings of the cards in an area; a block has one for what is inside it."""
    if not now.found:
        return
    around = drawing.sight.place
    painter.setPen(QPen(theme["accent"], _WIDE / min(1.0, zoom), Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = _GAP / min(1.0, zoom)
    for key in drawing.boxes.near(area.grown(gap)):
        if (*around, key) in now.found:
            box = drawing.boxes[key].moved(*now.shift(key)).grown(gap)
            painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height), _ROUND, _ROUND)
