"""Blocks by hand: made, opened, edited, repeated, shared, looked into, peeled off, dissolved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF

import convas
from convas import Conv2D, Dense, Input
from convas.design.records import Block
from convas.desktop.canvas.geometry import Point
from convas.layers.use import Use
from desktop.hands import CTRL, SHIFT, Hands, Key


@pytest.fixture
def chain(empty: Hands) -> Iterator[Hands]:
    """32 numbers through three dense layers of 32."""
    net = convas.new("Three")
    net.chain(Input(shape=(32,), colours=None), *[Dense(units=32)] * 3)
    empty.window.document.start(net.design)
    empty.settle()
    return empty


def total(hands: Hands) -> int:
    found = hands.window.document.session.totals.parameters
    assert isinstance(found, int)
    return found


def make(hands: Hands, *names: str) -> None:
    hands.select(*names)
    hands.shortcut(Key.Key_G)


def path(hands: Hands) -> tuple[int, ...]:
    return hands.window.document.place.path


ONE = 32 * 32 + 32


def test_a_selection_becomes_one_card(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    design = chain.window.document.design
    assert [node.name for node in design.nodes()] == ["input", "dense_3", "block_1"]
    assert chain.canvas.drawing.cards[chain.node("block_1")].summary == "Block · 2 layers"
    assert chain.canvas.drawing.cards[chain.node("block_1")].count == "2,112"
    assert len(chain.canvas.drawing.wires) == 2
    assert total(chain) == 3 * ONE
    chain.shortcut(Key.Key_Z)
    assert [node.name for node in design.nodes()] == ["input", "dense_1", "dense_2", "dense_3"]
    assert len(chain.canvas.drawing.wires) == 3


def test_a_double_click_opens_it_and_a_crumb_leads_back(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.double_click(chain.middle("block_1"))
    crumbs = chain.window.floats.crumbs
    assert path(chain) == (block(chain), 0)
    assert {card.name for card in chain.canvas.drawing.cards.values()} == {"in", "dense_1", "dense_2", "out"}
    assert [way.text() for way in crumbs.ways] == ["Three"]
    assert crumbs.here.text() == "block_1"
    chain.press_on(crumbs.ways[0])
    assert path(chain) == ()
    assert chain.window.document.selection.ids == {chain.node("block_1")}


def block(hands: Hands) -> int:
    found = hands.window.document.design.named("block_1")
    assert found is not None
    return found.id


def test_keys_open_and_leave_it_and_it_is_seen_as_it_was_left(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.canvas.zoom_to(0.5)
    chain.select("block_1")
    chain.shortcut(Key.Key_Down)
    assert path(chain) == (block(chain), 0)
    chain.canvas.zoom_to(1.3)
    chain.shortcut(Key.Key_Up)
    assert path(chain) == ()
    assert chain.canvas.zoom == pytest.approx(0.5)
    chain.shortcut(Key.Key_Down)
    assert chain.canvas.zoom == pytest.approx(1.3)


def test_edited_once_it_changes_everywhere(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.type_into(chain.setting("repeat"), "4")
    assert total(chain) == 4 * 2 * ONE + ONE
    assert chain.canvas.drawing.cards[block(chain)].summary == "Block · 2 layers\u2009×\u20094"
    chain.double_click(chain.middle("block_1"))
    chain.select("dense_1")
    chain.type_into(chain.setting("units"), "8")
    inside = 32 * 8 + 8 + 8 * 32 + 32
    assert total(chain) == 4 * inside + ONE
    chain.shortcut(Key.Key_Z)
    assert total(chain) == 4 * 2 * ONE + ONE
    assert len(path(chain)) == 2


def test_shared_repetitions_count_once(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.type_into(chain.setting("repeat"), "12")
    chain.press_on(chain.setting("shared").switch)  # type: ignore[attr-defined]
    assert total(chain) == 2 * ONE + ONE
    assert chain.canvas.drawing.cards[block(chain)].summary == "Block · 2 layers\u2009×\u200912 · shared"


def test_a_layer_dropped_inside_belongs_to_the_block(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.double_click(chain.middle("block_1"))
    chain.canvas.zoom_to(0.6)
    wire = next(w for w in chain.canvas.drawing.wires.values() if w.source == chain.node("dense_1"))
    a, b = wire.points[0], wire.points[-1]
    chain.drag_layer("Dense", Point((a.x + b.x) / 2, (a.y + b.y) / 2))
    chain.type_into(chain.setting("units"), "32")
    assert total(chain) == 4 * ONE
    assert chain.window.document.design.named("dense_3", chain.window.document.scope) is not None
    chain.shortcut(Key.Key_Up)
    assert chain.canvas.drawing.cards[block(chain)].summary == "Block · 3 layers"


def test_two_uses_share_all_their_weights(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    document = chain.window.document
    layer = document.design.node(block(chain)).layer
    assert isinstance(layer, Use)
    chain.select("block_1")
    chain.window.commands.add_layer(Use(block=layer.block))
    chain.settle()
    chain.canvas.fit()
    chain.settle()
    assert total(chain) == 5 * ONE
    chain.share("block_1", "block_2")
    assert total(chain) == 3 * ONE
    assert chain.canvas.drawing.cards[chain.node("block_2")].summary == "shared with block_1"
    assert chain.canvas.drawing.cards[chain.node("block_2")].count == "0"


def test_it_dissolves_into_as_many_layers_and_counts_the_same(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.type_into(chain.setting("repeat"), "3")
    before = total(chain)
    chain.shortcut(Key.Key_G, CTRL | SHIFT)
    design = chain.window.document.design
    assert len(list(design.nodes())) == 8
    assert not list(design.all(Block))
    assert total(chain) == before
    assert len(chain.window.document.selection.ids) == 6
    chain.shortcut(Key.Key_Z)
    assert len(list(design.nodes())) == 3
    assert total(chain) == before


def test_one_repetition_peels_off_and_may_differ(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.type_into(chain.setting("repeat"), "4")
    before = total(chain)
    chain.select("block_1")
    chain.window.actions_["Peel off a repetition"].trigger()
    chain.settle()
    design = chain.window.document.design
    assert total(chain) == before
    assert len(list(design.all(Block))) == 2
    (peeled,) = (key for key in chain.window.document.selection.ids if len(chain.window.document.selection.ids) == 1)
    chain.window.document.place.open(peeled)
    chain.settle()
    chain.select("dense_1")
    chain.type_into(chain.setting("units"), "8")
    assert total(chain) == 3 * 2 * ONE + (32 * 8 + 8 + 8 * 32 + 32) + ONE


def test_looked_into_it_shows_what_it_holds_and_others_make_room(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.select("block_1")
    before = chain.canvas.drawing.boxes[chain.node("dense_3")]
    chain.keys(Key.Key_E, widget=chain.canvas)
    drawing = chain.canvas.drawing
    frame = drawing.frames[block(chain)]
    assert {card.name for card in frame.drawing.cards.values()} == {"in", "dense_1", "dense_2", "out"}
    after = drawing.boxes[chain.node("dense_3")]
    assert after.left - before.left == pytest.approx(frame.box.width - before.width)
    assert not frame.box.meets(after)
    assert not frame.box.meets(drawing.boxes[chain.node("input")])
    chain.canvas.fit()
    chain.settle()
    inner = next(key for key, card in frame.drawing.cards.items() if card.name == "dense_2")
    middle = frame.drawing.boxes[inner].middle
    left = frame.box.left + (middle.x - frame.corner.x) * frame.scale
    spot = Point(left, frame.box.top + 28 + (middle.y - frame.corner.y) * frame.scale)
    chain.double_click(chain.spot(spot))
    assert path(chain) == (block(chain), 0)
    assert chain.window.document.selection.ids == {inner}
    chain.shortcut(Key.Key_Up)
    chain.keys(Key.Key_E, widget=chain.canvas)
    assert not chain.canvas.drawing.frames
    assert chain.canvas.drawing.boxes[chain.node("dense_3")] == before


def test_what_is_dropped_beside_an_open_frame_stands_where_it_was_dropped(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.select("block_1")
    chain.keys(Key.Key_E, widget=chain.canvas)
    chain.canvas.fit()
    chain.canvas.zoom_to(chain.canvas.zoom * 0.6)
    chain.settle()
    third = chain.canvas.drawing.boxes[chain.node("dense_3")]
    chain.drag_layer("Dropout", Point(third.middle.x, third.middle.y + 120))
    dropped = chain.canvas.drawing.boxes[chain.node("dropout_1")].middle
    assert dropped.x == pytest.approx(third.middle.x, abs=8)
    assert dropped.y == pytest.approx(third.middle.y + 120, abs=8)


def test_repetitions_that_differ_are_walked_through(empty: Hands) -> None:
    net = convas.new("Shrinking")
    with net.block("down") as inside:
        image = inside.input()
        inside.output(inside.add(Conv2D(filters=8, strides=(2, 2), padding="same"), image))
    use = net.use(inside, net.add(Input(shape=(64, 64))), repeat=3)
    hands = empty
    hands.window.document.start(net.design)
    hands.settle()
    hands.window.document.place.open(use)
    hands.settle()
    crumbs = hands.window.floats.crumbs
    conv = hands.node("conv1")
    assert hands.canvas.drawing.cards[conv].count == text_of(9 * 8 + 8)
    hands.press_on(crumbs.after)
    assert crumbs.repetition.text() == "1 of 3"
    assert hands.canvas.drawing.cards[conv].count == text_of(8 * 9 * 8 + 8)
    assert crumbs.before.isEnabled()
    hands.press_on(crumbs.after)
    assert not crumbs.after.isEnabled()


def text_of(number: int) -> str:
    return f"{number:,}"


def test_undo_goes_where_the_change_was(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.double_click(chain.middle("block_1"))
    chain.select("dense_2")
    chain.type_into(chain.setting("units"), "16")
    chain.shortcut(Key.Key_Up)
    assert path(chain) == ()
    chain.shortcut(Key.Key_Z)
    assert path(chain) == (block(chain), 0)
    chain.shortcut(Key.Key_Z)
    assert path(chain) == ()
    assert chain.window.document.design.named("block_1") is None


def test_inputs_and_outputs_are_added_inside(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    assert not chain.window.actions_["Block output"].isEnabled()
    chain.double_click(chain.middle("block_1"))
    chain.select("dense_1")
    chain.window.actions_["Block output"].trigger()
    chain.settle()
    chain.shortcut(Key.Key_Up)
    assert chain.canvas.drawing.cards[block(chain)].outputs == 2


def test_a_block_does_not_go_into_itself(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    layer = chain.window.document.design.node(block(chain)).layer
    chain.double_click(chain.middle("block_1"))
    chain.window.commands.add_layer(layer)
    chain.settle()
    assert "cannot stand inside itself" in chain.window.floats.toast.words.text()
    assert total(chain) == 3 * ONE


def test_one_layer_alone_and_nothing_at_all(chain: Hands) -> None:
    chain.window.document.selection.clear()
    assert not chain.window.actions_["Make a block"].isEnabled()
    make(chain, "dense_2")
    assert chain.canvas.drawing.cards[block(chain)].summary == "Block · 1 layer"


def test_a_problem_inside_shows_on_the_card(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    chain.double_click(chain.middle("block_1"))
    chain.canvas.zoom_to(0.6)
    wire = next(w for w in chain.canvas.drawing.wires.values() if w.source == chain.node("dense_1"))
    a, b = wire.points[0], wire.points[-1]
    chain.drag_layer("Conv2D", Point((a.x + b.x) / 2, (a.y + b.y) / 2))
    assert chain.canvas.drawing.cards[chain.node("conv1")].severity == "error"
    chain.shortcut(Key.Key_Up)
    assert chain.canvas.drawing.cards[block(chain)].severity == "error"


def test_the_menu_of_a_block_has_what_can_be_done(chain: Hands) -> None:
    make(chain, "dense_1", "dense_2")
    hit = chain.canvas.drawing.hit(*_at(chain, chain.middle("block_1")), 1.0)
    chain.window.commands.show_menu(hit, QPoint(10, 10))
    chain.settle()
    menu = chain.window.commands.menu
    assert menu is not None
    said = [action.text() for action in menu.actions()]
    assert {"Open the block", "Look inside here", "Dissolve the block", "Peel off a repetition"} <= set(said)
    menu.close()


def _at(hands: Hands, spot: QPoint) -> tuple[float, float]:
    place = hands.canvas.mapToScene(spot)
    assert isinstance(place, QPointF)
    return place.x(), place.y()
