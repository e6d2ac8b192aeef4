"""The main job as a student does it: draw the exercise's network, read its count, save it, export it."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convas.desktop.canvas.geometry import Point
from convas.files.store import open_file
from desktop.hands import CTRL, Hands, Key

COLUMN, LINE = 328, 152
CONVS = ("conv1", "conv2", "conv3", "conv4", "conv5")
CHAIN = ("input", *CONVS, "flatten", "dense_1", "dense_2")


def place(index: int) -> Point:
    """The middle of a card in lines of three."""
    return Point(index % 3 * COLUMN, index // 3 * LINE)


def draw_the_exercise(hands: Hands) -> None:
    """From an empty canvas to the finished network, by hand."""
    kinds = ["Input", *["Conv2D"] * 5, "Flatten", "Dense", "Dense"]
    hands.canvas.centerOn(COLUMN, LINE)
    hands.settle()
    for index, kind in enumerate(kinds):
        hands.drag_layer(kind, place(index))
    for source, target in pairwise(CHAIN):
        hands.link(source, target)
    hands.select("input")
    hands.type_into(hands.setting("shape"), "120 x 120")
    hands.choose(hands.setting("colours"), "CMYK")
    hands.select(*CONVS)
    hands.type_into(hands.setting("filters"), "20")
    hands.choose(hands.setting("padding"), "same")
    for name, units in (("dense_1", "30"), ("dense_2", "10")):
        hands.select(name)
        hands.type_into(hands.setting("units"), units)
    hands.share("conv3", "conv5")


def parameters(hands: Hands) -> dict[str, str]:
    """The table's parameters by layer, as shown."""
    model = hands.window.bottom.breakdown.model
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    at = heads.index("Parameters")
    return {model.index(row, 0).data(): model.index(row, at).data() for row in range(model.rowCount())}


SAME = {
    "input": "0",
    "conv1": "740",
    "conv2": "3,620",
    "conv3": "3,620",
    "conv4": "3,620",
    "conv5": "0",
    "flatten": "0",
    "dense_1": "8,640,030",
    "dense_2": "310",
}
VALID = SAME | {"dense_1": "7,260,030"}


def test_the_exercise_from_an_empty_canvas_to_a_spreadsheet(empty: Hands, tmp_path: Path) -> None:
    hands, window = empty, empty.window
    assert "0 parameters" in window.status.text()

    draw_the_exercise(hands)
    assert "8,651,940 (8,655,560 if not shared)" in window.status.text()
    assert "No problems" in window.status.text()
    assert parameters(hands) == SAME
    assert hands.canvas.drawing.cards[hands.node("conv5")].summary == "shared with conv3"
    assert hands.canvas.drawing.cards[hands.node("conv5")].count == "0"

    hands.select("conv3")
    assert window.inspector.layer.box.result.text() == "3,620"
    formula = " ".join(token.shown for token in window.inspector.layer.box.formula._tokens)
    assert formula == "( 3 × 3 × 20 + 1 ) × 20"

    hands.select(*CONVS)
    hands.choose(hands.setting("padding"), "valid")
    assert "7,271,940 (7,275,560 if not shared)" in window.status.text()
    assert parameters(hands) == VALID

    steps = len(window.document.session.done)
    for _ in range(steps):
        hands.shortcut(Key.Key_Z)
    assert not window.document.design.scopes[0]
    assert "0 parameters" in window.status.text()
    for _ in range(steps):
        hands.shortcut(Key.Key_Y)
    assert "7,271,940 (7,275,560 if not shared)" in window.status.text()
    hands.shortcut(Key.Key_Z)
    assert "8,651,940 (8,655,560 if not shared)" in window.status.text()

    saved = tmp_path / "exercise.convas"
    hands.shortcut(Key.Key_S)
    answer_dialog(hands, saved)
    assert window.document.session.clean
    assert not window.isWindowModified()
    assert open_file(saved).design.snapshot() == window.document.design.snapshot()

    hands.shortcut(Key.Key_N)
    assert not window.document.design.scopes[0]
    hands.shortcut(Key.Key_O)
    answer_dialog(hands, saved)
    assert "8,651,940 (8,655,560 if not shared)" in window.status.text()
    assert parameters(hands) == SAME

    exported = tmp_path / "exercise.csv"
    hands.shortcut(Key.Key_E)
    answer_dialog(hands, exported)
    compare_with_table(hands, exported)


def answer_dialog(hands: Hands, path: Path) -> None:
    """Type a path into the file dialog that is open, and confirm."""
    dialog = hands.window.filing.dialog
    assert dialog is not None
    assert dialog.isVisible()
    edit = dialog.findChild(_line_edit(), "fileNameEdit")
    assert edit is not None
    edit.setFocus()
    QTest.keyClick(edit, Key.Key_A, CTRL)
    QTest.keyClicks(edit, str(path))
    QTest.keyClick(edit, Key.Key_Return)
    hands.settle()
    assert not dialog.isVisible()


def _line_edit() -> type:
    from PySide6.QtWidgets import QLineEdit

    return QLineEdit


def compare_with_table(hands: Hands, exported: Path) -> None:
    """Every cell of the spreadsheet says what the table and the status bar say."""
    with exported.open(encoding="utf-8", newline="") as file:
        heads, *rows, totals = list(csv.reader(file))
    shown = parameters(hands)
    assert [row[0] for row in rows] == list(shown)
    for row in rows:
        cells = dict(zip(heads, row, strict=True))
        session = hands.window.document.session
        key = hands.node(cells["layer"])
        node, figures, finding = session.design.node(key), session.analysis.figures[key], session.analysis.findings[key]
        assert cells["kind"] == node.layer.kind
        assert f"{int(cells['parameters']):,}" == shown[node.name]
        assert int(cells["trainable"]) == figures.trainable
        assert int(cells["frozen"]) == figures.frozen == 0
        assert int(cells["state"]) == figures.state == 0
        assert cells["shared with"] == ("conv3" if node.name == "conv5" else "")
        for head, specs in (("input shapes", finding.inputs), ("output shape", finding.outputs)):
            told = [" x ".join(str(axis) for axis in spec.visible) for spec in specs if spec is not None]
            assert cells[head] == ", ".join(told)
    told = dict(zip(heads, totals, strict=True))
    assert told["layer"] == "Total"
    assert int(told["parameters"]) == 8651940
    assert "8655560" in told["calculation"]
