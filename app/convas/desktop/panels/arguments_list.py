"""The arguments of the block that is open: each with the block's own value, a slider, and what it is here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from convas.analysis.sight import arguments
from convas.desktop.document import Document
from convas.desktop.panels.number_rows import Key, NumberList, NumberRow, used_by
from convas.desktop.widgets.basics import label
from convas.edits import blocks
from convas.edits.arguments import new_argument
from convas.edits.edit import Edit, Refused
from convas.values import text


class ArgumentsList(NumberList):
    """The arguments of the open block, in the order in which they were made; their names are the keys."""

    def __init__(self, document: Document) -> None:
        super().__init__(
            document,
            "argument",
            "An argument is a number that each use of the block may give. Any number inside can be a formula of it.",
        )
        self._block = 0

    def show_block(self) -> None:
        """Show the arguments of the block whose inside is open."""
        if self._block != self._document.scope:
            self.begin()
            self._block = self._document.scope
        self.show_numbers()

    def numbers(self) -> list[Key]:
        block = self._document.place.block
        return [] if block is None else [argument.name for argument in block.arguments]

    def made(self, key: Key) -> NumberRow:
        return ArgumentRow(self._document, key, self)

    def addition(self) -> tuple[Edit, Key]:
        return new_argument(self._document.design, self._document.scope)

    def deletion(self, key: Key) -> Edit:
        return blocks.delete_argument(self._document.design, self._document.scope, str(key))


class ArgumentRow(NumberRow):
    """One argument: what it is where nothing is given, and at this place."""

    def __init__(self, document: Document, key: Key, owner: NumberList) -> None:
        super().__init__(document, key, owner)
        self.here = label("", "small", wraps=True)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.users), self.here)

    def show_number(self) -> None:
        document = self._document
        block, name = document.place.block, str(self.key)
        value = {} if block is None else {argument.name: argument.value for argument in block.arguments}
        if name not in value:
            return
        self.show_named(name, value[name])
        self.show_range(value[name])
        here = arguments(document.design, document.session.analysis, document.place.path).get(name)
        self.here.setText(f"Here {text.count(here)}")
        self.here.setToolTip("What the use of the block that you came in by gives it")
        self.here.setVisible(here is not None and here != value[name])
        self.users.setText(used_by([node.name for node in document.design.bound(name, document.scope)]))

    def called(self) -> str:
        return str(self.key) if self.key in self._owner.numbers() else ""

    def renaming(self, name: str) -> Edit:
        chosen = name.strip()
        edit = blocks.rename_argument(self._document.design, self._document.scope, str(self.key), chosen)
        self._owner.renamed(self, chosen)
        return edit

    def setting(self, value: int, merge: str) -> Edit:
        key = f"{merge} argument {self._document.scope} {self.key}"
        return blocks.change_argument(self._document.design, self._document.scope, str(self.key), value, merge=key)

    def formula(self, words: str) -> Edit:
        raise Refused("The block's own value is a whole number. Give a formula where the block is used.")
