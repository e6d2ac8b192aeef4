"""Commands of practice: make an exercise, copy it, save it, and see its network drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from convas.desktop.shell.actions import Entry

if TYPE_CHECKING:
    from convas.desktop.shell.exercise_window import ExerciseWindow
    from convas.desktop.shell.window import Window
    from convas.study.exercises.documents import Format
    from convas.study.exercises.making import Exercise

EXERCISE = "Make an exercise"
_KINDS: dict[Format, str] = {"text": "Text", "markdown": "Markdown", "html": "HTML"}


class ExerciseCommands(QObject):
    """The window is made when it is first asked for."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._document = window, window.document
        self.made: ExerciseWindow | None = None

    def entries(self) -> Iterator[Entry]:
        """For the menu of analysis."""
        tip = "A random network as a question, with its solution"
        yield Entry("Analyse", f"{EXERCISE}…", self.ask, ("Ctrl+Alt+X",), "note", tip, name=EXERCISE)

    def ask(self) -> None:
        """Show the window."""
        if self.made is None:
            from convas.desktop.shell.exercise_window import ExerciseWindow  # noqa: PLC0415 - few windows need it

            self.made = ExerciseWindow(self._window)
            self.made.opening.connect(self.open)
            self.made.copying.connect(self._copy)
            self.made.saving.connect(self._save)
        self.made.show()
        self.made.raise_()
        self.made.activateWindow()

    def open(self, exercise: Exercise) -> None:
        """Show the network of an exercise as a design that has no file yet."""
        if self._window.filing.may_go():
            self._window.commands.started = True
            self._document.start(exercise.design)
            self._window.canvas.fit()

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._document.told.emit("The exercise is copied.")

    def _save(self, form: Format, exercise: Exercise, solution: bool) -> None:
        from convas.study.exercises import documents  # noqa: PLC0415 - there with its window

        suffix = documents.SUFFIXES[form]
        content = documents.document([exercise], form, solutions=solution)
        filing = self._window.filing
        filing.ask_where(
            "Save the exercise", f"{_KINDS[form]} (*{suffix})", suffix, lambda path: filing.write(path, content)
        )
