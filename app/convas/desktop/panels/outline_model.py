"""The outline's model: every layer in the order of the calculation, blocks with what they hold."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPixmap

from convas.analysis.inside import Path
from convas.analysis.sight import Sight, opened
from convas.design.records import Node
from convas.desktop.canvas.badges import BADGED
from convas.desktop.document import Document
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import tile_picture
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.session import Update
from convas.study.announcing import announcement
from convas.values import text

Index = QModelIndex | QPersistentModelIndex
PLACE: Final = Qt.ItemDataRole.UserRole
_TILE: Final = 18
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Row:
    """A layer at its place: node, repetition, node, and so on inwards. `inside` is filled when it is looked at."""

    __slots__ = ("above", "at", "inside", "place")

    def __init__(self, place: Path, above: Row | None, at: int) -> None:
        self.place, self.above, self.at = place, above, at
        self.inside: list[Row] | None = None


class OutlineModel(QAbstractItemModel):
    """Two columns: the layer, and its parameters."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._order: list[int] = []
        self._rows: list[Row] = []
        self._by_node: dict[int, int] = {}
        self.fill()

    def fill(self) -> None:
        """Start again with the design as it is."""
        self.beginResetModel()
        self._order = list(self._ordered())
        self._rows = [Row((key,), None, at) for at, key in enumerate(self._order)]
        self._by_node = {key: at for at, key in enumerate(self._order)}
        self.endResetModel()

    def follow(self, update: Update) -> bool:
        """Take a change in; whether the rows are others than before."""
        blocks = any(getattr(change.after or change.before, "scope", 0) for change in update.delta.changes.values())
        if update.everything or blocks or self._ordered() != self._order:
            self.fill()
            return True
        if self._rows and (update.touched or update.delta.changes):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 1))
        return False

    def find(self, place: Path) -> QModelIndex:
        """The row of a place; of repetitions the first stands for all."""
        if not place or place[0] not in self._by_node:
            return QModelIndex()
        index = self.index(self._by_node[place[0]], 0)
        for at in range(2, len(place), 2):
            rows = self._inside(self._row(index))
            found = next((row.at for row in rows if row.place[-1] == place[at]), None)
            if found is None:
                return QModelIndex()
            index = self.index(found, 0, index)
        return index

    def sight(self, place: Path) -> Sight:
        """What is known of the drawing in which a place is."""
        found = self._document.session.analysis.sight(place[:-1])
        return self._document.session.analysis if found is None else found

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own way
        return len(self._inside(self._row(parent)) if parent.isValid() else self._rows)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own way
        return 2

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own way
        if not parent.isValid():
            return bool(self._rows)
        row = self._row(parent)
        node = self._document.design.get(Node, row.place[-1])
        return node is not None and isinstance(node.layer, Use) and bool(self._inside(row))

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own way
        rows = self._inside(self._row(parent)) if parent.isValid() else self._rows
        return self.createIndex(row, column, rows[row]) if 0 <= row < len(rows) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self._row(index).above if index.isValid() else None
        return QModelIndex() if above is None else self.createIndex(above.at, 0, above)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Layer", "Parameters")[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self._row(index).place
        if role == PLACE:
            return place
        node = self._document.design.get(Node, place[-1])
        if node is None:
            return None
        sight = self.sight(place)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name if index.column() == 0 else self._count(sight, node)
        if role == Qt.ItemDataRole.DecorationRole:
            return _sign(sight, node, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            return fonts.font("tableCount" if index.column() else "body")
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(sight, node, index.column())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return announcement(self._document.design, sight, node.id)
        return None

    def _colour(self, sight: Sight, node: Node, column: int) -> QColor:
        theme, worst = look.theme, sight.worst(node.id)
        if worst == "error":
            return theme["error"]
        if worst == "open":
            return theme["warn"]
        return theme["text3"] if node.bypassed or (column and self._count(sight, node) in ("0", "?")) else theme["text"]

    def _count(self, sight: Sight, node: Node) -> str:
        if not node.layer.ports.inputs:
            return ""
        figures, counts_state = sight.figure(node.id), self._document.design.rules.counts_state
        parts = [figures.trainable, figures.frozen, figures.state if counts_state else 0]
        known = [part for part in parts if part is not None]
        return "?" if len(known) < len(parts) else text.count(sum(known[1:], known[0]))

    def _ordered(self) -> list[int]:
        return self._document.session.analysis.ordered()

    def _row(self, index: Index) -> Row:
        found: Row = index.internalPointer()
        return found

    def _inside(self, row: Row) -> list[Row]:
        """What a block holds at its first repetition."""
        if row.inside is None:
            inside = opened(self._document.design, self.sight(row.place), row.place[-1])
            nodes = () if inside is None else inside.run(0).nodes.items()
            keys = [key for key, node in nodes if not isinstance(node.layer, (BlockInput, BlockOutput))]
            row.inside = [Row((*row.place, 0, key), row, at) for at, key in enumerate(keys)]
        return row.inside


def _sign(sight: Sight, node: Node, column: int) -> QPixmap | None:
    """The tile of a layer; beside its count the sign of a problem, for those who cannot tell it by its colour."""
    if column == 0:
        return tile_picture(node.layer.family, node.layer.icon or node.layer.family, _TILE, 2.0)
    name = BADGED.get(sight.worst(node.id))
    return None if name is None else icons.pixmap(name, look.theme[name].name(), _SIGN, 2.0)


_SIGN: Final = 14
