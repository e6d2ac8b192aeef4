"""Back and forward through the places that were looked at."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convas.resources import resource
from desktop.hands import CTRL, Hands

Key = Qt.Key


@pytest.fixture
def shown(hands: Hands) -> Hands:
    hands.window.filing.open_template(resource("examples", "resnet-50.convas"))
    hands.settle()
    return hands


def key(hands: Hands, which: Qt.Key) -> None:
    QTest.keyClick(hands.canvas, which, CTRL)
    hands.settle()


def test_into_a_block_and_back_and_forward(shown):
    document, actions = shown.window.document, shown.window.actions_
    assert not actions["Back"].isEnabled()
    zoom, middle = shown.canvas.zoom, shown.canvas.visible_area().center()
    shown.window.commands.open_node((shown.node("stage1a"),))
    inside = document.place.path
    assert inside
    assert actions["Back"].isEnabled()
    key(shown, Key.Key_BracketLeft)
    assert document.place.path == ()
    assert shown.canvas.zoom == pytest.approx(zoom)
    assert (shown.canvas.visible_area().center() - middle).manhattanLength() < 4 / zoom
    key(shown, Key.Key_BracketRight)
    assert document.place.path == inside
    assert not actions["Forward"].isEnabled()


def test_a_found_layer_is_a_place_and_so_is_a_press_on_the_map(shown):
    shown.canvas.zoom_to(1.0)
    before = shown.canvas.visible_area().center()
    shown.window.commands.go_to_place((shown.node("dense_1"),))
    assert shown.canvas.visible_area().center() != before
    minimap = shown.window.floats.map
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    key(shown, Key.Key_BracketLeft)
    key(shown, Key.Key_BracketLeft)
    assert (shown.canvas.visible_area().center() - before).manhattanLength() < 4


def test_the_buttons_of_a_mouse(shown):
    shown.window.commands.open_node((shown.node("stage1a"),))
    press(shown, Qt.MouseButton.BackButton)
    assert shown.window.document.place.path == ()
    press(shown, Qt.MouseButton.ForwardButton)
    assert shown.window.document.place.path != ()


def press(hands: Hands, button: Qt.MouseButton) -> None:
    port, at = hands.canvas.viewport(), QPointF(40, 40)
    for kind, held in (
        (QEvent.Type.MouseButtonPress, button),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        sent = QMouseEvent(kind, at, port.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(port, sent)
    hands.settle()


def test_a_place_that_is_gone_is_passed_over(shown):
    document = shown.window.document
    shown.window.commands.open_node((shown.node("stage1a"),))
    shown.window.commands.go_to_place((dense(shown),))
    from convas.edits.nodes import delete

    document.apply(delete(document.design, [document.design.named("stage1a", 0).id]))
    shown.window.visits.back()
    assert document.place.path == ()


def dense(hands: Hands) -> int:
    return hands.window.document.design.named("dense_1", 0).id


def test_the_wheel_on_the_map_zooms(shown):
    before = shown.canvas.zoom
    from PySide6.QtGui import QWheelEvent

    minimap = shown.window.floats.map
    at = QPointF(20, 20)
    turned = QWheelEvent(
        at, minimap.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(minimap, turned)
    assert shown.canvas.zoom > before
