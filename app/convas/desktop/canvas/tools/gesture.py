"""Gesture: what a hand does from press to release. It previews in the canvas and ends in one edit."""

from __future__ import annotations

from typing import Literal, Protocol

from PySide6.QtCore import Qt

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.state import CanvasState
from convas.desktop.document import Document

Modifiers = Qt.KeyboardModifier
Side = Literal["input", "output"]


class Stage(Protocol):
    """What a gesture needs of the canvas."""

    document: Document
    drawing: Drawing
    state: CanvasState

    @property
    def zoom(self) -> float: ...

    def refresh(self) -> None:
        """Paint again."""

    def scroll_by(self, dx: float, dy: float) -> None:
        """Move the paper, in the drawing's units."""

    def quick_add(self, at: Point, node: int = 0, side: Side = "output", port: int = 0) -> None:
        """Let a layer be typed, to be placed at a point and linked to a port of a node."""

    def share_single(self, first: int, second: int) -> None:
        """Let the single weights be chosen that two nodes shall share."""


class Gesture:
    """One gesture under way. `start` and all places are in the drawing's units.

    `stays` is asked on release: a gesture that stays goes on with the next click.
    """

    cursor: Qt.CursorShape | None = None
    scrolls = True
    """Whether the paper moves on while the hand is at an edge of the canvas."""

    def __init__(self, canvas: Stage, start: Point) -> None:
        self.canvas = canvas
        self.start = start

    def move(self, at: Point, modifiers: Modifiers) -> None:
        """The hand moved."""

    def release(self, at: Point, modifiers: Modifiers) -> None:
        """The hand let go: carry out what was shown."""

    def cancel(self) -> None:
        """Forget it; the canvas clears the preview."""

    def stays(self, at: Point) -> bool:
        return False

    def moved_far(self, at: Point) -> bool:
        """Whether the hand moved more than a trembling finger."""
        far = abs(at.x - self.start.x) + abs(at.y - self.start.y)
        return far * self.canvas.zoom >= 4
