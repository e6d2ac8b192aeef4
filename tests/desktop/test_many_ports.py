"""Layers with several inputs and outputs, and ports that come and go with a setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from convas.design.records import Link
from convas.desktop.canvas.geometry import Point
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.values.spec import BATCH
from desktop.hands import CTRL, Hands, Key


def parted(hands: Hands) -> None:
    """A row of 12 numbers, split into three parts, and two dense layers."""
    hands.canvas.centerOn(330, 60)
    hands.settle()
    for kind, x, y in (("Input", 0, 0), ("Split", 330, 0), ("Dense", 660, -80), ("Dense", 660, 120)):
        hands.drag_layer(kind, Point(x, y))
    hands.select("input")
    hands.choose(hands.setting("colours"), "none")
    hands.type_into(hands.setting("shape"), "12")
    hands.select("split_1")
    hands.type_into(hands.setting("parts"), "3")
    hands.link("input", "split_1")


def draw(hands: Hands, source: str, output: int, target: str, slot: int = 0) -> None:
    """Drag from one of several outputs to one of several inputs."""
    hands.drag(hands.port(source, "output", output), hands.port(target, "input", slot))


def links(hands: Hands) -> set[tuple[str, int, str, int]]:
    design = hands.window.document.design
    return {
        (design.node(link.source).name, link.output, design.node(link.target).name, link.input)
        for link in design.all(Link)
    }


def shape(hands: Hands, name: str) -> list[object]:
    """What arrives at a layer."""
    finding = hands.window.document.session.analysis.findings[hands.node(name)]
    return [None if spec is None else spec.visible for spec in finding.inputs]


def problems(hands: Hands, name: str) -> list[str]:
    analysis = hands.window.document.session.analysis
    return [analysis.told(hands.node(name), problem) for problem in analysis.problems(hands.node(name))]


def test_each_output_is_a_port_of_its_own(empty: Hands) -> None:
    parted(empty)
    assert empty.canvas.drawing.cards[empty.node("split_1")].outputs == 3
    draw(empty, "split_1", 1, "dense_1")
    draw(empty, "split_1", 2, "dense_2")
    assert {("split_1", 1, "dense_1", 0), ("split_1", 2, "dense_2", 0)} < links(empty)
    assert shape(empty, "dense_1") == [(4,)]
    starts = {wire.points[0] for wire in empty.canvas.drawing.wires.values() if wire.source == empty.node("split_1")}
    assert starts == {empty.canvas.drawing.port(empty.node("split_1"), "output", index) for index in (1, 2)}


def test_a_card_grows_with_its_ports_and_all_of_them_can_be_taken_hold_of(empty: Hands) -> None:
    parted(empty)
    drawing, key = empty.canvas.drawing, empty.node("split_1")
    before = drawing.boxes[key].height
    empty.type_into(empty.setting("parts"), "12")
    box = drawing.boxes[key]
    assert box.height > before
    for index in range(12):
        at = drawing.port(key, "output", index)
        assert box.top < at.y < box.bottom
        assert drawing.hit(*at, empty.canvas.zoom)[:] == ("output", key, index)


def test_a_port_that_goes_keeps_its_link_as_a_problem_until_it_comes_back(empty: Hands) -> None:
    parted(empty)
    draw(empty, "split_1", 2, "dense_1")
    drawn = links(empty)
    empty.select("split_1")
    empty.type_into(empty.setting("parts"), "2")
    assert links(empty) == drawn
    assert problems(empty, "dense_1") == ["split_1 has no such output any more. Delete the link to dense_1."]
    wire = next(wire for wire in empty.canvas.drawing.wires.values() if wire.target == empty.node("dense_1"))
    assert (wire.state, wire.label) == ("wrong", "leads nowhere")
    assert empty.canvas.drawing.cards[empty.node("split_1")].outputs == 3
    assert empty.canvas.drawing.cards[empty.node("dense_1")].severity == "error"
    empty.shortcut(Key.Key_Z)
    assert problems(empty, "dense_1") == []
    assert shape(empty, "dense_1") == [(4,)]
    wire = empty.canvas.drawing.wires[wire.id]
    assert (wire.state, wire.label) == ("fine", "4")


def test_a_stray_link_can_be_led_to_another_place_and_deleted(empty: Hands) -> None:
    parted(empty)
    draw(empty, "split_1", 2, "dense_1")
    empty.select("split_1")
    empty.type_into(empty.setting("parts"), "2")
    empty.drag(empty.port("dense_1", "input"), empty.spot(Point(330, 300)))
    assert links(empty) == {("input", 0, "split_1", 0)}
    assert empty.canvas.drawing.cards[empty.node("split_1")].outputs == 2


def test_an_input_led_elsewhere_keeps_its_output(empty: Hands) -> None:
    parted(empty)
    draw(empty, "split_1", 1, "dense_1")
    empty.drag(empty.port("dense_1", "input"), empty.port("dense_2", "input"))
    assert ("split_1", 1, "dense_2", 0) in links(empty)


def test_a_layer_put_into_a_link_takes_over_its_output(empty: Hands) -> None:
    parted(empty)
    draw(empty, "split_1", 2, "dense_2")
    wire = next(wire for wire in empty.canvas.drawing.wires.values() if wire.target == empty.node("dense_2"))
    middle = wire.points[-2]
    empty.drag_layer("Dropout", Point(middle.x, middle.y))
    assert {("split_1", 2, "dropout_1", 0), ("dropout_1", 0, "dense_2", 0)} < links(empty)


def test_a_layer_typed_for_an_output_is_linked_to_that_output(empty: Hands) -> None:
    parted(empty)
    empty.drag(empty.port("split_1", "output", 2), empty.spot(Point(330, 300)))
    quick = empty.window.quick
    empty.keys("dense", Key.Key_Return, widget=quick.search)
    assert ("split_1", 2, "dense_3", 0) in links(empty)


def test_the_panels_show_every_output(empty: Hands) -> None:
    parted(empty)
    empty.select("split_1")
    assert empty.window.inspector.layer.shape.text().replace("\u2009", " ") == "12  →  4, 4, 4"
    row = empty.window.document.session.analysis.finding(empty.node("split_1"))
    assert [spec.axes for spec in row.outputs if spec is not None] == [(BATCH, 4)] * 3


def test_a_file_keeps_links_of_every_port(empty: Hands, tmp_path: Path) -> None:
    parted(empty)
    draw(empty, "split_1", 2, "dense_1")
    empty.select("split_1")
    empty.type_into(empty.setting("parts"), "2")
    design = empty.window.document.design
    again = from_bytes(to_bytes(design.snapshot()))
    assert again.snapshot() == design.snapshot()


def custom(hands: Hands) -> None:
    """Two inputs and a layer of one's own."""
    hands.canvas.centerOn(330, 60)
    hands.settle()
    for kind, x, y in (("Input", 0, -60), ("Input", 0, 120), ("Custom", 330, 0), ("Dense", 660, 0)):
        hands.drag_layer(kind, Point(x, y))
    hands.select("custom_1")


def test_a_layer_of_ones_own_is_typed_in_the_form(empty: Hands) -> None:
    custom(empty)
    empty.type_into(empty.setting("inputs"), "2")
    empty.type_into(empty.setting("output_shapes"), "8 x 3; 10")
    empty.type_into(empty.setting("stated_weights"), "kernel: 3 × 4; bias: 4")
    for slot, name in enumerate(("input", "input_2")):
        draw(empty, name, 0, "custom_1", slot)
    draw(empty, "custom_1", 1, "dense_1")
    assert shape(empty, "dense_1") == [(10,)]
    assert empty.canvas.drawing.cards[empty.node("custom_1")].count == "16"
    assert problems(empty, "custom_1") == ["Shapes, weights and operations of custom_1 are as stated, not verified."]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("output_shapes", "8 × 0", "“0” is no size. Sizes go from 1 to 9,223,372,036,854,775,807."),
        ("stated_weights", "3 × 4", "“3 × 4” is no weight. Write a name and a shape, such as kernel: 3 × 4."),
        ("inputs", "0", "Inputs must be a whole number from 1 to 64."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(empty: Hands, name: str, typed: str, said: str) -> None:
    custom(empty)
    form = empty.window.inspector.layer.form
    edit = form.field(name).edit  # type: ignore[attr-defined]
    empty.press_on(edit)
    empty.keys(Key.Key_A, keys=CTRL, widget=edit)
    empty.keys(typed, widget=edit)
    assert form.trouble(name) == said


def test_an_input_that_goes_keeps_its_link_as_a_problem(empty: Hands) -> None:
    custom(empty)
    empty.type_into(empty.setting("inputs"), "2")
    draw(empty, "input", 0, "custom_1", 0)
    draw(empty, "input_2", 0, "custom_1", 1)
    empty.select("custom_1")
    empty.type_into(empty.setting("inputs"), "1")
    assert ("input_2", 0, "custom_1", 1) in links(empty)
    said = "The link from input_2 goes to an input that custom_1 does not have. Delete it."
    assert said in problems(empty, "custom_1")
    states = {wire.source: wire.state for wire in empty.canvas.drawing.wires.values()}
    assert states == {empty.node("input"): "fine", empty.node("input_2"): "wrong"}
