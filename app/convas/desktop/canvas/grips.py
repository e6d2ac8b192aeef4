"""Grips: the eight places by which a selected note or frame is made larger."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.hits import Hit

if TYPE_CHECKING:
    from convas.desktop.canvas.drawing import Drawing

SIDES: Final = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))
"""Which edges a grip moves, across and down; clockwise from the left upper corner."""
_REACH: Final = 7.0
_LEAST: Final = 30.0


def grips(box: Box) -> list[tuple[float, float]]:
    """The places of the grips, in the order of `SIDES`."""
    middle = box.middle
    across, down = (box.left, middle.x, box.right), (box.top, middle.y, box.bottom)
    return [(across[dx + 1], down[dy + 1]) for dx, dy in SIDES]


def gripped(drawing: Drawing, selected: Collection[int], zoom: float) -> int | None:
    """The note or frame that shows its grips: the one that alone is selected, unless it is tiny."""
    if len(selected) != 1:
        return None
    (key,) = selected
    box = drawing.notes.get(key)
    return None if box is None or min(box.width, box.height) * zoom < _LEAST else key


def grip_hit(drawing: Drawing, selected: Collection[int], x: float, y: float, zoom: float) -> Hit | None:
    """The grip under a point: `port` says which."""
    key = gripped(drawing, selected, zoom)
    if key is None:
        return None
    box, reach = drawing.notes[key], _REACH / zoom
    if not box.holds(x, y, reach):
        return None
    near = [
        (abs(gx - x) + abs(gy - y), index)
        for index, (gx, gy) in enumerate(grips(box))
        if abs(gx - x) <= reach and abs(gy - y) <= reach
    ]
    return Hit("grip", key, min(near)[1]) if near else None


def grip_cursor(index: int) -> Qt.CursorShape:
    """The pointer over a grip."""
    dx, dy = SIDES[index]
    if not dx or not dy:
        return Qt.CursorShape.SizeVerCursor if dy else Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.SizeFDiagCursor if dx == dy else Qt.CursorShape.SizeBDiagCursor
