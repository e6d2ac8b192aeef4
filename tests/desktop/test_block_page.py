"""Inside a block: the page of the block, its arguments by hand and by key, and layers whose numbers are formulas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from convas.design.records import Block
from convas.desktop.panels.arguments_list import ArgumentRow
from convas.desktop.panels.block_page import BlockPage
from convas.values import text
from desktop.hands import CTRL, LEFT, NONE, Hands, Key
from desktop.test_use_inspector import tower

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def inside(hands: Hands) -> Hands:
    """The second repetition of stage_1 is open, which is given width // 2 filters."""
    net = tower()
    net.give(net.find("stage_1"), filters="width // 2")
    net.set(net.find("conv1"), filters=32)
    net.block("stem")
    hands.window.document.start(net.design)
    hands.window.document.place.enter((net.find("stage_1"), 1))
    hands.settle()
    return hands


def page(hands: Hands) -> BlockPage:
    return hands.window.inspector.block


def block(hands: Hands) -> Block:
    found = hands.window.document.place.block
    assert found is not None
    return found


def arguments(hands: Hands) -> dict[str, int]:
    return {argument.name: argument.value for argument in block(hands).arguments}


def row(hands: Hands, name: str) -> ArgumentRow:
    found = page(hands).arguments.rows[name]
    assert isinstance(found, ArgumentRow)
    return found


def select(hands: Hands, name: str) -> None:
    found = hands.window.document.design.named(name, hands.window.document.scope)
    assert found is not None
    hands.window.document.selection.set([found.id])
    hands.settle()


def fill(hands: Hands, edit: QWidget, words: str, *, last: bool = True) -> None:
    hands.press_on(edit)
    hands.keys(Key.Key_A, keys=CTRL, widget=edit)
    hands.keys(words, *([Key.Key_Return] if last else []), widget=edit)


def steps(hands: Hands) -> int:
    return len(hands.window.document.session.done)


def shape(hands: Hands, name: str) -> str:
    document = hands.window.document
    node = document.design.named(name, document.scope)
    assert node is not None
    spec = document.sight.finding(node.id).outputs[0]
    return "unknown" if spec is None else text.shape(spec.visible)


def test_the_page_tells_of_one_repetition(inside: Hands) -> None:
    shown = page(inside)
    assert shown.isVisible()
    assert shown.name.edit.text() == "residual"
    assert shown.kind.text() == "Block · used 3 times, here repetition 1 of 3 at stage_1[1]"
    assert shown.box.result.text() == "18,496"
    assert shown.sum.text() == "9,248 + 9,248 = 18,496"
    assert "CALCULATION OF ONE REPETITION" in shown.head.text()


def test_the_page_goes_with_the_place(inside: Hands) -> None:
    place = inside.window.document.place
    place.enter((inside.node("stage_2"), 0))
    inside.settle()
    assert page(inside).kind.text() == "Block · used 3 times, here at stage_2"
    assert page(inside).head.text() == "CALCULATION"
    place.leave()
    inside.settle()
    assert inside.window.inspector.design.isVisible()
    assert not page(inside).isVisible()


def test_the_block_is_renamed_and_a_taken_name_is_refused_beneath(inside: Hands) -> None:
    edit = page(inside).name.edit
    fill(inside, edit, "stem")
    assert page(inside).name.trouble.text() == "There is a block called stem already. Choose another name."
    assert page(inside).name.trouble.isVisible()
    fill(inside, edit, "stage")
    assert block(inside).name == "stage"
    assert not page(inside).name.trouble.isVisible()
    inside.shortcut(Key.Key_F2, NONE)
    assert edit.hasFocus()
    inside.shortcut(Key.Key_Z)
    assert edit.text() == "residual"


def test_an_argument_shows_its_own_value_and_the_one_here(inside: Hands) -> None:
    filters, stride = row(inside, "filters"), row(inside, "stride")
    assert (filters.value.edit.text(), filters.here.text()) == ("64", "Here 32")
    assert filters.here.isVisible()
    assert not stride.here.isVisible()
    assert (filters.users.text(), stride.users.text()) == ("Used by conv1 and conv2", "Not used yet")
    fill(inside, stride.value.edit, "3")
    assert arguments(inside) == {"filters": 64, "stride": 3}
    fill(inside, filters.value.edit, "2 * width", last=False)
    assert "whole number" in filters.trouble.text()
    assert arguments(inside)["filters"] == 2


def test_a_drag_of_the_slider_is_one_step_and_moves_what_is_inside(inside: Hands) -> None:
    inside.window.document.place.enter((inside.node("stage_2"), 0))
    inside.settle()
    slider, before = row(inside, "filters").slider, steps(inside)
    start = slider.knob().center().toPoint()
    QTest.mousePress(slider, LEFT, NONE, start)
    for step in range(1, 6):
        inside.move(start + QPoint(6 * step, 0), slider)
    held = arguments(inside)["filters"]
    assert held > 64
    assert shape(inside, "conv1") == f"30 × 30 × {held}"
    QTest.mouseRelease(slider, LEFT, NONE, start + QPoint(30, 0))
    inside.settle()
    assert steps(inside) == before + 1
    inside.shortcut(Key.Key_Z)
    assert arguments(inside)["filters"] == 64
    assert slider.value == 64


def test_an_argument_is_made_by_the_button_and_named_at_once(inside: Hands) -> None:
    inside.press_on(page(inside).arguments.more)
    made = row(inside, "size")
    assert made.name.hasFocus()
    inside.keys("depth", Key.Key_Return, widget=made.name)
    assert arguments(inside) == {"filters": 64, "stride": 1, "depth": 64}
    assert row(inside, "depth") is made
    fill(inside, made.value.edit, "5")
    assert arguments(inside)["depth"] == 5


def test_renaming_an_argument_follows_in_formulas_and_keeps_its_row(inside: Hands) -> None:
    filters = row(inside, "filters")
    fill(inside, filters.name, "stride")
    assert "has an argument called stride already" in filters.trouble.text()
    fill(inside, filters.name, "channels")
    assert row(inside, "channels") is filters
    assert list(arguments(inside)) == ["channels", "stride"]
    assert (filters.users.text(), filters.here.text()) == ("Used by conv1 and conv2", "Here 32")
    inside.shortcut(Key.Key_Z)
    assert set(page(inside).arguments.rows) == {"filters", "stride"}


def test_an_argument_goes_unless_it_is_used(inside: Hands) -> None:
    inside.press_on(row(inside, "filters").remove)
    assert row(inside, "filters").trouble.text() == (
        "conv1 and conv2 inside residual needs filters. Give it a number first."
    )
    inside.press_on(row(inside, "stride").remove)
    assert list(arguments(inside)) == ["filters"]
    assert row(inside, "filters").value.edit.hasFocus()


def test_keys_for_variables_act_on_arguments_inside_a_block(inside: Hands) -> None:
    select(inside, "conv1")
    inside.shortcut(Key.Key_V, CTRL | ALT)
    assert row(inside, "size").name.hasFocus()
    inside.shortcut(Key.Key_R, CTRL | ALT)
    assert row(inside, "size").name.hasFocus()
    inside.shortcut(Key.Key_D, CTRL | ALT)
    assert list(arguments(inside)) == ["filters", "stride"]
    inside.window.document.place.leave()
    inside.shortcut(Key.Key_V, CTRL | ALT)
    assert inside.window.document.design.variable("size") is not None


def test_a_block_without_arguments_says_what_they_are(inside: Hands) -> None:
    document = inside.window.document
    select(inside, "conv1")
    inside.type_into(inside.setting("filters"), "32")
    select(inside, "conv2")
    inside.type_into(inside.setting("filters"), "32")
    document.selection.clear()
    inside.settle()
    for name in ("filters", "stride"):
        inside.press_on(row(inside, name).remove)
    listed = page(inside).arguments
    assert listed.hint.isVisible()
    inside.press_on(listed.first)
    assert list(arguments(inside)) == ["size"]


def test_a_number_inside_is_a_formula_of_the_arguments_with_its_value_here(inside: Hands) -> None:
    select(inside, "conv1")
    field = inside.setting("filters")
    inside.type_into(field, "4 * filters")
    inside.canvas.setFocus()
    inside.settle()
    assert field.edit.text() == "4 * filters = 128"  # type: ignore[attr-defined]
    assert shape(inside, "conv1") == "30 × 30 × 128"


def test_a_variable_outside_becomes_an_argument_by_a_click(inside: Hands) -> None:
    select(inside, "conv1")
    form = inside.window.inspector.layer.form
    inside.type_into(form.field("filters"), "filters * wdith")
    assert form.trouble("filters").startswith("wdith is not known inside residual, which has the arguments filters")
    found = form.row("filters")
    assert found is not None
    assert not found.cure.isVisible()
    inside.type_into(form.field("filters"), "width // 4")
    assert found.cure.isVisible()
    before = steps(inside)
    inside.press_on(found.cure.button)
    assert not found.cure.isVisible()
    assert form.trouble("filters") == ""
    assert steps(inside) == before + 1
    assert arguments(inside)["width"] == 64
    assert shape(inside, "conv1") == "30 × 30 × 16"
    design = inside.window.document.design
    uses = [dict(design.node(inside.node(f"stage_{n}")).bindings).get("argument:width") for n in (1, 2, 3)]
    assert uses == ["width"] * 3
    inside.shortcut(Key.Key_Z)
    assert "width" not in arguments(inside)


def test_freezing_bypassing_and_mending_work_inside(inside: Hands) -> None:
    document = inside.window.document
    document.place.enter((*document.place.path[:-1], 0))
    select(inside, "conv2")
    inside.shortcut(Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert document.sight.totals.frozen == 9_248
    assert document.session.totals.frozen == 3 * 9_248 + 36_928  # nothing arrives at stage_3
    inside.shortcut(Key.Key_M, NONE)
    assert document.sight.totals.parameters == 9_248
    inside.shortcut(Key.Key_M, NONE)
    inside.choose(inside.setting("padding"), "valid")
    select(inside, "add")
    mends = inside.window.inspector.layer.problems
    assert mends.isVisible()
    inside.shortcut(Key.Key_M, CTRL)
    assert document.sight.problems(document.selection.focus or 0) == ()
    assert shape(inside, "add") == "30 × 30 × 32"


def test_the_ends_of_the_block_are_listed(inside: Hands) -> None:
    labels = [found.text() for found in page(inside).ends.findChildren(type(page(inside).kind)) if found.isVisible()]
    wide = "30\u2009×\u200930\u2009×\u200932"
    assert labels == ["in", "input", wide, "out", "output", wide]
