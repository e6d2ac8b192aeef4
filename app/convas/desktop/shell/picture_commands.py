"""Commands of pictures: save one, or copy the selection as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.heat import HeatMap
from convas.desktop.pictures.copying import copy_both
from convas.desktop.pictures.dialog import Part, PictureDialog
from convas.desktop.pictures.picture import Picture, part_of, whole
from convas.desktop.pictures.writers import image, written
from convas.desktop.shell.actions import Entry
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Mode, Theme
from convas.exchange.pictures import Kind
from convas.files.errors import FileError
from convas.files.store import write_atomically

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

PICTURE, COPY = "Picture…", "Copy as picture"
_SHARP = 2.0


class PictureCommands:
    """Makes pictures of what is open."""

    def __init__(self, window: Window) -> None:
        self._window, self._document = window, window.document
        self.dialog: PictureDialog | None = None

    def entries(self) -> Iterator[Entry]:
        """For the menu of exports."""
        yield Entry("File/Export", PICTURE, self.ask, ("Ctrl+P",), "export", "The drawing as SVG, PDF or PNG")
        yield Entry("File/Export", COPY, self.copy, ("Ctrl+Alt+P",), "copy", "The selection, or all, as a picture")

    def ask(self) -> None:
        """Ask how the picture is to be."""
        window = self._window
        self.dialog = PictureDialog(window, self.picture, self._save, self._copy, selected=bool(self._chosen()))
        self.dialog.open()

    def copy(self) -> None:
        """Copy the selection, or all where nothing is selected."""
        part: Part = "selection" if self._chosen() else "all"
        self._copy(self.picture(part, look.theme.mode, _SHARP, transparent=False))

    def picture(self, part: Part, mode: Mode, scale: float, transparent: bool) -> Picture:
        """A picture of a part of what is open."""
        canvas, theme = self._window.canvas, Theme(mode)
        drawing, heat = canvas.drawing, canvas.state.heat
        if part == "selection":
            drawing = part_of(drawing, self._chosen())
        if part == "view":
            seen = canvas.visible_area()
            area = Box(seen.left(), seen.top(), seen.right(), seen.bottom())
        else:
            area = whole(drawing)
        shown = None if heat is None else HeatMap(heat.heat, theme)
        return Picture(drawing, area, theme, scale, transparent, self._document.name, shown, canvas.state.answers)

    def _chosen(self) -> frozenset[int]:
        drawing = self._window.canvas.drawing
        return frozenset(key for key in self._document.selection.ids if key in drawing.boxes or key in drawing.notes)

    def _copy(self, picture: Picture) -> None:
        with _Waiting():
            try:
                pixels = image(picture)
                vectors = written(picture, "svg") if len(picture.drawing.cards) < _MOST_COPIED else b""
            except FileError as error:
                self._document.refused.emit(str(error))
                return
        copy_both(pixels, vectors)
        self._document.told.emit("The picture is copied.")

    def _save(self, picture: Picture, kind: Kind) -> None:
        self._window.filing.ask_where(
            "Save the picture", f"{kind.upper()} (*.{kind})", f".{kind}", lambda path: self._write(picture, kind, path)
        )

    def _write(self, picture: Picture, kind: Kind, path: Path) -> None:
        try:
            with _Waiting():
                write_atomically(path, written(picture, kind))
        except FileError as error:
            self._window.filing.complain(str(error))
            return
        self._document.told.emit(f"Saved as {path.name}.")


class _Waiting:
    """A waiting pointer while a picture is made."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


_MOST_COPIED = 400
