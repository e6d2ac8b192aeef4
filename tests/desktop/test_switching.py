"""Switching the convention in the window: what changed is shown, and it can be undone."""

from __future__ import annotations

from convas import BatchNormalization, Conv2D, Input
from convas.script import new
from desktop.hands import Hands


def normalised(hands: Hands) -> None:
    net = new("Normalised")
    net.chain(Input(shape=(28, 28), colours="RGB"), Conv2D(filters=8), BatchNormalization())
    hands.window.document.start(net.design)
    hands.settle()


def test_a_table_of_what_counts_differently_and_why(hands: Hands) -> None:
    normalised(hands)
    hands.window.top.convention.chosen.emit("pytorch")
    hands.settle()
    shown = hands.window.differences
    assert shown is not None
    assert shown.isVisible()
    assert shown.told.text() == "1 layer counts differently in PyTorch: 256 became 240 parameters."
    cells = [shown.table.item(0, at).text() for at in range(4)]
    assert cells[:3] == ["bn_1", "32", "16"]
    assert "moving mean and variance" in cells[3]
    shown.table.selectRow(0)
    assert hands.window.document.selection.ids == {hands.node("bn_1")}
    hands.window.actions_["Undo"].trigger()
    assert hands.window.document.session.totals.parameters == 256


def test_nothing_is_opened_where_all_counts_are_equal(hands: Hands) -> None:
    net = new()
    net.chain(Input(shape=(28, 28), colours="RGB"), Conv2D(filters=8))
    hands.window.document.start(net.design)
    hands.settle()
    hands.window.actions_["Count as PyTorch"].trigger()
    hands.settle()
    assert hands.window.differences is None
    assert hands.window.floats.toast.words.text() == "Every layer counts the same in PyTorch."
