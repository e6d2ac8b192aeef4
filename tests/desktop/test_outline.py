"""The outline: the canvas as a tree, with one selection and one set of commands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from build import Conv2D, image, line
from convas.design.design import Design
from convas.desktop.panels.outline_model import PLACE
from convas.resources import resource
from desktop.hands import CTRL, SHIFT, Hands

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(hands: Hands) -> Hands:
    return opened(hands, "cmyk-classifier.convas")


def opened(hands: Hands, file: str) -> Hands:
    hands.window.filing.open_template(resource("examples", file))
    hands.settle()
    QTest.keyClick(hands.canvas, Key.Key_O, CTRL | SHIFT)
    hands.settle()
    assert hands.window.outline.view.hasFocus()
    return hands


def names(hands: Hands) -> list[str]:
    model = hands.window.outline.model
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def key(hands: Hands, which: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(hands.window.outline.view, which, keys)
    hands.settle()


def selected(hands: Hands) -> set[str]:
    document = hands.window.document
    return {document.design.node(one).name for one in document.selection.ids}


def test_it_lists_the_layers_in_order_and_arrows_select_them(shown):
    assert names(shown) == ["input", *[f"conv{n}" for n in range(1, 6)], "flatten", "dense_1", "dense_2"]
    key(shown, Key.Key_Home)
    key(shown, Key.Key_Down)
    assert selected(shown) == {"conv1"}
    key(shown, Key.Key_Down, SHIFT)
    assert selected(shown) == {"conv1", "conv2"}


def test_what_the_canvas_selects_is_selected_here(shown):
    shown.click(shown.middle("conv3"))
    shown.click(shown.middle("conv4"), CTRL)
    rows = shown.window.outline.view.selectionModel().selectedRows()
    assert {index.data() for index in rows} == {"conv3", "conv4"}
    assert shown.window.outline.view.currentIndex().data() == "conv4"


def test_the_commands_of_the_canvas_work_here(shown):
    document = shown.window.document
    key(shown, Key.Key_Home)
    key(shown, Key.Key_Down)
    key(shown, Key.Key_M)
    assert document.design.node(shown.node("conv1")).bypassed
    key(shown, Key.Key_D, CTRL)
    assert len(names(shown)) == 10
    key(shown, Key.Key_Delete)
    assert len(names(shown)) == 9
    key(shown, Key.Key_Z, CTRL)
    key(shown, Key.Key_Z, CTRL)
    key(shown, Key.Key_Z, CTRL)
    assert not document.design.node(shown.node("conv1")).bypassed
    shown.window.outline.asked.emit(shown.node("conv2"), shown.window.mapToGlobal(shown.window.rect().center()))
    assert "Bypass or use again" in [action.text() for action in shown.window.commands.menu.actions()]
    shown.window.commands.menu.close()


def test_blocks_unfold_and_lead_inside(hands):
    opened(hands, "resnet-50.convas")
    outline = hands.window.outline
    row = names(hands).index("stage1b")
    outline.view.setCurrentIndex(outline.model.index(row, 0))
    key(hands, Key.Key_Right)
    assert outline.view.isExpanded(outline.model.index(row, 0))
    key(hands, Key.Key_Right)
    place = outline.view.currentIndex().data(PLACE)
    hands.settle()
    assert hands.window.document.place.path == place[:-1]
    assert hands.window.document.selection.ids == {place[-1]}
    QTest.keyClick(hands.canvas, Key.Key_BracketLeft, CTRL)
    assert hands.window.document.place.path == ()


def test_each_layer_is_announced_in_one_sentence(shown):
    view, model = shown.window.outline.view, shown.window.outline.model
    row = names(shown).index("conv5")
    view.setCurrentIndex(model.index(row, 0))
    face = QAccessible.queryAccessibleInterface(view)
    assert face.text(QAccessible.Text.Name) == "Outline of the design"
    told = "conv5, Conv2D, 120 × 120 × 20, 0 parameters, shared with conv3, no problems"
    cells = [face.child(at).text(QAccessible.Text.Name) for at in range(face.childCount())]
    assert told in cells
    canvas = QAccessible.queryAccessibleInterface(shown.canvas)
    assert canvas.text(QAccessible.Text.Description) == told


def test_problems_are_announced(shown):
    from convas.edits.nodes import delete

    document = shown.window.document
    link = next(iter(document.design.links_in(shown.node("flatten"))))
    document.apply(delete(document.design, [link.id]))
    shown.settle()
    index = shown.window.outline.model.index(names(shown).index("flatten"), 0)
    assert "1 problem: " in index.data(Qt.ItemDataRole.AccessibleTextRole)
    beside = shown.window.outline.model.index(index.row(), 1)
    assert beside.data(Qt.ItemDataRole.DecorationRole) is not None
    fine = shown.window.outline.model.index(names(shown).index("conv1"), 1)
    assert fine.data(Qt.ItemDataRole.DecorationRole) is None


def test_thousands_of_layers_are_rows_when_they_are_seen(hands):
    hands.window.document.start(Design(line(image(64, 64, colours="RGB"), Conv2D(filters=8, padding="same"), 3000)))
    hands.window.document.wait()
    QTest.keyClick(hands.canvas, Key.Key_O, CTRL | SHIFT)
    hands.settle()
    assert hands.window.outline.model.rowCount() == 3001
    made = sum(row.inside is not None for row in hands.window.outline.model._rows)
    assert made < 200
    hands.window.document.selection.set(hands.canvas.drawing.boxes)
    assert len(hands.window.outline.view.selectionModel().selectedRows()) == 3001
