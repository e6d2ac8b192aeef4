"""The head of a dock: its title, or only a grip; it is what the dock is dragged by."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from convas.desktop.theme import fonts
from convas.desktop.theme.look import look

_HIGH, _GRIP = 40, 10


class DockHead(QWidget):
    """Docks take their head's height from its size hint, so it is told here."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._words = words
        self.setFixedHeight(self.sizeHint().height())
        self.setToolTip("Drag to move this panel; double-click to let it float")
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(80, fonts.px(_HIGH) if self._words else _GRIP)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.fillRect(self.rect(), theme["panel"])
        if self._words:
            painter.setFont(fonts.font("strong"))
            painter.setPen(theme["text"])
            painter.drawText(self.rect().adjusted(16, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self._words)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["lineStrong"])
        painter.drawRoundedRect(QRectF(self.width() / 2 - 14, 5, 28, 3), 1.5, 1.5)
