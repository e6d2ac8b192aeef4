"""Files from the window: nothing is lost, and what is wrong with a file is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from convas import Dense, Input
from convas.design.records import Header, Link, Node, Record
from convas.desktop.application import start
from convas.desktop.canvas.geometry import Point
from convas.desktop.shell.preferences import Preferences
from convas.files.store import open_file
from convas.files.write import to_bytes
from convas.resources import resource
from desktop.hands import Hands, Key


def answering(words: str) -> list[str]:
    """Click the button with those words in the next box; what the box said."""
    said: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, answer)
            return
        said.append(f"{box.text()} {box.informativeText()}")
        button = next(button for button in box.buttons() if button.text().replace("&", "") == words)
        button.click()

    QTimer.singleShot(20, answer)
    return said


def complaint(hands: Hands) -> str:
    boxes = [box for box in hands.window.findChildren(QMessageBox) if box.isVisible()]
    assert boxes, "nothing is complained of"
    text = boxes[-1].text()
    boxes[-1].close()
    return text


def add_one(hands: Hands) -> None:
    hands.drag_layer("Dense", Point(0, 0))


@pytest.mark.parametrize(("answer", "closes"), [("Cancel", False), ("Discard", True)])
def test_closing_with_unsaved_changes_asks(empty: Hands, answer: str, closes: bool) -> None:
    add_one(empty)
    said = answering(answer)
    assert empty.window.close() is closes
    assert said == ["Save the changes to “Untitled”? They are lost if they are not saved."]
    assert empty.window.isVisible() is not closes


def test_closing_and_saving_writes_the_file(empty: Hands, tmp_path: Path) -> None:
    path = tmp_path / "mine.convas"
    empty.window.document.save(path)
    add_one(empty)
    answering("Save")
    assert empty.window.close()
    assert open_file(path).design.named("dense_1") is not None


def test_a_file_changed_elsewhere_is_not_overwritten_unasked(empty: Hands, tmp_path: Path) -> None:
    path = tmp_path / "shared.convas"
    add_one(empty)
    empty.window.document.save(path)
    theirs = path.read_text().replace("dense_1", "theirs")
    path.write_text(theirs)
    empty.select("dense_1")
    empty.type_into(empty.setting("units"), "5")
    said = answering("Cancel")
    empty.shortcut(Key.Key_S)
    assert "was changed by another program" in said[0]
    assert path.read_text() == theirs
    assert not empty.window.document.session.clean
    answering("Save anyway")
    empty.shortcut(Key.Key_S)
    assert '"units": 5' in path.read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no design at all", "it is no Convas file"),
        (b'{"format": "convas", "version": 99}', "made by a newer Convas"),
        (b"", "it is no Convas file"),
    ],
)
def test_a_bad_file_is_told_and_nothing_changes(hands: Hands, tmp_path: Path, content: bytes, said: str) -> None:
    hands.window.filing.open_path(resource("examples", "lenet-5.convas"))
    path = tmp_path / "bad.convas"
    path.write_bytes(content)
    hands.window.filing.open_path(path)
    told = complaint(hands)
    assert said in told
    assert "bad.convas" in told
    assert hands.window.document.name == "LeNet-5"


def test_a_folder_that_takes_no_files_is_told(empty: Hands, tmp_path: Path) -> None:
    add_one(empty)
    empty.window.filing._save_to(tmp_path / "nowhere" / "x.convas")
    assert "x.convas cannot be saved: there is no such file or folder." in complaint(empty)
    assert not empty.window.document.session.clean


def test_recent_files_come_back_in_the_menu(hands: Hands, tmp_path: Path) -> None:
    copy = tmp_path / "copy.convas"
    copy.write_bytes(resource("examples", "lenet-5.convas").read_bytes())
    hands.window.filing.open_path(copy)
    menu = hands.window.actions_.menus["File/Open recent"]
    menu.aboutToShow.emit()
    assert menu.actions()[0].text().startswith("copy")
    hands.window.filing.new()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert hands.window.document.name == "LeNet-5"


def test_a_template_is_a_copy_without_a_file(hands: Hands) -> None:
    hands.press_on(hands.window.welcome.cards[0])
    assert "8,651,940" in hands.window.status.text()
    assert hands.window.document.path is None
    assert hands.window.welcome.isHidden()


def test_the_layout_and_the_size_are_remembered(hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    hands.press_on(hands.window.welcome.empty)
    hands.window.resize(900, 600)
    hands.window.bottom_dock.hide()
    hands.settle()
    hands.window.close()
    again = start(Preferences(tmp_path / "settings.ini"))
    qtbot.addWidget(again)
    again.show()
    again.commands.started = True
    again._greet()
    assert (again.width(), again.height()) == (900, 600)
    assert again.bottom_dock.isHidden()
    again.forget_layout()
    assert not again.bottom_dock.isHidden()


def test_the_title_tells_the_name_and_unsaved_changes(empty: Hands) -> None:
    assert empty.window.windowTitle() == "Untitled[*] - Convas"
    assert not empty.window.isWindowModified()
    add_one(empty)
    assert empty.window.isWindowModified()
    assert empty.window.top.state.text() == "edited"
    empty.shortcut(Key.Key_Z)
    assert not empty.window.isWindowModified()


def test_renaming_the_design(empty: Hands) -> None:
    page = empty.window.inspector.design
    empty.shortcut(Key.Key_F2, _none())
    empty.keys("Exercise 3", Key.Key_Return, widget=page.name)
    assert empty.window.document.name == "Exercise 3"
    assert empty.window.windowTitle() == "Exercise 3[*] - Convas"


def _none() -> object:
    from PySide6.QtCore import Qt

    return Qt.KeyboardModifier.NoModifier


Answer = Callable[[], None]


def test_a_large_file_opens_in_slices_and_says_so(hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    """Every panel is shown while most of the numbers are still to come."""
    records: list[Record] = [Header(), Node(1, "input", Input(shape=(4,), colours=None))]
    for index in range(3000):
        records.append(Node(2 * index + 2, f"n{index}", Dense(units=4 + index), 344 * index))
        records.append(Link(2 * index + 3, max(2 * index, 1), 2 * index + 2))
    path = tmp_path / "large.convas"
    path.write_bytes(to_bytes(records))
    hands.window.filing.open_path(path)
    analysis = hands.window.document.session.analysis
    assert analysis.pending
    for tab in hands.window.bottom.strip.tabs:
        hands.press_on(tab)
    qtbot.waitUntil(lambda: not analysis.pending, timeout=20_000)
    hands.settle()
    assert analysis.totals.parameters == sum(
        (3 + index if index else 4) * (4 + index) + 4 + index for index in range(3000)
    )
    assert hands.window.status.parameters.text().replace(" ", "").endswith(f"{analysis.totals.parameters:,}")
