"""A use of a block in the inspector: what it is given, how it counts, what is inside, and the ways there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from build import image, numbers
from convas import Add, Conv2D, Dense, new
from convas.desktop.panels.inspector import LayerPage
from convas.desktop.panels.use_section import GivenField
from convas.edits.blocks import set_repeat
from convas.edits.variables import set_value
from convas.script import Script
from convas.values import text
from desktop.hands import CTRL, Hands, Key


def tower() -> Script:
    """Three uses of a residual block with `filters`, and a variable `width` of 64."""
    net = new("tower")
    net.variable("width", 64)
    with net.block("residual", filters=64, stride=1) as block:
        x = block.input()
        one = block.add(Conv2D(padding="same"), x, name="conv1", filters="filters")
        two = block.add(Conv2D(padding="same"), one, name="conv2", filters="filters")
        block.output(block.add(Add(), two, x, name="add"))
    start = net.add(Conv2D(filters=64), net.add(image(32, 32)))
    first = net.use(block, start, repeat=3, name="stage_1")
    net.use(block, net.use(block, first, name="stage_2"), name="stage_3", repeat=2, shared=True)
    return net


@pytest.fixture
def drawn(hands: Hands) -> Hands:
    """The tower, opened in the window."""
    hands.window.document.start(tower().design)
    hands.settle()
    return hands


def select(hands: Hands, *names: str) -> LayerPage:
    hands.window.document.selection.set([hands.node(name) for name in names])
    hands.settle()
    return hands.window.inspector.layer


def argument(hands: Hands, name: str) -> GivenField:
    return hands.window.inspector.layer.use.arguments.rows[name].field


def out(hands: Hands, name: str) -> str:
    spec = hands.window.document.sight.finding(hands.node(name)).outputs[0]
    return "unknown" if spec is None else text.shape(spec.visible)


def formula(page: LayerPage) -> str:
    return page.box.formula.accessibleName()


def steps(hands: Hands) -> int:
    return len(hands.window.document.session.done)


def test_a_use_tells_of_its_block_and_can_be_set_like_a_layer(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    assert page.name.text() == "stage_1"
    assert page.kind.text() == "Block · residual"
    assert page.use.name.edit.text() == "residual"
    assert page.use.about.text() == "3 layers · used 3 times"
    drawn.type_into(page.form.field("repeat"), "width // 16")
    assert drawn.window.document.sight.layer(drawn.node("stage_1")).repeat == 4  # type: ignore[attr-defined]
    drawn.press_on(page.form.field("shared").switch)  # type: ignore[attr-defined]
    assert page.box.note.text() == "all 4 repetitions use the same weights"


def test_a_layer_that_is_no_use_has_no_section_of_a_block(drawn: Hands) -> None:
    page = select(drawn, "conv1")
    assert not page.use.isVisible()
    assert not page.inside.isVisible()


def test_the_block_is_renamed_and_not_the_use(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    edit = page.use.name.edit
    drawn.press_on(edit)
    drawn.keys(Key.Key_A, keys=CTRL, widget=edit)
    drawn.keys("stage", Key.Key_Return, widget=edit)
    assert (page.kind.text(), page.name.text()) == ("Block · stage", "stage_1")
    drawn.shortcut(Key.Key_Z)
    assert page.use.name.edit.text() == "residual"


def test_an_argument_is_given_typed_in_one_step_and_taken_back(drawn: Hands) -> None:
    page = select(drawn, "stage_2")
    field, back = argument(drawn, "filters"), page.use.arguments.rows["filters"].back
    assert (field.edit.text(), field.edit.placeholderText()) == ("", "64 by default")
    assert not back.isEnabled()
    before = steps(drawn)
    drawn.type_into(field, "128")
    assert steps(drawn) == before + 1
    assert dict(drawn.window.document.design.node(drawn.node("stage_2")).layer)["arguments"] == (("filters", 128),)
    assert page.problems.isVisible()
    drawn.press_on(back)
    assert out(drawn, "stage_2") == "30 × 30 × 64"
    assert field.edit.text() == ""
    assert not back.isEnabled()
    drawn.shortcut(Key.Key_Z)
    drawn.shortcut(Key.Key_Z)
    assert steps(drawn) == before


def test_an_emptied_argument_is_the_blocks_own_again(drawn: Hands) -> None:
    select(drawn, "stage_2")
    drawn.type_into(argument(drawn, "filters"), "32")
    edit = argument(drawn, "filters").edit
    drawn.press_on(edit)
    drawn.keys(Key.Key_A, keys=CTRL, widget=edit)
    drawn.keys(Key.Key_Delete, Key.Key_Return, widget=edit)
    assert out(drawn, "stage_2") == "30 × 30 × 64"
    drawn.press_on(edit)
    drawn.keys(Key.Key_Up, widget=edit)
    assert edit.text() == "65"


def test_an_argument_is_a_formula_with_its_value(drawn: Hands) -> None:
    page = select(drawn, "stage_2")
    field = argument(drawn, "filters")
    drawn.type_into(field, "2 * width")
    drawn.canvas.setFocus()
    drawn.settle()
    assert field.edit.text() == "2 * width = 128"
    drawn.type_into(field, "width")
    drawn.canvas.setFocus()
    drawn.settle()
    assert field.edit.text() == "width = 64"
    assert out(drawn, "stage_2") == "30 × 30 × 64"
    assert page.problems.isHidden()


@pytest.mark.parametrize(
    ("typed", "said"), [("2 * wdith", "There is no variable called wdith."), ("2 *", "number or a name is missing")]
)
def test_a_bad_formula_is_told_beneath_its_field_and_changes_nothing(drawn: Hands, typed: str, said: str) -> None:
    page = select(drawn, "stage_2")
    drawn.type_into(argument(drawn, "filters"), "width")
    field = argument(drawn, "filters")
    drawn.press_on(field.edit)
    drawn.keys(Key.Key_A, keys=CTRL, widget=field.edit)
    drawn.keys(typed, widget=field.edit)
    trouble = page.use.arguments.rows["filters"].trouble
    assert said in trouble.text()
    assert trouble.isVisible()
    assert not trouble.cure.isVisible()
    assert field.edit.property("wrong")
    select(drawn, "stage_1")
    assert not trouble.isVisible()


def test_several_uses_are_set_together_in_one_step(drawn: Hands) -> None:
    select(drawn, "stage_2")
    drawn.type_into(argument(drawn, "stride"), "2")
    select(drawn, "stage_1", "stage_2", "stage_3")
    page = drawn.window.inspector.several
    assert page.use.isVisible()
    assert page.use.arguments.rows["stride"].label.text() == "stride (differ)"
    before = steps(drawn)
    drawn.type_into(page.use.arguments.rows["stride"].field, "width // 16")
    given = [dict(drawn.window.document.design.node(drawn.node(f"stage_{n}")).bindings) for n in (1, 2, 3)]
    assert given == [{"argument:stride": "width // 16"}] * 3
    assert (steps(drawn), page.use.arguments.rows["stride"].label.text()) == (before + 1, "stride")
    select(drawn, "conv1", "stage_2")
    assert not page.use.isVisible()


def test_the_calculation_tells_how_repetitions_add_up_and_can_be_copied(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    assert (formula(page), page.box.result.text()) == ("3 × 73,856", "221,568")
    drawn.press_on(page.copied)
    assert "3 × 73,856 = 221,568" in QGuiApplication.clipboard().text()
    select(drawn, "stage_3")
    assert (formula(page), page.box.result.text()) == ("36,928 + 36,928", "73,856")
    assert page.box.note.text() == "all 2 repetitions use the same weights"
    drawn.press_on(page.copied)
    assert "shared by 2 repetitions" in QGuiApplication.clipboard().text()


def test_rows_of_what_is_inside_lead_there(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    shown = [(made.row.name, made.row.times, made.row.number) for made in page.inside.buttons]
    assert shown == [("conv1", 3, "110,784"), ("conv2", 3, "110,784"), ("add", 3, "0")]
    drawn.press_on(page.inside.buttons[1])
    document = drawn.window.document
    assert document.place.path == (drawn.node("stage_1"), 0)
    assert page.name.text() == "conv2"
    document.place.leave()
    select(drawn, "stage_1")
    button = page.inside.buttons[0]
    button.setFocus()
    drawn.keys(Key.Key_Space, widget=button)
    assert page.name.text() == "conv1"


def test_many_layers_inside_are_cut_with_a_word(hands: Hands) -> None:
    net = new()
    with net.block("long") as block:
        block.output(block.chain(*[Dense(units=2) for _ in range(42)], after=block.input())[-1])
    net.use(block, net.add(numbers(2)), name="use")
    hands.window.document.start(net.design)
    page = select(hands, "use")
    assert (len(page.inside.buttons), page.inside.more.text()) == (30, "and 12 more")
    assert page.inside.more.isVisible()
    assert page.box.result.text() == "252"


def test_the_rows_keep_the_focus_while_numbers_change(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    page.inside.buttons[1].setFocus()
    drawn.settle()
    document = drawn.window.document
    document.apply(set_repeat(document.design, drawn.node("stage_1"), 2))
    drawn.settle()
    assert page.inside.buttons[1].row.number == "73,856"
    assert page.inside.buttons[1].hasFocus()


def test_what_is_wrong_inside_says_where_and_leads_there(drawn: Hands) -> None:
    page = select(drawn, "stage_1")
    drawn.type_into(argument(drawn, "filters"), "32")
    drawn.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    words = [found.text() for found in page.problems.findChildren(type(page.kind))]
    assert "stage_1[0]/add" in words
    go = next(found for found in page.problems.findChildren(QPushButton) if found.text() == "Go there")
    drawn.press_on(go)
    assert drawn.window.document.place.path == (drawn.node("stage_1"), 0)
    assert page.name.text() == "add"


def test_a_formula_that_stops_giving_anything_is_found_from_the_list_of_problems(drawn: Hands) -> None:
    page = select(drawn, "stage_2")
    drawn.type_into(argument(drawn, "filters"), "4096 // width")
    document = drawn.window.document
    width = document.design.variable("width")
    assert width is not None
    document.apply(set_value(document.design, width.id, 0))
    document.selection.clear()
    drawn.window.show_page(2)
    drawn.settle()
    problems = drawn.window.bottom.problems.list
    drawn.click(problems.visualItemRect(problems.item(0)).center(), widget=problems.viewport())
    field = argument(drawn, "filters")
    assert field.edit.hasFocus()
    assert field.edit.property("wrong")
    assert page.box.result.text() == "?"


def test_open_opens_the_block(drawn: Hands) -> None:
    page = select(drawn, "stage_3")
    drawn.press_on(page.use.open)
    assert drawn.window.document.place.path == (drawn.node("stage_3"), 0)
    assert drawn.window.inspector.block.isVisible()


def test_a_use_inside_a_block_takes_formulas_of_the_arguments_around(drawn: Hands) -> None:
    document = drawn.window.document
    net = Script(document.design)
    with net.block("outer", size=64) as outer:
        block = document.design.node(drawn.node("stage_1")).layer.block  # type: ignore[attr-defined]
        outer.output(outer.use(block, outer.input(), name="deep"))
    whole = net.use(outer, drawn.node("stage_3"), name="whole")
    document.start(net.design)
    deep = net.design.named("deep", outer.id)
    assert deep is not None
    document.go_to_place((whole, 0, deep.id))
    drawn.settle()
    field = argument(drawn, "filters")
    drawn.type_into(field, "size // 2")
    drawn.canvas.setFocus()
    drawn.settle()
    assert field.edit.text() == "size // 2 = 32"
    drawn.type_into(field, "width")
    trouble = drawn.window.inspector.layer.use.arguments.rows["filters"].trouble
    assert trouble.text() == "width is not known inside outer, which has the argument size. Add an argument for it."
    before = steps(drawn)
    drawn.press_on(trouble.cure.button)
    assert steps(drawn) == before + 1
    assert dict(document.design.node(whole).bindings) == {"argument:width": "width"}
    assert dict(document.design.node(deep.id).bindings) == {"argument:filters": "width"}


def test_a_narrow_inspector_cuts_nothing(drawn: Hands) -> None:
    for name in ("stage_1", "stage_3"):
        assert select(drawn, name).minimumSizeHint().width() <= 250
    drawn.window.document.place.enter((drawn.node("stage_1"), 0))
    drawn.settle()
    assert drawn.window.inspector.block.minimumSizeHint().width() <= 250
