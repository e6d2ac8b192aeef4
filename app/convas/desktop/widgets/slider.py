"""A slider for whole numbers of any size: Qt's own end at 2^31."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convas.desktop.theme.look import look

_KNOB = 14
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}


class Slider(QWidget):
    """A knob on a track between two ends; while it is held, the ends stay.

    Signals:
        moved(object)   the user moved the knob to another number
        held(bool)      the user took hold of the knob, or let go
    """

    moved = Signal(object)
    held = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lowest, self.highest, self.value = 0, 100, 0
        self._holding = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def show_value(self, value: int, lowest: int, highest: int) -> None:
        """Show a number between two ends; one beyond them stands at the end."""
        if not self._holding:
            self.lowest, self.highest = lowest, max(highest, lowest + 1)
        self.value = value
        self.update()

    def knob(self) -> QRectF:
        """Where the knob is."""
        within = min(self.highest, max(self.lowest, self.value)) - self.lowest
        room = self.width() - _KNOB - 4
        left = 2 + within * room / (self.highest - self.lowest)
        return QRectF(left, (self.height() - _KNOB) / 2, _KNOB, _KNOB)

    def at(self, x: float) -> int:
        """The number at a place of the track."""
        room = max(1, self.width() - _KNOB - 4)
        place = min(room, max(0, round(x - 2 - _KNOB / 2)))
        return self.lowest + (2 * place * (self.highest - self.lowest) + room) // (2 * room)

    def sizeHint(self) -> QSize:
        return QSize(120, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 22)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._holding = True
            self.held.emit(True)
            self._go(self.at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._holding:
            self._go(self.at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._holding and event.button() == Qt.MouseButton.LeftButton:
            self._holding = False
            self.held.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: self.lowest, Qt.Key.Key_End: self.highest}
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go(min(self.highest, max(self.lowest, self.value + _STEPS[key])))
        elif key in ends:
            self._go(ends[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the panel scrolls

    def _go(self, value: int) -> None:
        if value != self.value:
            self.value = value
            self.update()
            self.moved.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, knob = look.theme, QPainter(self), self.knob()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(theme["controlBorder"])
        painter.drawRoundedRect(QRectF(2, middle - 1.5, self.width() - 4, 3), 1.5, 1.5)
        painter.setBrush(theme["accent"])
        painter.drawRoundedRect(QRectF(2, middle - 1.5, knob.center().x() - 2, 3), 1.5, 1.5)
        painter.setBrush(theme["accent"] if self._holding else theme["panel"])
        painter.setPen(QPen(theme["accent"], 2))
        painter.drawEllipse(knob.adjusted(1, 1, -1, -1))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme["accent"], 1.5))
            painter.drawEllipse(knob.adjusted(-2, -2, 2, 2))
