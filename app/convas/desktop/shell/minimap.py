"""The minimap: the whole drawing small, with its problems and the part that is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from convas.desktop.canvas.paper import STEP
from convas.desktop.canvas.view import Canvas
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

_WINDOW = tokens()["window"]


class Minimap(QWidget):
    """The whole drawing small; a press brings that place into sight, the wheel zooms.

    Signals: leaving() before another place is looked at
    """

    leaving = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture = QPixmap()
        self._stamp: tuple[object, str, float, object] | None = None
        self.setFixedSize(*(int(side) for side in _WINDOW["minimap"]))
        self.setAccessibleName("Minimap")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        canvas.horizontalScrollBar().valueChanged.connect(lambda _: self.update())
        canvas.verticalScrollBar().valueChanged.connect(lambda _: self.update())
        canvas.zoomed.connect(lambda _: self.update())
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme["lineStrong"], 1))
        painter.setBrush(theme["panel"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
        shown = self._shown()
        if shown is None:
            return
        scale, left, top = shown
        painter.drawPixmap(0, 0, self._whole(scale, left, top))
        seen = self._canvas.visible_area()
        frame = QRectF(
            left + seen.left() * scale, top + seen.top() * scale, seen.width() * scale, seen.height() * scale
        )
        inside = frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setPen(QPen(theme["accent"], 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inside, 3, 3)

    def _whole(self, scale: float, left: float, top: float) -> QPixmap:
        """The whole drawing, kept until it is another one."""
        drawing, theme, ratio = self._canvas.drawing, look.theme, self.devicePixelRatioF()
        stamp = (drawing.afar, theme.mode, ratio, self._canvas.state.heat)
        if self._stamp != stamp:
            self._stamp = stamp
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.translate(left, top)
            painter.scale(scale, scale)
            self._canvas.paint_whole(painter, scale)
            painter.end()
        return self._picture

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.leaving.emit()
        self._go(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._canvas.zoom_to(self._canvas.zoom * STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _go(self, at: QPointF) -> None:
        shown = self._shown()
        if shown is not None:
            scale, left, top = shown
            self._canvas.centerOn((at.x() - left) / scale, (at.y() - top) / scale)
            self._canvas.refresh()
            self.update()

    def _shown(self) -> tuple[float, float, float] | None:
        """Scale and offsets that put the drawing into the map."""
        box = self._canvas.drawing.bounds()
        if box is None:
            return None
        wide = box.grown(60)
        scale = min((self.width() - 12) / wide.width, (self.height() - 12) / wide.height)
        middle = wide.middle
        return scale, self.width() / 2 - middle.x * scale, self.height() / 2 - middle.y * scale
