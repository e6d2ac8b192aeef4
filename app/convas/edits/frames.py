"""Frames round layers: made round some of them, and kept round theirs when a drawing is arranged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Node, Note, Record
from convas.edits.edit import Edit, Refused
from convas.edits.notes import add_note, resize

PAD: Final = 24
HEAD: Final = 32
"""Room between a frame and what is in it: at the sides, and above it for the title as well."""

SizeOf: TypeAlias = Callable[[int], tuple[float, float]]
"""Width and height of a node's card."""
_Area: TypeAlias = tuple[float, float, float, float]


def frame_round(design: Design, ids: Iterable[int], size_of: SizeOf, scope: int = TOP) -> tuple[Edit, Note]:
    """A new frame round nodes and notes of one drawing."""
    place = _room(_round([_area(record, size_of) for record in _placed(design, ids) if record.scope == scope]))
    if place is None:
        raise Refused("Select the layers that the frame shall go round.")
    x, y, width, height = place
    return add_note(design, "", x, y, width=width, height=height, scope=scope, frame=True)


def fit_frame(design: Design, key: int, size_of: SizeOf) -> Edit:
    """Draw a frame close round what is in it."""
    frame = design.get(Note, key)
    place = None if frame is None else _room(_round([_area(one, size_of) for one in held(design, frame, size_of)]))
    if place is None:
        raise Refused("There is nothing in this frame that it could go round.")
    return resize(design, key, place)


def held(design: Design, frame: Note, size_of: SizeOf) -> list[Node | Note]:
    """What lies wholly in a frame: nodes, notes and smaller frames."""
    area = _area(frame, size_of)
    records: list[Node | Note] = [*design.nodes(frame.scope)]
    records += [note for note in design.all(Note) if note.scope == frame.scope and note.id != frame.id]
    return [record for record in records if _inside(_area(record, size_of), area)]


def keep_frames(design: Design, edit: Edit, size_of: SizeOf) -> Edit:
    """An edit that moves nodes, and with it the frames that they are in, each with the room round them that it had.

    `design` is as it was before the edit. Notes in a frame go with the frame.
    """
    after = {record.id: record for _, record in edit.delta.updated if isinstance(record, Node)}
    pairs: dict[int, tuple[Record, Record]] = {}
    for frame in design.all(Note) if after else ():
        if not frame.frame or frame.id in edit.delta.changes:
            continue
        inside = held(design, frame, size_of)
        nodes = [record for record in inside if isinstance(record, Node)]
        if not any(node.id in after for node in nodes):
            continue
        old = _round([_area(node, size_of) for node in nodes])
        new = _round([_area(after.get(node.id, node), size_of) for node in nodes])
        assert old is not None
        assert new is not None
        place = [round(edge + b - a) for edge, a, b in zip(_area(frame, size_of), old, new, strict=True)]
        made = replace(frame, x=place[0], y=place[1], width=place[2] - place[0], height=place[3] - place[1])
        pairs[frame.id] = (frame, made)
        for note in inside:
            if isinstance(note, Note) and not note.frame:
                moved = replace(note, x=note.x + made.x - frame.x, y=note.y + made.y - frame.y)
                pairs.setdefault(note.id, (note, moved))
    if not pairs:
        return edit
    return replace(edit, delta=edit.delta.then(Delta.replacing(*pairs.values())))


def _placed(design: Design, ids: Iterable[int]) -> list[Node | Note]:
    found = (design.records.get(key) for key in ids)
    return [record for record in found if isinstance(record, (Node, Note))]


def _area(record: Node | Note, size_of: SizeOf) -> _Area:
    width, height = (record.width, record.height) if isinstance(record, Note) else size_of(record.id)
    return record.x, record.y, record.x + width, record.y + height


def _inside(area: _Area, other: _Area) -> bool:
    return area[0] > other[0] and area[1] > other[1] and area[2] < other[2] and area[3] < other[3]


def _round(areas: list[_Area]) -> _Area | None:
    if not areas:
        return None
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _room(area: _Area | None) -> tuple[int, int, int, int] | None:
    """Left, top, width and height of a frame round an area."""
    if area is None:
        return None
    left, top, right, bottom = area
    across, down = round(right - left) + 2 * PAD, round(bottom - top) + 2 * PAD + HEAD
    return round(left) - PAD, round(top) - PAD - HEAD, across, down
