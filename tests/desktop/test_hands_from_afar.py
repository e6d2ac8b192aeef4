"""Hands from afar: a card is moved and no neighbour's port is caught; a loosened link is not left behind."""

import pytest
from PySide6.QtCore import QPoint, QPointF

from convas.design.records import Link, Node
from convas.desktop.canvas.geometry import Point
from convas.edits.nodes import move
from convas.resources import resource
from desktop.hands import Hands


@pytest.fixture
def close(empty: Hands) -> Hands:
    """The exercise with its cards close together."""
    empty.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    empty.settle()
    design = empty.window.document.design
    places = {node.id: (index % 3 * 236, index // 3 * 64) for index, node in enumerate(design.nodes())}
    empty.window.document.apply(move(design, places))
    empty.settle()
    return empty


def look_from(hands: Hands, zoom: float) -> None:
    box = hands.canvas.drawing.boxes[hands.node("conv4")]
    hands.canvas.look_at(zoom, QPointF(*box.middle))
    hands.settle()


@pytest.mark.parametrize("zoom", [0.06, 0.1, 0.2, 0.28, 0.4, 0.7, 1.0])
def test_a_card_is_moved_by_its_middle_at_any_zoom(close: Hands, zoom: float) -> None:
    look_from(close, zoom)
    design = close.window.document.design
    node, links = close.node("conv4"), len(list(design.all(Link)))
    before = design.node(node)
    start = close.spot(close.canvas.drawing.boxes[node].middle)
    close.drag(start, start + QPoint(60, 40))
    after = design.node(node)
    assert (after.x, after.y) != (before.x, before.y)
    assert len(list(design.all(Link))) == links
    assert len(list(design.all(Node))) == 9


@pytest.mark.parametrize("zoom", [0.06, 0.2])
def test_from_afar_nothing_but_cards_and_links_is_caught(close: Hands, zoom: float) -> None:
    look_from(close, zoom)
    drawing = close.canvas.drawing
    for key in drawing.boxes:
        box = drawing.boxes[key]
        for along in (0.02, 0.25, 0.5, 0.75, 0.98):
            hit = drawing.hit(box.left + along * box.width, box.middle.y, zoom)
            assert (hit.part, hit.id) == ("node", key)


def test_on_a_card_only_its_own_ports_count(close: Hands) -> None:
    drawing = close.canvas.drawing
    for key in drawing.boxes:
        box = drawing.boxes[key]
        hit = drawing.hit(box.right - 1, box.middle.y, 0.4)
        assert hit.id == key


@pytest.mark.parametrize("zoom", [0.2, 0.45, 1.0])
def test_a_loosened_link_is_not_left_behind(empty: Hands, zoom: float) -> None:
    empty.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    empty.settle()
    canvas = empty.canvas
    look_from(empty, zoom)
    canvas.document.selection.clear()
    design = canvas.document.design
    link = next(one for one in design.all(Link) if one.target == empty.node("conv4"))
    points = canvas.drawing.wires.route(link.id)
    middle = Point((points[0].x + points[-1].x) / 2, points[0].y)
    at = empty.spot(Point(middle.x + (24 if zoom == 1 else 0), middle.y))

    def shade() -> float:
        image = canvas.grab().toImage()
        return min(image.pixelColor(at.x(), at.y() + off).lightnessF() for off in (-1, 0, 1))

    shown = shade()
    canvas.state.hidden_link = link.id
    canvas.refresh()
    empty.settle()
    assert shade() > shown + 0.1
    canvas.state.hidden_link = 0
    canvas.refresh()
    empty.settle()
    assert shade() == pytest.approx(shown, abs=0.05)
