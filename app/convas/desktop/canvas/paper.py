"""The paper under the drawing: its colour, and dots to see how far is far."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

_GRID: Final = float(tokens()["grid"]["step"])


def paint_paper(painter: QPainter, area: QRectF, zoom: float) -> None:
    """The paper of an area; from further away fewer dots, and then none."""
    theme = look.theme
    painter.fillRect(area, QBrush(theme["canvas"]))
    if zoom < 0.3:
        return
    step = _GRID if zoom > 0.5 else 2 * _GRID
    pen = QPen(theme["dot"], 1.8 if zoom > 0.5 else 2.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    left, top = int(area.left() // step) * step, int(area.top() // step) * step
    across, down = int(area.width() / step) + 2, int(area.height() / step) + 2
    painter.drawPoints([QPointF(left + i * step, top + j * step) for i in range(across) for j in range(down)])
