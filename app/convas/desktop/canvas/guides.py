"""Guides: a dragged card is drawn to the edges and middles of those around it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Point

_REACH: Final = 6.0
"""On the screen."""
_FAR: Final = 1600.0
_MOST: Final = 200


class Guided(NamedTuple):
    """How far to move a box so that it is in line, where it is nearly; and the lines to be shown."""

    dx: float | None
    dy: float | None
    lines: tuple[tuple[Point, Point], ...]


def guide(drawing: Drawing, box: Box, moved: Collection[int], zoom: float) -> Guided:
    """The nearest lines for a dragged box among the cards in its column and its row."""
    reach = _REACH / zoom
    column = Box(box.left - reach, box.top - _FAR, box.right + reach, box.bottom + _FAR)
    row = Box(box.left - _FAR, box.top - reach, box.right + _FAR, box.bottom + reach)
    lines: list[tuple[Point, Point]] = []
    dx = dy = None
    above = _nearest(drawing, column, moved, [box.left, box.middle.x, box.right], reach, across=True)
    if above is not None:
        dx, x, other = above
        lines.append((Point(x, min(box.top, other.top)), Point(x, max(box.bottom, other.bottom))))
    beside = _nearest(drawing, row, moved, [box.middle.y, box.top, box.bottom], reach, across=False)
    if beside is not None:
        dy, y, other = beside
        lines.append((Point(min(box.left, other.left), y), Point(max(box.right, other.right), y)))
    return Guided(dx, dy, tuple(lines))


def _nearest(
    drawing: Drawing, area: Box, moved: Collection[int], ours: list[float], reach: float, *, across: bool
) -> tuple[float, float, Box] | None:
    best: tuple[float, float, Box] | None = None
    for key in drawing.boxes.near(area)[:_MOST]:
        if key in moved:
            continue
        box = drawing.boxes[key]
        theirs = [box.left, box.middle.x, box.right] if across else [box.middle.y, box.top, box.bottom]
        for own, goal in zip(ours, theirs, strict=True):
            if abs(goal - own) <= reach and (best is None or abs(goal - own) < abs(best[0])):
                best = (goal - own, goal, box)
    return best
