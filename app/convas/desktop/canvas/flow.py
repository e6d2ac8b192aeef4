"""Flow: a drawing from top to bottom is one from left to right, turned; so every way is found in one direction only.

Turned, what is below lies to the right, and what is to the left lies below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.routes import Route, route, share_route


def turned(point: Point) -> Point:
    """A place of a drawing from top to bottom, in one from left to right."""
    return Point(point.y, -point.x)


def back(point: Point) -> Point:
    """The other way round."""
    return Point(-point.y, point.x)


def turned_box(box: Box) -> Box:
    return Box(box.top, -box.right, box.bottom, -box.left)


def back_box(box: Box) -> Box:
    return Box(-box.bottom, box.left, -box.top, box.right)


def route_down(
    start: Point, end: Point, source: Box, target: Box, blocked: Callable[[Box], bool], shift: int = 0
) -> Route:
    """As `route`, from the lower edge of a card to the upper edge of another."""
    found = route(
        turned(start),
        turned(end),
        turned_box(source),
        turned_box(target),
        lambda area: blocked(back_box(area)),
        shift,
    )
    return tuple(back(point) for point in found)


def share_route_down(boxes: Iterable[Box], drop: float) -> list[Route]:
    """As `share_route`, along the left edges of cards."""
    lines = share_route([turned_box(box) for box in boxes], drop)
    return [tuple(back(point) for point in line) for line in lines]
