"""Settling: what a large drawing leaves for later is done in slices while the hands rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from convas.desktop.canvas.drawing import Drawing

_SLICE: Final = 0.008
_PAUSE: Final = 12
"""Milliseconds between two slices, so that input and painting come first."""
_REST: Final = 400


class Settling(QObject):
    """Lets the links of a drawing find their ways bit by bit.

    Signals: settled() once all have them.
    """

    settled = Signal()

    def __init__(self, drawing: Drawing, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._timer, self._rest = _timer(self, _PAUSE, self._slice), _timer(self, _REST, self._spine)

    def begin(self) -> None:
        """Go on where something waits. The spine waits until there was no edit for a while."""
        if self._drawing.wires.waiting and not self._timer.isActive():
            self._timer.start()
        if self._drawing.spine_due:
            self._rest.start()

    def _slice(self) -> None:
        if self._drawing.settle(_SLICE):
            self._timer.start()
        else:
            self.settled.emit()

    def _spine(self) -> None:
        if self._drawing.sight.pending:
            self._rest.start()
        elif self._drawing.find_spine():
            self.settled.emit()


def _timer(owner: QObject, pause: int, done: Callable[[], object]) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(pause)
    made.timeout.connect(done)
    return made
