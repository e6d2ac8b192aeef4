"""The breakdown: a table of all layers, its selection in step with the canvas, totals pinned below."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from convas.analysis.report import Row
from convas.desktop.document import Document
from convas.desktop.panels.breakdown_model import COLUMNS, ID, ROW, SHARE, BreakdownModel, Index
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tiles import paint_tile
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import column, label
from convas.exchange.reports import to_csv
from convas.exchange.tables import View
from convas.layers import registry
from convas.values import text
from convas.values.size import value_of

_TABLE = tokens()["table"]


class Breakdown(QStackedWidget):
    """The table, or words where there is nothing to show yet."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._document = document
        self.model = BreakdownModel(document, self)
        self.view = _Table(self.model)
        self.totals = _Totals(self.view)
        self._syncing = False
        table = QWidget()
        table.setLayout(column(self.view, self.totals))
        empty = label("No layers yet. Every layer you add gets a row here.", "quiet")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(table)
        self.addWidget(empty)
        self.view.selectionModel().selectionChanged.connect(self._chosen_here)
        self.model.modelReset.connect(self._chosen_elsewhere)
        document.selection.changed.connect(self._chosen_elsewhere)
        document.updated.connect(lambda _: self._refresh())
        document.recounted.connect(self._refresh)
        document.replaced.connect(self._refresh)
        look.changed.connect(self._refresh)
        self._refresh()

    def filter(self, typed: str) -> None:
        self.model.filter(typed)

    def copy(self) -> None:
        """Copy the whole table as text that spreadsheets take, cell by cell."""
        rows = to_csv(self._document.design, self._document.session.analysis, View(included=self._document.included))
        out = io.StringIO()
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows(csv.reader(io.StringIO(rows)))
        QGuiApplication.clipboard().setText(out.getvalue())
        self._document.told.emit("The table is copied.")

    def _refresh(self) -> None:
        self.setCurrentIndex(0 if self._document.session.analysis.figures else 1)
        self.totals.show_totals(self._document)

    def _chosen_here(self) -> None:
        if self._syncing:
            return
        ids = {index.data(ID) for index in self.view.selectionModel().selectedRows()}
        current = self.view.currentIndex()
        focus = current.data(ID) if current.isValid() and current.data(ID) in ids else None
        self._syncing = True
        self._document.selection.set(ids, focus)
        self._syncing = False

    def _chosen_elsewhere(self) -> None:
        if self._syncing:
            return
        self._syncing = True
        chosen = QItemSelection()
        places = sorted(self.model.place[key] for key in self._document.selection.ids if key in self.model.place)
        for first, last in _runs(places):
            chosen.select(self.model.index(first, 0), self.model.index(last, len(COLUMNS) - 1))
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().select(chosen, flags)
        if places:
            self.view.scrollTo(self.model.index(places[0], 0))
        self._syncing = False


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as ranges."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


class _Table(QTableView):
    """The rows of all layers."""

    def __init__(self, model: BreakdownModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Breakdown")
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(_TABLE["row"], fonts.px(_TABLE["row"])))
        self.verticalHeader().setMinimumSectionSize(16)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setFixedHeight(max(_TABLE["head"], fonts.px(_TABLE["head"])))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._column_menu)
        head.sortIndicatorChanged.connect(model.sort)
        self.setSortingEnabled(False)
        head.setSectionsClickable(True)
        for index, info in enumerate(COLUMNS):
            self.setColumnWidth(index, fonts.px(info.wide + 8))

    def _column_menu(self, at: QPoint) -> None:
        """Which columns show."""
        menu = QMenu(self)
        for index, info in enumerate(COLUMNS[1:], 1):
            action = QAction(info.head, menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(index))
            action.toggled.connect(lambda on, index=index: self.setColumnHidden(index, not on))
            menu.addAction(action)
        menu.exec(self.horizontalHeader().mapToGlobal(at))


class _Totals(QTableView):
    """One row below the table whose columns follow the table's."""

    def __init__(self, above: _Table) -> None:
        super().__init__()
        self._above = above
        self._model = QStandardItemModel(1, len(COLUMNS), self)
        self.setModel(self._model)
        self.setAccessibleName("Totals")
        self.setObjectName("totals")
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Padded(self))
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        high = max(_TABLE["total"], fonts.px(_TABLE["total"]))
        self.verticalHeader().setDefaultSectionSize(high)
        self.setFixedHeight(high + 1)
        head = above.horizontalHeader()
        head.sectionResized.connect(lambda index, _, size: self.setColumnWidth(index, size))
        head.sectionResized.connect(lambda index, *_: self.setColumnHidden(index, above.isColumnHidden(index)))
        head.sectionMoved.connect(lambda _, old, new: self.horizontalHeader().moveSection(old, new))
        above.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        self._follow()

    def _follow(self) -> None:
        for index in range(len(COLUMNS)):
            self.setColumnWidth(index, self._above.columnWidth(index))
            self.setColumnHidden(index, self._above.isColumnHidden(index))

    def show_totals(self, document: Document) -> None:
        """Show the totals as they stand now."""
        totals, theme = document.session.totals, look.theme
        saved = value_of(totals.saved) != 0
        told = {
            "Layer": "Total" if totals.complete else "Total, at least",
            "Parameters": text.count(totals.parameters),
            "Share of total": f"{text.count(totals.if_not_shared)} if not shared" if saved else "",
            "Trainable": text.count(totals.trainable),
            "Frozen": text.count(totals.frozen),
            "State": text.count(totals.state),
            "MACs": text.count(totals.macs),
            "FLOPs": text.count(totals.operations.flops(document.included)),
            "Memory": text.memory(totals.memory),
        }
        for index, info in enumerate(COLUMNS):
            item = QStandardItem(told.get(info.head, ""))
            item.setEditable(False)
            item.setBackground(theme["sunken"])
            small = info.head == "Share of total"
            item.setFont(fonts.sized(fonts.px(12), 400 if small else 700))
            item.setForeground(theme["text2"] if small else theme["text"])
            item.setToolTip(told.get(info.head, ""))
            item.setTextAlignment(_RIGHT if info.number else _LEFT)
            self._model.setItem(0, index, item)
        self.setStyleSheet(
            f"QTableView#totals {{ background: {theme['sunken'].name()}; "
            f"border-top: 1px solid {theme['lineStrong'].name()}; }}"
        )


class _Padded(QStyledItemDelegate):
    """The totals' cells, their words in line with the rows above."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        painter.save()
        painter.fillRect(rect, look.theme["sunken"])
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole).color())
        inside = rect.adjusted(16 if index.column() == 0 else 8, 0, -8, 0)
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, int(inside.width()) + 1)
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), words)
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Draws the tile beside the name, the share mark, the bar, and the selection's edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look.theme
        rect, state = option.rect, option.state
        shown: Row = index.data(ROW)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme["accentSoft"])
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme["hover"])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == 0:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect.left(), rect.top(), _TABLE["selectedBar"], rect.height(), theme["accent"])
            self._name(painter, QRectF(rect), shown)
        elif index.column() == SHARE:
            self._share(painter, QRectF(rect), shown, index)
        else:
            self._words(painter, QRectF(rect), index)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        font = index.data(Qt.ItemDataRole.FontRole)
        painter.setFont(font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        inside = rect.adjusted(8, 0, -8, 0)
        role = "tableCount" if font == fonts.font("tableCount") else "table"
        words = fonts.metrics(role).elidedText(index.data(), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), words)

    def _name(self, painter: QPainter, rect: QRectF, shown: Row) -> None:
        theme = look.theme
        kind = registry.find(shown.kind)
        family, icon = (kind.family, kind.icon or kind.family) if kind is not None else ("unknown", "help")
        paint_tile(
            painter, theme, family, icon, QRectF(rect.left() + 16, rect.center().y() - 7, 15, 15), faded=shown.bypassed
        )
        painter.setFont(fonts.font("tableCount"))
        painter.setPen(theme["text3"] if shown.bypassed else theme["text"])
        room = rect.width() - 40 - 8 - (34 if shown.group else 0)
        words = fonts.metrics("tableCount").elidedText(shown.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect.adjusted(40, 0, 0, 0), _LEFT, words)
        if shown.group:
            at = rect.left() + 40 + fonts.metrics("tableCount").horizontalAdvance(words) + 8
            self._mark(painter, QRectF(at, rect.center().y() - 7, 28, 15), shown.group)

    def _mark(self, painter: QPainter, place: QRectF, group: str) -> None:
        theme = look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.share(group))
        painter.drawRoundedRect(place, 7.5, 7.5)
        icons.draw(painter, "chain", QRectF(place.left() + 4, place.top() + 2, 11, 11), theme["onTile"])
        painter.setFont(fonts.sized(10, 700))
        painter.setPen(theme["onTile"])
        painter.drawText(place.adjusted(13, 0, -2, 0), Qt.AlignmentFlag.AlignCenter, group)

    def _share(self, painter: QPainter, rect: QRectF, shown: Row, index: Index) -> None:
        theme = look.theme
        painter.setFont(fonts.font("table"))
        model = index.model()
        whole = model.whole if isinstance(model, BreakdownModel) else None
        if shown.shared_with:
            painter.setPen(theme.share(shown.group))
            words = (
                f"shared with {shown.shared_with}" if ":" not in shown.shared_with else f"shares {shown.shared_with}"
            )
            elided = fonts.metrics("table").elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 16)
            painter.drawText(rect.adjusted(8, 0, -8, 0), _LEFT, elided)
            return
        if shown.parameters is None or shown.parameters == 0:
            painter.setPen(theme["text3"])
            painter.drawText(rect.adjusted(8, 0, -8, 0), _LEFT, "unknown" if shown.parameters is None else "none")
            return
        percent = text.percent(shown.parameters, whole)
        wide = fonts.metrics("table").horizontalAdvance(f"<{text.THIN}0.01{text.THIN}%") + 12
        bar = QRectF(
            rect.left() + 8,
            rect.center().y() - 4,
            max(20.0, min(_TABLE["bar"][0], rect.width() - wide - 16)),
            _TABLE["bar"][1],
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["hover"])
        painter.drawRoundedRect(bar, 3, 3)
        part, total = value_of(shown.parameters) or 0, (value_of(whole) if whole is not None else 0) or 1
        kind = registry.find(shown.kind)
        painter.setBrush(theme.family(kind.family if kind is not None else ""))
        filled = max(float(_TABLE["minBar"]), bar.width() * min(1.0, part / total))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), filled, bar.height()), 3, 3)
        painter.setPen(theme["text2"])
        painter.drawText(rect.adjusted(0, 0, -8, 0), _RIGHT, percent)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
