"""The clipboard: copy, cut, paste and duplicate. What is copied is text, so it goes between windows and into a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication

from convas.desktop.canvas.cards import MEASURES, card_width
from convas.desktop.canvas.geometry import Point
from convas.edits.cutting import cut
from convas.edits.edit import Edit, Refused
from convas.edits.fragment import Fragment, fragment
from convas.edits.paste import duplicate, paste
from convas.files.errors import FileError
from convas.files.fragments import A_PICTURE, from_text, to_text
from convas.files.quoted import text_of_page
from convas.values import text

if TYPE_CHECKING:
    from convas.desktop.shell.commands import Commands

Planned = tuple[Edit, tuple[int, ...]]


class Clipboard:
    """Moves parts of designs through the system's clipboard."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._document = commands.document

    def copy(self) -> None:
        if self._copied():
            ids, drawing = self._document.selection.ids, self._commands.window.canvas.drawing
            layers, notes = len(ids & drawing.cards.keys()), sum(key in ids for key in drawing.notes)
            counted = [text.many(count, what) for count, what in ((layers, "layer"), (notes, "note")) if count]
            if counted:
                self._document.told.emit(f"{text.listed(counted)} copied.")

    def cut(self) -> None:
        """Copy the selection and take it out; where what came in fits what follows, the gap closes."""
        if self._copied():
            session, ids = self._document.session, self._document.selection.ids
            self._document.wait()
            self._document.attempt(lambda: cut(session.design, self._document.sight, ids))

    def paste(self) -> None:
        self._paste(keep_incoming=False)

    def paste_linked(self) -> None:
        """Paste, and link the copies from where the originals were linked from."""
        self._paste(keep_incoming=True)

    def duplicate(self) -> None:
        """The selection once more, a little aside."""
        self._carry_out(lambda: duplicate(self._document.design, self._document.selection.ids))

    def _copied(self) -> bool:
        try:
            told = to_text(fragment(self._document.design, self._document.selection.ids))
        except Refused as refusal:
            self._document.refused.emit(str(refusal))
            return False
        QGuiApplication.clipboard().setText(told)
        return True

    def _paste(self, *, keep_incoming: bool) -> None:
        try:
            copied = _held()
        except FileError as error:
            self._document.refused.emit(str(error))
            return
        self._commands.started = True
        design, scope, place = self._document.design, self._document.scope, self._place()
        self._carry_out(lambda: paste(design, copied, scope, place, keep_incoming=keep_incoming))

    def _carry_out(self, plan: Callable[[], Planned]) -> None:
        """Do it in one step, and select what came of it."""
        made: list[int] = []

        def planned() -> Edit:
            edit, ids = plan()
            made.extend(ids)
            return edit

        if self._document.attempt(planned):
            self._select(made)

    def _select(self, made: Iterable[int]) -> None:
        chosen = list(made)
        self._document.selection.set(chosen)
        canvas = self._commands.window.canvas
        if chosen:
            canvas.show_node(chosen[0])
        canvas.setFocus()

    def _place(self) -> tuple[int, int]:
        """Under the pointer if it is over the canvas, else in the middle of what is seen; a card's corner there."""
        window = self._commands.window
        viewport = window.canvas.viewport()
        cursor = viewport.mapFromGlobal(window.cursor().pos())
        over = viewport.rect().contains(cursor) and window.welcome.isHidden()
        at = QPointF(window.canvas.mapToScene(cursor)) if over else window.canvas.visible_area().center()
        corner = Point(at.x() - card_width() / 2, at.y() - MEASURES["height"] / 2)
        home = window.canvas.drawing.home(corner)
        return round(home.x), round(home.y)


def _held() -> Fragment:
    """What is on the clipboard: as text, else as a page that was copied; a `FileError` where it is nothing of ours."""
    held = QGuiApplication.clipboard().mimeData()
    try:
        return from_text(held.text())
    except FileError as error:
        if held.hasHtml():
            with suppress(FileError):
                return from_text(text_of_page(held.html()))
        if held.hasImage() and not held.hasText():
            raise FileError(A_PICTURE) from None
        raise error from None
