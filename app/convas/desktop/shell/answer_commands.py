"""Commands of checking answers: the panel beside the canvas, the marks on the drawing, and a class at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QFileDialog

from convas.desktop.canvas.answer_marks import AnswerMarks
from convas.desktop.shell.actions import Entry
from convas.desktop.theme import fonts
from convas.files.answers import SUFFIXES, read_answer
from convas.files.errors import FileError

if TYPE_CHECKING:
    from convas.desktop.panels.answers import AnswerPanel
    from convas.desktop.shell.class_window import ClassWindow
    from convas.desktop.shell.window import Window
    from convas.study.answers.documents import Format

CHECK, FOLDER, MARKS = "Check an answer", "Check a folder of answers", "Marks of the answer"
_KINDS = f"Answers ({' '.join(f'*{suffix}' for suffix in SUFFIXES if suffix)});;All files (*)"
_WIDE, _ROOM = 400, 1_640


class AnswerCommands(QObject):
    """Opens the panel when it is first asked for; while it is open, the inspector makes room where there is little."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._document = window, window.document
        self.panel: AnswerPanel | None = None
        self.dock: QDockWidget | None = None
        self.answers: ClassWindow | None = None
        self.dialog: QFileDialog | None = None
        self._made_room = False

    def entries(self) -> Iterator[Entry]:
        """For the menu of analysis."""
        tip = "Paste a claimed solution and see which line is wrong, and which mistake it is"
        yield Entry("Analyse", CHECK, self.toggle, ("Ctrl+Alt+Q",), "check", tip)
        yield Entry("Analyse", f"{FOLDER}…", self.ask_folder, ("Ctrl+Alt+Shift+Q",), "table", name=FOLDER)
        yield Entry("Analyse", MARKS, self.toggle_marks, ("Ctrl+Alt+Y",), "eye", "Show or hide them on the drawing")

    # the panel

    def toggle(self) -> None:
        """Open the panel, or close it where it has the keys."""
        if self.dock is not None and self.dock.isVisible():
            self.close()
        else:
            self.open()

    def open(self) -> AnswerPanel:
        """Open the panel and give it the keys."""
        if self.panel is None:
            self.panel, self.dock = self._made()
        assert self.dock is not None
        window = self._window
        window.commands.started = True
        if not self.dock.isVisible() and window.width() < fonts.px(_ROOM) and not window.right_dock.isHidden():
            self._made_room = True
            window.right_dock.hide()
        first = not self.dock.isVisible()
        self.dock.show()
        self.dock.raise_()
        if first:
            wide = min(fonts.px(_WIDE), window.width() // 3)
            window.resizeDocks([self.dock], [wide], Qt.Orientation.Horizontal)
        self.panel.text.setFocus()
        return self.panel

    def close(self) -> None:
        """Close the panel; the marks go with it, the answer stays."""
        if self.dock is not None:
            self.dock.hide()
        if self._made_room:
            self._made_room = False
            self._window.right_dock.show()
        self._window.canvas.setFocus()

    def _made(self) -> tuple[AnswerPanel, QDockWidget]:
        from convas.desktop.panels.answers import AnswerPanel  # noqa: PLC0415 - few windows need it

        window, panel = self._window, AnswerPanel(self._document)
        dock = window.add_dock("Check an answer", "answers", panel)
        panel.marked.connect(self._show_marks)
        panel.place_wanted.connect(window.commands.go_to_place)
        panel.opening.connect(self.ask_answer)
        panel.folder.connect(self.ask_folder)
        panel.copying.connect(self.copy)
        panel.exporting.connect(self.export)
        panel.closing.connect(self.close)
        panel.dropped.connect(self.open_answer)
        return panel, dock

    def _show_marks(self, marks: AnswerMarks | None) -> None:
        self._window.canvas.state.answers = marks
        self._window.canvas.refresh()

    def toggle_marks(self) -> None:
        """Show or hide the marks on the drawing; without an open panel, open it."""
        if self.panel is None or self.dock is None or not self.dock.isVisible():
            self.open().marks.setChecked(True)
        else:
            self.panel.marks.toggle()

    # files

    def ask_answer(self) -> None:
        """Ask for an answer and show it."""
        self.dialog = QFileDialog(self._window, "Open an answer", str(self._folder()), _KINDS)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.fileSelected.connect(lambda name: self.open_answer(Path(name)))
        self.dialog.open()

    def open_answer(self, path: Path) -> None:
        """Show an answer from a file, or all of a folder."""
        if path.is_dir():
            self.check_folder(path)
            return
        try:
            found = read_answer(path)
        except FileError as error:
            self._window.filing.complain(str(error))
            return
        self.open().show_answer(found, path.name)

    def ask_folder(self) -> None:
        """Ask for a folder of answers and mark them all."""
        self.dialog = QFileDialog(self._window, "Check a folder of answers", str(self._folder()))
        self.dialog.setFileMode(QFileDialog.FileMode.Directory)
        self.dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self.dialog.fileSelected.connect(lambda name: self.check_folder(Path(name)))
        self.dialog.open()

    def check_folder(self, folder: Path) -> None:
        """Mark the answers of a folder."""
        if self.answers is None:
            from convas.desktop.shell.class_window import ClassWindow  # noqa: PLC0415 - few windows need it

            self.answers = ClassWindow(self._window)
            self.answers.chosen.connect(self.open_answer)
            self.answers.exporting.connect(self._export_class)
        try:
            self.answers.ask(self._document.design, folder)
        except FileError as error:
            self._window.filing.complain(str(error))

    def _folder(self) -> Path:
        return self._document.path.parent if self._document.path is not None else Path.home()

    # giving it on

    def copy(self) -> None:
        """Copy the verdict as text."""
        from convas.study.answers import documents  # noqa: PLC0415 - there with the panel

        if self.panel is not None and self.panel.marking is not None:
            QGuiApplication.clipboard().setText(documents.to_text(self.panel.marking, self.panel.name))
            self._document.told.emit("The verdict is copied.")

    def export(self, format: Format) -> None:
        """Ask where to write the verdict."""
        from convas.study.answers import documents  # noqa: PLC0415 - there with the panel

        if self.panel is not None and self.panel.marking is not None:
            self._ask_where(format, documents.document(self.panel.marking, format, self.panel.name))

    def _export_class(self, format: Format) -> None:
        from convas.study.answers import marking_table  # noqa: PLC0415 - there with its window

        assert self.answers is not None
        name = self._document.design.header.name
        self._ask_where(format, marking_table.document(self.answers.handed, format, name))

    def _ask_where(self, format: Format, content: str) -> None:
        kind, suffix = {"markdown": ("Markdown", ".md"), "html": ("HTML", ".html")}[format]
        filing = self._window.filing
        filing.ask_where("Save the verdict", f"{kind} (*{suffix})", suffix, lambda path: filing.write(path, content))
