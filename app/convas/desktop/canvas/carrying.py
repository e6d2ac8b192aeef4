"""What moves with what: a frame takes along what lies in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from convas.design.records import Node, Note
from convas.desktop.canvas.cards import MEASURES, card_width
from convas.edits.edit import Edit
from convas.edits.frames import keep_frames

if TYPE_CHECKING:
    from convas.desktop.canvas.drawing import Drawing


def carried(drawing: Drawing, ids: Iterable[int]) -> frozenset[int]:
    """The nodes and notes among some records, and all that lies wholly in the frames among them."""
    design = drawing.design
    moved = {key for key in ids if isinstance(design.records.get(key), (Node, Note))}
    for key in tuple(moved):
        note = design.get(Note, key)
        if note is not None and note.frame and key in drawing.notes:
            area = drawing.notes[key]
            moved |= {near for near in drawing.boxes.near(area) if drawing.boxes[near].within(area)}
            moved |= {near for near in drawing.notes.near(area) if drawing.notes[near].within(area)}
    return frozenset(moved)


def with_frames(drawing: Drawing, edit: Edit) -> Edit:
    """An edit that arranges nodes, and keeps the frames round them."""
    return keep_frames(drawing.design, edit, lambda key: size_of(drawing, key))


def size_of(drawing: Drawing, key: int) -> tuple[float, float]:
    """Width and height of a node's card."""
    box = drawing.boxes.get(key)
    return (card_width(), float(MEASURES["height"])) if box is None else (box.width, box.height)
