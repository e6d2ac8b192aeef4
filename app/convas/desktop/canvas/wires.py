"""Wires: the links of a drawing as they are drawn. Each finds its way when it is asked for, or when there is time.

Until then only a box is known that its way surely stays in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Literal

from convas.desktop.canvas.geometry import Box, Boxes, Point, around
from convas.desktop.canvas.routes import Route

Fit = Literal["fine", "wrong", "unknown"]
_REACH: Final = 640.0
"""How far a way may lead out of the box around both cards."""
_EDGE: Final = 12.0
_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Wire:
    """A link as it is drawn."""

    id: int
    source: int
    target: int
    points: Route
    label: str
    state: Fit


class Wires(Mapping[int, Wire]):
    """Links by id. `way` finds one's route, `told` its label and whether it fits, `ends` its two nodes.

    boxes    where each link is, or may be
    """

    def __init__(
        self,
        ends: Callable[[int], tuple[int, int]],
        way: Callable[[int], Route],
        told: Callable[[int], tuple[str, Fit]],
    ) -> None:
        self.boxes = Boxes()
        self._ends, self._way, self._told = ends, way, told
        self._routes: dict[int, Route] = {}
        self._made: dict[int, Wire] = {}
        self._unrouted: dict[int, None] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._routes or key in self._unrouted

    def __iter__(self) -> Iterator[int]:
        yield from list(self._routes)
        yield from list(self._unrouted)

    def __len__(self) -> int:
        return len(self._routes) + len(self._unrouted)

    def __getitem__(self, key: int) -> Wire:
        found = self._made.get(key)
        if found is None:
            points = self.route(key)
            found = self._made[key] = Wire(key, *self._ends(key), points, *self._told(key))
        return found

    @property
    def waiting(self) -> bool:
        """Whether some links have no way yet."""
        return bool(self._unrouted)

    def known(self, key: int) -> Route | None:
        """The way of a link, if it has been found."""
        return self._routes.get(key)

    def route(self, key: int) -> Route:
        """The way of a link; it is found now if it was not."""
        found = self._routes.get(key)
        if found is None:
            if key not in self._unrouted:
                raise KeyError(key)
            found = self._routes[key] = self._way(key)
            del self._unrouted[key]
            self.boxes.put(key, around(found).grown(_EDGE))
        return found

    def put(self, key: int, source: Box, target: Box) -> None:
        """Take a link between two cards in, or let it find a new way."""
        self._routes.pop(key, None)
        self._made.pop(key, None)
        self._unrouted[key] = None
        self.boxes.put(key, source.joined(target).grown(_REACH))

    def drop(self, key: int) -> None:
        self._routes.pop(key, None)
        self._made.pop(key, None)
        self._unrouted.pop(key, None)
        self.boxes.drop(key)

    def tell(self, key: int) -> None:
        """A link's label or fit may be another; its way is not."""
        self._made.pop(key, None)

    def tell_all(self) -> None:
        self._made.clear()

    def settle(self, seconds: float | None = None) -> list[int]:
        """Find ways for so long, or for all links; those that have one now."""
        until = None if seconds is None else perf_counter() + seconds
        found: list[int] = []
        while self._unrouted:
            key = next(iter(self._unrouted))
            self.route(key)
            found.append(key)
            if until is not None and len(found) % _AT_ONCE == 0 and perf_counter() > until:
                break
        return found

    def bounds(self) -> Box | None:
        """The box around all ways that are known."""
        if not self._unrouted:
            return self.boxes.bounds()
        return self.boxes.bounds(self._routes)


def direct(start: Point, end: Point) -> Route:
    """A plain way that minds no card, for links that have none yet."""
    if abs(start.y - end.y) < 1:
        return (start, end)
    middle = (start.x + end.x) / 2
    return (start, Point(middle, start.y), Point(middle, end.y), end)
