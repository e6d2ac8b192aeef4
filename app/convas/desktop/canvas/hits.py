"""Hits: what of a drawing is under a point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from convas.desktop.canvas.cards import MEASURES
from convas.desktop.canvas.geometry import Box, distance
from convas.desktop.canvas.levels import NAMES
from convas.desktop.canvas.notes import note_at

if TYPE_CHECKING:
    from convas.desktop.canvas.drawing import Drawing

HIT: Final = float(MEASURES["portHit"])
HANDLE: Final = float(MEASURES["shareHandle"])
_NEAR_LINE: Final = 7.0

Part = Literal["node", "input", "output", "handle", "link", "share", "note", "grip", "nothing"]


class Hit(NamedTuple):
    """What is under a point: the part, its record's id, and for a port which one."""

    part: Part
    id: int = 0
    port: int = 0


NOTHING: Final = Hit("nothing")


def hit(drawing: Drawing, x: float, y: float, zoom: float, handles: Iterable[int] = ()) -> Hit:
    """What is under a point; `handles` are the nodes whose share handle shows.

    On a card only its own ports count, however large the reach is; from so far that no card shows more than its
    place, none do.
    """
    reach = HIT / zoom
    spot = Box(x - reach, y - reach, x + reach, y + reach)
    near = sorted(drawing.boxes.near(spot), reverse=True)
    handle = next((key for key in handles if key in drawing.boxes and _on_handle(drawing, key, x, y)), None)
    if handle is not None:
        return Hit("handle", handle)
    on_card = next((key for key in near if drawing.boxes[key].holds(x, y)), None)
    able = () if zoom < NAMES else near if on_card is None else (on_card,)
    ports = [found for key in able if (found := _port_hit(drawing, key, x, y, reach)) is not None]
    if ports:
        return min(ports)[1]
    if on_card is not None:
        return Hit("node", on_card)
    return _line_hit(drawing, x, y, zoom)


def _on_handle(drawing: Drawing, key: int, x: float, y: float) -> bool:
    at = drawing.handle(key)
    return (x - at.x) ** 2 + (y - at.y) ** 2 <= (max(HANDLE, 20) / 2 + 3) ** 2


def _line_hit(drawing: Drawing, x: float, y: float, zoom: float) -> Hit:
    """A link, a share or a note under a point."""
    spot, tolerance = Box(x - 1, y - 1, x + 1, y + 1), _NEAR_LINE / zoom
    for key in drawing.wires.boxes.near(spot.grown(tolerance)):
        if distance(x, y, drawing.wires.route(key)) <= tolerance:
            return Hit("link", key)
    for bond in drawing.bonds.values():
        if any(distance(x, y, line) <= tolerance for line in bond.lines):
            return Hit("share", bond.key)
    note = note_at(drawing, x, y, zoom)
    return NOTHING if note is None else Hit("note", note)


def _port_hit(drawing: Drawing, key: int, x: float, y: float, reach: float) -> tuple[float, Hit] | None:
    best = None
    box = drawing.boxes[key]
    inner = min(reach, (box.height / 4) if drawing.down else (box.width / 8))
    sides: tuple[Literal["input", "output"], ...] = ("input", "output")
    for part, count in zip(sides, drawing.ports(key), strict=True):
        for index in range(count):
            at = drawing.port(key, part, index)
            deep = (y - at.y) if drawing.down else (x - at.x)
            inside = deep if part == "input" else -deep
            far = ((x - at.x) ** 2 + (y - at.y) ** 2) ** 0.5
            if far <= reach and inside <= inner and (best is None or far < best[0]):
                best = (far, Hit(part, key, index))
    return best
