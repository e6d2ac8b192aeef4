"""Aligning: what is selected put in line, evenly apart, or on the grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

from convas.design.design import Design
from convas.edits.edit import Edit
from convas.edits.nodes import move

Line = Literal["left", "centre", "right", "top", "middle", "bottom"]
Axis = Literal["across", "down"]
Place = tuple[float, float, float, float]
"""Left, top, width and height, in the drawing's units."""
GRID: Final = 8

_LINES: Final[Mapping[Line, Callable[[Place], float]]] = {
    "left": lambda p: p[0],
    "centre": lambda p: p[0] + p[2] / 2,
    "right": lambda p: p[0] + p[2],
    "top": lambda p: p[1],
    "middle": lambda p: p[1] + p[3] / 2,
    "bottom": lambda p: p[1] + p[3],
}


def align(design: Design, places: Mapping[int, Place], line: Line) -> Edit:
    """Put nodes and notes in a line: their outermost edge, or the middle of all."""
    at = _LINES[line]
    values = [at(place) for place in places.values()]
    if line in ("left", "top"):
        goal = min(values, default=0.0)
    elif line in ("right", "bottom"):
        goal = max(values, default=0.0)
    else:
        first: Line
        last: Line
        first, last = ("left", "right") if line == "centre" else ("top", "bottom")
        goal = (_least(places, first) + _most(places, last)) / 2
    across = line in ("left", "centre", "right")
    shifts = {key: round(goal - at(place)) for key, place in places.items()}
    return _shifted(design, places, shifts, across, f"Align {line}")


def distribute(design: Design, places: Mapping[int, Place], axis: Axis) -> Edit:
    """Leave the same room between neighbours; the outermost two stay where they are."""
    at, long = (0, 2) if axis == "across" else (1, 3)
    ordered = sorted(places, key=lambda key: (places[key][at], key))
    shifts: dict[int, int] = {}
    if len(ordered) > 2:
        first, last = places[ordered[0]], places[ordered[-1]]
        free = last[at] + last[long] - first[at] - sum(places[key][long] for key in ordered)
        edge = first[at]
        for key in ordered:
            shifts[key] = round(edge - places[key][at])
            edge += places[key][long] + free / (len(ordered) - 1)
    return _shifted(design, places, shifts, axis == "across", f"Distribute {axis}")


def to_grid(design: Design, places: Mapping[int, Place]) -> Edit:
    """Put the corners of nodes and notes on the nearest points of the grid."""
    snapped = {key: (_snap(left), _snap(top)) for key, (left, top, _, _) in places.items()}
    return move(design, snapped, name="Put on the grid")


def _shifted(design: Design, places: Mapping[int, Place], shifts: Mapping[int, int], across: bool, name: str) -> Edit:
    moved = {}
    for key, shift in shifts.items():
        left, top = round(places[key][0]), round(places[key][1])
        moved[key] = (left + shift, top) if across else (left, top + shift)
    return move(design, moved, name=name)


def _least(places: Mapping[int, Place], line: Line) -> float:
    return min((_LINES[line](place) for place in places.values()), default=0.0)


def _most(places: Mapping[int, Place], line: Line) -> float:
    return max((_LINES[line](place) for place in places.values()), default=0.0)


def _snap(value: float) -> int:
    return round(value / GRID) * GRID
