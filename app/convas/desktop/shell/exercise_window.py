"""The window that makes exercises: a difficulty and a number, the question, and the solution when it is wanted."""

from __future__ import annotations

from random import SystemRandom

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QMenu, QPlainTextEdit, QSpinBox, QWidget

from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, button, column, label, line
from convas.desktop.widgets.controls import Segments, Switch
from convas.study.exercises.documents import document
from convas.study.exercises.making import LARGEST_SEED, Exercise, make
from convas.study.exercises.recipes import DIFFICULTIES, Difficulty

_MOST_DRAWN = 9_999


class ExerciseWindow(QDialog):
    """Stays beside the drawing and asks nothing.

    Signals: opening(Exercise) when its network is to be drawn; copying(text); saving(format, Exercise, solution)
    """

    opening = Signal(object)
    copying = Signal(str)
    saving = Signal(str, object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Make an exercise")
        self.resize(fonts.px(620), fonts.px(560))
        self.difficulty = Segments([(name, name.capitalize()) for name in DIFFICULTIES])
        self.difficulty.setAccessibleName("Difficulty")
        self.number = QSpinBox()
        self.number.setRange(0, LARGEST_SEED)
        self.number.setAccessibleName("Number of the exercise")
        self.number.setToolTip("The same number gives the same exercise")
        self.number.setMinimumWidth(fonts.px(110))
        self.solution = Switch()
        self.solution.setAccessibleName("Show the solution")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("The exercise")
        self.text.setFont(fonts.font("body"))
        self.new = button("New", self.draw, "primary", icon="repeat")
        self.draw_button = button("Open as a design", lambda: self.opening.emit(self.exercise), icon="open")
        self.copy_button = button("Copy", lambda: self.copying.emit(self.text.toPlainText()), icon="copy")
        self.save_button = button("Save", lambda: None, icon="save")
        menu = QMenu(self.save_button)
        for words, form in (("As text…", "text"), ("As Markdown…", "markdown"), ("As HTML…", "html")):
            menu.addAction(words).triggered.connect(lambda _=False, form=form: self._save(form))
        self.save_button.setMenu(menu)
        self.exercise: Exercise = make("easy", 1)
        above = line(self.difficulty, label("Number", "small"), self.number, self.new, gap=8)
        shown = line(self.solution, label("Show the solution", "small"), between(), gap=8)
        close = button("Close", self.close)
        for one in (self.new, self.draw_button, self.copy_button, self.save_button, close):
            one.setAutoDefault(False)  # Return in the number field is no click
        below = line(self.draw_button, between(), self.copy_button, self.save_button, close, gap=8)
        self.setLayout(column(above, self.text, shown, below, margins=(16, 14, 16, 12), gap=10))
        self.difficulty.chosen.connect(lambda _: self._make())
        self.number.valueChanged.connect(lambda _: self._make())
        self.solution.toggled.connect(lambda _: self._show())
        self.draw()

    def draw(self) -> None:
        """An exercise with another number."""
        before = self.number.value()
        self.number.setValue(SystemRandom().randint(1, _MOST_DRAWN))
        if self.number.value() == before:
            self._make()

    def _make(self) -> None:
        difficulty = next(name for name in DIFFICULTIES if name == self.difficulty.value)
        chosen: Difficulty = difficulty
        self.exercise = make(chosen, self.number.value())
        self._show()

    def _show(self) -> None:
        self.text.setPlainText(document([self.exercise], "text", solutions=self.solution.isChecked()))

    def _save(self, form: str) -> None:
        self.saving.emit(form, self.exercise, self.solution.isChecked())
