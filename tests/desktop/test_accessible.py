"""Everything that takes the focus has a name for those who are read to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

from convas.resources import resource
from desktop.hands import Hands


@pytest.fixture
def shown(hands: Hands) -> Hands:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    hands.click(hands.middle("conv3"))
    return hands


def nameless(top: QWidget) -> list[str]:
    """What can be reached by Tab or pressed, is seen, and has no name."""
    found = []
    for widget in top.findChildren(QWidget):
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, QAbstractButton)
        if not reached or not widget.isVisible() or not widget.isEnabled():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        named = face is not None and face.text(QAccessible.Text.Name)
        around = widget.parentWidget()
        if isinstance(around, QAbstractScrollArea) and widget is around.viewport():
            continue
        if not named:
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(around).__name__}")
    return found


@pytest.mark.parametrize("page", ["layers", "outline"])
@pytest.mark.parametrize("bottom", range(4))
def test_the_window_has_no_nameless_parts(shown, page, bottom):
    shown.window.side.show_page(page)
    shown.window.show_page(bottom)
    shown.settle()
    found = nameless(shown.window)
    assert not found, found


def test_neither_have_the_dialogs(shown):
    commands = shown.window.commands
    commands.choose_keys()
    commands.pictures.ask()
    shown.window.show_help("start")
    shown.settle()
    for top in (commands.keys_dialog, commands.pictures.dialog, shown.window.help):
        assert nameless(top) == []
        top.close()
    QApplication.processEvents()
