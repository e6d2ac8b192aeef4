"""Geometry: where everything of the drawing is, and what is under a point. It knows no Qt and no design.

Coordinates are the drawing's own units (pixels at 100 %). Boxes lie in a grid of cells, so that
looking around a point or along a link costs the same however large the drawing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

CELL = 512
"""The side of a cell of the grid."""

Cell = tuple[int, int]


class Point(NamedTuple):
    """A place in the drawing."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        return self.left - margin <= x <= self.right + margin and self.top - margin <= y <= self.bottom + margin

    def meets(self, other: Box, margin: float = 0) -> bool:
        return (
            self.left - margin < other.right
            and other.left < self.right + margin
            and self.top - margin < other.bottom
            and other.top < self.bottom + margin
        )

    def within(self, other: Box) -> bool:
        """Whether it lies inside another and touches none of its edges."""
        return (
            other.left < self.left and self.right < other.right and other.top < self.top and self.bottom < other.bottom
        )

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, margin: float) -> Box:
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def joined(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Boxes:
    """Boxes by id, found by place."""

    def __init__(self) -> None:
        self._boxes: dict[int, Box] = {}
        self._cells: dict[Cell, set[int]] = {}
        self._around: Box | None = None

    def __contains__(self, key: object) -> bool:
        return key in self._boxes

    def __getitem__(self, key: int) -> Box:
        return self._boxes[key]

    def get(self, key: int) -> Box | None:
        return self._boxes.get(key)

    def __iter__(self) -> Iterator[int]:
        return iter(self._boxes)

    def __len__(self) -> int:
        return len(self._boxes)

    def put(self, key: int, box: Box) -> None:
        """Place a box, or move it."""
        if key in self._boxes:
            self.drop(key)
        self._boxes[key] = box
        if self._around is not None:
            self._around = self._around.joined(box)
        for cell in _cells(box):
            inside = self._cells.get(cell)
            if inside is None:
                self._cells[cell] = {key}
            else:
                inside.add(key)

    def drop(self, key: int) -> None:
        box = self._boxes.pop(key, None)
        if box is None:
            return
        if self._around is not None and not box.within(self._around):
            self._around = None
        for cell in _cells(box):
            inside = self._cells[cell]
            inside.discard(key)
            if not inside:
                del self._cells[cell]

    def clear(self) -> None:
        self._boxes.clear()
        self._cells.clear()
        self._around = None

    def near(self, area: Box) -> list[int]:
        """The ids whose boxes meet an area."""
        columns = int(area.right // CELL) - int(area.left // CELL) + 1
        rows = int(area.bottom // CELL) - int(area.top // CELL) + 1
        if columns * rows >= len(self._cells):
            return [key for key, box in self._boxes.items() if box.meets(area)]
        found: set[int] = set()
        for cell in _cells(area):
            found.update(self._cells.get(cell, ()))
        return [key for key in found if self._boxes[key].meets(area)]

    def bounds(self, keys: Iterable[int] | None = None) -> Box | None:
        """The smallest box around some, or around all."""
        if keys is not None:
            return joined(box for key in keys if (box := self._boxes.get(key)) is not None)
        if self._around is None:
            self._around = joined(self._boxes.values())
        return self._around


def port_y(box: Box, index: int, count: int, gap: float) -> float:
    """The height of a port on its side: centred, `gap` apart."""
    return (box[1] + box[3]) / 2 + (index - (count - 1) / 2) * gap


def port_x(box: Box, index: int, count: int, gap: float) -> float:
    """The place of a port on the upper or lower edge: centred, `gap` apart."""
    return (box[0] + box[2]) / 2 + (index - (count - 1) / 2) * gap


def distance(x: float, y: float, line: Iterable[Point]) -> float:
    """How far a point is from a line of straight pieces."""
    best = float("inf")
    before: Point | None = None
    for point in line:
        if before is not None:
            best = min(best, _to_piece(x, y, before, point))
        before = point
    return best


def _to_piece(x: float, y: float, a: Point, b: Point) -> float:
    dx, dy = b.x - a.x, b.y - a.y
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - a.x) * dx + (y - a.y) * dy) / length))
    return float(((x - a.x - along * dx) ** 2 + (y - a.y - along * dy) ** 2) ** 0.5)


def around(points: Iterable[Point]) -> Box:
    """The box of a line."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def joined(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around others; None around none."""
    listed = list(boxes)
    if not listed:
        return None
    lefts, tops, rights, bottoms = zip(*listed, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _cells(box: Box) -> list[Cell]:
    left, top = int(box[0] // CELL), int(box[1] // CELL)
    right, bottom = int(box[2] // CELL), int(box[3] // CELL)
    if left == right and top == bottom:
        return [(left, top)]
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]
