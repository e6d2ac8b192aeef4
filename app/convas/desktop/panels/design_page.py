"""The inspector with nothing selected: the design's name, totals, variables, and what other readings would count."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from convas.analysis.report import total_calculation
from convas.desktop.document import Document
from convas.desktop.panels.formula import FormulaBox, Rows, total_rows
from convas.desktop.panels.variables_list import VariablesList
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label, line, rule, spacer
from convas.edits.edit import Refused
from convas.edits.settings import rename_design
from convas.study.readings import paddings
from convas.values import text
from convas.values.size import value_of

MOST_TERMS = 100
"""A longer sum is no help to anybody; the breakdown has it line by line."""


class DesignPage(QWidget):
    """The whole design in numbers."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.name = QLineEdit()
        self.name.setProperty("plain", True)
        self.name.setAccessibleName("Name of the design")
        self.name.editingFinished.connect(self._rename)
        self.trouble = label("", "trouble", wraps=True)
        self.trouble.hide()
        self.kind = label("", "small")
        self.box = FormulaBox()
        self.sum = label("", "small", wraps=True, selectable=True)
        self.rows = Rows()
        self.counted = label("", "small", wraps=True)
        self.variables = VariablesList(document)
        self.readings_head = label("IF EVERY CONVOLUTION HAD PADDING", "section")
        self.readings = Rows()
        self.hint = label("Select a layer to see its settings and its calculation.", "small", wraps=True)
        self._readings_later = QTimer(self)
        self._readings_later.setSingleShot(True)
        self._readings_later.setInterval(80)
        self._readings_later.timeout.connect(self._show_readings)
        self.setLayout(
            column(
                column(self.name, self.kind, self.trouble, margins=(16, 14, 16, 12), gap=2),
                rule(),
                column(label("CALCULATION", "section"), self.box, self.sum, margins=(16, 12, 16, 12), gap=8),
                column(self.rows, self.counted, margins=(16, 0, 16, 14), gap=6),
                rule(),
                column(self.variables, margins=(16, 10, 16, 12)),
                rule(),
                column(self.readings_head, self.readings, margins=(16, 12, 16, 12), gap=8),
                line(self.hint, margins=(16, 8, 16, 16)),
                spacer(),
            )
        )

    def show_design(self) -> None:
        """Show the totals as they stand now."""
        session = self._document.session
        totals, rules = session.totals, session.design.rules
        if not self.name.hasFocus():
            self.name.setText(self._document.name)
        self.kind.setText(f"Design · counted as {rules.title}")
        saved = value_of(totals.saved)
        note = f"{text.count(totals.if_not_shared)} if not shared" if saved != 0 else ""
        shown = text.total(totals.parameters, totals.complete)
        colour = look.theme.share("A").name()
        self.box.show_calculation([], shown, "parameters", note, colour)
        few = len(session.analysis.order.rank) <= MOST_TERMS
        self.sum.setText(total_calculation(session.design, session.analysis) if few else "")
        self.sum.setVisible(bool(self.sum.text()))
        rows = total_rows(totals, rules, self._document.included)
        rows += [("Weights, float32", "", text.memory(totals.weight_memory))]
        self.rows.show_rows(rows)
        self.counted.setText(f"FLOPs: {self._document.included.told}.")
        self.variables.show_numbers()
        self._readings_later.start()

    def _show_readings(self) -> None:
        if self._document.session.analysis.pending:
            self.readings_head.hide()
            self.readings.hide()
            return
        found = paddings(self._document.design)
        self.readings_head.setVisible(bool(found))
        self.readings.show_rows(
            [
                (
                    reading.padding,
                    "as drawn" if reading.current else "",
                    text.total(reading.totals.parameters, reading.totals.complete),
                )
                for reading in found
            ]
        )

    def _rename(self) -> None:
        typed = self.name.text()
        if typed == self._document.name:
            self.trouble.hide()
            return
        try:
            edit = rename_design(self._document.design, typed)
        except Refused as refusal:
            self.trouble.setText(str(refusal))
            self.trouble.show()
            return
        self.trouble.hide()
        self._document.apply(edit)
        self._document.session.seal()

    def start_renaming(self) -> None:
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()
