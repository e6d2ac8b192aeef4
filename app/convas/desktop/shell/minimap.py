"""The minimap: the whole drawing small, with its problems and the part that is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from convas.desktop.canvas.view import Canvas
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

_WINDOW = tokens()["window"]


class Minimap(QWidget):
    """The whole drawing small; a press brings that place into sight."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
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
        drawing = self._canvas.drawing
        painter.setPen(Qt.PenStyle.NoPen)
        for key in drawing.boxes:
            box, card = drawing.boxes[key], drawing.cards[key]
            painter.setBrush(theme["error"] if card.severity == "error" else theme.family(card.family))
            high = max(2.0, box.height * scale)
            place = QRectF(left + box.left * scale, top + box.top * scale, max(2.0, box.width * scale), high)
            painter.drawRoundedRect(place, 1.5, 1.5)
        seen = self._canvas.visible_area()
        frame = QRectF(
            left + seen.left() * scale, top + seen.top() * scale, seen.width() * scale, seen.height() * scale
        )
        inside = frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setPen(QPen(theme["accent"], 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inside, 3, 3)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

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
