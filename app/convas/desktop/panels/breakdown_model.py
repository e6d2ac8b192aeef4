"""The breakdown's model: a row for each layer in execution order, and below a block's row what is inside it.

Rows are made when they are looked at: a layer's when it comes into sight, those inside a block when it is unfolded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from convas.analysis.inside import Path
from convas.analysis.report import Row, working
from convas.desktop.document import Document
from convas.desktop.panels.breakdown_columns import COLUMNS, Column
from convas.desktop.panels.breakdown_rows import Item, Rows, number, opens
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.session import Update
from convas.values import text
from convas.values.size import Dim

Index = QModelIndex | QPersistentModelIndex
ID: Final = int(Qt.ItemDataRole.UserRole)
ROW: Final = ID + 1
ITEM: Final = ID + 2
_ENABLED: Final = Qt.ItemFlag.ItemIsEnabled
_SELECTABLE: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_NO_PARENT: Final = QModelIndex()
_MOST_TOLD: Final = 100
"""So many changed rows are told one by one; the table paints all that is in sight anyway."""
_MOST_FOUND: Final = 2_000
"""While filtering, blocks unfold by themselves until so many rows are in sight."""


class BreakdownModel(QAbstractItemModel):
    """Rows by node id and, inside blocks, by place. Sorting and filtering are among the rows of one block.

    Signals: rearranged() after rows came, went or changed places. `busy` says that they just do, which is no
    choice of the user's.
    """

    rearranged = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.rows = Rows(document)
        self.busy = self._exchanged = False
        self.ids: list[int] = []
        self.place: dict[int, int] = {}
        document.updated.connect(self._updated)
        document.replaced.connect(self._everything)
        document.recounted.connect(self._everything)
        self._everything()

    # the tree

    def index(self, row: int, column: int, parent: Index = _NO_PARENT) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        above = self.item(parent)
        return self.createIndex(row, column, 0 if above is None else above.number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.rows.unfolded.get(index.internalId()) if index.isValid() else None
        return QModelIndex() if above is None else self.index_of(above)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        if not parent.isValid():
            return len(self.ids)
        item = self.item(parent) if parent.column() == 0 else None
        return 0 if item is None else len(self.rows.below(item))

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        return len(COLUMNS)

    def hasChildren(self, parent: Index = _NO_PARENT) -> bool:
        if not parent.isValid():
            return bool(self.ids)
        if parent.column() != 0:
            return False
        if not parent.internalId():
            finding = self._document.session.analysis.findings.get(self.ids[parent.row()])
            return finding is not None and opens(finding)
        item = self.item(parent)
        return item is not None and not item.words and self.rows.holds(item)

    def item(self, index: Index) -> Item | None:
        """The row that an index means; None for the root."""
        if not index.isValid():
            return None
        number = index.internalId()
        if not number:
            return self.rows.top(self.ids[index.row()]) if index.row() < len(self.ids) else None
        above = self.rows.unfolded.get(number)
        rows = [] if above is None else self.rows.below(above)
        return rows[index.row()] if index.row() < len(rows) else None

    def index_of(self, item: Item, column: int = 0) -> QModelIndex:
        if item.above is None:
            at = self.place.get(item.key)
            return QModelIndex() if at is None else self.createIndex(at, column, 0)
        return self.createIndex(item.at, column, item.above.number)

    def index_at(self, place: Path) -> QModelIndex:
        """The row of a place, made if need be; an invalid index where it is not in sight."""
        if place[0] not in self.place:
            return QModelIndex()
        found = self.rows.top(place[0])
        for end in range(3, len(place) + 1, 2):
            rows = (one for one in self.rows.below(found) if one.stands_at(place[:end]))
            inner = next(rows, None)
            if inner is None:
                return QModelIndex()
            found = inner
        return self.index_of(found)

    # what it says

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        item = self.item(index) if index.internalId() else None
        return _ENABLED if item is not None and item.words else _SELECTABLE

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item, column = self.item(index), COLUMNS[index.column()]
        if item is None or role == ITEM:
            return item
        if item.words:
            return self._told(item, index.column(), role)
        shown = self.rows.row(item)
        if role in (ID, ROW):
            return shown.id if role == ID else shown
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.told(shown)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _aloud(item, shown) if index.column() == 0 else column.told(shown)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.number else _LEFT
            case Qt.ItemDataRole.FontRole:
                return fonts.font("tableCount" if column.head == "Parameters" and shown.parameters != 0 else "table")
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(column, shown)
            case Qt.ItemDataRole.ToolTipRole:
                return _escaped(self._tip(column, shown))
        return None

    def row(self, key: int) -> Row:
        """The row of a node of the drawing, made at first sight."""
        return self.rows.row(self.rows.top(key))

    @property
    def whole(self) -> Dim:
        return self._document.session.totals.parameters

    @property
    def filtered(self) -> bool:
        return bool(self.rows.search)

    def finding_blocks(self) -> Iterator[QModelIndex]:
        """The blocks that the filter finds something in, outermost first."""
        return (self.index_of(item) for item in self.rows.finding_blocks(_MOST_FOUND))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows of each block by a column; -1 is execution order again."""
        self.rows.sorted_by = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._order()

    def filter(self, typed: str) -> None:
        """Keep the rows that have all the words typed in their name, kind or shapes, and the blocks around them."""
        self.rows.search_for(typed)
        self._order()

    # following

    def _updated(self, update: Update) -> None:
        analysis = self._document.session.analysis
        groups = {analysis.group_of[key] for key in update.touched if key in analysis.group_of}
        touched = update.touched.union(*(analysis.groups[key].members for key in groups))
        changed = [self.rows.tops[key] for key in touched if key in self.rows.tops]
        for item in changed:
            item.row, item.tree = None, None
        self.rows.search_again()
        unfolded = [item for item in changed if item.made is not None]
        ordered = self.rows.chosen()
        if ordered != self.ids:
            for item in unfolded:
                self.rows.drop(item)
            self._order(ordered)
            return
        self._exchanged = False
        for item in unfolded:
            self._renew(item, item.key in self.place)
        for at in [self.place[item.key] for item in changed if item.key in self.place][:_MOST_TOLD]:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))
        if self._exchanged:
            self.rearranged.emit()

    def _renew(self, item: Item, sighted: bool) -> None:
        """Make the rows below a changed row again; rows that stay where they are keep what is unfolded."""
        if not sighted or item.shown is None:
            self.rows.drop(item)
            return
        old, before, new = item.made or [], item.shown, self.rows.made(item)
        if [(one.key, one.place) for one in old] == [(one.key, one.place) for one in new]:
            for kept, fresh in zip(old, new, strict=True):
                kept.row, kept.words, kept.which = fresh.row, fresh.words, fresh.which
            if self.rows.sighted(item, old) == before:
                for kept in old:
                    if kept.made is not None:
                        self._renew(kept, kept in before)
                return
        self._exchange(item, old, new)

    def _exchange(self, item: Item, old: list[Item], new: list[Item]) -> None:
        """Put other rows in the place of those below a row."""
        parent, before = self.index_of(item), item.shown
        self.busy = self._exchanged = True
        if before:
            self.beginRemoveRows(parent, 0, len(before) - 1)
        for one in old:
            self.rows.drop(one)
        item.made = item.shown = []
        if before:
            self.endRemoveRows()
        after = self.rows.sighted(item, new)
        number(after)
        if after:
            self.beginInsertRows(parent, 0, len(after) - 1)
        item.made, item.shown = new, after
        if after:
            self.endInsertRows()
        self.busy = False

    def _everything(self) -> None:
        self.beginResetModel()
        self.rows.restart()
        self._take(self.rows.chosen())
        self._end()

    def _order(self, ordered: list[int] | None = None) -> None:
        self.beginResetModel()
        self.rows.tidy()
        for item in self.rows.unfolded.values():
            item.shown = None
        self._take(self.rows.chosen() if ordered is None else ordered)
        self._end()

    def _end(self) -> None:
        self.busy = True
        self.endResetModel()
        self.busy = False
        self.rearranged.emit()

    def _take(self, ids: list[int]) -> None:
        self.ids = ids
        self.place = {key: index for index, key in enumerate(ids)}

    # words and colours

    def _told(self, item: Item, column: int, role: int) -> Any:
        words = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
        return item.words if column == 0 and role in words else None

    def _tip(self, column: Column, shown: Row) -> str:
        if column.head == "Layer":
            return shown.path
        if column.head in ("Parameters", "Share of total"):
            return working(self._document.design, shown)
        return column.told(shown)

    def _colour(self, column: Column, shown: Row) -> Any:
        if column.number and column.told(shown) in ("0", "?", "0 B", "unknown"):
            return look.theme["text3"]
        if column.head in ("Kind", "Memory"):
            return look.theme["text2"]
        if column.head == "Shared with" and shown.group:
            return look.theme.share(shown.group)
        return look.theme["text"]


def _aloud(item: Item, shown: Row) -> str:
    """What a screen reader says of a row."""
    return " ".join(part for part in (item.which, shown.name, _times(shown)) if part)


def _times(shown: Row) -> str:
    return f"{text.count(shown.repeat)} times" if shown.repeat > 1 else ""


def _escaped(words: str) -> str | None:
    """A tip that shows as typed; Qt takes what looks like markup for rich text."""
    return (words.replace("&", "&amp;").replace("<", "&lt;") if "<" in words else words) or None


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
