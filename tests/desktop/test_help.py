"""Help in the program: F1 on what is at hand, and found by typing."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convas.desktop.canvas.geometry import Point
from convas.desktop.shell.help import HelpWindow
from desktop.hands import Hands


def opened(hands: Hands) -> HelpWindow:
    hands.settle()
    found = hands.window.help
    assert found is not None
    assert found.isVisible()
    return found


def test_f1_with_nothing_selected_is_how_to_begin(empty: Hands) -> None:
    empty.window.actions_["Help"].trigger()
    assert "A network in one minute" in opened(empty).view.toPlainText()


def test_f1_on_a_layer_is_its_page(empty: Hands) -> None:
    empty.drag_layer("Conv2D", Point(0, 0))
    QTest.keyClick(empty.canvas, Qt.Key.Key_F1)
    shown = opened(empty).view.toPlainText()
    assert shown.startswith("Conv2D")
    assert "floor((in − kernel) / strides) + 1" in shown


def test_f1_in_the_palette_is_the_page_of_the_kind(empty: Hands) -> None:
    tree = empty.window.palette_panel.tree
    index = tree.index_of("Flatten")
    assert index is not None
    tree.setFocus()
    tree.setCurrentIndex(index)
    QTest.keyClick(tree, Qt.Key.Key_F1)
    assert opened(empty).view.toPlainText().startswith("Flatten")


def test_every_topic_has_a_page_and_typing_finds_it(empty: Hands) -> None:
    empty.window.show_help("start")
    window = opened(empty)
    for row in range(window.topics.count()):
        if window.topics.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
            window.topics.setCurrentRow(row)
            assert len(window.view.toPlainText()) > 100
    QTest.keyClicks(window.search, "batchn")
    assert window.view.toPlainText().startswith("Batch normalisation")


def test_keys_that_the_page_on_cards_names_are_there(empty: Hands) -> None:
    empty.window.show_help("cards")
    words = opened(empty).view.toPlainText()
    assert words.startswith("Cards and the heat map")
    named = re.findall(r"\(((?:Ctrl\+|Alt\+|Shift\+)*[A-Z0-9])\)", words)
    keys = {key.toString() for _, _, action in empty.window.actions_.all() for key in action.shortcuts()}
    assert len(named) >= 7
    assert set(named) <= keys
