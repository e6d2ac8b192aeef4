"""Notes and frames by command: adding, writing, colouring, making larger, and going from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from convas.design.records import Note
from convas.desktop.canvas.carrying import size_of
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.note_editor import NoteEditor
from convas.desktop.shell.actions import Entry
from convas.desktop.theme.soft import SOFT, following
from convas.desktop.theme.tokens import tokens
from convas.edits.edit import Edit
from convas.edits.frames import fit_frame, frame_round
from convas.edits.notes import add_note, paint, resize

if TYPE_CHECKING:
    from convas.desktop.shell.commands import Commands

NOTE, FRAME, WRITE, FIT = "Add a note", "Add a frame", "Edit the words", "Fit the frame"
COLOURS = tuple(f"{soft.words} ground" for soft in SOFT)
_MENU = "Edit/Notes and frames"
_SNAP = int(tokens()["grid"]["snap"])
_STEP = 3 * _SNAP
_RESIZE = (("Wider", "Right", 1, 0), ("Narrower", "Left", -1, 0), ("Higher", "Down", 0, 1), ("Lower", "Up", 0, -1))


class NoteCommands:
    """Does what the menus and keys ask for notes and frames."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._document = commands.document
        self._canvas = commands.window.canvas
        self.editor = NoteEditor(self._canvas)

    def adding(self) -> Iterator[Entry]:
        """The entries of the menu of what can be added."""
        yield Entry("Insert", "Note", self.add, ("T",), "note", "Write something on the canvas", name=NOTE)
        around = "A titled area behind the selected layers"
        yield Entry("Insert", "Frame", self.frame, ("Shift+T",), "block", around, name=FRAME)

    def changing(self) -> Iterator[Entry]:
        """The entries for what is there."""
        yield Entry(_MENU, WRITE, self.write, ("Ctrl+Alt+E",), "pencil", "Also by a double-click, or Return")
        yield Entry(_MENU, FIT, self.fit, ("Ctrl+Alt+A",), "fit", "Draw the selected frame close round what is in it")
        yield Entry(_MENU, "Next note", self.next, ("Ctrl+Alt+N",), "right", "Select the next note or frame")
        yield Entry(_MENU, "-")
        yield Entry(_MENU, "Next colour", self.next_colour, ("Ctrl+Alt+O",), "heat")
        for soft, name in zip(SOFT, COLOURS, strict=True):
            yield Entry(_MENU, soft.words, partial(self.colour, soft.ground), name=name)
        yield Entry(_MENU, "-")
        for words, arrow, dx, dy in _RESIZE:
            yield Entry(_MENU, words, partial(self.resize, dx, dy), (f"Ctrl+Alt+Shift+{arrow}",))

    @property
    def notes(self) -> list[Note]:
        """The selected notes and frames."""
        return self._document.chosen(Note)

    @property
    def one(self) -> Note | None:
        """The note or frame that is selected alone."""
        notes = self.notes
        return notes[0] if len(notes) == len(self._document.selection.ids) == 1 else None

    def enable(self) -> None:
        notes, one = self.notes, self.one
        actions = self._commands.window.actions_
        actions.enable(bool(notes), *COLOURS, "Next colour", *(words for words, *_ in _RESIZE))
        actions.enable(one is not None, WRITE)
        actions.enable(any(note.frame for note in notes), FIT)

    def add(self) -> None:
        """A note under the pointer, or in the middle of what is seen, to be written at once."""
        at, design = self._spot(), self._document.design
        self._begin(lambda: add_note(design, "", *at, scope=self._document.scope))

    def frame(self) -> None:
        """A frame round what is selected, its title to be written at once; with nothing selected, at the pointer."""
        design, scope, ids = self._document.design, self._document.scope, self._document.selection.ids
        if any(key in self._canvas.drawing.boxes or key in self._canvas.drawing.notes for key in ids):
            self._begin(lambda: frame_round(design, ids, self._size, scope))
        else:
            at = self._spot()
            self._begin(lambda: add_note(design, "", *at, width=336, height=192, scope=scope, frame=True))

    def write(self) -> None:
        """Let the selected note be written where it stands."""
        note = self.one
        if note is not None:
            self._canvas.show_node(note.id)
            self.editor.edit(note.id)

    def fit(self) -> None:
        """Draw the selected frames close round what is in them."""
        for note in self.notes:
            if note.frame:
                self._document.attempt(partial(fit_frame, self._document.design, note.id, self._size))

    def next(self) -> None:
        """Select the note or frame after the selected one, round and round."""
        drawing = self._canvas.drawing
        keys = sorted(drawing.notes, key=lambda key: (drawing.notes[key].top, drawing.notes[key].left, key))
        if not keys:
            self._document.refused.emit("There is no note here. Press T to write one.")
            return
        here = self.one
        at = keys.index(here.id) + 1 if here is not None and here.id in keys else 0
        self._document.selection.set([keys[at % len(keys)]])
        self._canvas.show_node(keys[at % len(keys)])

    def next_colour(self) -> None:
        notes = self.notes
        if notes:
            self.colour(following(notes[0].colour, frame=notes[0].frame))

    def colour(self, colour: str) -> None:
        self._document.apply(paint(self._document.design, [note.id for note in self.notes], colour))

    def resize(self, dx: int, dy: int) -> None:
        """Make what is selected larger or smaller by a step."""
        design = self._document.design
        for note in self.notes:
            box = self._canvas.drawing.notes[note.id]
            height = round(box.height) + dy * _STEP if dy else note.height
            place = note.x, note.y, note.width + dx * _STEP, height
            self._document.attempt(partial(resize, design, note.id, place, merge=f"resize {note.id}"))

    def _begin(self, plan: Callable[[], tuple[Edit, Note]]) -> None:
        """Add a note or frame, and let it be written."""
        self.editor.finish()
        self._commands.started = True
        made: list[int] = []

        def planned() -> Edit:
            edit, note = plan()
            made.append(note.id)
            return edit

        if self._document.attempt(planned):
            self._document.selection.set(made)
            self._canvas.show_node(made[0])
            self.editor.edit(made[0], adding=True)

    def _size(self, key: int) -> tuple[float, float]:
        return size_of(self._canvas.drawing, key)

    def _spot(self) -> tuple[int, int]:
        """Where the pointer is on the canvas, or the middle of what is seen; on the grid."""
        window, viewport = self._commands.window, self._canvas.viewport()
        cursor = viewport.mapFromGlobal(window.cursor().pos())
        over = viewport.rect().contains(cursor) and window.welcome.isHidden()
        at = self._canvas.mapToScene(cursor) if over else self._canvas.visible_area().center()
        home = self._canvas.drawing.home(Point(at.x(), at.y()))
        return round(home.x / _SNAP) * _SNAP, round(home.y / _SNAP) * _SNAP
