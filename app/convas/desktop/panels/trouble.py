"""What is wrong with what was typed, beneath its field, and the one click that would mend it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import button, column, label

_ICON = 36
"""What a button needs beside its words."""


class Cure(QWidget):
    """A button for a cure whose words are cut where there is no room; hidden where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._done: Callable[[], object] | None = None
        self.button = button("", self._do, "quiet", "wand")
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout = column()
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)
        self.setMinimumWidth(60)
        self.hide()

    def offer(self, words: str, done: Callable[[], object] | None = None) -> None:
        """Offer a cure, or none."""
        self._words, self._done = words, done
        self.button.setToolTip(f"{words} (one undoable step)")
        self.button.setAccessibleName(words)
        self._fit()
        self.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(60, self.width() - _ICON)
        self.button.setText(fonts.metrics("body").elidedText(self._words, Qt.TextElideMode.ElideRight, room))

    def _do(self) -> None:
        if self._done is not None:
            self._done()


class Trouble(QWidget):
    """A sentence and its cure; hidden while nothing is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "trouble", wraps=True)
        self.cure = Cure()
        self.setLayout(column(self.words, self.cure, gap=2))
        self.hide()

    def say(self, why: str, cure: str = "", done: Callable[[], object] | None = None) -> None:
        """Say what is wrong; nothing is, without words."""
        self.words.setText(why)
        self.cure.offer(cure, done)
        self.setVisible(bool(why))

    def text(self) -> str:
        return self.words.text()
