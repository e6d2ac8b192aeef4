"""Filing: new, open, save, export, and never losing anything on the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from convas.desktop.document import Document
from convas.desktop.shell.preferences import Preferences
from convas.exchange.reports import SUFFIXES, Format, report
from convas.exchange.tables import View
from convas.files.errors import ChangedOnDisk, FileError
from convas.files.store import SUFFIX, open_file, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

_KINDS: dict[Format, str] = {
    "csv": "Spreadsheet (*.csv)",
    "json": "JSON (*.json)",
    "markdown": "Markdown (*.md)",
    "table": "Text (*.txt)",
}


class Filing(QObject):
    """The document's dealings with files. Dialogs are open while the window goes on; nothing waits inside."""

    def __init__(self, window: QWidget, document: Document, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._document, self._preferences = window, document, preferences
        self.dialog: QFileDialog | None = None

    def new(self) -> None:
        if self.may_go():
            self._document.start()

    def open(self) -> None:
        """Ask for a design and open it."""
        dialog = self._dialog("Open a design", f"Convas designs (*{SUFFIX})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_path(Path(name)))
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Open a design from a file; what is wrong with it is said, and nothing changes."""
        if not self.may_go():
            return
        try:
            opened = open_file(path)
        except FileError as error:
            self.complain(str(error))
            return
        self._document.take(opened)
        self._preferences.used(path)

    def open_template(self, path: Path) -> None:
        """Begin with a copy of an example."""
        if not self.may_go():
            return
        try:
            opened = open_file(path)
        except FileError as error:
            self.complain(str(error))
            return
        self._document.start(opened.design)

    def save(self) -> None:
        """Save to the design's file, or ask for one."""
        if self._document.path is None:
            self.save_as()
        else:
            self._save_to(self._document.path)

    def save_as(self, then: Callable[[], object] | None = None) -> None:
        """Ask where to save; `then` follows a save that worked."""
        dialog = self._dialog("Save the design", f"Convas designs (*{SUFFIX})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(f"{_file_name(self._document.name)}{SUFFIX}")

        def chosen(name: str) -> None:
            if self._save_to(Path(name)) and then is not None:
                then()

        dialog.fileSelected.connect(chosen)
        dialog.open()

    def ask_where(self, title: str, kind: str, suffix: str, then: Callable[[Path], object]) -> None:
        """Ask for a file to write to; it is offered with the design's name."""
        dialog = self._dialog(title, kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix.removeprefix("."))
        dialog.selectFile(f"{_file_name(self._document.name)}{suffix}")
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def write(self, path: Path, content: str) -> None:
        """Write a text that is no design; what goes wrong is said."""
        try:
            write_atomically(path, content.encode())
        except FileError as error:
            self.complain(str(error))
            return
        self._document.told.emit(f"Saved as {path.name}.")

    def export(self, format: Format, *, flat: bool = False) -> None:
        """Ask where to write the numbers in a format: blocks as a tree, or flat every layer by its path."""
        self.ask_where(
            "Export the numbers",
            _KINDS[format],
            SUFFIXES[format],
            lambda path: self._export_to(path, format, flat),
        )

    def may_go(self) -> bool:
        """Whether the design at hand may be left: it is saved, or the user says what to do with it."""
        if self._document.session.clean:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Unsaved changes")
        box.setText(f"Save the changes to “{self._document.name}”?")
        box.setInformativeText("They are lost if they are not saved.")
        kinds = QMessageBox.StandardButton
        box.setStandardButtons(kinds.Save | kinds.Discard | kinds.Cancel)
        box.setDefaultButton(kinds.Save)
        answer = box.exec()
        if answer == kinds.Save:
            if self._document.path is not None:
                return self._save_to(self._document.path)
            name, _ = QFileDialog.getSaveFileName(
                self._window,
                "Save the design",
                f"{_file_name(self._document.name)}{SUFFIX}",
                f"Convas designs (*{SUFFIX})",
            )
            return bool(name) and self._save_to(Path(name).with_suffix(SUFFIX))
        return answer == kinds.Discard

    def complain(self, words: str) -> None:
        """Say what went wrong with a file."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Convas")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(words)
        box.open()

    def _save_to(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except ChangedOnDisk as change:
            return self._overwrite(path, str(change))
        except FileError as error:
            self.complain(f"{error} Your work is still here; save it somewhere else.")
            return False
        self._preferences.used(path)
        self._document.told.emit(f"Saved as {path.name}.")
        return True

    def _overwrite(self, path: Path, words: str) -> bool:
        """The file is not what it was: ask before anything of it is lost."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("The file has changed")
        box.setText(words)
        box.setInformativeText("Saving now would put this design in its place.")
        over = box.addButton("Save anyway", QMessageBox.ButtonRole.DestructiveRole)
        other = box.addButton("Save as another file", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is over:
            try:
                self._document.save(path, whatever=True)
            except FileError as error:
                self.complain(str(error))
                return False
            return True
        if box.clickedButton() is other:
            self.save_as()
        return False

    def _export_to(self, path: Path, format: Format, flat: bool = False) -> None:
        try:
            design, analysis = self._document.design, self._document.session.analysis
            told = report(design, analysis, format, view=View(flat=flat, included=self._document.included))
            write_atomically(path, told.encode())
        except FileError as error:
            self.complain(str(error))
            return
        self._document.told.emit(f"Exported as {path.name}.")

    def _dialog(self, title: str, kind: str) -> QFileDialog:
        folder = self._document.path.parent if self._document.path is not None else Path.home()
        dialog = QFileDialog(self._window, title, str(folder), kind)
        self.dialog = dialog
        return dialog


def _file_name(name: str) -> str:
    """A name that every file system takes."""
    return "".join(sign if sign.isalnum() or sign in " -_.()" else "-" for sign in name).strip(" .") or "design"
