"""New from template, and the first screen: pictures, search, and hands that stay on the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

import convas
from convas.desktop.shell import template_card
from convas.desktop.shell.template_card import TemplateCard, least_width
from convas.desktop.shell.templates import TemplatesWindow
from convas.desktop.theme import fonts
from convas.files.templates import first_templates, templates
from desktop.hands import CTRL, SHIFT, Hands, Key


@pytest.fixture
def shown(hands: Hands) -> TemplatesWindow:
    """The templates, asked for by their key."""
    hands.shortcut(Key.Key_N, CTRL | SHIFT)
    made = hands.window.templates
    assert made is not None
    made.activateWindow()
    hands.settle()
    assert made.isVisible()
    return made


def names(window: TemplatesWindow) -> list[str]:
    return [card.template.name for card in window.gallery.found]


def marked(window: TemplatesWindow) -> str:
    (name,) = [card.template.name for card in window.gallery.cards if card.marked]
    return name


def in_sight(window: TemplatesWindow) -> list[TemplateCard]:
    return [card for card in window.gallery.found if not card.visibleRegion().isEmpty()]


def test_every_template_is_there_with_its_group(shown: TemplatesWindow) -> None:
    assert names(shown) == [one.name for one in templates()]
    heads = [head.text() for head in shown.gallery._heads.values() if head.isVisible()]
    assert heads[:2] == ["EXERCISES", "IMAGE NETWORKS"]


def test_typing_finds_and_enter_opens(hands: Hands, shown: TemplatesWindow) -> None:
    hands.keys("he 2015 50 keras")
    assert names(shown) == ["ResNet-50 of Keras"]
    assert "arXiv:1512.03385" in shown.source.text()
    assert "25,583,592 parameters are trained" in shown.source.text()
    hands.keys(Key.Key_Return)
    assert not shown.isVisible()
    assert "25,636,712" in hands.window.status.text()
    assert hands.window.document.path is None


def test_what_is_not_there_is_said_with_what_is_near(hands: Hands, shown: TemplatesWindow) -> None:
    hands.keys("lennet")
    assert names(shown) == []
    assert shown.nothing.isVisible()
    assert shown.nothing.text().startswith("No template is called “lennet”. Nearest: LeNet-5")
    assert not shown.take.isEnabled()
    hands.keys(Key.Key_Return)
    assert shown.isVisible()
    hands.keys(*[Key.Key_Backspace] * 3)
    assert "LeNet-5" in names(shown)
    assert not shown.nothing.isVisible()


def test_the_arrows_walk_through_the_grid(hands: Hands, shown: TemplatesWindow) -> None:
    told = [one.name for one in templates()]
    assert marked(shown) == told[0]
    hands.keys(Key.Key_Down)
    assert shown.gallery.cards[0].hasFocus()
    hands.keys(Key.Key_Right)
    assert marked(shown) == told[1]
    hands.keys(Key.Key_Down)
    assert marked(shown) == told[4]  # the next row begins the next group
    hands.keys(Key.Key_Left, Key.Key_Up)
    assert marked(shown) == told[0]
    hands.keys(Key.Key_Up)
    assert shown.search.hasFocus()
    hands.keys(Key.Key_Down, *[Key.Key_Down] * 20)
    last = shown.gallery.found[-1]
    assert shown.gallery._rows[-1][0].hasFocus()
    assert not last.visibleRegion().isEmpty()
    hands.keys(Key.Key_Return)
    assert hands.window.document.name == shown.gallery._rows[-1][0].template.name


def test_letters_typed_among_the_cards_go_on_with_the_search(hands: Hands, shown: TemplatesWindow) -> None:
    hands.keys(Key.Key_Down, "u", "-net")
    assert shown.search.hasFocus()
    assert names(shown) == ["U-Net"]


def test_escape_closes_and_nothing_has_changed(hands: Hands, shown: TemplatesWindow) -> None:
    hands.keys("u-net", Key.Key_Escape)
    assert not shown.isVisible()
    assert hands.window.document.untouched
    hands.shortcut(Key.Key_N, CTRL | SHIFT)
    assert shown.search.text() == ""
    assert len(names(shown)) == len(templates())


def test_a_click_opens(hands: Hands, shown: TemplatesWindow) -> None:
    hands.press_on(shown.gallery.found[3])
    assert not shown.isVisible()
    assert hands.window.document.name == templates()[3].name


def test_the_button_opens_what_is_marked(hands: Hands, shown: TemplatesWindow) -> None:
    hands.keys("siamese")
    hands.press_on(shown.take)
    assert hands.window.document.name == "Siamese towers"


def test_unsaved_work_is_asked_for_first(empty: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.window.commands.add_layer(convas.Input(shape=(4,)))
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box) or QMessageBox.StandardButton.Cancel)
    empty.shortcut(Key.Key_N, CTRL | SHIFT)
    made = empty.window.templates
    assert made is not None
    empty.press_on(made.gallery.found[0])
    assert len(asked) == 1
    assert empty.window.document.name == "Untitled"


def test_pictures_are_made_for_what_is_in_sight_only(
    empty: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    really = template_card.open_file
    monkeypatch.setattr(template_card, "open_file", lambda path: opened.append(path.name) or really(path))
    template_card.drawing_of.cache_clear()
    made = TemplatesWindow(empty.window)
    made.resize(made.width(), 420)
    made.ask()
    empty.settle()
    qtbot.waitUntil(lambda: all(card.picture is not None for card in in_sight(made)))
    hidden = [card for card in made.gallery.found if card not in in_sight(made)]
    assert hidden
    assert {card.template.file for card in hidden}.isdisjoint(opened)
    assert all(card.picture is None for card in hidden)
    bar = made.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: made.gallery.found[-1].picture is not None)
    assert len(opened) == len(set(opened))


def test_a_file_that_cannot_be_read_leaves_its_picture_empty(
    hands: Hands, shown: TemplatesWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    told = templates()[0]
    broken = type(told)("gone.convas", "Gone", "Exercises", "No file", "Nowhere.", "keras", 1, 1)
    assert template_card.drawing_of(broken) is None
    shown._choose(broken)
    hands.settle()
    (box,) = [box for box in hands.window.findChildren(QMessageBox) if box.isVisible()]
    assert "gone.convas" in box.text()
    box.close()


def test_the_first_screen_has_the_few_and_a_way_to_all(hands: Hands) -> None:
    welcome = hands.window.welcome
    assert [card.template for card in welcome.cards] == list(first_templates())
    hands.press_on(welcome.all)
    assert hands.window.templates is not None
    assert hands.window.templates.isVisible()


def test_the_first_screen_by_keyboard_alone(hands: Hands) -> None:
    welcome = hands.window.welcome
    hands.window.activateWindow()
    welcome.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    hands.keys(Key.Key_Right)
    assert welcome.cards[1].hasFocus()
    hands.keys(Key.Key_Down, Key.Key_Up)
    assert welcome.cards[1].hasFocus()
    hands.keys(Key.Key_Tab)
    assert welcome.cards[2].hasFocus()
    hands.keys(Key.Key_Left)
    QTest.keyClick(welcome.cards[1], Key.Key_Return)
    hands.settle()
    assert hands.window.document.name == welcome.cards[1].template.name


def test_every_template_is_found_among_the_actions(hands: Hands) -> None:
    search = hands.window.search
    hands.shortcut(Key.Key_K)
    for one in templates():
        search.search.setText(f"{one.name} template")
        listed = [search.list.item(row).text() for row in range(search.list.count())]
        assert any(words.startswith(one.name) for words in listed)
    search.search.setText("densenet-121")
    QTest.keyClick(search.search, Key.Key_Return)
    hands.settle()
    assert hands.window.document.name == "DenseNet-121"


def test_the_menu_has_one_entry_for_all(hands: Hands) -> None:
    words = [action.text() for action in hands.window.actions_.menus["File"].actions()]
    assert words[:2] == ["New", "New from template…"]
    assert "File/New from template" not in hands.window.actions_.menus


@pytest.mark.parametrize("size", [(960, 720), (640, 480)])
def test_cards_cut_no_words(shown: TemplatesWindow, size: tuple[int, int]) -> None:
    shown.resize(*size)
    QApplication.processEvents()
    for card in shown.gallery.found:
        assert card.width() >= least_width()
        assert card.x() + card.width() <= shown.gallery.width()
        check(card)


@pytest.mark.parametrize("size", [(1440, 900), (900, 560)])
def test_the_first_screens_cards_cut_no_words(hands: Hands, size: tuple[int, int]) -> None:
    hands.window.resize(*size)
    hands.settle()
    for card in hands.window.welcome.cards:
        assert card.x() + card.width() <= hands.window.welcome.viewport().width()
        check(card)


def check(card: TemplateCard) -> None:
    """What the card writes is whole, and nothing is written over anything else."""
    told = card.template
    written = card.words()
    assert written[0][2] == told.name
    for role, _, words, place, flags in written:
        needed = fonts.metrics(role).boundingRect(QRectF(0, 0, place.width(), 1000), flags, words)
        assert needed.width() <= place.width() + 1, words
        assert needed.height() <= place.height() + 1, words
        assert place.bottom() <= card.height()
    _, unit, rules = written[-3:]
    end = unit[3].left() + fonts.metrics("table").horizontalAdvance(unit[2])
    start = rules[3].right() - fonts.metrics("table").horizontalAdvance(rules[2])
    assert end + 4 <= start
