"""The breakdown: a table of all layers, blocks as a tree, its selection in step with the canvas, totals below."""

from __future__ import annotations

import csv
import io

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableView, QWidget

from convas.analysis.inside import Path
from convas.desktop.document import Document
from convas.desktop.panels.breakdown_cells import LEFT, RIGHT, Padded
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.desktop.panels.breakdown_model import ITEM, BreakdownModel
from convas.desktop.panels.breakdown_rows import Item
from convas.desktop.panels.breakdown_table import BreakdownTable
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import column, label
from convas.exchange.reports import to_csv
from convas.exchange.tables import View
from convas.values import text
from convas.values.size import value_of

_TABLE = tokens()["table"]


class Breakdown(QStackedWidget):
    """The table, or words where there is nothing to show yet.

    Signals: place_wanted(tuple) when a row was chosen that stands inside a block, or any was double-clicked
    """

    place_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._document = document
        self.model = BreakdownModel(document, self)
        self.view = BreakdownTable(self.model)
        self.totals = _Totals(self.view)
        self._syncing = False
        table = QWidget()
        table.setLayout(column(self.view, self.totals))
        empty = label("No layers yet. Every layer you add gets a row here.", "quiet")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(table)
        self.addWidget(empty)
        self.view.selectionModel().selectionChanged.connect(self._chosen_here)
        self.view.activated.connect(self._activated)
        self.model.rearranged.connect(self._rearranged)
        document.selection.changed.connect(self._chosen_elsewhere)
        document.updated.connect(lambda _: self._refresh())
        document.recounted.connect(self._refresh)
        document.replaced.connect(self._refresh)
        look.changed.connect(self._refresh)
        self._refresh()

    def filter(self, typed: str) -> None:
        self.model.filter(typed)

    def copy(self) -> None:
        """Copy the whole table as text that spreadsheets take, cell by cell; blocks as a tree."""
        self._copy(View(included=self._document.included))
        self._document.told.emit("The table is copied.")

    def copy_flat(self) -> None:
        """The same with one row for every layer by its path, and none for blocks."""
        self._copy(View(flat=True, included=self._document.included))
        self._document.told.emit("The table is copied, one row for every layer.")

    def fold_all(self) -> None:
        self.view.fold_all()

    def unfold_all(self) -> None:
        if not self.view.unfold_all():
            self._document.told.emit("There are too many rows to unfold all of them. The outermost are unfolded.")

    def _copy(self, view: View) -> None:
        rows = to_csv(self._document.design, self._document.session.analysis, view)
        out = io.StringIO()
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows(csv.reader(io.StringIO(rows)))
        QGuiApplication.clipboard().setText(out.getvalue())

    def _refresh(self) -> None:
        self.setCurrentIndex(0 if self._document.session.analysis.figures else 1)
        self.totals.show_totals(self._document)
        self.view.viewport().update()

    def _chosen_here(self) -> None:
        """Rows of one drawing are selected there, and it is opened if it is another one."""
        if self._syncing or self.model.busy:
            return
        items: list[Item] = [index.data(ITEM) for index in self.view.selectionModel().selectedRows()]
        current: Item | None = self.view.currentIndex().data(ITEM)
        self._syncing = True
        if items:
            lead = current if current is not None and current in items else items[0]
            chosen = [item for item in items if item.place[:-1] == lead.place[:-1]]
            if len(chosen) == 1 or self._document.place.path != lead.place[:-1]:
                self._lead(lead.place)
            if len(chosen) > 1:
                self._document.selection.set([item.place[-1] for item in chosen], lead.place[-1])
        else:
            self._document.selection.clear()
        self._syncing = False

    def _activated(self, index: QModelIndex) -> None:
        item: Item | None = index.data(ITEM)
        if item is not None and not item.words:
            self._syncing = True
            self._lead(item.place)
            self._syncing = False

    def _lead(self, place: Path) -> None:
        self.place_wanted.emit(place)

    def _rearranged(self) -> None:
        self.view.restore()
        self._chosen_elsewhere()

    def _chosen_elsewhere(self) -> None:
        if self._syncing:
            return
        self._syncing = True
        ids, model = self._document.selection.ids, self.model
        chosen, first = QItemSelection(), QModelIndex()
        path = self._document.place.path
        if path:
            for key in ids:
                found = model.index_at((*path, key))
                if found.isValid():
                    chosen.select(found, found.siblingAtColumn(len(COLUMNS) - 1))
                    first = found
        else:
            places = sorted(model.place[key] for key in ids if key in model.place)
            for start, end in _runs(places):
                chosen.select(model.index(start, 0), model.index(end, len(COLUMNS) - 1))
            first = model.index(places[0], 0) if places else QModelIndex()
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if first.isValid():
            self.view.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        if first.isValid() and self.view.visualRect(first).isValid():
            self.view.scrollTo(first)
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


class _Totals(QTableView):
    """One row below the table whose columns follow the table's."""

    def __init__(self, above: BreakdownTable) -> None:
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
        self.setItemDelegate(Padded(self))
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        high = max(_TABLE["total"], fonts.px(_TABLE["total"]))
        self.verticalHeader().setDefaultSectionSize(high)
        self.setFixedHeight(high + 1)
        head = above.header()
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
            item.setTextAlignment(RIGHT if info.number else LEFT)
            self._model.setItem(0, index, item)
        self.setStyleSheet(
            f"QTableView#totals {{ background: {theme['sunken'].name()}; "
            f"border-top: 1px solid {theme['lineStrong'].name()}; }}"
        )
