"""The breakdown's table: a tree whose blocks fold, drawn as the look has it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeView

from convas.analysis.inside import Path
from convas.desktop.panels.breakdown_cells import Cells
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.desktop.panels.breakdown_model import ITEM, BreakdownModel
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens

_TABLE = tokens()["table"]
_STEP = 16
_MOST_UNFOLDED = 5_000
"""`Unfold all` stops where so many rows are in sight."""
_OWN_KEYS = frozenset(
    {
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Asterisk),
    }
)
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class BreakdownTable(QTreeView):
    """The rows of all layers. What is unfolded is kept by place, so that it outlives edits, undo and filtering."""

    def __init__(self, model: BreakdownModel) -> None:
        super().__init__()
        self._model = model
        self._unfolded: set[Path] = set()
        self._restoring = False
        self.hovered = QPersistentModelIndex()
        self.setModel(model)
        self.setObjectName("breakdown")
        self.setAccessibleName("Breakdown")
        self.setItemDelegate(Cells(self))
        self.setUniformRowHeights(True)
        self.setIndentation(_STEP)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._set_up_head()
        self.expanded.connect(lambda index: self._remember(index, True))
        self.collapsed.connect(lambda index: self._remember(index, False))

    def _set_up_head(self) -> None:
        head = self.header()
        # a header that knows of the selection asks for every cell of it whenever it is painted
        head.setSelectionModel(QItemSelectionModel(self._model, self))
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(16)
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionsClickable(True)
        head.setFixedHeight(max(_TABLE["head"], fonts.px(_TABLE["head"])))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._column_menu)
        head.sortIndicatorChanged.connect(self._model.sort)
        for index, info in enumerate(COLUMNS):
            self.setColumnWidth(index, fonts.px(info.wide + 8))

    # folding

    def fold_all(self) -> None:
        self._unfolded.clear()
        self._restoring = True
        self.collapseAll()
        self._restoring = False

    def unfold_all(self) -> bool:
        """Unfold every block, the outermost first; False where there are so many rows that it stopped."""
        model = self._model
        waiting = [model.index(row, 0) for row in range(model.rowCount())]
        rows = len(waiting)
        for index in waiting:
            if not model.hasChildren(index):
                continue
            if rows > max(_MOST_UNFOLDED, model.rowCount()):
                return False
            self.expand(index)
            inside = [model.index(row, 0, index) for row in range(model.rowCount(index))]
            rows += len(inside)
            waiting += inside
        return True

    def can_unfold(self) -> bool:
        """Whether there is any block."""
        return any(self._model.hasChildren(self._model.index(row, 0)) for row in range(self._model.rowCount()))

    def restore(self) -> None:
        """Unfold again what was unfolded; while filtering, what something was found in."""
        self._restoring = True
        found: Iterable[QModelIndex]
        if self._model.filtered:
            found = self._model.finding_blocks()
        else:
            found = (self._model.index_at(place) for place in sorted(self._unfolded, key=len))
        for index in found:
            if index.isValid():
                self.expand(index)
        self._restoring = False

    def _remember(self, index: QModelIndex, unfolded: bool) -> None:
        if not self._restoring and not self._model.filtered:
            place = index.data(ITEM).place
            (self._unfolded.add if unfolded else self._unfolded.discard)(place)

    # drawing

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """The ground left of the name, with the selection's edge and the triangle."""
        theme = look.theme
        selected = self.selectionModel().isSelected(index)
        if selected:
            painter.fillRect(rect, theme["accentSoft"])
            painter.fillRect(
                0 - self.horizontalOffset(), rect.top(), _TABLE["selectedBar"], rect.height(), theme["accent"]
            )
        elif index == self.hovered:
            painter.fillRect(rect, theme["hover"])
        if self._model.hasChildren(index):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            sign = QRectF(rect.right() - _STEP + 2, rect.center().y() - 6, 13, 13)
            icons.draw(painter, "down" if self.isExpanded(index) else "right", sign, theme["text2"])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).siblingAtColumn(0))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def _hover(self, index: QModelIndex) -> None:
        if index != self.hovered:
            self.hovered = QPersistentModelIndex(index)
            self.viewport().update()

    # keys

    def event(self, event: QEvent) -> bool:
        """Arrows move in the table here, whatever they do on the canvas."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _CHORDS:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.currentIndex().parent().isValid()
        return event.key() in _OWN_KEYS

    def _column_menu(self, at: QPoint) -> None:
        """Which columns show."""
        menu = QMenu(self)
        for index, info in enumerate(COLUMNS[1:], 1):
            action = QAction(info.head, menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(index))
            action.toggled.connect(lambda on, index=index: self.setColumnHidden(index, not on))
            menu.addAction(action)
        menu.exec(self.header().mapToGlobal(at))
