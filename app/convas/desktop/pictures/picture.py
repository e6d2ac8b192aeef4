"""Picture: a drawing, or a part of it, as an image of its own: how large it is, and how it is painted anywhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from convas.desktop.canvas.answer_marks import AnswerMarks
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.heat import HeatMap
from convas.desktop.canvas.painting import paint_drawing
from convas.desktop.canvas.state import CanvasState
from convas.desktop.theme.tokens import Theme

MARGIN: Final = 24.0
"""Around what is drawn, in the drawing's units."""
_FULL: Final = 0.6


@dataclass(frozen=True, slots=True)
class Picture:
    """What is painted and how. `scale` is pixels for one unit of the drawing; 1 is the drawing at 100 %."""

    drawing: Drawing
    area: Box
    theme: Theme
    scale: float = 1.0
    transparent: bool = False
    name: str = ""
    heat: HeatMap | None = None
    answers: AnswerMarks | None = None

    @property
    def width(self) -> int:
        """In pixels."""
        return max(1, ceil(self.area.width * self.scale))

    @property
    def height(self) -> int:
        """In pixels."""
        return max(1, ceil(self.area.height * self.scale))

    def paint(self, painter: QPainter, *, vectors: bool) -> None:
        """Paint into a rectangle of `width` x `height` from (0, 0). Vectors show all detail at any scale."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.transparent:
            painter.fillRect(QRectF(0, 0, self.width, self.height), self.theme["canvas"])
        painter.save()
        painter.scale(self.scale, self.scale)
        painter.translate(-self.area.left, -self.area.top)
        detail = 1.0 if vectors or self.scale >= _FULL else self.scale
        state = CanvasState(heat=self.heat, answers=self.answers)
        paint_drawing(painter, self.theme, self.drawing, self.area, detail, state)
        painter.restore()


def whole(drawing: Drawing) -> Box:
    """The area of all that is drawn."""
    while drawing.settle(1.0):
        pass
    found = drawing.bounds()
    for bond in drawing.bonds.values():
        found = bond.area if found is None else found.joined(bond.area)
    return (found or Box(0, 0, 0, 0)).grown(MARGIN)


def part_of(drawing: Drawing, ids: Collection[int]) -> Drawing:
    """A drawing of some nodes and notes alone, with the links and shares among them."""
    return Drawing(drawing.design, drawing.sight, drawing.scope, drawing.looked, only=frozenset(ids))
