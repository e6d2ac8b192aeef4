"""Keys: none of ours clash, and everyone may choose others."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from convas.desktop.application import start
from convas.desktop.shell.preferences import Preferences
from desktop.hands import CTRL, Hands


def test_no_two_actions_have_the_same_keys(window):
    keys = Counter(key.toString() for _, _, action in window.actions_.all() for key in action.shortcuts())
    assert [key for key, times in keys.items() if times > 1] == []


def test_keys_are_chosen_with_the_clash_told_and_kept(empty: Hands, tmp_path, qtbot):
    window = empty.window
    QTest.keyClick(empty.canvas, Qt.Key.Key_Comma, CTRL)
    empty.settle()
    dialog = window.commands.keys_dialog
    dialog.pick("Arrange all")
    dialog.edit.setKeySequence(QKeySequence("Ctrl+D"))
    assert "Duplicate has these keys" in dialog.told.text()
    empty.press_on(dialog.take)
    assert window.actions_["Arrange all"].shortcut().toString() == "Ctrl+D"
    assert window.actions_["Duplicate"].shortcuts() == []
    other = start(Preferences(tmp_path / "settings.ini"))
    assert other.actions_["Arrange all"].shortcut().toString() == "Ctrl+D"
    other.close()
    other.deleteLater()
    empty.press_on(dialog.reset_all)
    assert window.actions_["Duplicate"].shortcut().toString() == "Ctrl+D"
    assert window.actions_["Arrange all"].shortcut().toString() == "Ctrl+L"
    assert Preferences(tmp_path / "settings.ini").keys() == {}
    dialog.search.setText("ctrl+z")
    shown = [row for row in range(dialog.list.topLevelItemCount()) if not dialog.list.topLevelItem(row).isHidden()]
    assert len(shown) >= 1
    dialog.close()


def test_a_broken_list_of_keys_is_no_trouble(tmp_path):
    preferences = Preferences(tmp_path / "settings.ini")
    preferences._settings.setValue("keys", "[not json")
    assert preferences.keys() == {}
    preferences._settings.setValue("keys", '{"Undo": "x", "Redo": ["Ctrl+7"]}')
    assert preferences.keys() == {"Redo": ["Ctrl+7"]}
