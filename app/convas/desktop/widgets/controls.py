"""Controls that Qt does not have: segments for a few choices, and a switch."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

_SWITCH = tokens()["form"]["switch"]


def least_width(options: Sequence[str]) -> int:
    """How much room choices need side by side."""
    return ceil(sum(map(_needed, options))) + 4


def _needed(words: str) -> float:
    return fonts.metrics("strong").horizontalAdvance(words) + 10


class Segments(QWidget):
    """Two or three choices side by side.

    Signals: chosen(str) when the user picks another one.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = list(options)
        self.value = self._options[0][0] if self._options else ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def set_value(self, value: str) -> None:
        if value != self.value:
            self.value = value
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(_needed(words) for _, words in self._options)) + 16 * len(self._options), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(least_width([words for _, words in self._options]), 28)

    def part(self, index: int) -> QRectF:
        """Where a choice is: as wide as its words, and an equal part of what is left."""
        needed = [_needed(words) for _, words in self._options]
        spare = (self.width() - 4 - sum(needed)) / max(1, len(needed))
        return QRectF(2 + sum(needed[:index]) + index * spare, 2, needed[index] + spare, self.height() - 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, (value, _) in enumerate(self._options):
            if self.part(index).contains(event.position()):
                self._choose(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        values = [value for value, _ in self._options]
        at = values.index(self.value) if self.value in values else -1
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(values[(at + step) % len(values)])

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.set_value(value)
            self.chosen.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["hover"])
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        for index, (value, words) in enumerate(self._options):
            on, place = value == self.value, self.part(index)
            if on:
                painter.setPen(QPen(theme["lineStrong"], 1))
                painter.setBrush(theme["pressed"] if theme.dark else theme["panel"])
                painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.setFont(fonts.font("strong" if on else "body"))
            painter.setPen(theme["text"] if on else theme["text2"])
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(theme["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)


class Switch(QAbstractButton):
    """Yes or no."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_SWITCH[0] + 4, _SWITCH[1] + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, 2, _SWITCH[0], _SWITCH[1])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["accent"] if self.isChecked() else theme["controlBorder"])
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        size = track.height() - 4
        left = track.right() - 2 - size if self.isChecked() else track.left() + 2
        painter.setBrush(theme["onAccent"] if self.isChecked() else theme["panel"])
        painter.drawEllipse(QRectF(left, track.top() + 2, size, size))
        if self.hasFocus():
            painter.setPen(QPen(theme["accent"], 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = track.adjusted(-1, -1, 1, 1)
            painter.drawRoundedRect(edge, edge.height() / 2, edge.height() / 2)
