"""Settling: what a large drawing leaves for later is done in slices while the hands rest."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from convas.desktop.canvas.drawing import Drawing

_SLICE: Final = 0.008
_PAUSE: Final = 12
"""Milliseconds between two slices, so that input and painting come first."""


class Settling(QObject):
    """Lets the links of a drawing find their ways bit by bit.

    Signals: settled() once all have them.
    """

    settled = Signal()

    def __init__(self, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._slice)

    def begin(self) -> None:
        """Go on where something waits."""
        if self._drawing.waiting and not self._timer.isActive():
            self._timer.start()

    def _slice(self) -> None:
        if self._drawing.settle(_SLICE):
            self._timer.start()
        else:
            self.settled.emit()
