"""Scrolling at the edge: while something is dragged to the border of the canvas, the paper moves on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QTimer

_BORDER: Final = 28.0
_TICK: Final = 16
_FASTEST: Final = 18.0
"""Pixels a tick at the very edge."""


class EdgeScroll(QObject):
    """Calls `scroll` with a step in pixels again and again while the hand is near an edge."""

    def __init__(self, parent: QObject, scroll: Callable[[float, float], object]) -> None:
        super().__init__(parent)
        self._scroll = scroll
        self._step = (0.0, 0.0)
        self.at = QPointF()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(lambda: self._scroll(*self._step))

    def follow(self, at: QPointF, room: QRect, wanted: bool = True) -> None:
        """The hand is there now; outside the room nothing moves, so that things can be dragged out of it."""
        self.at = at
        inside = wanted and room.contains(at.toPoint())
        self._step = (_push(at.x(), room.width()), _push(at.y(), room.height())) if inside else (0.0, 0.0)
        if self._step == (0.0, 0.0):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


def _push(at: float, size: float) -> float:
    if at < _BORDER:
        return -_FASTEST * (1 - at / _BORDER)
    if at > size - _BORDER:
        return _FASTEST * (1 - (size - at) / _BORDER)
    return 0.0
