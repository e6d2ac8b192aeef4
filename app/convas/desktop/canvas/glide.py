"""Gliding: after an arrangement cards move to their new places so that eyes can follow. The design is there at once."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

from convas.design.records import Header, Node, Note
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.state import CanvasState
from convas.session import Update

_LONG: Final = 250
_MOST: Final = 800
"""More cards jump: their ways could not be followed."""


class Stage(Protocol):
    """What a glide needs of the canvas."""

    state: CanvasState

    def refresh(self) -> None:
        """Paint again."""


class Glide(QObject):
    """Lets cards glide from where they were. `on` is for all of them: who wants less motion switches it off."""

    on = True

    def __init__(self, parent: QObject, stage: Stage) -> None:
        super().__init__(parent)
        self._stage = stage
        self._from: dict[int, Point] = {}
        self._run = QVariantAnimation(self)
        self._run.setDuration(_LONG)
        self._run.setStartValue(1.0)
        self._run.setEndValue(0.0)
        self._run.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._run.valueChanged.connect(self._step)
        self._run.finished.connect(self.stop)

    def wanted(self, update: Update) -> bool:
        """Whether an update only moves cards, and not too many."""
        changes = update.delta.changes
        if not self.on or not 2 <= len(changes) <= _MOST:
            return False
        return all(
            isinstance(one.before, (Node, Note, Header)) and isinstance(one.after, (Node, Note, Header))
            for one in changes.values()
        )

    def begin(self, before: dict[int, Box], after: dict[int, Box]) -> None:
        """Cards were there before and are here after; those that stayed do not move."""
        moved = {key: box for key, box in after.items() if key in before and before[key] != box}
        if not self.on or not 2 <= len(moved) <= _MOST:
            return
        self._from = {key: Point(before[key].left - box.left, before[key].top - box.top) for key, box in moved.items()}
        self._run.stop()
        self._run.start()

    def stop(self) -> None:
        """Everything is where it belongs."""
        self._run.stop()
        self._from = {}
        if self._stage.state.glide:
            self._stage.state.glide = {}
            self._stage.refresh()

    def _step(self, left: object) -> None:
        if isinstance(left, float) and self._from:
            self._stage.state.glide = {key: Point(at.x * left, at.y * left) for key, at in self._from.items()}
            self._stage.refresh()
