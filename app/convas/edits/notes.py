"""Edits of notes: words on the canvas."""

from __future__ import annotations

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Note
from convas.edits.edit import Edit


def add_note(
    design: Design, words: str, x: int = 0, y: int = 0, *, width: int = 208, height: int = 56, scope: int = TOP
) -> tuple[Edit, Note]:
    """A new note. Where its words need more height than it has, it is drawn higher."""
    note = Note(design.next_id(), words, x, y, width, height, scope)
    return Edit("Add a note", Delta.adding(note)), note
