"""Gestures of people who come from other node editors, with real events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.hits import Hit
from convas.desktop.canvas.tips import tip
from convas.resources import resource
from desktop.hands import CTRL, LEFT, NONE, SHIFT, Hands

ALT = Qt.KeyboardModifier.AltModifier
RIGHT = Qt.MouseButton.RightButton
Key = Qt.Key


@pytest.fixture
def shown(hands: Hands) -> Hands:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    return hands


def key(hands: Hands, which: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(hands.canvas, which, keys)
    hands.settle()


def selected(hands: Hands) -> set[str]:
    design = hands.window.document.design
    return {design.node(one).name for one in hands.window.document.selection.ids if one in hands.canvas.drawing.boxes}


def stroke(hands: Hands, points: list[QPoint], button: Qt.MouseButton, keys: Qt.KeyboardModifier) -> None:
    """Press, move over points and let go, with the button's state as a hand has it."""
    port = hands.canvas.viewport()
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1), QEvent.Type.MouseButtonRelease]
    for kind, at in zip(kinds, [*points, points[-1]], strict=True):
        pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        there = QPointF(at)
        QApplication.sendEvent(port, QMouseEvent(kind, there, port.mapToGlobal(there), pressed, held, keys))
    hands.settle()


def links(hands: Hands) -> set[tuple[str, str]]:
    from convas.design.records import Link

    design = hands.window.document.design
    return {(design.node(link.source).name, design.node(link.target).name) for link in design.all(Link)}


def test_a_stroke_with_ctrl_and_the_right_button_cuts_links(shown):
    before = links(shown)
    box = shown.canvas.drawing.boxes[shown.node("conv1")]
    x = box.right + 40
    points = [shown.spot(Point(x, box.middle.y + step)) for step in (-40, -10, 15, 40)]
    stroke(shown, points, RIGHT, CTRL)
    assert before - links(shown) == {("conv1", "conv2")}
    assert shown.window.document.session.done[-1].name == "Delete the link conv1 to conv2"
    shown.window.document.undo()
    assert links(shown) == before


def test_a_stroke_over_nothing_changes_nothing(shown):
    far = shown.spot(Point(-40, -40))
    stroke(shown, [far, far + QPoint(10, 5)], RIGHT, CTRL)
    assert not shown.window.document.session.done


def test_the_beginning_of_a_selected_link_is_led_elsewhere(shown):
    box = shown.canvas.drawing.boxes[shown.node("dense_1")]
    shown.click(shown.spot(Point(box.right + 40, box.middle.y)))
    shown.drag(shown.port("dense_1", "output"), shown.port("conv2", "output"))
    assert ("conv2", "dense_2") in links(shown)
    assert ("dense_1", "dense_2") not in links(shown)


def test_a_layer_without_links_dropped_on_a_link_is_put_into_it(shown):
    document = shown.window.document
    from convas.edits.nodes import add_node, move
    from convas.layers.registry import find

    edit, node = add_node(document.design, find("BatchNormalization")(), 40, -140)
    document.apply(edit)
    document.apply(move(document.design, {node.id: (0, 96)}))
    shown.settle()
    name = document.design.node(node.id).name
    box = shown.canvas.drawing.boxes[shown.node("conv1")]
    on_link = shown.spot(Point(box.right + 50, box.middle.y))
    shown.drag(shown.middle(name), on_link, keys=ALT)
    assert ("conv1", "conv2") in links(shown)
    document.undo()
    shown.drag(shown.middle(name), on_link)
    assert {("conv1", name), (name, "conv2")} <= links(shown)
    document.undo()
    assert ("conv1", "conv2") in links(shown)


def test_a_dragged_card_comes_in_line_with_others(shown):
    conv4 = shown.canvas.drawing.boxes[shown.node("conv4")]
    conv1 = shown.canvas.drawing.boxes[shown.node("conv1")]
    start = shown.middle("conv4")
    goal = start + QPoint(round((conv1.left - conv4.left + 4) * shown.canvas.zoom), round(70 * shown.canvas.zoom))
    shown.drag(start, goal)
    assert shown.canvas.drawing.boxes[shown.node("conv4")].left == conv1.left


def test_walking_selecting_and_nudging(shown):
    shown.click(shown.middle("conv1"))
    key(shown, Key.Key_Right, ALT)
    assert selected(shown) == {"conv2"}
    key(shown, Key.Key_Left, ALT)
    key(shown, Key.Key_Left, ALT)
    assert selected(shown) == {"input"}
    key(shown, Key.Key_N)
    assert selected(shown) == {"conv1"}
    key(shown, Key.Key_N, SHIFT)
    assert selected(shown) == {"input"}
    key(shown, Key.Key_Right, CTRL | SHIFT)
    assert len(selected(shown)) == 9
    shown.click(shown.middle("conv2"))
    key(shown, Key.Key_Left, CTRL | SHIFT)
    assert selected(shown) == {"input", "conv1", "conv2"}
    node = shown.window.document.design.node(shown.node("conv2"))
    shown.click(shown.middle("conv2"))
    key(shown, Key.Key_Right)
    key(shown, Key.Key_Down, SHIFT)
    moved = shown.window.document.design.node(node.id)
    assert (moved.x - node.x, moved.y - node.y) == (8, 1)


def test_linking_and_unlinking_by_keys(shown):
    shown.click(shown.middle("conv1"))
    shown.click(shown.middle("conv2"), CTRL)
    key(shown, Key.Key_L, SHIFT)
    assert ("conv1", "conv2") not in links(shown)
    key(shown, Key.Key_L)
    assert ("conv1", "conv2") in links(shown)


def test_a_new_neighbour_by_keys(shown):
    shown.click(shown.middle("dense_2"))
    key(shown, Key.Key_Right, ALT | SHIFT)
    quick = shown.window.quick
    assert quick.isVisible()
    QTest.keyClicks(quick.search, "Dense")
    QTest.keyClick(quick.search, Key.Key_Return)
    shown.settle()
    assert ("dense_2", "dense_3") in links(shown)


def test_a_tap_of_space_types_a_layer_and_holding_it_moves_the_paper(shown):
    key(shown, Key.Key_Space)
    assert shown.window.quick.isVisible()
    shown.window.quick.hide()
    before = shown.canvas.visible_area().center()
    QTest.keyPress(shown.canvas, Key.Key_Space)
    shown.drag(QPoint(300, 60), QPoint(340, 90))
    QTest.keyRelease(shown.canvas, Key.Key_Space)
    shown.settle()
    assert shown.canvas.visible_area().center() != before
    assert not shown.window.quick.isVisible()


def test_aligning_and_distributing_by_keys(shown):
    names = ("input", "conv4", "dense_2")
    design = shown.window.document.design
    shown.click(shown.middle("input"))
    for name in names[1:]:
        shown.click(shown.middle(name), CTRL)
    key(shown, Key.Key_W, ALT)
    assert len({design.node(shown.node(name)).y for name in names}) == 1
    shown.window.document.undo()
    key(shown, Key.Key_A, ALT)
    assert len({design.node(shown.node(name)).x for name in names}) == 1
    shown.window.document.undo()
    key(shown, Key.Key_V, ALT | SHIFT)
    tops = sorted(design.node(shown.node(name)).y for name in names)
    assert abs((tops[1] - tops[0]) - (tops[2] - tops[1])) <= 1


def test_a_resting_hand_is_told_shape_count_and_calculation(shown):
    told = tip(shown.canvas.drawing, Hit("node", shown.node("conv2")))
    for words in ("conv2", "Conv2D", "Shape", "(3 × 3 × 20 + 1) × 20 = 3,620"):
        assert words in told
    link = next(iter(shown.canvas.drawing.wires))
    assert " to " in tip(shown.canvas.drawing, Hit("link", link))
    assert tip(shown.canvas.drawing, Hit("nothing")) == ""


def test_dragging_to_the_edge_moves_the_paper_on(shown, qtbot):
    before = shown.canvas.visible_area().right()
    port = shown.canvas.viewport()
    QTest.mousePress(port, LEFT, NONE, shown.middle("conv2"))
    edge = QPoint(port.width() - 4, port.height() // 2)
    for at in (shown.middle("conv2") + QPoint(20, 0), edge):
        there = QPointF(at)
        moved = QMouseEvent(QEvent.Type.MouseMove, there, port.mapToGlobal(there), Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(port, moved)
    qtbot.waitUntil(lambda: shown.canvas.visible_area().right() > before + 60, timeout=3000)
    QTest.mouseRelease(port, LEFT, NONE, edge)
    where = shown.canvas.visible_area().right()
    qtbot.wait(60)
    assert shown.canvas.visible_area().right() == where


def test_a_port_at_the_edge_stays_under_the_hand(empty: Hands, qtbot: QtBot) -> None:
    empty.drag_layer("Conv2D", Point(300, 0))
    empty.drag_layer("Conv2D", Point(0, 160))
    canvas = empty.canvas
    box = canvas.drawing.boxes[empty.node("conv2")]
    canvas.look_at(1.0, QPointF(box.left + canvas.viewport().width() / 2 - 10, box.middle.y))
    empty.settle()
    end, before = empty.port("conv2", "input"), canvas.visible_area()
    assert 0 < end.x() < 28
    empty.drag(empty.port("conv1", "output"), end, let_go=False)
    qtbot.wait(200)
    assert canvas.visible_area() == before
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, end)
    assert len(empty.window.document.design.links_in(empty.node("conv2"))) == 1
