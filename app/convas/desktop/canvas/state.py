"""What the canvas shows for a moment: hover, drags, previews. None of it is part of the design."""

from __future__ import annotations

from dataclasses import dataclass, field

from convas.analysis.inside import Path
from convas.desktop.canvas.answer_marks import AnswerMarks
from convas.desktop.canvas.cards import Card
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.heat import HeatMap
from convas.desktop.canvas.hits import NOTHING, Hit

NOWHERE = Point(0, 0)


@dataclass(slots=True)
class CanvasState:
    """One frame's transient look.

    moved     nodes under the hand, and how far they are from their places
    glide     nodes on their way to new places, and how far each still is from its place
    cut       the stroke that cuts links, and which links those are: doomed
    heat      the colours of a heat map; answers: the marks of a checked answer. Both stay when a gesture ends
    found     places that a search has found; they stay too
    resized   a note or frame whose edges are under the hand, and its box
    down      whether a dragged link leaves downwards
    offered   nodes that can take the dragged link, with the port; refusing: why others cannot
    """

    hover: Hit = NOTHING
    moved: frozenset[int] = frozenset()
    offset: Point = NOWHERE
    glide: dict[int, Point] = field(default_factory=dict)
    link: tuple[Point, Point, bool] | None = None
    sharing: tuple[Point, Point] | None = None
    offered: dict[int, tuple[str, int]] = field(default_factory=dict)
    refusing: dict[int, str] = field(default_factory=dict)
    hidden_link: int = 0
    insert_into: int = 0
    cut: tuple[Point, ...] = ()
    doomed: frozenset[int] = frozenset()
    marquee: Box | None = None
    ghost: tuple[Card, Box] | None = None
    chip: tuple[str, Point] | None = None
    resized: tuple[int, Box] | None = None
    guides: tuple[tuple[Point, Point], ...] = ()
    keyboard: bool = False
    down: bool = False
    heat: HeatMap | None = None
    answers: AnswerMarks | None = None
    found: frozenset[Path] = frozenset()

    def shift(self, key: int) -> Point:
        """How far from its place a node or note is drawn just now."""
        return self.offset if key in self.moved else self.glide.get(key, NOWHERE)
