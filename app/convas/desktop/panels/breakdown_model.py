"""The breakdown's model: one row a layer in execution order, made when it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from convas.analysis.report import Row, row
from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.session import Update
from convas.values import text
from convas.values.size import Dim, value_of

Index = QModelIndex | QPersistentModelIndex
ID: Final = int(Qt.ItemDataRole.UserRole)
ROW: Final = ID + 1
_NO_PARENT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how a row reads in it, what it is sorted by, and whether it holds numbers."""

    head: str
    tip: str
    told: Callable[[Row], str]
    key: Callable[[Row], Any]
    number: bool = False
    wide: int = 96


def _shapes(shapes: tuple[tuple[Dim, ...] | None, ...]) -> str:
    return text.shapes(shapes, text.THIN)


def _size(size: Dim | None) -> int:
    """Sorts unknown sizes before all known ones."""
    return -1 if size is None else (value_of(size) or 0)


def _volume(row: Row) -> int:
    return sum(prod(value_of(axis) or 1 for axis in shape) for shape in row.outputs if shape is not None)


COLUMNS: Final[tuple[Column, ...]] = (
    Column("Layer", "Name of the layer", lambda r: r.name, lambda r: r.name.lower(), wide=150),
    Column("Kind", "What kind of layer it is", lambda r: r.title, lambda r: r.title.lower(), wide=136),
    Column("Output shape", "Without the batch", lambda r: _shapes(r.outputs), _volume, number=True, wide=124),
    Column(
        "Parameters",
        "Counted once where shared",
        lambda r: text.count(r.parameters),
        lambda r: _size(r.parameters),
        number=True,
    ),
    Column("Share of total", "Of all parameters", lambda _: "", lambda r: _size(r.parameters), wide=176),
    Column(
        "Trainable", "Changed by training", lambda r: text.count(r.trainable), lambda r: _size(r.trainable), number=True
    ),
    Column(
        "Frozen", "Kept from training", lambda r: text.count(r.frozen), lambda r: _size(r.frozen), number=True, wide=80
    ),
    Column(
        "State",
        "Kept but never trained, such as moving means",
        lambda r: text.count(r.state),
        lambda r: _size(r.state),
        number=True,
        wide=80,
    ),
    Column("Shared with", "Whose weights it uses", lambda r: r.shared_with, lambda r: r.shared_with.lower(), wide=110),
    Column(
        "Input shapes",
        "Without the batch",
        lambda r: _shapes(r.inputs),
        lambda r: _shapes(r.inputs),
        number=True,
        wide=140,
    ),
    Column(
        "MACs",
        "Multiply-accumulates for one input",
        lambda r: text.count(r.macs),
        lambda r: _size(r.macs),
        number=True,
        wide=110,
    ),
    Column(
        "FLOPs",
        "Floating-point operations for one input",
        lambda r: text.count(r.flops),
        lambda r: _size(r.flops),
        number=True,
        wide=110,
    ),
    Column(
        "Memory",
        "Bytes of the outputs for one input",
        lambda r: text.memory(r.memory),
        lambda r: _size(r.memory),
        number=True,
        wide=90,
    ),
)
SHARE: Final = next(index for index, column in enumerate(COLUMNS) if column.head == "Share of total")


class BreakdownModel(QAbstractTableModel):
    """Rows by node id; sorting and filtering choose and order ids."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: dict[int, Row] = {}
        self._sorted_by: tuple[int, bool] | None = None
        self._filter = ""
        self.ids: list[int] = []
        self.place: dict[int, int] = {}
        document.updated.connect(self._updated)
        document.replaced.connect(self._everything)
        document.recounted.connect(self._everything)
        look.changed.connect(self._everything)
        self._everything()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.ToolTipRole:
            rules = self._document.design.rules
            if column.head == "Parameters":
                said = "with" if rules.counts_state else "without"
                return f"{column.tip}; {said} state, as in {rules.title}"
            if column.head == "FLOPs":
                return f"{column.tip}: {self._document.included.told}"
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, shown = COLUMNS[index.column()], self.row(self.ids[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.told(shown)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.number else _LEFT
            case Qt.ItemDataRole.FontRole:
                return fonts.font("tableCount" if column.head == "Parameters" and shown.parameters != 0 else "table")
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(column, shown)
            case Qt.ItemDataRole.ToolTipRole:
                return _escaped(column.told(shown)) if column.told(shown) else None
            case _ if role == ID:
                return shown.id
            case _ if role == ROW:
                return shown
        return None

    def row(self, key: int) -> Row:
        """The row of a node, made at first sight."""
        found = self._rows.get(key)
        if found is None:
            session = self._document.session
            found = self._rows[key] = row(session.design, session.analysis, key, self._document.included)
        return found

    @property
    def whole(self) -> Dim:
        return self._document.session.totals.parameters

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is execution order again."""
        self._sorted_by = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._order()

    def filter(self, typed: str) -> None:
        """Keep the rows that have all the words typed in their name, kind or shapes."""
        self._filter = typed.strip().lower()
        self._order()

    def _updated(self, update: Update) -> None:
        analysis = self._document.session.analysis
        for key in update.touched:
            self._rows.pop(key, None)
        borrowers = {member for key in update.touched if key in analysis.group_of for member in
                     analysis.groups[analysis.group_of[key]].members}  # fmt: skip
        for key in borrowers:
            self._rows.pop(key, None)
        ordered = self._chosen()
        if ordered != self.ids:
            self._order()
        elif self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(COLUMNS) - 1))

    def _everything(self) -> None:
        self._rows.clear()
        self._order()

    def _order(self) -> None:
        self.beginResetModel()
        self.ids = self._chosen()
        self.place = {key: index for index, key in enumerate(self.ids)}
        self.endResetModel()

    def _chosen(self) -> list[int]:
        analysis = self._document.session.analysis
        ids = [key for key in analysis.ordered() if key in analysis.figures]
        if self._filter:
            words = self._filter.split()
            ids = [key for key in ids if all(word in self._searched(key) for word in words)]
        if self._sorted_by is not None:
            column, down = self._sorted_by
            ids.sort(key=lambda key: COLUMNS[column].key(self.row(key)), reverse=down)
        return ids

    def _searched(self, key: int) -> str:
        shown = self.row(key)
        shapes = f"{_shapes(shown.inputs)} {_shapes(shown.outputs)}".replace(text.THIN, "").replace(text.TIMES, "x")
        return f"{shown.name} {shown.kind} {shown.title} {shapes}".lower()

    def _colour(self, column: Column, shown: Row) -> Any:
        if column.number and column.told(shown) in ("0", "?", "0 B", "unknown"):
            return look.theme["text3"]
        if column.head in ("Kind", "Memory"):
            return look.theme["text2"]
        if column.head == "Shared with" and shown.group:
            return look.theme.share(shown.group)
        return look.theme["text"]


def _escaped(words: str) -> str:
    """A tip that shows as typed; Qt takes what looks like markup for rich text."""
    return words.replace("&", "&amp;").replace("<", "&lt;") if "<" in words else words


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
