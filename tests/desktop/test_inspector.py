"""The inspector: made from the layer's fields, refusing bad values in place, in step with everything else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from convas.desktop.canvas.geometry import Point
from convas.layers import registry
from convas.layers.layer import settings_of
from convas.layers.validation import plain
from convas.script import Script
from desktop.hands import Hands, Key

LAST_GOOD = {"2.5": 2, "9223372036854775808": 922337203685477580}
"""What a text began with that could be taken, before it could not."""


def one_conv(hands: Hands) -> int:
    hands.canvas.centerOn(165, 0)
    hands.settle()
    hands.drag_layer("Input", Point(0, 0))
    hands.drag_layer("Conv2D", Point(330, 0))
    hands.link("input", "conv1")
    hands.select("conv1")
    return hands.node("conv1")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Filters must be a whole number of at least 1."),
        ("-3", "Filters must be a whole number of at least 1."),
        ("", "Filters must be a whole number of at least 1."),
        ("two", "There is no variable called two."),
        ("2.5", "Filters must be a whole number of at least 1."),
        ("9223372036854775808", "Filters must be at most 9,223,372,036,854,775,807."),
    ],
)
def test_a_bad_value_is_refused_beside_its_field(empty: Hands, typed: str, said: str) -> None:
    key = one_conv(empty)
    form = empty.window.inspector.layer.form
    before = empty.window.document.design.node(key).layer
    edit = form.field("filters").edit  # type: ignore[attr-defined]
    empty.press_on(edit)
    empty.keys(Key.Key_A, keys=Qt.KeyboardModifier.ControlModifier, widget=edit)
    empty.keys(Key.Key_Delete, widget=edit)
    empty.keys(typed, widget=edit)
    assert form.trouble("filters") == said
    assert edit.property("wrong") is True
    after = empty.window.document.design.node(key).layer
    assert after.filters == LAST_GOOD.get(typed, before.filters)  # type: ignore[attr-defined]


def test_a_good_value_after_a_bad_one_is_taken(empty: Hands) -> None:
    key = one_conv(empty)
    empty.type_into(empty.setting("filters"), "0")
    empty.type_into(empty.setting("filters"), "20")
    form = empty.window.inspector.layer.form
    assert form.trouble("filters") == ""
    assert empty.window.document.design.node(key).layer.filters == 20  # type: ignore[attr-defined]


def test_typing_a_number_is_one_step_and_live(empty: Hands) -> None:
    one_conv(empty)
    steps = len(empty.window.document.session.done)
    edit = empty.setting("filters").edit  # type: ignore[attr-defined]
    empty.press_on(edit)
    empty.keys(Key.Key_A, keys=Qt.KeyboardModifier.ControlModifier, widget=edit)
    for typed, count in (("1", "10"), ("2", "120"), ("8", "1,280")):
        empty.keys(typed, widget=edit)
        assert empty.window.inspector.layer.box.result.text() == count
    empty.keys(Key.Key_Return, widget=edit)
    assert len(empty.window.document.session.done) == steps + 1
    assert empty.window.document.session.done[-1].name == "Set filters of conv1 to 128"


def test_padding_takes_words_or_numbers(empty: Hands) -> None:
    key = one_conv(empty)
    empty.choose(empty.setting("padding"), "numbers")
    assert empty.window.document.design.node(key).layer.padding == (0, 0)  # type: ignore[attr-defined]
    assert "Keras has no padding in numbers" in " ".join(
        problem.message for problem in empty.window.document.session.analysis.problems(key)
    )
    empty.choose(empty.setting("padding"), "same")
    assert empty.window.document.design.node(key).layer.padding == "same"  # type: ignore[attr-defined]


def test_a_name_that_is_taken_is_refused_beside_the_name(empty: Hands) -> None:
    one_conv(empty)
    page = empty.window.inspector.layer
    empty.shortcut(Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    assert page.name.hasFocus()
    empty.keys("input", Key.Key_Return, widget=page.name)
    assert "There is a layer called input already" in page.name_trouble.text()
    assert empty.window.document.design.named("conv1") is not None
    page.name.selectAll()
    empty.keys("first", Key.Key_Return, widget=page.name)
    assert empty.window.document.design.named("first") is not None


def test_the_share_banner_names_the_partner_and_unshares(empty: Hands) -> None:
    one_conv(empty)
    empty.drag_layer("Conv2D", Point(330, 200))
    empty.link("input", "conv2")
    empty.share("conv1", "conv2")
    empty.select("conv2")
    page = empty.window.inspector.layer
    assert page.banner.rows[0].words.text() == "Shares its weights with conv1"
    assert page.box.note.text() == "counted once at conv1, so 0 here"
    empty.press_on(page.banner.rows[0].unshare)
    assert page.banner.isHidden()
    assert not empty.canvas.drawing.bonds


def test_the_calculation_is_copied_as_plain_text(empty: Hands) -> None:
    one_conv(empty)
    empty.press_on(empty.window.inspector.layer.copied)
    assert "\nParameters: (3 × 3 × 1 + 1) × 32 = 320\n" in QGuiApplication.clipboard().text()


def test_a_layer_named_like_markup_shows_as_typed(empty: Hands) -> None:
    one_conv(empty)
    page = empty.window.inspector.layer
    empty.shortcut(Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    empty.keys("<img src=x>", Key.Key_Return, widget=page.name)
    assert empty.window.document.design.named("<img src=x>") is not None
    empty.drag_layer("Conv2D", Point(330, 200))
    empty.share("<img src=x>", "conv1")
    empty.select("conv1")
    assert page.banner.rows[0].words.textFormat() == Qt.TextFormat.PlainText
    assert "<img src=x>" in page.banner.rows[0].words.text()


@pytest.mark.parametrize("kind", sorted(kind.kind for kind in registry.placed()))
def test_every_kind_has_a_form_for_all_its_settings(empty: Hands, kind: str) -> None:
    empty.window.commands.add_layer(plain(registry.kinds()[kind]))
    empty.settle()
    form, convention = empty.window.inspector.layer.form, empty.window.document.design.header.convention
    for name, setting in settings_of(registry.kinds()[kind]).items():
        if setting.only in ("", convention):
            assert form.field(name) is not None


def test_several_layers_of_one_kind_are_set_together(empty: Hands) -> None:
    one_conv(empty)
    empty.drag_layer("Conv2D", Point(330, 200))
    empty.select("conv1", "conv2")
    assert empty.window.inspector.several.head.text() == "2 layers selected"
    empty.type_into(empty.setting("filters"), "7")
    design = empty.window.document.design
    assert [design.node(empty.node(name)).layer.filters for name in ("conv1", "conv2")] == [7, 7]  # type: ignore[attr-defined]
    assert empty.window.document.session.done[-1].name == "Set filters of 2 layers to 7"


def test_with_nothing_selected_both_paddings_are_shown(empty: Hands, qtbot: QtBot) -> None:
    one_conv(empty)
    empty.window.document.selection.clear()
    page = empty.window.inspector.design

    def told() -> list[str]:
        return [label.text() for label in page.readings.findChildren(QLabel) if not label.isHidden()]

    qtbot.waitUntil(lambda: told().count("320") == 2, timeout=3000)
    assert told() == ["same", "320", "valid", "as drawn", "320"]


def test_a_setting_that_only_one_of_two_layers_uses_is_shown_for_that_one(empty: Hands) -> None:
    one_conv(empty)
    document = empty.window.document
    net = Script(document.design)
    net.set(net.add(plain(registry.kinds()["Conv2D"])), padding_mode="reflect")
    document.start(net.design)
    form = empty.window.inspector.layer.form
    for name, there in (("conv1", False), ("conv2", True), ("conv1", False)):
        document.selection.set([empty.node(name)])
        assert (form.row("padding_mode") is not None) is there
        assert [setting.name for setting in form.settings].count("filters") == 1


def test_a_refused_field_is_left_although_its_layer_is_gone(empty: Hands) -> None:
    one_conv(empty)
    edit = empty.setting("filters").edit  # type: ignore[attr-defined]
    empty.press_on(edit)
    empty.keys("x", widget=edit)
    assert empty.window.inspector.layer.form.trouble("filters")
    empty.window.document.start(None)
    edit.editingFinished.emit()
    empty.settle()
    assert not list(empty.window.document.design.nodes())
