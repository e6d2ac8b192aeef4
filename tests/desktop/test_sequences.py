"""Sequences in the window: open axes typed into an input, ports that come and go, layers inside layers, by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from convas import GRU
from convas.desktop.canvas.geometry import Point
from convas.desktop.widgets.editors import LayerField
from convas.desktop.widgets.fields import NumberField, OpenSwitchField, SwitchField
from convas.edits.variables import add_variable, set_value
from convas.values.size import symbol
from desktop.hands import CTRL, Hands, Key

T = symbol("T")


@pytest.fixture
def sentence(empty: Hands) -> Hands:
    """An input of T steps of 8 numbers, typed into its form."""
    empty.canvas.centerOn(165, 0)
    empty.settle()
    empty.drag_layer("Input", Point(0, 0))
    empty.select("input")
    empty.choose(empty.setting("colours"), "none")
    empty.type_into(empty.setting("shape"), "T × 8")
    return empty


def made(hands: Hands, name: str) -> list[tuple[object, ...]]:
    finding = hands.window.document.session.analysis.finding(hands.node(name))
    return [spec.visible for spec in finding.outputs if spec is not None]


def put(hands: Hands, kind: str, name: str) -> None:
    hands.drag_layer(kind, Point(330, 0))
    hands.link("input", name)
    hands.select(name)


def test_a_name_typed_into_the_shape_stays_open_and_the_work_is_a_formula(sentence: Hands) -> None:
    put(sentence, "LSTM", "lstm_1")
    sentence.type_into(sentence.setting("units"), "16")
    finding = sentence.window.document.session.analysis.finding(sentence.node("lstm_1"))
    assert made(sentence, "input") == [(T, 8)]
    assert (finding.trainable, finding.macs) == (1600, 1536 * T)
    assert "1,536 × T" in sentence.window.inspector.layer.work.text()


def test_a_choice_left_open_is_closed_and_opened_again(sentence: Hands) -> None:
    put(sentence, "GRU", "gru_1")
    field = sentence.setting("return_sequences")
    assert isinstance(field, OpenSwitchField)
    for place, shape in ((1, (T, 64)), (2, (64,)), (0, (64,))):
        sentence.click(field.segments.part(place).center().toPoint(), widget=field.segments)
        assert made(sentence, "gru_1") == [shape]
    assert sentence.window.document.design.node(sentence.node("gru_1")).layer == GRU()


def test_states_have_ports_while_they_are_asked_for(sentence: Hands) -> None:
    put(sentence, "LSTM", "lstm_1")
    switch = sentence.setting("return_state")
    assert isinstance(switch, SwitchField)
    sentence.press_on(switch.switch)
    assert made(sentence, "lstm_1") == [(64,)] * 3
    sentence.shortcut(Key.Key_Z)
    assert made(sentence, "lstm_1") == [(64,)]


def test_another_layer_is_chosen_to_be_held_by_typing_its_name(sentence: Hands) -> None:
    put(sentence, "TimeDistributed", "distributed_1")
    field = sentence.setting("layer")
    assert isinstance(field, LayerField)
    edit = field.list.lineEdit()
    assert edit is not None
    sentence.press_on(edit)
    sentence.keys(Key.Key_A, keys=CTRL, widget=edit)
    QTest.keyClicks(edit, "Layer normal")
    completer = field.list.completer()
    assert completer is not None
    completer.popup().setCurrentIndex(completer.completionModel().index(0, 0))
    QTest.keyClick(completer.popup(), Qt.Key.Key_Return)
    sentence.settle()
    layer = sentence.window.document.design.node(sentence.node("distributed_1")).layer
    assert type(dict(layer)["layer"]).title == "Layer normalisation"
    assert made(sentence, "distributed_1") == [(T, 8)]


def test_a_number_of_the_layer_inside_is_typed_refused_and_undone(sentence: Hands) -> None:
    put(sentence, "Bidirectional", "both_ways_1")
    field = sentence.setting("layer")
    assert isinstance(field, LayerField)
    units = field.inner["units"]
    assert isinstance(units, NumberField)
    sentence.type_into(units, "16")
    assert made(sentence, "both_ways_1") == [(32,)]
    sentence.type_into(units, "0")
    assert sentence.window.inspector.layer.form.trouble("layer") == "Units must be a whole number of at least 1."
    assert made(sentence, "both_ways_1") == [(32,)]
    sentence.shortcut(Key.Key_Z)
    assert made(sentence, "both_ways_1") == [(128,)]


def test_a_formula_inside_follows_its_variable(sentence: Hands) -> None:
    put(sentence, "Bidirectional", "both_ways_1")
    session = sentence.window.document.session
    field = sentence.setting("layer")
    assert isinstance(field, LayerField)
    edit, variable = add_variable(session.design, "width", 4)
    session.apply(edit)
    units = field.inner["units"]
    sentence.type_into(units, "4 * width")
    assert made(sentence, "both_ways_1") == [(32,)]
    node = session.design.node(sentence.node("both_ways_1"))
    assert node.bindings == (("layer.units", "4 * width"),)
    session.apply(set_value(session.design, variable.id, 2))
    assert made(sentence, "both_ways_1") == [(16,)]
    assert units.edit.text() == "4 * width"


def test_a_port_says_what_it_is_where_the_hand_rests(sentence: Hands) -> None:
    put(sentence, "LSTM", "lstm_1")
    switch = sentence.setting("return_state")
    assert isinstance(switch, SwitchField)
    sentence.press_on(switch.switch)
    for side, index, told in (("output", 2, "c: 64"), ("output", 0, "out: 64"), ("input", 0, "in: T × 8")):
        at = sentence.port("lstm_1", side, index)
        view = sentence.canvas.viewport()
        sentence.move(at)
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
        assert f">{told}<" in QToolTip.text()
