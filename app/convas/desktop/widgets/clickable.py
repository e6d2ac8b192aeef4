"""A card that is a button: hover, focus, click, Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame

from convas.desktop.theme.look import look

_NONE: Final = Qt.KeyboardModifier.NoModifier
_OWN: Final = frozenset(
    getattr(Qt.Key, f"Key_{name}")
    for name in ["Left", "Right", "Up", "Down", "PageUp", "PageDown", "Tab", "Backtab", "Return", "Enter", "Space"]
)


class Clickable(QFrame):
    """Calls `done` when it is clicked, or taken with a key. What stands on it is painted by those that are one."""

    def __init__(self, done: Callable[[], object]) -> None:
        super().__init__()
        self._done = done
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def event(self, event: QEvent) -> bool:
        """On the first screen, which lies over the canvas, the keys that walk and take are not the canvas's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (_NONE, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and Qt.Key(event.key()) in _OWN:
                event.accept()
                return True
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._done()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._done()
        else:
            super().keyPressEvent(event)

    @property
    def strong(self) -> bool:
        """Whether it is the one that a click or a key would take."""
        return self._hovered or self.hasFocus()

    def paint_ground(self, painter: QPainter) -> None:
        theme = look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme["accent"] if self.strong else theme["cardBorder"], 2 if self.strong else 1))
        painter.setBrush(theme["card"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
