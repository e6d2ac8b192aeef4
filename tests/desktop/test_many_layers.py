"""Thousands of layers on the canvas: what is in sight is right at once, the rest follows while the hands rest."""

import pytest

from build import Conv2D, image, line
from convas.design.design import Design
from convas.desktop.canvas.drawing import Drawing
from convas.edits.arrange import arrange
from convas.session import Session

COUNT = 1500


@pytest.fixture
def long():
    """A session with a chain of so many layers, arranged in lines."""
    session = Session(Design(line(image(64, 64, colours="RGB"), Conv2D(filters=8, padding="same"), COUNT)))
    session.apply(arrange(session.design))
    return session


def test_ways_are_found_when_asked_for(qapp, long):
    drawing = Drawing(long.design, long.analysis)
    assert len(drawing.wires) == COUNT
    assert drawing.wires.waiting
    key = next(iter(drawing.wires))
    assert drawing.wires.known(key) is None
    wire = drawing.wires[key]
    assert drawing.wires.known(key) == wire.points
    assert wire.label == "64\u2009×\u200964\u2009×\u20093"


def test_while_waiting_a_link_is_where_its_box_says(qapp, long):
    drawing = Drawing(long.design, long.analysis)
    rough = {key: drawing.wires.boxes[key] for key in drawing.wires}
    while drawing.settle(0.01):
        pass
    assert not drawing.wires.waiting
    for key, box in rough.items():
        assert all(box.holds(*point) for point in drawing.wires.route(key))


def test_in_slices_or_at_once_is_the_same(qapp, long):
    slow, quick = Drawing(long.design, long.analysis), Drawing(long.design, long.analysis)
    while slow.settle(0.0):
        pass
    quick.settle(60)
    assert {key: slow.wires[key] for key in slow.wires} == {key: quick.wires[key] for key in quick.wires}


def test_a_canvas_settles_by_itself(hands, long, qtbot):
    hands.window.document.start(long.design)
    assert hands.canvas.drawing.wires.waiting
    qtbot.waitUntil(lambda: not hands.canvas.drawing.wires.waiting, timeout=20_000)
