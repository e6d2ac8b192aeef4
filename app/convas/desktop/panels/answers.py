"""The panel that checks an answer: the answer as text, below it what is right, what is wrong and why."""

from __future__ import annotations

from functools import partial
from pathlib import Path as FilePath
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QMenu, QPlainTextEdit, QSplitter, QTextEdit, QWidget

from convas.analysis.inside import Path
from convas.desktop.canvas.answer_marks import AnswerMarks
from convas.desktop.document import Document
from convas.desktop.panels.answer_rows import AnswerList, AnswerRows
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import between, button, column, label, line, tool
from convas.desktop.widgets.controls import Switch
from convas.resources import resource
from convas.study.answers import verdict
from convas.study.answers.marking import Mark, Marking, mark
from convas.study.answers.reading import NoAnswer, read

_SHORT_PAUSE, _LONG_PAUSE = 150, 900
_LARGE: Final = 1_500
"""In a design of more records, marking waits until the hand rests."""
_AS_FOUND, _NONE = "As found by its words", "No layer"
_HINT: Final = "Paste an answer here: a table, CSV, or lines such as\nconv1: (3*3*4+1)*20 = 740"


class AnswerPanel(QWidget):
    """Marks what is written in it against the open design, now and after every edit of either.

    Signals:
        marked(AnswerMarks or None)   the marks for the drawing are other ones
        place_wanted(place)           the layer of a row is to be shown
        opening(), folder(), copying(), exporting(str), closing()   what its buttons ask for
        dropped(path)                 a file was dropped on it
    """

    marked = Signal(object)
    place_wanted = Signal(object)
    opening = Signal()
    folder = Signal()
    copying = Signal()
    exporting = Signal(str)
    closing = Signal()
    dropped = Signal(object)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAcceptDrops(True)
        self._document = document
        self.marking: Marking | None = None
        self.name = ""
        self._by_hand: dict[str, str | None] = {}
        self._ours = False
        self.text = QPlainTextEdit()
        self.text.setAcceptDrops(False)
        self.text.setAccessibleName("The answer")
        self.text.setPlaceholderText(_HINT)
        self.text.setTabChangesFocus(True)
        self.text.setFont(fonts.font("body"))
        self.headline = label("", "title", wraps=True)
        self.trouble = label("", "quiet", wraps=True)
        self.extra = label("", "small", wraps=True)
        self.rows = AnswerRows()
        self.list = AnswerList(self.rows)
        self.about = QComboBox()
        self.about.setAccessibleName("The layer that this line is about")
        self.about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.marks = Switch()
        self.marks.setAccessibleName("Show the marks on the drawing")
        self.marks.setToolTip("Show the marks on the drawing")
        self.marks.setChecked(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)
        self._lay_out()
        self._connect()
        self._show(None, "")

    def _lay_out(self) -> None:
        self.example = button("Put in an example", self._put_example, "quiet")
        self.copy_button = button("Copy", self.copying.emit, icon="copy")
        self.export_button = button("Export", lambda: None, icon="export")
        menu = QMenu(self.export_button)
        for words, form in (("As Markdown…", "markdown"), ("As HTML…", "html")):
            menu.addAction(words).triggered.connect(partial(self._export, form))
        self.export_button.setMenu(menu)
        head = line(
            label("Check an answer", "title"),
            between(),
            tool("open", "Open an answer", self.opening.emit),
            tool("table", "Check a folder of answers", self.folder.emit),
            tool("x", "Close", self.closing.emit),
            gap=2,
        )
        above, below = QWidget(), QWidget()
        above.setLayout(column(self.text, self.example, margins=(12, 0, 12, 4), gap=4))
        self.matching = QWidget()
        self.matching.setLayout(line(label("This line is about", "small"), self.about, gap=8))
        self.about.setSizePolicy(self.about.sizePolicy().Policy.Expanding, self.about.sizePolicy().Policy.Fixed)
        below.setLayout(
            column(
                column(self.headline, self.trouble, margins=(12, 4, 12, 6), gap=2),
                self.list,
                column(self.extra, self.matching, margins=(12, 6, 12, 4), gap=4),
            )
        )
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(above)
        parts.addWidget(below)
        parts.setChildrenCollapsible(False)
        parts.setStretchFactor(1, 2)
        parts.setSizes([fonts.px(150), fonts.px(400)])
        foot = line(
            self.marks, label("Marks", "small"), between(), self.copy_button, self.export_button,
            margins=(12, 6, 12, 10), gap=8,
        )  # fmt: skip
        self.setLayout(column(line(head, margins=(12, 4, 8, 4)), parts, foot))
        self.setMinimumWidth(fonts.px(300))
        self.setTabOrder(self.text, self.list)
        self.setTabOrder(self.list, self.about)

    def _connect(self) -> None:
        self.text.textChanged.connect(self._typed)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.about.activated.connect(self._match)
        self.marks.toggled.connect(lambda _: self._tell_marks())
        self._document.updated.connect(lambda _: self.later())
        self._document.replaced.connect(self._forget)
        self._document.selection.changed.connect(self._follow)
        look.changed.connect(self._underline)

    # what is written

    def show_answer(self, text: str, name: str = "") -> None:
        """Put an answer in, as one step that can be undone in the text."""
        self.name = name
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.check()

    def _export(self, form: str, _checked: bool = False) -> None:
        self.exporting.emit(form)

    def _put_example(self) -> None:
        self.show_answer(resource("answers", "wrong-sheet.txt").read_text("utf-8"), "The wrong sheet")
        self.text.setFocus()

    def _typed(self) -> None:
        self.example.setVisible(not self.text.toPlainText())
        self.later()

    def _forget(self) -> None:
        """Another design: what was matched by hand is not of it."""
        self._by_hand.clear()
        self.later()

    def later(self) -> None:
        """Mark again when the hand rests."""
        if self.isVisible():
            self._timer.start(_LONG_PAUSE if len(self._document.design.records) > _LARGE else _SHORT_PAUSE)

    # marking

    def check(self) -> None:
        """Mark the answer now; while the design is still being counted, as soon as it is."""
        self._timer.stop()
        answer = self.text.toPlainText()
        session = self._document.session
        if not answer.strip():
            self._show(None, "")
        elif session.analysis.pending:
            self._timer.start(_SHORT_PAUSE)
        else:
            try:
                lines = [line.text for line in read(answer) if line.quantity == "layer"]
                by_hand = {place: self._by_hand[said] for place, said in enumerate(lines) if said in self._by_hand}
                self._show(mark(session.design, answer, analysis=session.analysis, by_hand=by_hand), "")
            except NoAnswer as error:
                self._show(None, str(error))

    def _show(self, marking: Marking | None, trouble: str) -> None:
        kept = self.list.currentIndex().row()
        self.marking = marking
        self._ours = True
        self.rows.show_marking(marking)
        if 0 <= kept < self.rows.rowCount():
            self.list.setCurrentIndex(self.rows.index(kept))
        self._ours = False
        self.headline.setText("" if marking is None else verdict.headline(marking))
        self.headline.setVisible(marking is not None)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        extra = [] if marking is None else verdict.extras(marking)
        self.extra.setText(" ".join(extra))
        self.extra.setVisible(bool(extra))
        self.matching.setVisible(marking is not None)
        self.copy_button.setEnabled(marking is not None)
        self.export_button.setEnabled(marking is not None)
        self._fill_about()
        self._tell_marks()

    def _tell_marks(self) -> None:
        """Hand the marks on, or none where they are not to be shown."""
        if self.marking is None or not self.marks.isChecked() or not self.isVisible():
            self.marked.emit(None)
            return
        told = ((row.place, one.verdict, partial(_said, one)) for one in self.marking.marks for row in one.rows)
        self.marked.emit(AnswerMarks.of(told))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.check()

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self._timer.stop()
        self.marked.emit(None)

    # rows and layers

    @property
    def chosen(self) -> Mark | None:
        """The mark of the row that is chosen."""
        return self.rows.mark(self.list.currentIndex().row())

    def _chosen(self) -> None:
        self._fill_about()
        self._underline()
        one = self.chosen
        if not self._ours and one is not None and one.row is not None:
            self._ours = True
            self.place_wanted.emit(one.row.place)
            self._ours = False

    def _follow(self) -> None:
        """A layer that is chosen in the drawing chooses its row."""
        if self._ours or len(self._document.selection.ids) != 1:
            return
        (key,) = self._document.selection.ids
        for index, one in enumerate(self.rows.marks):
            if any(self._is_at(row.place, key) for row in one.rows):
                self._ours = True
                self.list.setCurrentIndex(self.rows.index(index))
                self._ours = False
                return

    def _is_at(self, place: Path, key: int) -> bool:
        around = self._document.sight.place
        return place[: len(around) + 1] == (*around, key)

    def _underline(self) -> None:
        """Mark the chosen row's line in the text."""
        one = self.chosen
        chosen: list[QTextEdit.ExtraSelection] = []
        if one is not None and one.line is not None:
            part = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            last = max(0, self.text.document().characterCount() - 1)
            cursor.setPosition(min(one.line.start, last))
            cursor.setPosition(min(one.line.end, last), QTextCursor.MoveMode.KeepAnchor)
            part.cursor = cursor
            part.format.setBackground(look.theme["accentSoft"])
            chosen.append(part)
        self.text.setExtraSelections(chosen)

    def _fill_about(self) -> None:
        """The layers that the chosen line can be about."""
        one, marking = self.chosen, self.marking
        blocker = QSignalBlocker(self.about)
        self.about.clear()
        if one is not None and one.line is not None and marking is not None and one.place is not None:
            self.about.addItem(_AS_FOUND, "")
            self.about.addItem(_NONE, None)
            for row in marking.rows:
                self.about.addItem(row.path or row.name, row.path or row.name)
            at = 0
            if one.line.text in self._by_hand:
                path = self._by_hand[one.line.text]
                at = 1 if path is None else max(0, self.about.findText(path))
            elif one.row is not None:
                self.about.setItemText(0, f"{one.row.path or one.row.name}, as found")
            self.about.setCurrentIndex(at)
        self.about.setEnabled(self.about.count() > 0)
        blocker.unblock()

    def _match(self, index: int) -> None:
        """The chosen line is about another layer."""
        one = self.chosen
        if one is None or one.line is None:
            return
        if index == 0:
            self._by_hand.pop(one.line.text, None)
        else:
            self._by_hand[one.line.text] = None if index == 1 else self.about.itemText(index)
        self.check()

    # files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [FilePath(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths[0])


def _said(mark: Mark) -> str:
    """What a mark on the drawing says."""
    return verdict.told(mark) or verdict.WORDS[mark.verdict].capitalize()
