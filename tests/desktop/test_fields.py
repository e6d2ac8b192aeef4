"""Rows of numbers with gaps and with fractions."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from convas import AdaptiveAveragePooling2D, FractionalMaxPooling2D, LPPooling2D, Upsample
from convas.desktop.widgets.editors import field_for
from convas.desktop.widgets.fields import AxesField, DecimalField, NumbersField
from convas.layers.layer import setting_of


def test_a_gap_in_a_row_is_a_value(qtbot: QtBot) -> None:
    field = field_for(setting_of(AdaptiveAveragePooling2D, "output_size"))
    qtbot.addWidget(field)
    assert isinstance(field, NumbersField)
    field.set_value((None, 7))
    assert [part.edit.text() for part in field.parts] == ["", "7"]
    for part, offer in ((0, (None, None)), (1, (None, 7))):
        with qtbot.waitSignal(field.offered) as told:
            field.parts[1].edit.setText("" if part == 0 else "7")
            field.parts[1].edit.textEdited.emit("")
        assert told.args == [offer]


def test_a_row_may_hold_fractions(qtbot: QtBot) -> None:
    field = field_for(setting_of(FractionalMaxPooling2D, "output_ratio"))
    qtbot.addWidget(field)
    assert isinstance(field, NumbersField)
    field.set_value((0.5, 0.75))
    assert [part.edit.text() for part in field.parts] == ["0.5", "0.75"]
    field.parts[0].edit.setText("0,25")
    with qtbot.waitSignal(field.offered) as told:
        field.parts[0].edit.textEdited.emit("")
    assert told.args == [(0.25, 0.75)]
    for part in field.parts:
        part.edit.clear()
    with qtbot.waitSignal(field.offered) as told:
        field.parts[0].edit.textEdited.emit("")
    assert told.args == [None]


@pytest.mark.parametrize(
    ("words", "value"), [("2", (2.0,)), ("1.5 × 2", (1.5, 2.0)), ("", ()), ("two", ("two",)), ("?", ("?",))]
)
def test_factors_are_read_as_typed(qtbot: QtBot, words: str, value: object) -> None:
    field = field_for(setting_of(Upsample, "scale_factor"))
    qtbot.addWidget(field)
    assert isinstance(field, AxesField)
    assert field.read(words) == value
    assert field.show_value((1.5, 2.0)) == "1.5 × 2"


def test_an_empty_decimal_is_refused_where_it_must_be_there(qtbot: QtBot) -> None:
    field = field_for(setting_of(LPPooling2D, "norm_type"))
    qtbot.addWidget(field)
    assert isinstance(field, DecimalField)
    assert (field.read(""), field.read("1,5")) == ("", 1.5)
