"""The drawing from top to bottom: ports, links, marks and gestures turn with it; and cards glide to new places."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.glide import Glide
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.resources import resource
from desktop.hands import CTRL, Hands

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(hands: Hands) -> Hands:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    return hands


@pytest.fixture
def down(shown: Hands) -> Hands:
    QTest.keyClick(shown.canvas, Key.Key_Down, CTRL | ALT)
    shown.settle()
    return shown


def test_it_turns_in_one_step_that_can_be_undone(down):
    document, drawing = down.window.document, down.canvas.drawing
    assert document.design.header.flow == "down"
    tops = [drawing.boxes[down.node(name)].top for name in ("input", "conv1", "conv2", "dense_2")]
    assert tops == sorted(tops)
    assert len({drawing.boxes[down.node(name)].left for name in ("input", "conv1", "dense_2")}) == 1
    assert down.window.actions_["Flow down"].isChecked()
    document.undo()
    assert document.design.header.flow == "right"
    assert not drawing.down
    assert (
        document.design.snapshot() == from_bytes(resource("examples", "cmyk-classifier.convas").read_bytes()).snapshot()
    )


def test_links_leave_below_and_arrive_above_and_meet_no_card(down):
    drawing = down.canvas.drawing
    for wire in drawing.wires.values():
        source, target = drawing.boxes[wire.source], drawing.boxes[wire.target]
        assert wire.points[0] == Point(source.middle.x, source.bottom)
        assert wire.points[-1] == Point(target.middle.x, target.top)
    bond = next(iter(drawing.bonds.values()))
    lefts = {drawing.boxes[key].left for key in bond.members}
    assert {line[0].x for line in bond.lines[:1]} == lefts


def test_linking_and_sharing_by_hand(down):
    document = down.window.document
    down.click(down.middle("dense_2"))
    QTest.keyClick(down.canvas, Key.Key_D, CTRL)
    down.settle()
    copy = max(node.id for node in document.design.nodes())
    name = document.design.node(copy).name
    down.canvas.fit()
    down.settle()
    down.drag(down.port("dense_2", "output"), down.port(name, "input"))
    assert [link.target for link in document.design.links_out(down.node("dense_2"))] == [copy]
    down.canvas.zoom_to(0.8)
    down.canvas.show_node(down.node("conv3"))
    down.settle()
    QTest.mouseMove(down.canvas.viewport(), down.middle("conv2"))
    down.settle()
    down.drag(down.spot(down.canvas.drawing.handle(down.node("conv2"))), down.middle("conv4"))
    assert down.node("conv2") in document.session.analysis.group_of


def test_the_flow_is_in_the_file(down):
    told = to_bytes(down.window.document.design.snapshot())
    assert b'"flow":"down"' in told.replace(b" ", b"")
    assert from_bytes(told).header.flow == "down"
    down.window.document.undo()
    assert b"flow" not in to_bytes(down.window.document.design.snapshot())


def test_a_new_layer_is_put_below(down):
    down.click(down.middle("dense_2"))
    before = down.canvas.drawing.boxes[down.node("dense_2")]
    down.window.actions_["Insert Dense"].trigger()
    down.settle()
    made = down.canvas.drawing.boxes[down.node("dense_3")]
    assert made.top > before.bottom
    assert abs(made.left - before.left) <= 8


def test_blocks_turn_inside_too(hands):
    hands.window.filing.open_template(resource("examples", "resnet-50.convas"))
    hands.settle()
    QTest.keyClick(hands.canvas, Key.Key_Down, CTRL | ALT)
    hands.settle()
    hands.window.commands.open_node((hands.node("stage1a"),))
    hands.settle()
    assert hands.canvas.drawing.down
    assert not hands.window.document.troubles.at


def test_cards_glide_to_where_they_belong(shown, monkeypatch, qtbot):
    monkeypatch.setattr(Glide, "on", True)
    key = shown.node("conv4")
    before = shown.canvas.drawing.boxes[key]
    QTest.keyClick(shown.canvas, Key.Key_Down, CTRL | ALT)
    assert shown.canvas.drawing.boxes[key] != before
    qtbot.waitUntil(lambda: key in shown.canvas.state.glide, timeout=2000)
    qtbot.waitUntil(lambda: not shown.canvas.state.glide, timeout=2000)
    assert shown.canvas.state.shift(key) == Point(0, 0)
