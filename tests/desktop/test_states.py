"""How a card looks in each state, near and far: by the pixels of the canvas, and by what is drawn on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip

import convas
from convas.desktop.canvas import card_painter
from convas.desktop.canvas.badges import badge_place, badge_tip
from convas.desktop.canvas.card_painter import card_rect
from convas.desktop.theme.look import look
from desktop.hands import NONE, Hands, Key
from desktop.test_breakdown import network

NEAR, NAMES, BARS = 1.0, 0.45, 0.2
FAR = (NEAR, NAMES, BARS)


@pytest.fixture
def some(hands: Hands, tmp_path: Path) -> Hands:
    """An image, four layers in a chain, one that gets nothing, and two inputs that do not fit each other."""
    net = convas.new("states")
    chain = net.chain(
        convas.Input(shape=(28, 28, 8), colours=None),
        convas.Conv2D(filters=8, padding="same"),
        convas.Conv2D(filters=8, padding="same"),
        convas.Conv2D(filters=8, padding="valid"),
    )
    net.add(convas.Add(), chain[1], chain[3], name="sum")
    net.add(convas.Dense(units=3), name="loose")
    net.arrange()
    path = tmp_path / "states.convas"
    net.save(path)
    hands.window.filing.open_path(path)
    hands.settle()
    return hands


def look_at(hands: Hands, name: str, zoom: float) -> QImage:
    """The canvas with a card in its middle, the pointer elsewhere."""
    hands.canvas.look_at(zoom, QPointF(*hands.canvas.drawing.boxes[hands.node(name)].middle))
    hands.settle()
    return hands.canvas.viewport().grab().toImage()


def around(hands: Hands, name: str, zoom: float, margin: float = 0) -> tuple[QPoint, QPoint]:
    """Two corners of a card on the screen, with so many pixels around it."""
    rect = card_rect(hands.canvas.drawing.boxes[hands.node(name)], zoom)
    grow = margin / zoom
    return tuple(
        hands.canvas.mapFromScene(at)
        for at in (
            QPointF(rect.left() - grow, rect.top() - grow),
            QPointF(rect.right() + grow, rect.bottom() + grow),
        )
    )  # type: ignore[return-value]


def pixels(image: QImage, colour: QColor, corners: tuple[QPoint, QPoint], near: int = 12) -> int:
    """How many pixels in a part of a picture have a colour, or nearly."""
    (a, b), found = corners, 0
    for y in range(max(0, a.y()), min(image.height(), b.y() + 1)):
        for x in range(max(0, a.x()), min(image.width(), b.x() + 1)):
            here = image.pixelColor(x, y)
            far = abs(here.red() - colour.red()) + abs(here.green() - colour.green()) + abs(here.blue() - colour.blue())
            found += far < near
    return found


def has(hands: Hands, name: str, zoom: float, colour: str, near: int = 12) -> int:
    image = look_at(hands, name, zoom)
    return pixels(image, look.theme[colour], around(hands, name, zoom, 8), near)


def badge(hands: Hands, name: str, zoom: float, colour: str) -> int:
    """How much of a colour is where a card has its badge, if it has one."""
    image = look_at(hands, name, zoom)
    place = badge_place(card_rect(hands.canvas.drawing.boxes[hands.node(name)], zoom), zoom)
    inside = place.adjusted(1 / zoom, 1 / zoom, -1 / zoom, -1 / zoom)
    corners = (hands.canvas.mapFromScene(inside.topLeft()), hands.canvas.mapFromScene(inside.bottomRight()))
    return pixels(image, look.theme[colour], corners, 160)


@pytest.mark.parametrize("zoom", FAR)
def test_a_problem_wears_its_badge_at_every_zoom(some: Hands, zoom: float) -> None:
    assert badge(some, "sum", zoom, "error") > 7
    assert badge(some, "conv2", zoom, "error") == 0
    assert badge(some, "loose", zoom, "warn") > 7
    assert badge(some, "conv2", zoom, "warn") == 0


@pytest.mark.parametrize("zoom", [NAMES, BARS, 0.08])
def test_from_afar_a_badge_is_twelve_pixels_wide(some: Hands, zoom: float) -> None:
    look_at(some, "loose", zoom)
    rect = card_rect(some.canvas.drawing.boxes[some.node("loose")], zoom)
    assert badge_place(rect, zoom).width() * zoom == pytest.approx(12)


def test_a_badge_says_what_is_wrong_while_the_pointer_rests_on_the_card(
    some: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, *_: shown.append(words))
    for zoom in FAR:
        for name in ("sum", "loose", "conv1"):
            look_at(some, name, zoom)
            at = some.middle(name)
            event = QHelpEvent(QEvent.Type.ToolTip, at, some.canvas.viewport().mapToGlobal(at))
            QApplication.sendEvent(some.canvas.viewport(), event)
        wrong, loose, fine = shown[-3:]
        assert "28" in wrong
        assert "26" in wrong
        assert "no input yet" in loose
        assert "input" not in fine
        assert "(3 × 3 × 8 + 1) × 8 = 584" in fine
        assert "28\u2009×\u200928\u2009×\u20098 \u2192 28\u2009×\u200928\u2009×\u20098" in fine
        assert "451,584" in fine


def test_what_a_badge_says_is_no_markup(some: Hands) -> None:
    some.select("loose")
    some.shortcut(Key.Key_F2, NONE)
    some.keys("<b>x</b>", Key.Key_Return)
    node = next(key for key in some.canvas.drawing.boxes if some.window.document.design.node(key).name == "<b>x</b>")
    assert "&lt;b&gt;x&lt;/b&gt; has no input yet" in badge_tip(some.canvas.drawing, node)


def test_bypassed_is_dashed_and_quiet_and_says_so(some: Hands) -> None:
    tile = look.theme.family("conv")
    assert pixels(look_at(some, "conv2", NEAR), tile, around(some, "conv2", NEAR)) > 300
    some.select("conv2")
    some.shortcut(Key.Key_M, NONE)
    some.window.document.selection.clear()
    image, card = look_at(some, "conv2", NEAR), some.canvas.drawing.cards[some.node("conv2")]
    assert card.bypassed
    assert card.summary == "bypassed"
    assert pixels(image, tile, around(some, "conv2", NEAR)) == 0
    assert pixels(image, look.theme["text"], around(some, "conv2", NEAR)) == 0
    assert pixels(image, look.theme["sunken"], around(some, "conv2", NEAR)) > 3000
    corner, other = around(some, "conv2", NEAR)
    edge = [
        pixels(image, look.theme["link"], (QPoint(x, corner.y()), QPoint(x, corner.y())))
        for x in range(corner.x() + 20, other.x() - 20)
    ]
    assert 0 < sum(edge) < len(edge)
    assert pixels(look_at(some, "conv2", BARS), tile, around(some, "conv2", BARS)) == 0


@pytest.mark.parametrize("zoom", [NEAR, NAMES])
def test_frozen_has_a_lock_and_says_so(some: Hands, zoom: float, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = card_painter.icons.draw
    monkeypatch.setattr(
        card_painter.icons, "draw", lambda painter, name, *rest: (drawn.append(name), draw(painter, name, *rest))
    )
    look_at(some, "conv2", zoom)
    assert "lock" not in drawn
    some.select("conv2")
    some.window.actions_["Freeze or unfreeze"].trigger()
    some.window.document.selection.clear()
    look_at(some, "conv2", zoom)
    assert "lock" in drawn
    card = some.canvas.drawing.cards[some.node("conv2")]
    assert card.frozen
    assert card.summary.startswith("frozen · Conv2D")
    some.window.document.undo()
    assert not some.canvas.drawing.cards[some.node("conv2")].frozen


def test_who_uses_frozen_weights_is_frozen_too(some: Hands) -> None:
    some.share("conv1", "conv2")
    some.select("conv2")
    some.window.actions_["Freeze or unfreeze"].trigger()
    assert some.canvas.drawing.cards[some.node("conv1")].frozen


@pytest.mark.parametrize("zoom", FAR)
def test_selected_has_a_ring(some: Hands, zoom: float) -> None:
    assert has(some, "conv2", zoom, "accent") == 0
    some.window.document.selection.set([some.node("conv2")])
    assert has(some, "conv2", zoom, "accent") > 40


@pytest.mark.parametrize("zoom", FAR)
def test_the_keyboard_focus_is_a_dashed_ring_outside_the_card(some: Hands, zoom: float) -> None:
    look_at(some, "conv2", zoom)
    some.window.document.selection.set([some.node("conv2")])
    some.canvas.state.keyboard = True
    image = look_at(some, "conv2", zoom)
    (left, top), (right, _) = ((at.x(), at.y()) for at in around(some, "conv2", zoom))
    lines = [
        [pixels(image, look.theme["text"], (QPoint(x, y), QPoint(x, y))) for x in range(left + 4, right - 4)]
        for y in range(top - 20, top - 2)
    ]
    best = max(lines, key=sum)
    assert len(best) * 0.2 < sum(best) < len(best) * 0.8


def test_hover_shows_hot_links_a_handle_and_a_larger_shadow(some: Hands) -> None:
    before = look_at(some, "conv2", NEAR)
    corner, other = around(some, "conv2", NEAR)
    wide = around(some, "conv2", NEAR, 60)
    assert pixels(before, look.theme["linkHot"], wide) == 0
    some.move(some.middle("conv2"))
    after = some.canvas.viewport().grab().toImage()
    assert pixels(after, look.theme["linkHot"], wide) > 60
    handle = some.spot(some.canvas.drawing.handle(some.node("conv2")))
    around_handle = (handle - QPoint(10, 10), handle + QPoint(10, 10))
    assert pixels(after, look.theme["accent"], around_handle, 60) > 20
    below = QPoint(corner.x() + 30, other.y() + 9)
    assert after.pixelColor(below).lightness() < before.pixelColor(below).lightness()


def test_dragged_is_a_little_transparent_with_a_larger_shadow(some: Hands) -> None:
    look_at(some, "conv2", NEAR)
    start = some.middle("conv2")
    some.drag(start, start + QPoint(0, 120), let_go=False)
    image = some.canvas.viewport().grab().toImage()
    corner, _ = around(some, "conv2", NEAR)
    at = corner + QPoint(48, 120 + 6)
    ground, card = look.theme["canvas"], look.theme["card"]
    seen = image.pixelColor(at)
    assert abs(seen.red() - (0.9 * card.red() + 0.1 * ground.red())) < 3
    some.canvas.cancel_gesture()


def test_from_140_percent_on_a_third_line_tells_work_and_memory(some: Hands) -> None:
    box = some.canvas.drawing.boxes[some.node("conv1")]
    assert card_rect(box, 1.39).height() == 56
    assert card_rect(box, 1.4).height() == 74
    assert some.canvas.drawing.cards[some.node("conv1")].third.startswith("451.6\u2009k MACs · ")
    image = look_at(some, "conv1", 1.6)
    corner, other = around(some, "conv1", 1.6)
    line = (QPoint(corner.x() + 80, other.y() - round(22 * 1.6)), QPoint(other.x() - 60, other.y() - round(10 * 1.6)))
    assert pixels(image, look.theme["text2"], line) > 30


def test_a_ring_runs_under_ports_and_share_marks(some: Hands) -> None:
    some.share("conv1", "conv2")
    some.window.document.selection.clear()
    some.canvas.setFocus()
    marked = mark_of(some, "conv2")
    plain = look_at(some, "conv2", NEAR).copy(marked)
    some.window.document.selection.set([some.node("conv2")])
    assert look_at(some, "conv2", NEAR).copy(marked) == plain


def mark_of(hands: Hands, name: str) -> QRect:
    """Where a card has its share mark, with the card in the middle of the view."""
    look_at(hands, name, NEAR)
    at = hands.spot(hands.canvas.drawing.handle(hands.node(name)))
    return QRect(at.x() - 17, at.y() - 7, 34, 14)


def test_what_opens_has_the_keys(some: Hands) -> None:
    assert some.canvas.hasFocus()


@pytest.mark.parametrize("zoom", [NEAR, NAMES])
def test_on_a_heat_map_a_badge_keeps_its_colour(some: Hands, zoom: float) -> None:
    some.window.commands.heat.show("parameters")
    assert badge(some, "sum", zoom, "error") > 7
    assert badge(some, "conv2", zoom, "error") == 0


@pytest.mark.parametrize("zoom", FAR)
def test_an_open_block_wears_the_badge_of_what_is_wrong_in_it(hands: Hands, tmp_path: Path, zoom: float) -> None:
    network(groups=3).save(tmp_path / "wrong.convas")
    hands.window.filing.open_path(tmp_path / "wrong.convas")
    hands.settle()
    use = hands.node("stage")
    hands.canvas.look_inside([use])
    box = hands.canvas.drawing.boxes[use]
    hands.canvas.look_at(zoom, QPointF(box.right, box.bottom))
    hands.settle()
    image, at = hands.canvas.viewport().grab().toImage(), hands.canvas.mapFromScene(QPointF(box.right, box.bottom))
    inside = pixels(image, look.theme["error"], (at - QPoint(5, 5), at + QPoint(5, 5)), 160)
    assert inside > 7
    beside = at - QPoint(40, 30), at - QPoint(20, 10)
    assert pixels(image, look.theme["error"], beside) == 0
