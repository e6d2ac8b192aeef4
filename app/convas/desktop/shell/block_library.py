"""The user's own blocks: keep one, rename it, take it out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox

from convas.analysis.report import row as row_of
from convas.design.records import Block, Node
from convas.desktop.panels.palette_blocks import Row
from convas.edits.edit import Refused
from convas.files.errors import FileError
from convas.layers.use import Use
from convas.values import text

if TYPE_CHECKING:
    from convas.desktop.shell.commands import Commands


class BlockLibrary:
    """What menus and keys do with the blocks of the palette. `dialog` is the question that is open, if one is."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._document = commands.document
        self.dialog: QInputDialog | None = None
        self.question: QMessageBox | None = None

    def save(self) -> None:
        """Ask for a name and keep the selected block."""
        session = self._document.session
        ids = [key for key in self._document.selection.ids if session.design.get(Node, key) is not None]
        layer = session.design.node(ids[0]).layer if len(ids) == 1 else None
        if not isinstance(layer, Use):
            self._document.refused.emit("Select one block to keep it in your library.")
            return
        parameters = row_of(session.design, self._document.sight, ids[0]).alone
        note = f"A block of your own; {text.count(parameters)} parameters where it was kept." if parameters else ""
        self.keep(layer.block, note)

    def keep(self, block_id: int, note: str = "") -> None:
        """Ask for a name and keep a block of the design."""
        block = self._document.design.get(Block, block_id)
        if block is not None:
            design, library = self._document.design, self._commands.window.shelf.stock
            self._ask("Save the block", block.name, lambda name: library.save(design, block_id, name, note).title)

    def show_menu(self, row: Row, at: QPoint) -> None:
        """The menu of a block in the palette."""
        menu = QMenu(self._commands.window)
        menu.addAction("Put into the drawing", lambda: self._put(row))
        if row.own:
            menu.addAction("Rename…", lambda: self.change("rename", row))
            menu.addAction("Delete…", lambda: self.change("delete", row))
        elif row.block:
            menu.addAction("Save to my library…", lambda: self.keep(row.block))
        menu.popup(at)

    def change(self, what: str, row: Row) -> None:
        """Rename one of the user's blocks, or take it out after asking."""
        item, library = row.item, self._commands.window.shelf.stock
        if item is None or not item.own:
            self._document.refused.emit("Only blocks of your own can be renamed or deleted here.")
        elif what == "rename":
            self._ask("Rename the block", item.title, lambda name: library.rename(item, name).title)
        else:
            box = QMessageBox(self._commands.window)
            box.setIcon(QMessageBox.Icon.NoIcon)
            box.setWindowTitle("Delete the block")
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setText(f"Delete “{item.title}” from your library?")
            box.setInformativeText("Designs that use it keep it. Its file is gone for good.")
            deleting = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
            box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
            deleting.clicked.connect(lambda: self._done(lambda: self._deleted(row)))
            self.question = box
            box.open()

    def rename_current(self) -> bool:
        """Rename the block under the palette's cursor; whether there is one of the user's own."""
        row = self._commands.window.palette_panel.current_block()
        if row is None or not row.own:
            return False
        self.change("rename", row)
        return True

    def _deleted(self, row: Row) -> str:
        assert row.item is not None
        self._commands.window.shelf.stock.delete(row.item)
        return ""

    def _put(self, row: Row) -> None:
        choice = self._commands.window.shelf.choice(row)
        if choice is not None:
            self._commands.add_choice(choice)

    def _ask(self, title: str, name: str, done: Callable[[str], str]) -> None:
        dialog = QInputDialog(self._commands.window)
        dialog.setWindowTitle(title)
        dialog.setLabelText("Name in your library")
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(lambda typed: self._done(lambda: done(typed)))
        self.dialog = dialog
        dialog.open()

    def _done(self, work: Callable[[], str]) -> None:
        """Do it and show the library as it is then; what does not work is told."""
        try:
            title = work()
        except (Refused, FileError) as error:
            self._document.refused.emit(str(error))
            return
        self._commands.window.shelf.refresh()
        if title:
            self._document.told.emit(f"{title} is in your library.")
