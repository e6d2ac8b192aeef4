"""Variables in the window: made, named, dragged, used in formulas, and taken away again, by hand and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from convas.desktop.canvas.geometry import Point
from convas.desktop.panels.variables_list import VariableRow, VariablesList
from convas.desktop.widgets.fields import AxesField
from convas.desktop.widgets.slider import Slider
from convas.desktop.widgets.typed import parts_of
from convas.layers.forms import Form
from desktop.hands import CTRL, LEFT, NONE, Hands, Key


@pytest.fixture
def drawn(empty: Hands) -> Hands:
    """An input and a convolution, linked."""
    empty.canvas.centerOn(165, 0)
    empty.settle()
    empty.drag_layer("Input", Point(0, 0))
    empty.drag_layer("Conv2D", Point(330, 0))
    empty.link("input", "conv1")
    return empty


@pytest.fixture
def wide(drawn: Hands) -> Hands:
    """The same with a variable called width, of 64."""
    new_variable(drawn, "width", "64")
    return drawn


def listed(hands: Hands) -> VariablesList:
    return hands.window.inspector.design.variables


def row(hands: Hands, name: str) -> VariableRow:
    hands.shortcut(Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    found = next(row for row in listed(hands).rows.values() if row.name.text() == name)
    assert isinstance(found, VariableRow)
    return found


def fill(hands: Hands, edit: QWidget, words: str, last: Qt.Key = Key.Key_Return) -> None:
    hands.press_on(edit)
    hands.keys(Key.Key_A, keys=CTRL, widget=edit)
    hands.keys(words, last, widget=edit)


def new_variable(hands: Hands, name: str, value: str) -> None:
    hands.shortcut(Key.Key_V, CTRL | Qt.KeyboardModifier.AltModifier)
    made = list(listed(hands).rows.values())[-1]
    fill(hands, made.name, name)
    fill(hands, made.value.edit, value)


def bind(hands: Hands, formula: str) -> None:
    hands.select("conv1")
    hands.type_into(hands.setting("filters"), formula)


def filters(hands: Hands) -> int:
    return hands.window.document.session.analysis.layer(hands.node("conv1")).filters  # type: ignore[attr-defined, no-any-return]


def drag(hands: Hands, slider: Slider, to: float, *, let_go: bool = True) -> None:
    start = slider.knob().center().toPoint()
    end = QPoint(round(slider.width() * to), start.y())
    QTest.mousePress(slider, LEFT, NONE, start)
    for step in range(1, 9):
        hands.move(start + (end - start) * step / 8, slider)
    if let_go:
        QTest.mouseRelease(slider, LEFT, NONE, end)
    hands.settle()


def test_a_variable_is_made_by_a_button_and_named_at_once(drawn: Hands) -> None:
    drawn.canvas.setFocus()
    row_before = len(listed(drawn).rows)
    drawn.shortcut(Key.Key_A, CTRL | Qt.KeyboardModifier.ShiftModifier)
    drawn.press_on(listed(drawn).first)
    (made,) = listed(drawn).rows.values()
    assert row_before == 0
    assert made.name.hasFocus()
    drawn.keys("width", Key.Key_Return)
    assert drawn.window.document.design.variable("width") is not None
    assert listed(drawn).first.isHidden()
    drawn.press_on(listed(drawn).more)
    assert [row.name.text() for row in listed(drawn).rows.values()] == ["width", "size"]


def test_a_formula_is_typed_where_a_number_stands(wide: Hands) -> None:
    steps = len(wide.window.document.session.done)
    bind(wide, "4 * width")
    assert filters(wide) == 256
    field = wide.setting("filters")
    assert field.edit.text() == "4 * width"  # type: ignore[attr-defined]
    wide.canvas.setFocus()
    wide.settle()
    assert field.edit.text() == "4 * width = 256"  # type: ignore[attr-defined]
    assert wide.window.inspector.layer.box.result.text() == "2,560"
    assert "256" in wide.canvas.drawing.cards[wide.node("conv1")].summary
    assert len(wide.window.document.session.done) == steps + 1
    assert row(wide, "width").users.text() == "Used by conv1"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4 * wdith", "There is no variable called wdith."),
        ("4 *", "The formula ends where a number or a name is missing."),
        ("width / 2", "A / can leave a fraction. Write //, or ceil(a / b), floor(a / b) or round(a / b)."),
        ("width - 64", "width - 64 = 0. Filters must be a whole number of at least 1."),
    ],
)
def test_a_wrong_formula_is_refused_in_place(wide: Hands, typed: str, said: str) -> None:
    bind(wide, typed)
    form = wide.window.inspector.layer.form
    assert form.trouble("filters") == said
    assert form.field("filters").edit.property("wrong") is True  # type: ignore[attr-defined]


def test_a_number_takes_the_formula_off(wide: Hands) -> None:
    bind(wide, "4 * width")
    wide.type_into(wide.setting("filters"), "12")
    assert filters(wide) == 12
    assert wide.window.document.design.node(wide.node("conv1")).bindings == ()


def test_one_number_of_a_row_is_a_formula_and_the_other_is_not(wide: Hands) -> None:
    wide.select("conv1")
    kernel = wide.setting("kernel_size")
    wide.type_into(kernel, "width // 8")
    second = kernel.parts[1].edit  # type: ignore[attr-defined]
    fill(wide, second, "5")
    design = wide.window.document.design
    assert design.node(wide.node("conv1")).bindings == (("kernel_size[0]", "width // 8"),)
    layer = wide.window.document.session.analysis.layer(wide.node("conv1"))
    assert layer.kernel_size == (8, 5)  # type: ignore[attr-defined]
    assert kernel.parts[0].edit.text() == "width // 8 = 8"  # type: ignore[attr-defined]


def test_dragging_the_slider_moves_every_count_and_is_one_step(wide: Hands) -> None:
    bind(wide, "width")
    slider = row(wide, "width").slider
    steps = len(wide.window.document.session.done)
    total = wide.window.inspector.design.box.result
    seen = [total.text()]
    start = slider.knob().center().toPoint()
    QTest.mousePress(slider, LEFT, NONE, start)
    for x in range(start.x(), slider.width(), 12):
        wide.move(QPoint(x, start.y()), slider)
        seen.append(total.text())
        value = wide.window.document.design.variable("width").value  # type: ignore[union-attr]
        assert filters(wide) == value == slider.value
        assert total.text() == f"{value * 10:,}"
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width(), start.y()))
    wide.settle()
    assert len(set(seen)) > 4
    assert len(wide.window.document.session.done) == steps + 1
    drag(wide, slider, 0.1)
    assert len(wide.window.document.session.done) == steps + 2
    wide.shortcut(Key.Key_Z)
    wide.shortcut(Key.Key_Z)
    assert total.text() == seen[0] == "640"
    assert slider.value == 64


def test_the_slider_has_keys_and_ends(wide: Hands) -> None:
    made = row(wide, "width")
    fill(wide, made.lowest, "8")
    fill(wide, made.highest, "72")
    wide.press_on(made.value.edit)
    made.slider.setFocus()
    wide.keys(Key.Key_PageUp, Key.Key_PageUp, Key.Key_Left)
    assert wide.window.document.design.variable("width").value == 71  # type: ignore[union-attr]
    wide.keys(Key.Key_Home)
    assert made.value.edit.text() == "8"
    fill(wide, made.highest, "4")
    assert made.trouble.text() == "The smallest value must be below the largest."


def test_a_variable_of_another_one(wide: Hands) -> None:
    new_variable(wide, "inner", "2 * width")
    made = row(wide, "inner")
    wide.canvas.setFocus()
    wide.settle()
    assert made.value.edit.text() == "2 * width = 128"
    assert made.track.isHidden()
    assert row(wide, "width").users.text() == "Used by inner"
    fill(wide, row(wide, "width").value.edit, "inner + 1")
    said = "The formulas go round in a circle: inner, width, inner. Give one of them a number."
    assert row(wide, "width").trouble.text() == said
    assert wide.window.document.design.variable("width").value == 64  # type: ignore[union-attr]


def test_renaming_carries_formulas_along(wide: Hands) -> None:
    bind(wide, "4 * width")
    made = row(wide, "width")
    wide.press_on(made.value.edit)
    QTest.keyClick(wide.window, Key.Key_F2)
    wide.settle()
    assert made.name.hasFocus()
    wide.keys("hidden", Key.Key_Return)
    wide.select("conv1")
    assert wide.setting("filters").edit.text() == "4 * hidden = 256"  # type: ignore[attr-defined]
    fill(wide, row(wide, "hidden").name, "max")
    assert made.trouble.text() == "max is a function of formulas. Choose another name."


@pytest.mark.parametrize("by_key", [True, False])
def test_deleting_leaves_the_numbers(wide: Hands, by_key: bool) -> None:
    bind(wide, "4 * width")
    made = row(wide, "width")
    if by_key:
        wide.press_on(made.value.edit)
        wide.shortcut(Key.Key_D, CTRL | Qt.KeyboardModifier.AltModifier)
    else:
        wide.press_on(made.remove)
    assert listed(wide).rows == {}
    assert filters(wide) == 256
    wide.shortcut(Key.Key_Z)
    assert wide.window.document.design.node(wide.node("conv1")).bindings == (("filters", "4 * width"),)


def test_the_menu_has_it_all(drawn: Hands) -> None:
    actions = drawn.window.actions_
    actions["New variable"].trigger()
    actions["New variable"].trigger()
    drawn.settle()
    assert len(listed(drawn).rows) == 2
    actions["Rename variable"].trigger()
    drawn.settle()
    assert list(listed(drawn).rows.values())[1].name.hasFocus()
    actions["Delete variable"].trigger()
    actions["Delete variable"].trigger()
    actions["Delete variable"].trigger()
    drawn.settle()
    assert listed(drawn).rows == {}


def test_another_design_has_its_own_variables(wide: Hands) -> None:
    wide.window.document.session.mark_clean()
    wide.window.actions_["New"].trigger()
    wide.settle()
    assert listed(wide).rows == {}


def test_a_shape_with_formulas(wide: Hands) -> None:
    wide.select("input")
    wide.type_into(wide.setting("shape"), "2 * width × width, T")
    node = wide.window.document.design.node(wide.node("input"))
    assert node.bindings == (("shape[0]", "2 * width"), ("shape[1]", "width"))
    wide.canvas.setFocus()
    wide.settle()
    assert wide.setting("shape").edit.text() == "2 * width × width × T = 128 × 64 × T"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("28 28", ["28", "28"]),
        ("28x28", ["28", "28"]),
        ("28 * 28", ["28", "28"]),
        ("(28, 28, 3)", ["28", "28", "3"]),
        ("T 64", ["T", "64"]),
        ("T x 64", ["T", "64"]),
        ("(T, 64)", ["T", "64"]),
        ("?, 64", ["?", "64"]),
        ("None × 64", ["None", "64"]),
        ("2 * width", ["2 * width"]),
        ("max(a, b), 3", ["max(a, b)", "3"]),
        ("(a + 1) // 2 × 3", ["(a + 1) // 2", "3"]),
        ("(a), (b)", ["(a)", "(b)"]),
        ("axis x", ["axis", "x"]),
        ("", []),
    ],
)
def test_how_a_row_is_read(typed: str, parts: list[str]) -> None:
    assert parts_of(typed) == parts


def test_a_row_keeps_names_and_numbers(qtbot: object) -> None:
    field = AxesField(Form("axes"))
    assert field.read("28 × T × ? × 2 * n") == (28, "T", None, "2 * n")
