"""The palette: every kind of layer by family, found by typing, dragged onto the canvas."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from convas.desktop.panels.palette_blocks import Row, Shelf, fill_blocks
from convas.desktop.placeable import layer_choice
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import paint_tile
from convas.desktop.widgets.basics import column, label, leading, line
from convas.layers import registry
from convas.layers.validation import plain

_KIND = Qt.ItemDataRole.UserRole + 1
_NUMBER = _KIND + 1
_MORE = " more"
_FOLDED_AT_FIRST = ("act", "norm", "attention", "recurrent", *(f"{family}{_MORE}" for family in registry.FAMILIES))


class Palette(QWidget):
    """Search field and tree.

    Signals:
        drag_began(Placeable), drag_moved(QPoint, KeyboardModifier), drag_ended(QPoint, KeyboardModifier)
        drag_cancelled()
        chosen(Placeable)      something was double-clicked, or Enter was pressed on it
        asked(Row, QPoint)  the menu of a block is wanted, at a place on the screen
        changing(str, Row)  rename or delete a block of the user's own
    """

    drag_began = Signal(object)
    drag_moved = Signal(QPoint, object)
    drag_ended = Signal(QPoint, object)
    drag_cancelled = Signal()
    chosen = Signal(object)
    asked = Signal(object, QPoint)
    changing = Signal(str, object)

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._shelf = shelf
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a layer")
        self.search.setAccessibleName("Find a layer")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(30)
        leading(self.search, "search")
        self.tree = _Tree()
        self.nothing = label("", "small", wraps=True)
        self._nothing_row = QWidget()
        self._nothing_row.setLayout(line(self.nothing, margins=(16, 4, 16, 8)))
        self._folded = set(_FOLDED_AT_FIRST)
        self.setLayout(
            column(
                line(self.search, margins=(12, 0, 12, 8)),
                self._nothing_row,
                self.tree,
            )
        )
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._enter)
        self.tree.began.connect(lambda kind: self._emit(self.drag_began, kind))
        self.tree.moved.connect(self.drag_moved)
        self.tree.ended.connect(self.drag_ended)
        self.tree.cancelled.connect(self.drag_cancelled)
        self.tree.chosen.connect(lambda kind: self._emit(self.chosen, kind))
        self.tree.asked.connect(self.asked)
        self.tree.changing.connect(self.changing)
        shelf.changed.connect(self._refill)
        self.tree.collapsed.connect(lambda index: self._remember(index, folded=True))
        self.tree.expanded.connect(lambda index: self._remember(index, folded=False))
        self._fill("")

    def start_typing(self) -> None:
        """Type a layer's name."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def place_of(self, kind: str) -> QPoint | None:
        """Where a kind stands on the screen, if it is in sight."""
        index = self.tree.index_of(kind)
        if index is None:
            return None
        self.tree.scrollTo(index)
        return self.tree.viewport().mapToGlobal(self.tree.visualRect(index).center())

    def _fill(self, typed: str) -> None:
        blocks = self._shelf.search(typed)
        found: list[Any] = list(registry.look_up(typed))
        at_head = bool(blocks) and blocks[0].title.lower().startswith(typed.lower().strip())
        better = at_head and not (found and found[0].title.lower().startswith(typed.lower().strip()))
        found = [*blocks, *found] if better else [*found, *blocks]
        self.tree.fill(found, bool(typed.strip()), self._folded, list(self._shelf.sections()))
        self._nothing_row.setVisible(not found)
        if not found:
            near = ", ".join(registry.nearest(typed))
            self.nothing.setText(f"No layer is called “{typed.strip()}”. Nearest: {near}.")

    def _refill(self) -> None:
        """Show other blocks, and stay where the list was."""
        bar = self.tree.verticalScrollBar()
        place = bar.value()
        self._fill(self.search.text())
        bar.setValue(place)

    def _emit(self, signal: Any, kind: Any) -> None:
        choice = self._shelf.choice(kind) if isinstance(kind, Row) else layer_choice(plain(kind.load()))
        if choice is not None:
            signal.emit(choice)

    def current_block(self) -> Row | None:
        """The block under the keyboard's cursor, while the tree has the focus."""
        row = self.tree.currentIndex().data(_KIND) if self.tree.hasFocus() else None
        return row if isinstance(row, Row) else None

    def current_kind(self) -> str:
        """The kind under the keyboard's cursor, while the tree has the focus."""
        kind = self.tree.currentIndex().data(_KIND) if self.tree.hasFocus() else None
        return kind.kind if isinstance(kind, registry.Listed) else ""

    def _enter(self) -> None:
        index = self.tree.first()
        if index is not None:
            self._emit(self.chosen, index.data(_KIND))

    def _remember(self, index: QModelIndex, *, folded: bool) -> None:
        if not self.search.text().strip():
            family = index.data(Qt.ItemDataRole.UserRole)
            (self._folded.add if folded else self._folded.discard)(family)


class _Tree(QTreeView):
    """Families and kinds. A press that moves becomes a drag onto the canvas."""

    began = Signal(object)
    moved = Signal(QPoint, object)
    ended = Signal(QPoint, object)
    cancelled = Signal()
    chosen = Signal(object)
    asked = Signal(object, QPoint)
    changing = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("palette")
        self.setAccessibleName("Layers")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setUniformRowHeights(False)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Delegate(self))
        self.setModel(QStandardItemModel(self))
        self._pressed: Any = None
        self._from = QPointF()
        self._dragging = False
        look.changed.connect(self.viewport().update)

    def fill(self, found: list[Any], flat: bool, folded: set[str], blocks: list[tuple[str, list[Row]]]) -> None:
        """Show these kinds and blocks: best first while searching, else by family."""
        model = QStandardItemModel(self)
        if flat:
            for kind in found:
                model.appendRow(_kind_item(kind))
        else:
            for family, name in registry.FAMILIES.items():
                inside = [kind for kind in found if kind.family == family]
                if inside:
                    head = QStandardItem("Blocks" if family == Row.family else name)
                    head.setData(family, Qt.ItemDataRole.UserRole)
                    extra = fill_blocks(head, blocks, _kind_item) if family == Row.family else 0
                    head.setData(len(inside) + extra, _NUMBER)
                    few = [kind for kind in inside if kind.common]
                    rest = [kind for kind in inside if not kind.common] if few else []
                    head.appendRows([_kind_item(kind) for kind in few or inside])
                    if rest:
                        more = QStandardItem(f"{len(rest)} more")
                        more.setData(f"{family}{_MORE}", Qt.ItemDataRole.UserRole)
                        more.appendRows([_kind_item(kind) for kind in rest])
                        head.appendRow(more)
                    model.appendRow(head)
        old = self.model()
        self.blockSignals(True)
        self.setModel(model)
        for index in self._heads():
            self.setExpanded(index, index.data(Qt.ItemDataRole.UserRole) not in folded)
        self.blockSignals(False)
        if old is not None:
            old.deleteLater()
        first = self.first()
        if flat and first is not None:
            self.setCurrentIndex(first)

    def first(self) -> QModelIndex | None:
        """The first kind in sight."""
        index = self.model().index(0, 0)
        while index.isValid() and index.data(_KIND) is None:
            index = self.indexBelow(index)
        return index if index.isValid() else None

    def index_of(self, kind: str) -> QModelIndex | None:
        """The row of a kind, unfolded so far that it can be seen."""
        for index in self._below(QModelIndex()):
            found = index.data(_KIND)
            if found is not None and found.kind == kind:
                above = index.parent()
                while above.isValid():
                    self.expand(above)
                    above = above.parent()
                return index
        return None

    def _heads(self) -> list[QModelIndex]:
        """The rows that can be folded."""
        return [index for index in self._below(QModelIndex()) if index.data(_KIND) is None]

    def _below(self, above: QModelIndex) -> Iterator[QModelIndex]:
        model = self.model()
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            yield index
            yield from self._below(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = index.data(_KIND) if index.isValid() else None
        self._from = event.position()
        self._dragging = False
        if self._pressed is None and index.isValid():
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        held = bool(event.buttons() & Qt.MouseButton.LeftButton) and self._pressed is not None
        if held and not self._dragging and (event.position() - self._from).manhattanLength() > 6:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.began.emit(self._pressed)
        if self._dragging:
            self.moved.emit(event.globalPosition().toPoint(), event.modifiers())
        elif not held:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._stop()
            self.ended.emit(event.globalPosition().toPoint(), event.modifiers())
            return
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        kind = self.indexAt(event.position().toPoint()).data(_KIND)
        if kind is not None:
            self.chosen.emit(kind)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.indexAt(event.pos()).data(_KIND)
        if isinstance(row, Row):
            self.asked.emit(row, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        kind = self.currentIndex().data(_KIND)
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._stop()
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and kind is not None:
            self.chosen.emit(kind)
        elif event.key() == Qt.Key.Key_Delete and isinstance(kind, Row) and kind.own:
            self.changing.emit("delete", kind)
        else:
            super().keyPressEvent(event)

    def _stop(self) -> None:
        self._dragging = False
        self._pressed = None
        self.unsetCursor()


def _kind_item(kind: registry.Listed | Row) -> QStandardItem:
    item = QStandardItem(kind.title)
    item.setData(kind, _KIND)
    told = kind.tip if isinstance(kind, Row) else kind.about
    item.setToolTip(_plainly(told))
    return item


def _plainly(words: str) -> str:
    """A tool tip that says what it says: Qt guesses that a sign such as < begins rich text."""
    return f"<qt>{html.escape(words).replace(chr(10), '<br>')}</qt>" if "<" in words else words


class _Delegate(QStyledItemDelegate):
    """A family head with its sign, or a kind with its tile."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, 28 if index.data(_KIND) is not None else 26)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = look.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = index.data(_KIND)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        current = bool(state & QStyle.StateFlag.State_Selected)
        if kind is not None and (hovered or current):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["accentSoft"] if current else theme["hover"])
            painter.drawRoundedRect(QRectF(rect.adjusted(8, 0, -8, 0)), 6, 6)
        if kind is None:
            self._head(painter, rect, index, bool(state & QStyle.StateFlag.State_Open))
        else:
            tile = QRectF(rect.left() + 16, rect.center().y() - 10, 22, 22)
            paint_tile(painter, theme, kind.family, kind.icon or kind.family, tile)
            painter.setPen(theme["text"])
            painter.setFont(fonts.font("body"))
            words = rect.adjusted(48, 0, -12 - (36 if hovered else 0), 0)
            shown = fonts.metrics("body").elidedText(kind.title, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
            if hovered:
                painter.setPen(theme["text2"])
                painter.setFont(fonts.font("label"))
                painter.drawText(rect.adjusted(0, 0, -18, 0), _RIGHT, "drag")
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, unfolded: bool) -> None:
        theme = look.theme
        inner = index.parent().isValid()
        if inner:
            rect = rect.adjusted(6, 0, 0, 0)
        sign = QRectF(rect.left() + 14, rect.center().y() - 6, 14, 14)
        icons.draw(painter, "down" if unfolded else "right", sign, theme["text2"])
        painter.setPen(theme["text2"])
        painter.setFont(fonts.sized(fonts.px(12), 400 if inner else 600))
        number = "" if unfolded or inner else str(index.data(_NUMBER))
        words = rect.adjusted(32, 0, -22 - round(fonts.metrics("table").horizontalAdvance(number)), 0)
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(fonts.font("table"))
        painter.drawText(rect.adjusted(0, 0, -16, 0), _RIGHT, number)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
