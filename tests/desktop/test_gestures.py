"""Each gesture on the canvas, with real events, and what it does to the design."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from convas.design.records import Link
from convas.desktop.canvas.geometry import Point
from desktop.hands import CTRL, MIDDLE, SHIFT, Hands, Key


def three(hands: Hands) -> None:
    """An input and two convolutions side by side, the first two linked."""
    hands.canvas.centerOn(330, 0)
    hands.settle()
    for index, kind in enumerate(("Input", "Conv2D", "Conv2D")):
        hands.drag_layer(kind, Point(index * 330, 0))
    hands.link("input", "conv1")


def links(hands: Hands) -> set[tuple[str, str]]:
    design = hands.window.document.design
    return {(design.node(link.source).name, design.node(link.target).name) for link in design.all(Link)}


def test_a_layer_dropped_on_a_link_is_put_in_between(empty: Hands) -> None:
    three(empty)
    empty.drag_layer("BatchNormalization", Point(165, 0))
    assert links(empty) == {("input", "bn_1"), ("bn_1", "conv1")}
    empty.shortcut(Key.Key_Z)
    assert links(empty) == {("input", "conv1")}


def test_alt_keeps_a_dropped_layer_out_of_the_link(empty: Hands) -> None:
    three(empty)
    empty.drag_layer("BatchNormalization", Point(165, 0), Qt.KeyboardModifier.AltModifier)
    assert links(empty) == {("input", "conv1")}


def test_a_layer_let_go_outside_the_canvas_is_not_added(empty: Hands) -> None:
    tree = empty.window.palette_panel.tree
    index = tree.index_of("Dense")
    assert index is not None
    start = tree.visualRect(index).center()
    QTest.mousePress(tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    empty.move(start + QPoint(20, 40), tree.viewport())
    empty.move(start + QPoint(30, 80), tree.viewport())
    QTest.mouseRelease(
        tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(30, 80)
    )
    empty.settle()
    assert not empty.window.document.design.scopes[0]


def test_clicking_two_ports_links_them(empty: Hands) -> None:
    three(empty)
    empty.click(empty.port("conv1", "output"))
    empty.move(empty.port("conv2", "input"))
    empty.click(empty.port("conv2", "input"))
    assert ("conv1", "conv2") in links(empty)


def test_a_link_drawn_backwards_is_the_same_link(empty: Hands) -> None:
    three(empty)
    empty.drag(empty.port("conv2", "input"), empty.port("conv1", "output"))
    assert ("conv1", "conv2") in links(empty)


def test_a_linked_input_dragged_away_leads_the_link_elsewhere(empty: Hands) -> None:
    three(empty)
    empty.drag(empty.port("conv1", "input"), empty.port("conv2", "input"))
    assert links(empty) == {("input", "conv2")}


def test_a_linked_input_dragged_to_nothing_loses_its_link(empty: Hands) -> None:
    three(empty)
    empty.drag(empty.port("conv1", "input"), empty.spot(Point(330, 250)))
    assert links(empty) == set()


def test_a_loop_is_refused_with_words(empty: Hands) -> None:
    three(empty)
    empty.link("conv1", "conv2")
    before = len(empty.window.document.session.done)
    empty.drag(empty.port("conv2", "output"), empty.middle("conv1"))
    assert len(empty.window.document.session.done) == before
    assert "loop" in empty.window.floats.toast.words.text()


def test_dropping_a_link_on_empty_canvas_offers_layers_that_fit(empty: Hands) -> None:
    three(empty)
    empty.drag(empty.port("conv1", "output"), empty.spot(Point(330, 250)))
    quick = empty.window.quick
    assert quick.isVisible()
    empty.keys("max", widget=quick.search)
    offered = [quick.list.item(row).text() for row in range(quick.list.count())]
    assert offered[0] == "Max pooling"
    assert "Global max" in offered
    assert not {"Max pooling 1D", "Max pooling 3D"} & set(offered)
    empty.keys(Key.Key_Return, widget=quick.search)
    assert ("conv1", "pool_1") in links(empty)
    done = empty.window.document.session.done
    assert done[-1].name == "Add Max pooling"
    empty.shortcut(Key.Key_Z)
    assert empty.window.document.design.named("pool_1") is None


def test_double_click_types_a_layer_where_it_was_clicked(empty: Hands) -> None:
    three(empty)
    empty.double_click(empty.spot(Point(100, 300)))
    quick = empty.window.quick
    assert quick.isVisible()
    empty.keys("dense", Key.Key_Return, widget=quick.search)
    box = empty.canvas.drawing.boxes[empty.node("dense_1")]
    assert box.holds(100, 300)


def test_moving_snaps_to_the_grid_and_is_one_step(empty: Hands) -> None:
    three(empty)
    node = empty.window.document.design.node(empty.node("conv2"))
    steps = len(empty.window.document.session.done)
    empty.drag(empty.middle("conv2"), empty.middle("conv2") + QPoint(37, 61))
    moved = empty.window.document.design.node(node.id)
    assert (moved.x % 8, moved.y % 8) == (0, 0)
    assert abs(moved.x - node.x - 37) <= 4
    assert abs(moved.y - node.y - 61) <= 4
    assert len(empty.window.document.session.done) == steps + 1
    empty.shortcut(Key.Key_Z)
    assert empty.window.document.design.node(node.id) == node


def test_escape_puts_a_dragged_card_back(empty: Hands) -> None:
    three(empty)
    node = empty.window.document.design.node(empty.node("conv2"))
    empty.drag(empty.middle("conv2"), empty.middle("conv2") + QPoint(80, 80), let_go=False)
    QTest.keyClick(empty.canvas, Key.Key_Escape)
    QTest.mouseRelease(empty.canvas.viewport(), Qt.MouseButton.LeftButton)
    assert empty.window.document.design.node(node.id) == node


def test_selecting_by_click_shift_ctrl_marquee_and_all(empty: Hands) -> None:
    three(empty)
    selection = empty.window.document.selection
    ids = [empty.node(name) for name in ("input", "conv1", "conv2")]
    empty.click(empty.middle("conv1"))
    assert selection.ids == {ids[1]}
    empty.click(empty.middle("conv2"), SHIFT)
    assert selection.ids == {ids[1], ids[2]}
    empty.click(empty.middle("conv1"), CTRL)
    assert selection.ids == {ids[2]}
    empty.drag(empty.spot(Point(-150, -80)), empty.spot(Point(400, 80)))
    assert selection.ids == {ids[0], ids[1]}
    empty.shortcut(Key.Key_A)
    assert selection.ids == set(ids)
    empty.click(empty.spot(Point(330, 200)))
    assert selection.ids == set()


def test_delete_and_undo_bring_links_back(empty: Hands) -> None:
    three(empty)
    empty.link("conv1", "conv2")
    empty.select("conv1")
    empty.shortcut(Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert links(empty) == set()
    empty.shortcut(Key.Key_Z)
    assert links(empty) == {("input", "conv1"), ("conv1", "conv2")}


def test_a_share_line_is_selected_by_a_click_and_deleted(empty: Hands) -> None:
    three(empty)
    empty.share("conv1", "conv2")
    assert len(empty.canvas.drawing.bonds) == 1
    bond = next(iter(empty.canvas.drawing.bonds.values()))
    corner = bond.lines[0][1]
    empty.click(empty.spot(Point(corner.x + 20, corner.y)))
    empty.shortcut(Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    assert not empty.canvas.drawing.bonds
    assert empty.window.document.design.named("conv2") is not None


def test_sharing_different_kinds_is_refused_with_words(empty: Hands) -> None:
    three(empty)
    empty.share("conv1", "input")
    assert not empty.canvas.drawing.bonds
    assert empty.window.floats.toast.words.text() == "input has no weights to share."


def test_the_paper_moves_with_the_middle_button_and_with_space(empty: Hands) -> None:
    three(empty)
    before = empty.canvas.visible_area().center()
    start = empty.spot(Point(330, 200))
    empty.drag(start, start + QPoint(-100, -50), button=MIDDLE)
    moved = empty.canvas.visible_area().center() - before
    assert (round(moved.x()), round(moved.y())) == (100, 50)
    empty.canvas.setFocus()
    QTest.keyPress(empty.canvas, Key.Key_Space)
    empty.drag(start, start + QPoint(100, 50))
    QTest.keyRelease(empty.canvas, Key.Key_Space)
    moved = empty.canvas.visible_area().center() - before
    assert (round(moved.x()), round(moved.y())) == (0, 0)


def test_zooming_keeps_the_point_under_the_pointer(empty: Hands) -> None:
    three(empty)
    at = empty.port("conv1", "output")
    before = empty.canvas.mapToScene(at)
    empty.canvas.zoom_to(2.0, at.toPointF())
    after = empty.canvas.mapToScene(at)
    assert empty.canvas.zoom == 2.0
    assert abs(after.x() - before.x()) <= 1
    assert abs(after.y() - before.y()) <= 1
    empty.shortcut(Key.Key_1)
    assert empty.canvas.zoom == 1.0


def test_arranging_is_one_undoable_step(empty: Hands) -> None:
    three(empty)
    empty.link("conv1", "conv2")
    empty.drag(empty.middle("conv2"), empty.middle("conv2") + QPoint(-500, 200))
    places = {node.id: (node.x, node.y) for node in empty.window.document.design.nodes()}
    empty.shortcut(Key.Key_L)
    arranged = [empty.window.document.design.node(empty.node(name)) for name in ("input", "conv1", "conv2")]
    assert [node.x for node in arranged] == sorted(node.x for node in arranged)
    assert len({node.y for node in arranged}) == 1
    empty.shortcut(Key.Key_Z)
    assert {node.id: (node.x, node.y) for node in empty.window.document.design.nodes()} == places


def test_letters_typed_into_a_list_are_not_commands(empty: Hands) -> None:
    """M bypasses on the canvas; in a list of choices it is the first letter of a choice."""
    three(empty)
    empty.select("input")
    empty.choose(empty.setting("colours"), "CMYK")
    assert not empty.window.document.design.node(empty.node("input")).bypassed
    empty.select("conv1")
    empty.shortcut(Key.Key_M, Qt.KeyboardModifier.NoModifier)
    assert empty.window.document.design.node(empty.node("conv1")).bypassed
