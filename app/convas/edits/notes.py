"""Edits of notes and frames: words on the canvas, and titled areas behind the layers that they explain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import FARTHEST, TOP, Note
from convas.edits.edit import Edit, Refused
from convas.values import text

LONGEST: Final = 100_000
"""Characters of a note: as many as a file may have."""
LEAST: Final = (64, 32)
LEAST_FRAME: Final = (96, 64)
"""No note or frame is made smaller than this, across and down."""


def add_note(
    design: Design,
    words: str,
    x: int = 0,
    y: int = 0,
    *,
    width: int = 208,
    height: int = 56,
    scope: int = TOP,
    frame: bool = False,
    colour: str = "",
) -> tuple[Edit, Note]:
    """A new note or frame. Where a note's words need more height than it has, it is drawn higher.

    The step takes in the words that are written next (`write` with the same `merge`).
    """
    made = Note(design.next_id(), _short(words), _within(x), _within(y), width, height, scope, frame, colour)
    return Edit(f"Add {called(made)}", Delta.adding(made), merge=f"add note {made.id}"), made


def write(design: Design, key: int, words: str, *, adding: bool = False) -> Edit:
    """Give a note other words. A note without words is none and goes; a frame may be without a title.

    With `adding`, this is still the step that added it.
    """
    note = _note(design, key)
    words = _short(words.rstrip())
    name, merge = (f"Add {called(note)}", f"add note {key}") if adding else (f"Write {called(note)}", "")
    if not words.strip() and not note.frame:
        return Edit(name if adding else f"Delete {called(note)}", Delta.removing(note), merge)
    return Edit(name, Delta.replacing((note, replace(note, text=words))), merge)


def resize(design: Design, key: int, place: tuple[int, int, int, int], *, merge: str = "") -> Edit:
    """Put a note's edges elsewhere: `place` is its left, top, width and height."""
    note = _note(design, key)
    least = LEAST_FRAME if note.frame else LEAST
    x, y, width, height = place
    made = replace(
        note,
        x=_within(x),
        y=_within(y),
        width=min(FARTHEST, max(least[0], width)),
        height=min(FARTHEST, max(least[1], height)),
    )
    return Edit(f"Resize {called(note)}", Delta.replacing((note, made)), merge)


def paint(design: Design, ids: Iterable[int], colour: str) -> Edit:
    """Give notes and frames another colour, by its token's name."""
    notes = [note for key in ids if (note := design.get(Note, key)) is not None]
    name = f"Colour {called(notes[0])}" if len(notes) == 1 else f"Colour {text.many(len(notes), 'note')}"
    return Edit(name, Delta.replacing(*((note, replace(note, colour=colour)) for note in notes)))


def called(note: Note) -> str:
    """What the history calls it."""
    return "a frame" if note.frame else "a note"


def _note(design: Design, key: int) -> Note:
    note = design.get(Note, key)
    if note is None:
        raise Refused("That note is not there any more.")
    return note


def _short(words: str) -> str:
    if len(words) > LONGEST:
        raise Refused(f"A note has at most {text.count(LONGEST)} characters. Divide it into several.")
    return words


def _within(place: int) -> int:
    return max(-FARTHEST, min(FARTHEST, place))
