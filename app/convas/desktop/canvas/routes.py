"""Routes: the way of a link between two cards. Straight if the ports face, else right angles past every card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.theme.tokens import tokens

STUB: Final = float(tokens()["link"]["stub"])
NEXT: Final = float(tokens()["link"]["parallelGap"])
_ABOVE: Final = 21.0
"""How far a run keeps from the card below it, so that its label and a share fit into the gap."""

Blocked = Callable[[Box], bool]
Route = tuple[Point, ...]


def route(start: Point, end: Point, source: Box, target: Box, blocked: Blocked, shift: int = 0) -> Route:
    """From an output at `start` on the card `source` to an input at `end` on `target`.

    `blocked` says whether an area holds a card other than these two; `shift` counts parallel links.
    """
    for points in _candidates(start, end, source, target, shift * NEXT):
        if _free(points, blocked):
            return points
    return _around(start, end, max(source.bottom, target.bottom) + STUB + shift * NEXT)


def _candidates(start: Point, end: Point, source: Box, target: Box, shift: float) -> Iterator[Route]:
    """Ways to try, the plainest first."""
    if end.x >= start.x + 2:
        if abs(start.y - end.y) < 1:
            yield (start, end)
        room = end.x - start.x
        for x in (end.x - STUB - shift, (start.x + end.x) / 2, start.x + STUB + shift):
            if room > 2 * NEXT and start.x < x < end.x and abs(start.y - end.y) >= 1:
                yield (start, Point(x, start.y), Point(x, end.y), end)
    for lane in _lanes(source, target, shift):
        yield _around(start, end, lane)


def _lanes(source: Box, target: Box, shift: float) -> Iterator[float]:
    """Heights at which a link may run past cards: between the two, then above and below them."""
    upper, lower = (source, target) if source.top <= target.top else (target, source)
    gap = lower.top - upper.bottom
    if gap >= 2 * NEXT:
        yield (upper.bottom + lower.top) / 2 + shift
        yield lower.top - _ABOVE - shift
        yield upper.bottom + _ABOVE + shift
    for step in range(1, 9):
        yield upper.top - STUB - shift - (step - 1) * 2 * STUB
        yield lower.bottom + STUB + shift + (step - 1) * 2 * STUB


def _around(start: Point, end: Point, lane: float) -> Route:
    out, back = start.x + STUB, end.x - STUB
    return (start, Point(out, start.y), Point(out, lane), Point(back, lane), Point(back, end.y), end)


def _free(points: Route, blocked: Blocked) -> bool:
    for a, b in pairwise(points):
        piece = Box(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))
        if blocked(piece.grown(4)):
            return False
    return True


def label_places(points: Route, width: float, spare: float) -> Iterator[tuple[Point, bool]]:
    """Where a label of that width may stand: in the middle of level runs that have room, longest first, then upright.

    The second value says whether the run is level.
    """
    runs = [(abs(b.x - a.x) + abs(b.y - a.y), abs(b.y - a.y) < 0.5, a, b) for a, b in pairwise(points)]
    for length, level, a, b in sorted(runs, key=lambda run: (not run[1], -run[0])):
        if length >= (width + 2 * spare if level else 40):
            yield Point((a.x + b.x) / 2, (a.y + b.y) / 2), level


def level_run(points: Route) -> Box:
    """The longest level piece of a route."""
    a, b = max(pairwise(points), key=lambda run: abs(run[0].x - run[1].x))
    return Box(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y))


def share_route(boxes: list[Box], drop: float) -> list[Route]:
    """The lines of a share group: one bus below the cards with a drop from each mark; a link each where rows differ."""
    if len({round(box.bottom) for box in boxes}) == 1:
        lane = max(box.bottom for box in boxes) + drop
        ordered = sorted(boxes, key=lambda box: box.left)
        first, last = ordered[0], ordered[-1]
        bus = (
            Point(first.middle.x, first.bottom),
            Point(first.middle.x, lane),
            Point(last.middle.x, lane),
            Point(last.middle.x, last.bottom),
        )
        return [bus, *((Point(box.middle.x, lane), Point(box.middle.x, box.bottom)) for box in ordered[1:-1])]
    return [_between(a, b, drop) for a, b in pairwise(boxes)]


def _between(a: Box, b: Box, drop: float) -> Route:
    """From one mark to another in a different row: along the gaps between rows and columns."""
    upper, lower = (a, b) if a.bottom <= b.bottom else (b, a)
    start, end = Point(upper.middle.x, upper.bottom), Point(lower.middle.x, lower.bottom)
    side = lower.left - STUB / 2 if start.x <= lower.middle.x else lower.right + STUB / 2
    turn, below = upper.bottom + drop / 2, lower.bottom + drop / 2
    return (start, Point(start.x, turn), Point(side, turn), Point(side, below), Point(end.x, below), end)
