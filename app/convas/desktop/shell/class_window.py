"""A class at once: the answers of a folder, marked one by one, in a table with the commonest mistakes below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QMenu,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, button, column, label, line
from convas.files.answers import answers_in, read_answer
from convas.files.errors import FileError
from convas.study.answers.marking import mark
from convas.study.answers.marking_table import Handed, commonest, mistakes
from convas.study.answers.reading import NoAnswer
from convas.study.answers.verdict import SIGNS, number
from convas.values import text

_HEADS = ("Answer", "", "Right", "Total", "Mistakes")


class ClassWindow(QDialog):
    """Marks the answers of a folder, a few at a time, so that the window never waits.

    Signals: chosen(path) when an answer is to be looked at; exporting(format) when the table is to be saved
    """

    chosen = Signal(object)
    exporting = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("A folder of answers")
        self.resize(fonts.px(760), fonts.px(480))
        self.handed: list[Handed] = []
        self.paths: list[Path] = []
        self.design = Design()
        self._analysis = Analysis(self.design)
        self._waiting: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)
        self.told = label("", "title", wraps=True)
        self.left = label("", "small", wraps=True)
        self.common = label("", "quiet", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Answers marked so far")
        self.cancel = button("Cancel", self._stop)
        self.table = QTableWidget()
        self.table.setAccessibleName("Answers")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.itemActivated.connect(lambda item: self.chosen.emit(self.paths[item.row()]))
        self.export_button = button("Export", lambda: None, icon="export")
        menu = QMenu(self.export_button)
        for words, form in (("As Markdown…", "markdown"), ("As HTML…", "html")):
            menu.addAction(words).triggered.connect(partial(self._export, form))
        self.export_button.setMenu(menu)
        foot = line(self.bar, self.cancel, between(), self.export_button, button("Close", self.close), gap=8)
        self.setLayout(column(self.told, self.table, self.common, self.left, foot, margins=(16, 14, 16, 12), gap=8))

    def ask(self, design: Design, folder: Path) -> None:
        """Mark what lies in a folder; `FileError` where there is nothing."""
        self._waiting, left = answers_in(folder)
        self.design = Design(design.snapshot())
        self._analysis = Analysis(self.design)
        self._analysis.settle()
        self.handed, self.paths = [], []
        self.left.setText(" ".join(left))
        self.left.setVisible(bool(left))
        self.common.setText("")
        self.table.clear()
        self.table.setColumnCount(len(_HEADS))
        self.table.setRowCount(0)
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate((170, 32, 90, 110)):
            self.table.setColumnWidth(at, fonts.px(width))
        for at in (2, 3):
            head = self.table.horizontalHeaderItem(at)
            if head is not None:
                head.setTextAlignment(_NUMBERS)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.bar.setRange(0, len(self._waiting))
        self._working(on=True)
        self.show()
        self.raise_()

    def _working(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.cancel.setVisible(on)
        self.export_button.setEnabled(not on and bool(self.handed))
        if on:
            self._timer.start()
        else:
            self._timer.stop()
            self.told.setText(summary(self.handed))

    def _next(self) -> None:
        """Mark one more."""
        if not self._waiting:
            self._working(on=False)
            return
        path = self._waiting.pop(0)
        try:
            one = Handed(path.name, mark(self.design, read_answer(path), analysis=self._analysis))
        except (NoAnswer, FileError) as error:
            one = Handed(path.name, None, str(error))
        self.handed.append(one)
        self.paths.append(path)
        self._add(one)
        self.bar.setValue(len(self.handed))
        self.told.setText(f"{text.count(len(self.handed))} of {text.many(self.bar.maximum(), 'answer')} marked…")

    def _export(self, form: str, _checked: bool = False) -> None:
        self.exporting.emit(form)

    def _stop(self) -> None:
        self._waiting.clear()
        self._working(on=False)

    def closeEvent(self, event: object) -> None:
        self._stop()
        super().closeEvent(event)  # type: ignore[arg-type]

    def _add(self, one: Handed) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for at, words in enumerate(_cells(one)):
            item = QTableWidgetItem(words)
            item.setFont(fonts.font("tableCount" if at in (2, 3) else "table"))
            side = Qt.AlignmentFlag.AlignRight if at in (2, 3) else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, at, item)
        self.table.resizeRowToContents(row)
        self.table.setRowHeight(row, self.table.rowHeight(row) + 10)
        found = commonest(self.handed)
        told = ", ".join(f"{kind} ({text.count(times)})" for kind, times in found[:_MOST_TOLD])
        self.common.setText(f"The commonest mistakes: {told}." if told else "")


def _cells(one: Handed) -> tuple[str, ...]:
    if one.marking is None:
        return one.name, SIGNS["unknown"], "", "", one.trouble
    got, of = one.marking.points
    sign = SIGNS["right" if one.right else "wrong"]
    return one.name, sign, f"{got} of {of}", number(one.marking.total.claimed), ", ".join(mistakes(one.marking))


def summary(handed: Sequence[Handed]) -> str:
    """`1 of 4 answers all right`"""
    return f"{text.count(sum(one.right for one in handed))} of {text.many(len(handed), 'answer')} all right"


_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_TOLD = 6
