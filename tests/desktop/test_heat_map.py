"""The heat map: keys, colours that follow edits, the legend, and text that can be read on every colour."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from convas.desktop.canvas.heat import UNKNOWN, colour_at, heated
from convas.desktop.theme.contrast import contrast
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Theme
from desktop.hands import Hands

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(hands: Hands) -> Hands:
    from convas.files.templates import templates

    path = next(one.path for one in templates() if one.file == "cmyk-classifier.convas")
    hands.window.filing.open_template(path)
    hands.settle()
    return hands


def colour(hands: Hands, name: str) -> str:
    assert hands.canvas.state.heat is not None
    return hands.canvas.state.heat.colour(hands.node(name))


def pixel(hands: Hands, name: str) -> str:
    """The colour of a card, below its tile."""
    box = hands.canvas.drawing.boxes[hands.node(name)]
    at = hands.canvas.mapFromScene(box.left + 60, box.bottom - 5)
    return hands.canvas.grab().toImage().pixelColor(at).name()


def test_keys_show_and_leave_it(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    shown.settle()
    legend = shown.window.commands.heat.legend
    assert legend.isVisible()
    assert legend.scale.text() == "logarithmic"
    assert legend.high.text() == "8,640,030"
    assert colour(shown, "dense_1") == look.theme.heat[-1].name()
    assert colour(shown, "conv5") == look.theme.heat[0].name()
    assert pixel(shown, "dense_1") == colour(shown, "dense_1")
    QTest.keyClick(shown.canvas, Qt.Key.Key_2, ALT)
    assert legend.measure.text() == "MACs"
    QTest.keyClick(shown.canvas, Qt.Key.Key_0, ALT)
    assert shown.canvas.state.heat is None
    assert not legend.isVisible()


def test_it_follows_an_edit_and_undo(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    before = colour(shown, "dense_2")
    shown.click(shown.middle("dense_1"))
    QTest.keyClick(shown.canvas, Qt.Key.Key_Delete)
    shown.settle()
    assert shown.window.commands.heat.legend.high.text() != "8,640,030"
    shown.window.document.undo()
    assert colour(shown, "dense_2") == before
    assert shown.window.commands.heat.legend.high.text() == "8,640,030"


def test_the_tool_the_list_and_the_cross(shown):
    tools, legend = shown.window.floats.tools, shown.window.commands.heat.legend
    shown.press_on(tools.heat)
    assert tools.heat.isChecked()
    legend.measure.menu().actions()[1].trigger()
    assert shown.window.commands.heat.measure == "operations"
    shown.press_on(legend.close_)
    assert not tools.heat.isChecked()


def test_another_theme_has_other_colours(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    look.choose("dark")
    assert colour(shown, "dense_1") == Theme("dark").heat[-1].name()
    look.choose("light")


def test_a_gesture_leaves_it_on(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    shown.click(shown.middle("conv1"))
    assert shown.canvas.state.heat is not None


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_every_colour(mode):
    theme = Theme(mode)
    for step in range(65):
        ground = colour_at(theme, step / 64)
        warm = heated(theme, ground.name())
        for name in ("text", "text2", "text3", "error", "warn"):
            assert contrast(warm[name], ground) >= 4.5, (mode, step, name)
    assert contrast(heated(theme, UNKNOWN)["text"], theme["sunken"]) >= 4.5
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
