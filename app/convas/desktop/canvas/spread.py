"""Spread: the room that cards make for blocks which show what they hold where they stand.

Records keep their places; only the picture is drawn apart. A frame grows evenly up and down about its card's middle,
and to the right from its card's left edge. Cards of its row give way to the right, rows above and below up and down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from convas.desktop.canvas.geometry import Box, Point


@dataclass(frozen=True, slots=True)
class Grown:
    """A card that is drawn larger than it is: where it stands, and how much wider and higher it is drawn."""

    key: int
    card: Box
    wider: float
    higher: float


class Spread:
    """Where everything is drawn while some cards are larger than they are."""

    def __init__(self, grown: Iterable[Grown] = ()) -> None:
        self._rows: list[list[Grown]] = []
        for one in sorted(grown, key=lambda one: (one.card.top, one.card.left, one.key)):
            if self._rows and one.card.top < self._rows[-1][0].card.bottom:
                self._rows[-1].append(one)
            else:
                self._rows.append([one])

    def place(self, x: float, y: float) -> Point:
        """Where a card that stands at a place is drawn."""
        right, down = 0.0, 0.0
        for row in self._rows:
            if _in_row(row, y):
                right += sum(one.wider for one in row if x > one.card.left)
            else:
                down += _give(row) if y > row[0].card.top else -_give(row)
        return Point(x + right, y + down)

    def frame(self, one: Grown) -> Box:
        """The box of a card that is drawn larger."""
        at = self.place(one.card.left, one.card.top)
        top = at.y - one.higher / 2
        return Box(at.x, top, at.x + one.card.width + one.wider, top + one.card.height + one.higher)

    def home(self, x: float, y: float) -> Point:
        """Where a card drawn at a place would stand; within a frame, at its card."""
        up = sum(_give(row) for row in self._rows)
        top = y + up
        for row in self._rows:
            above = row[0].card.top
            if top <= above:
                break
            top = max(above, top - 2 * _give(row))
        left = x
        for row in self._rows:
            for one in (one for one in row if _in_row(row, top)):
                if left > one.card.left:
                    left = max(one.card.left, left - one.wider)
        return Point(left, top)


def _in_row(row: list[Grown], y: float) -> bool:
    """Whether a card at a height stands beside the cards of a row."""
    return any(abs(y - one.card.top) < one.card.height for one in row)


def _give(row: list[Grown]) -> float:
    """How far the rows above and below give way."""
    return max(one.higher for one in row) / 2
