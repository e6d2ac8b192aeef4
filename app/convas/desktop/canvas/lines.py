"""Lines: which links are under a point, or crossed by a stroke."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Point, around, distance


def link_at(drawing: Drawing, at: Point, within: float) -> int:
    """The link nearest to a point, no farther than so much; 0 for none."""
    spot = Box(at.x, at.y, at.x, at.y).grown(within + 1)
    far = {key: distance(at.x, at.y, drawing.wires.route(key)) for key in drawing.wires.boxes.near(spot)}
    nearest = min(far, key=lambda key: (far[key], key), default=0)
    return nearest if nearest and far[nearest] <= within else 0


def crossed(drawing: Drawing, stroke: Sequence[Point]) -> frozenset[int]:
    """The links that a stroke crosses."""
    if len(stroke) < 2:
        return frozenset()
    near = drawing.wires.boxes.near(around(stroke).grown(1))
    return frozenset(key for key in near if _crosses(stroke, drawing.wires.route(key)))


def _crosses(stroke: Sequence[Point], line: Sequence[Point]) -> bool:
    return any(_meet(a, b, c, d) for a, b in pairwise(stroke) for c, d in pairwise(line))


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two straight pieces cross."""
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
