"""Making an exercise in the window, with clicks and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from convas.desktop.shell.exercise_window import ExerciseWindow
from convas.study.exercises.making import make
from desktop.hands import Hands


@pytest.fixture
def made(empty: Hands) -> ExerciseWindow:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(empty.canvas, Qt.Key.Key_X, keys)
    empty.settle()
    found = empty.window.commands.practice.made
    assert found is not None
    assert found.isVisible()
    return found


def choose(hands, made, difficulty, seed):
    """Click a difficulty and type a number."""
    index = ["easy", "medium", "hard"].index(difficulty)
    at = made.difficulty.part(index).center().toPoint()
    QTest.mouseClick(made.difficulty, Qt.MouseButton.LeftButton, pos=at)
    made.number.selectAll()
    QTest.keyClicks(made.number, str(seed))
    QTest.keyClick(made.number, Qt.Key.Key_Return)
    hands.settle()


def test_a_difficulty_and_a_number_give_their_exercise(empty, made):
    choose(empty, made, "hard", 7)
    assert made.text.toPlainText() == f"Exercise 7 (hard)\n\n{make('hard', 7).question}"
    assert "Solution" not in made.text.toPlainText()
    empty.press_on(made.solution)
    assert made.text.toPlainText().endswith(make("hard", 7).sheet)


def test_new_draws_another(empty, made):
    before = made.text.toPlainText()
    empty.press_on(made.new)
    empty.press_on(made.new)
    assert made.text.toPlainText() != before


def test_its_network_opens_as_a_design(empty, made):
    choose(empty, made, "medium", 4)
    empty.press_on(made.draw_button)
    design = empty.window.document.design
    assert [node.name for node in design.nodes()] == [node.name for node in make("medium", 4).design.nodes()]
    assert empty.window.document.session.analysis.totals.parameters == make("medium", 4).total


def test_it_is_copied_and_saved(empty, made, tmp_path):
    choose(empty, made, "easy", 2)
    empty.press_on(made.copy_button)
    assert QGuiApplication.clipboard().text() == made.text.toPlainText()
    for form, words in (("text", "How many"), ("markdown", "## Exercise 2"), ("html", "<h2>Exercise 2")):
        made.saving.emit(form, made.exercise, True)
        out = tmp_path / form
        empty.window.filing.dialog.fileSelected.emit(str(out))
        empty.window.filing.dialog.close()
        assert words in out.read_text("utf-8")


def test_a_solved_exercise_can_be_checked(empty, made):
    choose(empty, made, "medium", 4)
    empty.press_on(made.draw_button)
    panel = empty.window.commands.answers.open()
    panel.show_answer(make("medium", 4).sheet)
    assert panel.headline.text().startswith("All is right")
