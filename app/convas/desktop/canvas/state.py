"""What the canvas shows for a moment: hover, drags, previews. None of it is part of the design."""

from __future__ import annotations

from dataclasses import dataclass, field

from convas.desktop.canvas.cards import Card
from convas.desktop.canvas.drawing import NOTHING, Hit
from convas.desktop.canvas.geometry import Box, Point

NOWHERE = Point(0, 0)


@dataclass(slots=True)
class CanvasState:
    """One frame's transient look.

    moved     nodes under the hand, and how far they are from their places
    offered   nodes that can take the dragged link, with the port; refusing: why others cannot
    """

    hover: Hit = NOTHING
    moved: frozenset[int] = frozenset()
    offset: Point = NOWHERE
    link: tuple[Point, Point, bool] | None = None
    sharing: tuple[Point, Point] | None = None
    offered: dict[int, tuple[str, int]] = field(default_factory=dict)
    refusing: dict[int, str] = field(default_factory=dict)
    hidden_link: int = 0
    insert_into: int = 0
    marquee: Box | None = None
    ghost: tuple[Card, Box] | None = None
    chip: tuple[str, Point] | None = None
    guides: tuple[tuple[Point, Point], ...] = ()
    keyboard: bool = False
