"""One click mends a problem, wherever it is told; one undo takes it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from convas import Add, Conv2D, Dense, Input
from convas.script import new
from desktop.hands import Hands


def too_small(hands: Hands) -> None:
    """An image of 2 x 2, a kernel of 3 x 3, and a dense layer on an image."""
    net = new("Small")
    net.chain(Input(shape=(2, 2), colours="RGB"), Conv2D(filters=4), Dense(units=3))
    hands.window.document.start(net.design)
    hands.settle()
    hands.window.canvas.fit()
    hands.settle()


def total(hands: Hands) -> int:
    count = hands.window.document.session.totals.parameters
    assert isinstance(count, int)
    return count


def test_in_the_inspector(hands: Hands) -> None:
    too_small(hands)
    hands.click(hands.middle("conv1"))
    plates = hands.window.inspector.layer.problems
    cure = next(made for made in plates.findChildren(QPushButton) if made.text() == "Set padding to same")
    hands.press_on(cure)
    assert hands.window.document.session.done[-1].name == "Set padding to same"
    assert total(hands) == (27 + 1) * 4 + (4 + 1) * 3
    hands.window.actions_["Undo"].trigger()
    assert not hands.window.document.session.totals.complete


def test_in_the_list_of_problems_by_mouse_and_by_key(hands: Hands) -> None:
    too_small(hands)
    hands.window.actions_["Problems"].trigger()
    hands.settle()
    rows = hands.window.bottom.problems.list
    said = [rows.item(row).text().strip() for row in range(rows.count())]
    at = said.index("Set padding to same")
    assert "conv1" in said[at - 1]
    hands.click(rows.visualItemRect(rows.item(at)).center(), widget=rows.viewport())
    hands.settle()
    assert len(hands.window.document.session.done) == 1
    said = [rows.item(row).text().strip() for row in range(rows.count())]
    rows.setCurrentRow(said.index("Insert Flatten"))
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    hands.settle()
    assert total(hands) == (27 + 1) * 4 + (2 * 2 * 4 + 1) * 3
    assert len(hands.window.document.session.done) == 2


def test_only_what_would_change_something_is_offered(hands: Hands) -> None:
    net = new()
    net.add(Input(shape=(8, 8)))
    narrow, wide = net.add(Conv2D(filters=4), 1), net.add(Conv2D(filters=4, padding="same"), 1)
    joined = net.add(Add(), narrow, wide)
    (problem,) = net.analysis.problems(joined)
    assert [cure.label for cure in net.analysis.cures(joined, problem)] == ["Set padding of conv1 to same"]
    hands.window.document.start(net.design)
    hands.window.document.selection.set([joined])
    hands.settle()
    plates = hands.window.inspector.layer.problems
    assert [made.text() for made in plates.findChildren(QPushButton)] == ["Set padding of conv1 to same"]


def test_by_its_action_as_long_as_there_is_something(hands: Hands) -> None:
    too_small(hands)
    hands.window.actions_["Mend"].trigger()
    hands.window.actions_["Mend"].trigger()
    assert total(hands) == (27 + 1) * 4 + (2 * 2 * 4 + 1) * 3
    hands.window.actions_["Mend"].trigger()
    assert len(hands.window.document.session.done) == 2


def test_what_flops_include_is_a_choice_that_is_said_and_kept(hands: Hands) -> None:
    too_small(hands)
    hands.window.actions_["Mend"].trigger()
    hands.settle()
    page = hands.window.inspector.design
    macs = 2 * 2 * 4 * 27 + 2 * 2 * 4 * 3
    made = 2 * 2 * 4 + 2 * 2 * 3
    assert "with bias" in page.counted.text()
    model = hands.window.bottom.breakdown.model
    before = [model.row(key).flops for key in model.ids]
    assert sum(flops for flops in before if isinstance(flops, int)) == 2 * macs + made
    hands.window.actions_["FLOPs bias"].trigger()
    assert "with bias" not in page.counted.text()
    after = [model.row(key).flops for key in model.ids]
    assert sum(flops for flops in after if isinstance(flops, int)) == 2 * macs
    assert hands.window.preferences.included.bias is False


def test_copying_a_calculation_as_latex(hands: Hands) -> None:
    too_small(hands)
    hands.window.actions_["Mend"].trigger()
    hands.click(hands.middle("conv1"))
    hands.window.actions_["Copy latex"].trigger()
    assert r"(3 \times 3 \times 3 + 1) \times 4 = 112" in QGuiApplication.clipboard().text()
