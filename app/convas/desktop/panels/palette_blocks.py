"""The shelf: every block that can be put into the drawing, for the palette and for typing one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QStandardItem

from convas.design.records import Block, Header
from convas.desktop.document import Document
from convas.desktop.placeable import Placeable, block_choice, item_choice
from convas.edits.edit import Refused
from convas.files.block_library import Item, Library
from convas.files.errors import FileError
from convas.session import Update
from convas.values import text

THIS, READY, OWN = "This design", "Ready made", "My blocks"


@dataclass(frozen=True, slots=True)
class Row:
    """A block as lists show it. `item` is where the library keeps it, `block` its id in the design."""

    title: str
    tip: str
    make: Callable[[], Placeable]
    item: Item | None = None
    block: int = 0

    family: ClassVar[str] = "block"
    icon: ClassVar[str] = "block"

    @property
    def kind(self) -> str:
        """What the palette finds it by."""
        return f"{'block' if self.item is None else 'own' if self.item.own else 'ready'}:{self.title}"

    @property
    def own(self) -> bool:
        return self.item is not None and self.item.own

    def brief(self) -> list[str]:
        return ["this design" if self.item is None else "my block" if self.item.own else "ready made"]


Sections = list[tuple[str, list[Row]]]


class Shelf(QObject):
    """The blocks of the open design, the ready-made ones of its convention, and the user's own.

    Signals: changed() when there are others.
    """

    changed = Signal()

    def __init__(self, document: Document, library: Library) -> None:
        super().__init__(document)
        self._document = document
        self.stock = library
        self._own: list[Item] | None = None
        self._told: set[str] = set()
        document.updated.connect(self._updated)
        document.replaced.connect(self.changed)

    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        """Sub-heads and what stands under them; those with nothing are left out."""
        design = self._document.design
        here = [
            Row(block.name, _told_of(block), partial(block_choice, design, block), block=block.id)
            for block in design.all(Block)
        ]
        ready = [self._row(item) for item in self.stock.ready(design.header.convention)]
        own = [self._row(item) for item in self.own()]
        for title, rows in ((THIS, here), (READY, ready), (OWN, own)):
            if rows:
                yield title, rows

    def own(self) -> list[Item]:
        """The user's blocks, read when they are first asked for."""
        if self._own is None:
            self._own = self.stock.own()
        return self._own

    def search(self, typed: str) -> list[Row]:
        """The blocks that a person may mean, best first; nothing for nothing typed."""
        wanted = typed.lower().split()
        rows = [row for _, section in self.sections() for row in section] if wanted else []
        found = [row for row in rows if all(word in f"{row.title} {row.tip}".lower() for word in wanted)]
        return sorted(found, key=lambda row: (not row.title.lower().startswith(wanted[0]), _inside(row, wanted)))

    def choice(self, row: Row) -> Placeable | None:
        """The block as it can be placed; what is wrong with its file is told."""
        try:
            return row.make()
        except (FileError, Refused) as error:
            self._document.refused.emit(str(error))
            return None

    def refresh(self) -> None:
        """The user's blocks are others now."""
        self._own = None
        self.changed.emit()
        self.tell_faults()

    def tell_faults(self) -> None:
        """Say what is wrong with a file in the user's folder, once."""
        self.own()
        new = [fault for fault in self.stock.faults if fault not in self._told]
        self._told.update(new)
        if new:
            self._document.refused.emit(new[0])

    def _row(self, item: Item) -> Row:
        return Row(item.title, item.note or "A block of your own.", partial(item_choice, self.stock, item), item)

    def _updated(self, update: Update) -> None:
        changes = update.delta.changes.values()
        records = (record for change in changes for record in (change.before, change.after))
        if update.everything or any(isinstance(record, (Block, Header)) for record in records):
            self.changed.emit()


def fill_blocks(
    head: QStandardItem, sections: list[tuple[str, list[Row]]], make: Callable[[Row], QStandardItem]
) -> int:
    """Put the sections under the head of blocks; how many blocks there are."""
    for title, rows in sections:
        part = QStandardItem(title)
        part.setData(f"block {title}", Qt.ItemDataRole.UserRole)
        part.appendRows([make(row) for row in rows])
        head.appendRow(part)
    return sum(len(rows) for _, rows in sections)


def _told_of(block: Block) -> str:
    names = [argument.name for argument in block.arguments]
    return f"A block of this design, with {text.listed(names)}." if names else "A block of this design."


def _inside(row: Row, wanted: list[str]) -> bool:
    """Whether a word is found in what is said of it only."""
    return not any(word in row.title.lower() for word in wanted)
