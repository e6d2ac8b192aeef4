"""Visits: the places that were looked at, to go back to and forward again, as a browser does."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from convas.analysis.inside import Path
from convas.desktop.canvas.view import Canvas
from convas.desktop.document import Document

_MOST: Final = 100
_NEAR: Final = 0.15
"""Places closer than this part of what is seen are one."""


class Visit(NamedTuple):
    """A drawing, and which part of it was seen how large."""

    path: Path
    middle: tuple[float, float]
    zoom: float


class Visits(QObject):
    """Remembers where the window was before each jump.

    Signals: changed() when there is another place to go back or forward to
    """

    changed = Signal()

    def __init__(self, canvas: Canvas, document: Document) -> None:
        super().__init__(canvas)
        self._canvas, self._document = canvas, document
        self._back: list[Visit] = []
        self._forward: list[Visit] = []
        document.replaced.connect(self._forget)
        canvas.viewport().installEventFilter(self)

    @property
    def can_go_back(self) -> bool:
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The two buttons at a mouse's side."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            if event.button() == Qt.MouseButton.BackButton:
                self.back()
                return True
            if event.button() == Qt.MouseButton.ForwardButton:
                self.forward()
                return True
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Remember this place: a jump leads away from it."""
        here = self._here()
        if not self._back or not _same(self._back[-1], here, self._canvas):
            self._back.append(here)
            del self._back[:-_MOST]
        self._forward.clear()
        self.changed.emit()

    def back(self) -> None:
        self._go(self._back, self._forward)

    def forward(self) -> None:
        self._go(self._forward, self._back)

    def _go(self, source: list[Visit], other: list[Visit]) -> None:
        """To the last of the source that is still there and is not here."""
        here = self._here()
        while source:
            goal = source.pop()
            if not _same(goal, here, self._canvas) and self._document.place.enter(goal.path):
                other.append(here)
                self._canvas.look_at(goal.zoom, QPointF(*goal.middle))
                break
        self.changed.emit()

    def _here(self) -> Visit:
        middle = self._canvas.visible_area().center()
        return Visit(self._document.place.path, (middle.x(), middle.y()), self._canvas.zoom)

    def _forget(self) -> None:
        self._back.clear()
        self._forward.clear()
        self.changed.emit()


def _same(a: Visit, b: Visit, canvas: Canvas) -> bool:
    seen = canvas.visible_area()
    near = (
        abs(a.middle[0] - b.middle[0]) < _NEAR * seen.width() and abs(a.middle[1] - b.middle[1]) < _NEAR * seen.height()
    )
    return a.path == b.path and near and abs(a.zoom - b.zoom) < _NEAR * b.zoom
