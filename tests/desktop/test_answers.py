"""Checking an answer in the window: pasted, typed and clicked as a person does."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from convas.desktop.canvas.answer_marks import AnswerMarks, mark_place
from convas.desktop.panels.answer_rows import spoken
from convas.desktop.theme.contrast import contrast
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Theme
from convas.resources import resource
from desktop.hands import Hands

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHEET = (
    "conv1 ((3*3)*1+1)*20 = 200; conv2 ((3*3)*20+1)*20 = 3620; pool; conv3 (3*3*20+1)*40 = 7240; "
    "conv4 (3*3*20+1)*40 = 7240; pool; conv5 (3*3*20+1)*80 = 14480; total 32,780"
)


def opened(hands: Hands, example: str) -> Hands:
    hands.window.filing.open_template(resource("examples", f"{example}.convas"))
    hands.settle()
    QTest.keyClick(hands.canvas, Qt.Key.Key_Q, CTRL | ALT)
    hands.settle()
    return hands


@pytest.fixture
def exercise(hands: Hands) -> Hands:
    return opened(hands, "cmyk-classifier")


def panel(hands):
    found = hands.window.commands.answers.panel
    assert found is not None
    return found


def paste(hands, text):
    """Paste into the answer, over what is there."""
    QGuiApplication.clipboard().setText(text)
    edit = panel(hands).text
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_A, CTRL)
    QTest.keyClick(edit, Qt.Key.Key_V, CTRL)
    wait(hands)


def wait(hands):
    """Until the pause after typing is over."""
    QTest.qWait(220)
    hands.settle()


def rows(hands):
    return {told.name: (told.verdict, told.claimed, told.right, told.why) for told in panel(hands).rows.told}


def row_of(hands, name):
    return next(index for index, told in enumerate(panel(hands).rows.told) if told.name == name)


def click_row(hands, name):
    view = panel(hands).list
    index = panel(hands).rows.index(row_of(hands, name))
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    hands.settle()


def test_the_wrong_sheet_is_marked_against_the_exercise(exercise):
    paste(exercise, SHEET)
    found = rows(exercise)
    assert found["conv1"] == ("wrong", "200", "740", found["conv1"][3])
    assert found["conv1"][3].startswith("1 input channel instead of 4 (CMYK).")
    assert found["conv2"][0] == "right"
    assert "it shares conv3's parameters, so it adds 0" in found["conv5"][3]
    assert found["dense_1"][:3] == ("missing", "", "8,640,030")
    assert found["Total"][1:3] == ("32,780", "8,651,940")
    assert panel(exercise).headline.text() == "1 of 10 claims right."
    assert panel(exercise).extra.text() == "2 pooling layers that the network does not have."


def test_and_against_its_own_drawing(hands):
    opened(hands, "answer-sheet")
    paste(hands, SHEET)
    found = rows(hands)
    assert found["conv4"][3].startswith("20 input channels instead of 40")
    assert found["conv5"][2] == "28,880"
    assert found["Total"][3] == "The sum adds up, but is wrong. The total is 54,380."


def test_typing_is_marked_after_a_short_pause(exercise):
    QTest.keyClicks(panel(exercise).text, "conv1 741")
    assert panel(exercise).marking is None
    wait(exercise)
    assert rows(exercise)["conv1"][0] == "wrong"
    QTest.keyClick(panel(exercise).text, Qt.Key.Key_Backspace)
    QTest.keyClicks(panel(exercise).text, "0")
    wait(exercise)
    assert rows(exercise)["conv1"][0] == "right"


def test_an_example_is_one_click_away(exercise):
    assert panel(exercise).example.isVisible()
    exercise.press_on(panel(exercise).example)
    wait(exercise)
    assert rows(exercise)["conv1"][0] == "wrong"
    assert not panel(exercise).example.isVisible()
    QTest.keyClick(panel(exercise).text, Qt.Key.Key_Z, CTRL)
    wait(exercise)
    assert panel(exercise).text.toPlainText() == ""


def test_an_edit_of_the_design_marks_again_and_undo_too(exercise):
    paste(exercise, "conv1 740")
    document = exercise.window.document
    document.selection.set([exercise.node("conv1")])
    from convas.edits.settings import set_setting

    document.attempt(lambda: set_setting(document.design, [exercise.node("conv1")], "filters", 10))
    wait(exercise)
    assert rows(exercise)["conv1"][0] == "wrong"
    document.undo()
    wait(exercise)
    assert rows(exercise)["conv1"][0] == "right"


def test_a_row_shows_its_layer_and_a_layer_its_row(exercise):
    paste(exercise, SHEET)
    click_row(exercise, "conv4")
    assert exercise.window.document.selection.ids == {exercise.node("conv4")}
    underlined = panel(exercise).text.extraSelections()
    assert [one.cursor.selectedText().strip() for one in underlined] == ["conv4 (3*3*20+1)*40 = 7240"]
    exercise.click(exercise.middle("conv2"))
    assert panel(exercise).list.currentIndex().row() == row_of(exercise, "conv2")


def test_lines_are_matched_by_hand_and_given_back(exercise):
    paste(exercise, "first 740\nsecond 310")
    click_row(exercise, panel(exercise).rows.told[1].name)
    about = panel(exercise).about
    about.setFocus()
    at = about.findText("dense_2")
    about.setCurrentIndex(at)
    about.activated.emit(at)
    exercise.settle()
    assert rows(exercise)["dense_2"][0] == "right"
    about.setCurrentIndex(1)
    about.activated.emit(1)
    exercise.settle()
    assert rows(exercise)["second"][0] == "too many"
    about.setCurrentIndex(0)
    about.activated.emit(0)
    exercise.settle()
    assert "second" not in rows(exercise)


def mark_colour(hands, name):
    """The colour on the ring of a card's mark, at its left."""
    box = hands.canvas.drawing.boxes[hands.node(name)]
    from PySide6.QtCore import QRectF

    place = mark_place(QRectF(box.left, box.top, box.width, box.height), hands.canvas.zoom)
    at = hands.canvas.mapFromScene(QPointF(place.left() + place.width() * 0.17, place.center().y()))
    return hands.canvas.grab().toImage().pixelColor(at).name()


def test_marks_stand_on_the_cards_and_can_be_hidden(exercise):
    exercise.canvas.fit()
    paste(exercise, SHEET)
    exercise.settle()
    assert mark_colour(exercise, "conv1") == look.theme["error"].name()
    assert mark_colour(exercise, "conv2") == look.theme["ok"].name()
    marks = exercise.canvas.state.answers
    assert marks is not None
    assert marks.verdicts[exercise.node("dense_1"),] == "missing"
    assert "1 input channel" in marks.tip((exercise.node("conv1"),))
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Y, CTRL | ALT)
    assert exercise.canvas.state.answers is None
    assert mark_colour(exercise, "conv1") != look.theme["error"].name()
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Y, CTRL | ALT)
    assert exercise.canvas.state.answers is not None


def test_marks_outlive_a_gesture_and_go_with_the_panel(exercise):
    paste(exercise, SHEET)
    exercise.drag(exercise.middle("conv1"), exercise.middle("conv1") + QPointF(40, 30).toPoint())
    assert exercise.canvas.state.answers is not None
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Q, CTRL | ALT)
    exercise.settle()
    assert exercise.canvas.state.answers is None
    assert not panel(exercise).isVisible()
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Q, CTRL | ALT)
    exercise.settle()
    assert panel(exercise).text.toPlainText() == SHEET
    assert exercise.canvas.state.answers is not None


def test_pictures_have_the_marks_that_are_shown(exercise):
    paste(exercise, SHEET)
    picture = exercise.window.commands.pictures.picture("all", "light", 1.0, transparent=False)
    assert picture.answers is exercise.canvas.state.answers is not None


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", ["ok", "error", "warn", "text2"])
def test_marks_are_seen_on_canvas_and_card(mode, name):
    theme = Theme(mode)
    assert contrast(theme[name], theme["canvas"]) >= 3
    assert contrast(theme[name], theme["card"]) >= 3


def test_a_block_has_the_worst_mark_of_what_is_inside():
    marks = AnswerMarks.of(
        [((1, 0, 5), "right", lambda: "fine"), ((1, 0, 6), "wrong", lambda: "bad"), ((2,), "right", str)]
    )
    assert marks.verdicts == {(1,): "wrong", (1, 0, 5): "right", (1, 0, 6): "wrong", (2,): "right"}
    assert marks.tip((1,)) == "<p>bad</p>"


def test_the_verdict_is_copied_and_saved(exercise, tmp_path, monkeypatch):
    paste(exercise, SHEET)
    exercise.press_on(panel(exercise).copy_button)
    copied = QGuiApplication.clipboard().text()
    assert "1 input channel instead of 4 (CMYK)" in copied
    for form, words in (("markdown", "| ✗ wrong | conv1 |"), ("html", "<td>conv1")):
        panel(exercise).exporting.emit(form)
        dialog = exercise.window.filing.dialog
        assert isinstance(dialog, QFileDialog)
        out = tmp_path / f"verdict-{form}"
        dialog.fileSelected.emit(str(out))
        dialog.close()
        assert words in out.read_text("utf-8")


def test_what_is_no_answer_is_said_in_place(exercise):
    paste(exercise, "nothing to be checked")
    assert panel(exercise).trouble.text().startswith("There is no number")
    assert panel(exercise).rows.rowCount() == 0
    paste(exercise, "1 " * 80_000)
    assert "longer than" in panel(exercise).trouble.text()
    paste(exercise, "conv1 740")
    assert not panel(exercise).trouble.isVisible()


def test_an_answer_is_opened_from_a_file_or_said_to_be_none(exercise, tmp_path):
    (tmp_path / "anna.txt").write_text("conv1: 741", "utf-8")
    exercise.window.commands.answers.open_answer(tmp_path / "anna.txt")
    exercise.settle()
    assert rows(exercise)["conv1"][0] == "wrong"
    said = []
    exercise.window.filing.complain = said.append
    exercise.window.commands.answers.open_answer(tmp_path / "none.txt")
    assert said == ["none.txt cannot be opened: there is no such file or folder."]


def test_a_folder_is_marked_in_a_table(exercise, tmp_path: Path):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "anna.txt").write_text("conv1 740\ntotal 8,651,940", "utf-8")
    (folder / "ben.txt").write_text(SHEET, "utf-8")
    (folder / "photo.txt").write_bytes(b"\x00\x01" * 40)
    commands = exercise.window.commands.answers
    commands.check_folder(folder)
    window = commands.answers
    for _ in range(50):
        QTest.qWait(5)
        if not window.bar.isVisible():
            break
    assert window.told.text() == "0 of 3 answers all right"
    assert [window.table.item(row, 0).text() for row in range(3)] == ["anna.txt", "ben.txt", "photo.txt"]
    assert "is no text" in window.table.item(2, 4).text()
    assert "wrong filters" in window.common.text()
    window.table.itemActivated.emit(window.table.item(1, 0))
    exercise.settle()
    assert panel(exercise).text.toPlainText() == SHEET
    window.exporting.emit("html")
    exercise.window.filing.dialog.fileSelected.emit(str(tmp_path / "class.html"))
    exercise.window.filing.dialog.close()
    assert "ben.txt" in (tmp_path / "class.html").read_text("utf-8")
    window.close()


def test_rows_are_spoken(exercise):
    paste(exercise, SHEET)
    first = panel(exercise).rows.told[0]
    assert spoken(first).startswith("conv1: wrong, 200 claimed, 740 right. 1 input channel")
    found = QAccessible.queryAccessibleInterface(panel(exercise).list)
    assert found.childCount() >= panel(exercise).rows.rowCount()
    assert found.text(QAccessible.Text.Name) == "The lines of the answer"


def test_the_inspector_makes_room_and_comes_back(exercise):
    window = exercise.window
    window.resize(1200, 800)
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Q, CTRL | ALT)
    exercise.settle()
    assert window.right_dock.isVisible()
    QTest.keyClick(exercise.canvas, Qt.Key.Key_Q, CTRL | ALT)
    exercise.settle()
    assert window.right_dock.isHidden()
    exercise.press_on(window.commands.answers.panel.text)
    window.commands.answers.close()
    exercise.settle()
    assert window.right_dock.isVisible()


def test_rows_are_as_high_as_their_words(exercise):
    paste(exercise, SHEET)
    view, model = panel(exercise).list, panel(exercise).rows
    heights = [view.visualRect(model.index(row)).height() for row in range(model.rowCount())]
    assert heights[row_of(exercise, "conv5")] > heights[row_of(exercise, "conv2")]
    bottoms = [view.visualRect(model.index(row)).bottom() for row in range(model.rowCount())]
    assert bottoms == sorted(bottoms)
