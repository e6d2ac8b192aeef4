"""What changed in the counts when the convention was switched, and why, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QTableWidget, QTableWidgetItem, QWidget

from convas.analysis.totals import Totals
from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label
from convas.study.conventions import Difference
from convas.values import text
from convas.values.convention import RULES, Convention


class DifferencesWindow(QDialog):
    """A table of layers; a click selects the layer. It stays beside the drawing and asks nothing."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.setWindowTitle("What changed")
        self.resize(720, 320)
        self.told = label("", "title", wraps=True)
        self.table = QTableWidget()
        self.table.setAccessibleName("Layers that count differently")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.itemSelectionChanged.connect(self._select)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self._ids: list[int] = []
        self.setLayout(column(self.told, self.table, buttons, margins=(16, 14, 16, 12), gap=10))

    def show_differences(
        self, found: Sequence[Difference], convention: Convention, before: Totals, after: Totals
    ) -> None:
        """Show what is counted differently since the switch to `convention`."""
        now = RULES[convention].title
        was = next(rules.title for name, rules in RULES.items() if name != convention)
        layers = text.many(len(found), "layer counts", "layers count")
        told = [text.total(totals.parameters, totals.complete) for totals in (before, after)]
        self.told.setText(f"{layers} differently in {now}: {told[0]} became {told[1]} parameters.")
        self._ids = [difference.id for difference in found]
        self.table.blockSignals(True)
        self.table.clear()
        self.table.setColumnCount(4)
        self.table.setRowCount(len(found))
        self.table.setHorizontalHeaderLabels(["Layer", was, now, "Why"])
        for row, difference in enumerate(found):
            counts = (text.count(difference.before), text.count(difference.after))
            for at, words in enumerate((difference.name, *counts, difference.why)):
                item = QTableWidgetItem(words)
                item.setFont(fonts.font("tableCount" if at in (1, 2) else "table"))
                side = Qt.AlignmentFlag.AlignRight if at in (1, 2) else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, at, item)
        self.table.blockSignals(False)
        for at, width in enumerate((130, 96, 96)):
            self.table.setColumnWidth(at, fonts.px(width))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.resizeRowsToContents()
        self.table.setStyleSheet(f"QTableWidget {{ border: 1px solid {look.theme['line'].name()}; }}")
        self.show()
        self.raise_()

    def _select(self) -> None:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        there = self._document.design.records
        self._document.selection.set(self._ids[row] for row in rows if self._ids[row] in there)
