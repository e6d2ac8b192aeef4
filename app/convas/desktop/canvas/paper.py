"""The paper under the drawing: how it is zoomed and moved, its colour, and dots to see how far is far."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QFrame, QGestureEvent, QGraphicsView, QPinchGesture, QWidget

from convas.desktop.canvas.geometry import Point
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

LEAST: Final = 0.02
MOST: Final = 4.0
STEP: Final = 1.2
"""How far one step of the wheel or a key zooms."""
_GRID: Final = float(tokens()["grid"]["step"])


class PaperView(QGraphicsView):
    """Paper of endless size that zooms about a point and moves.

    Signals: zoomed(float) when the zoom is another one.
    """

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitted = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)

    @property
    def zoom(self) -> float:
        return self.transform().m11()

    def refresh(self) -> None:
        self.viewport().update()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the drawing's point under `at` (the viewport's middle) stays where it is."""
        place = at or QPointF(self.viewport().rect().center())
        before = self._scene_point(place)
        factor = min(MOST, max(LEAST, zoom)) / self.zoom
        self.scale(factor, factor)
        after = self._scene_point(place)
        self.scroll_by(before.x - after.x, before.y - after.y)
        self.zoomed.emit(self.zoom)
        self._fitted = False

    def zoom_in(self) -> None:
        self.zoom_to(self.zoom * STEP)

    def zoom_out(self) -> None:
        self.zoom_to(self.zoom / STEP)

    def actual_size(self) -> None:
        self.zoom_to(1.0)

    def visible_area(self) -> QRectF:
        """What the viewport shows, in the drawing's units."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def scroll_by(self, dx: float, dy: float) -> None:
        self._fitted = False
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(dx * self.zoom))
        down.setValue(down.value() + round(dy * self.zoom))
        self.refresh()

    def place_on_screen(self, at: Point) -> QPoint:
        """Where a point of the drawing is on the screen."""
        return self.viewport().mapToGlobal(self.mapFromScene(QPointF(*at)))

    def look_at(self, zoom: float, middle: QPointF) -> None:
        """Show a place of the drawing in the middle, so large."""
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(middle)
        self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms at the pointer; else the paper moves, with Shift sideways."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * STEP ** (angle.y() / 120), event.position())
        else:
            dx, dy = (pixels.x(), pixels.y()) if not pixels.isNull() else (angle.x() / 2, angle.y() / 2)
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0
            self.scroll_by(-dx / self.zoom, -dy / self.zoom)
        event.accept()

    def pinched(self, event: QGestureEvent) -> bool:
        """Two fingers zoom at their middle."""
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        at = QPointF(self.viewport().mapFromGlobal(pinch.centerPoint().toPoint()))
        self.zoom_to(self.zoom * pinch.scaleFactor(), at)
        event.accept(pinch)
        return True

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        area = rect if isinstance(rect, QRectF) else QRectF(rect)  # type: ignore[call-overload]
        paint_paper(painter, area, self.zoom)

    def _scene_point(self, at: QPointF) -> Point:
        place = self.viewportTransform().inverted()[0].map(at)
        return Point(place.x(), place.y())


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
    painter.translate(left, top)
    painter.drawPoints(_dots(int(area.width() / step) + 2, int(area.height() / step) + 2, step))
    painter.translate(-left, -top)


@lru_cache(maxsize=4)
def _dots(across: int, down: int, step: float) -> QPolygonF:
    return QPolygonF([QPointF(i * step, j * step) for i in range(across) for j in range(down)])
