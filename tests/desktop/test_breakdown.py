"""The breakdown as a tree: blocks fold and unfold, sort, filter and lead to places."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

import convas
from convas.analysis.tree import MOST_PLACES
from convas.desktop.panels import breakdown_rows
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.desktop.panels.breakdown_model import BreakdownModel
from convas.resources import resource
from desktop.hands import NONE, Hands, Key

HEADS = [column.head for column in COLUMNS]


def network(*, groups: int = 1) -> convas.Script:
    """An image, a stage of four times two convolutions, and an answer."""
    net = convas.new("stages")
    stage = net.block("basic")
    small, large = convas.Conv2D(filters=8, kernel_size=1), convas.Conv2D(filters=8, padding="same", groups=groups)
    stage.output(stage.chain(small, large, after=stage.input("in"))[-1])
    (image,) = net.chain(convas.Input(shape=(32, 32, 8), colours=None))
    use = net.use(stage, image, repeat=4, name="stage")
    net.chain(convas.Flatten(), convas.Dense(units=10), after=use)
    net.arrange()
    return net


@pytest.fixture
def stages(hands: Hands, tmp_path: Path) -> Hands:
    path = tmp_path / "stages.convas"
    network().save(path)
    hands.window.filing.open_path(path)
    hands.settle()
    return hands


@pytest.fixture
def resnet(hands: Hands) -> Hands:
    hands.window.filing.open_path(resource("examples", "resnet-50.convas"))
    hands.settle()
    return hands


def model(hands: Hands) -> BreakdownModel:
    return hands.window.bottom.breakdown.model


def names(hands: Hands) -> list[str]:
    """The rows in sight, those inside blocks set in."""
    view, found = hands.window.bottom.breakdown.view, []
    index = model(hands).index(0, 0)
    while index.isValid():
        depth, above = 0, index.parent()
        while above.isValid():
            depth, above = depth + 1, above.parent()
        found.append("  " * depth + index.data())
        index = view.indexBelow(index)
    return found


def row(hands: Hands, name: str, above: QModelIndex | None = None) -> QModelIndex:
    rows = model(hands).rowCount(above or QModelIndex())
    found = (model(hands).index(at, 0, above or QModelIndex()) for at in range(rows))
    return next(index for index in found if index.data() == name)


def triangle(hands: Hands, index: QModelIndex) -> QPoint:
    view = hands.window.bottom.breakdown.view
    view.scrollTo(index)
    rect = view.visualRect(index)
    return QPoint(rect.left() - 8, rect.center().y())


def click(hands: Hands, at: QPoint) -> None:
    hands.click(at, widget=hands.window.bottom.breakdown.view.viewport())


def middle(hands: Hands, index: QModelIndex) -> QPoint:
    view = hands.window.bottom.breakdown.view
    view.scrollTo(index)
    return view.visualRect(index).center()


FOLDED = ["input", "stage", "flatten", "dense_1"]
UNFOLDED = ["input", "stage", "  conv1", "  conv2", "flatten", "dense_1"]


def test_a_click_on_the_triangle_unfolds_a_block_and_folds_it(stages: Hands) -> None:
    assert names(stages) == FOLDED
    click(stages, triangle(stages, row(stages, "stage")))
    assert names(stages) == UNFOLDED
    inner = row(stages, "conv1", row(stages, "stage"))
    counted = inner.siblingAtColumn(HEADS.index("Parameters"))
    assert counted.data() == "288"
    tip = COLUMNS[HEADS.index("Parameters")]
    assert tip.number
    assert "4 × 72 = 288" in counted.data(3)  # Qt.ItemDataRole.ToolTipRole
    block = row(stages, "stage").siblingAtColumn(HEADS.index("Parameters"))
    assert block.data() == "2,624"
    assert block.data(3) == "4 × 656 = 2,624"
    click(stages, triangle(stages, row(stages, "stage")))
    assert names(stages) == FOLDED


def test_arrows_walk_fold_and_unfold(stages: Hands) -> None:
    view = stages.window.bottom.breakdown.view
    click(stages, middle(stages, row(stages, "input")))
    places = {node.id: (node.x, node.y) for node in stages.window.document.design.nodes()}
    stages.keys(Key.Key_Down, Key.Key_Right, widget=view)
    assert names(stages) == UNFOLDED
    stages.keys(Key.Key_Down, widget=view)
    assert view.currentIndex().data() == "conv1"
    stages.keys(Key.Key_Left, Key.Key_Left, widget=view)
    assert names(stages) == FOLDED
    assert {node.id: (node.x, node.y) for node in stages.window.document.design.nodes()} == places


def test_a_double_click_beside_the_triangle_does_not_unfold(stages: Hands) -> None:
    view = stages.window.bottom.breakdown.view
    from PySide6.QtTest import QTest

    from desktop.hands import LEFT

    QTest.mouseDClick(view.viewport(), LEFT, NONE, middle(stages, row(stages, "stage")))
    stages.settle()
    assert names(stages) == FOLDED


def test_a_row_inside_leads_to_its_place_and_rows_of_the_drawing_are_selected(stages: Hands, qtbot: QtBot) -> None:
    breakdown = stages.window.bottom.breakdown
    click(stages, triangle(stages, row(stages, "stage")))
    inner = row(stages, "conv2", row(stages, "stage"))
    with qtbot.waitSignal(breakdown.place_wanted) as wanted:
        click(stages, middle(stages, inner))
    design = stages.window.document.design
    assert wanted.args is not None
    (place,) = wanted.args
    assert (place[0], place[1], design.node(place[2]).name) == (stages.node("stage"), 0, "conv2")
    assert [index.data() for index in breakdown.view.selectionModel().selectedRows()] == ["conv2"]
    click(stages, middle(stages, row(stages, "flatten")))
    assert stages.window.document.selection.ids == {stages.node("flatten")}
    stages.select("dense_1")
    assert [index.data() for index in breakdown.view.selectionModel().selectedRows()] == ["dense_1"]


def test_what_is_unfolded_outlives_edits_and_undo(stages: Hands) -> None:
    click(stages, triangle(stages, row(stages, "stage")))
    stages.select("dense_1")
    stages.type_into(stages.setting("units"), "20")
    assert names(stages) == UNFOLDED
    stages.shortcut(Key.Key_Delete, NONE)
    assert names(stages) == UNFOLDED[:-1]
    stages.shortcut(Key.Key_Z)
    assert names(stages) == UNFOLDED
    stages.select("stage")
    stages.type_into(stages.setting("repeat"), "5")
    inner = row(stages, "conv1", row(stages, "stage")).siblingAtColumn(HEADS.index("Parameters"))
    assert inner.data() == "360"
    assert names(stages) == UNFOLDED


def test_sorting_keeps_rows_in_their_blocks(stages: Hands) -> None:
    click(stages, triangle(stages, row(stages, "stage")))
    head = stages.window.bottom.breakdown.view.header()
    place = QPoint(head.sectionViewportPosition(HEADS.index("Parameters")) + 20, 10)
    stages.click(place, widget=head.viewport())
    stages.click(place, widget=head.viewport())
    assert names(stages)[:4] == ["dense_1", "stage", "  conv2", "  conv1"]
    stages.click(place, widget=head.viewport())
    assert names(stages) == UNFOLDED


def test_the_filter_finds_what_is_folded_away(stages: Hands) -> None:
    field = stages.window.bottom.strip.filter
    stages.keys("conv1", widget=field)
    assert names(stages) == ["stage", "  conv1"]
    field.clear()
    assert names(stages) == FOLDED
    stages.keys("stage", widget=field)
    assert names(stages) == ["stage"]
    field.clear()
    stages.keys("stage/conv1", widget=field)
    assert names(stages) == ["stage", "  conv1"]


def test_all_blocks_unfold_and_fold(resnet: Hands) -> None:
    before = names(resnet)
    resnet.window.actions_["Unfold all blocks"].trigger()
    resnet.settle()
    assert len(names(resnet)) == len(resnet.window.document.session.design.scopes[0]) + 88
    resnet.window.actions_["Fold all blocks"].trigger()
    resnet.settle()
    assert names(resnet) == before


def test_copying_flat_gives_every_layer_by_its_path(stages: Hands) -> None:
    stages.window.actions_["Copy flat"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines[2:4]] == ["stage[0]/conv1", "stage[0]/conv2"]
    stages.press_on(stages.window.bottom.strip.copy)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines[2:5]] == ["stage", "stage/conv1", "stage/conv2"]


def test_rows_inside_are_made_when_a_block_is_unfolded_and_not_too_many(
    stages: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(item.made is None for item in model(stages).rows.tops.values())
    monkeypatch.setattr(breakdown_rows, "MOST_ROWS", 1)
    click(stages, triangle(stages, row(stages, "stage")))
    assert names(stages)[2:4] == ["  conv1", "  and 1 more. Open the block to see them."]
    stages.select("stage")
    stages.type_into(stages.setting("repeat"), str(MOST_PLACES))
    assert names(stages)[2].strip().startswith("More than 100,000 layers are inside")
    assert row(stages, "stage").siblingAtColumn(HEADS.index("Parameters")).data() == "65,600,000"


def test_the_model_keeps_the_rules_of_models(stages: Hands) -> None:
    tester = QAbstractItemModelTester(model(stages), QAbstractItemModelTester.FailureReportingMode.Warning)
    click(stages, triangle(stages, row(stages, "stage")))
    stages.window.bottom.strip.filter.setText("conv")
    stages.window.bottom.strip.filter.clear()
    stages.select("stage")
    stages.type_into(stages.setting("repeat"), "7")
    model(stages).sort(3)
    document = stages.window.document
    inner = next(node for node in document.design.nodes(document.design.node(stages.node("stage")).layer.block)  # type: ignore[attr-defined]
                 if node.name == "conv2")  # fmt: skip
    from convas.edits.nodes import delete

    document.apply(delete(document.design, [inner.id]))
    stages.settle()
    assert names(stages).count("  conv2") == 0
    document.undo()
    stages.settle()
    assert names(stages).count("  conv2") == 1
    assert tester.model() is model(stages)


def test_a_chart_of_blocks_has_a_bar_for_every_layer_inside(stages: Hands, qtbot: QtBot) -> None:
    charts = stages.window.bottom.charts
    stages.press_on(stages.window.bottom.strip.tabs[1])
    qtbot.waitUntil(lambda: charts.plot is not None, timeout=5000)
    assert [(bar.name, bar.size, bar.times) for bar in charts.bars] == [
        ("stage/conv1", 288, 4),
        ("stage/conv2", 2336, 4),
        ("dense_1", 81_930, 1),
    ]
    place = charts.bar_place(charts.bars[1].place[-1])
    assert place is not None
    qtbot.wait(50)
    with qtbot.waitSignal(charts.place_wanted) as wanted:
        stages.click(charts.plot.mapFromScene(place), widget=charts.plot.viewport())
    assert wanted.args == [charts.bars[1].place]


def test_a_problem_inside_a_block_is_told_with_its_path_and_leads_there(
    hands: Hands, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.convas"
    network(groups=3).save(path)
    hands.window.filing.open_path(path)
    hands.settle()
    assert hands.window.status.problems.text().strip() == "1 problem"
    hands.press_on(hands.window.status.problems)
    problems = hands.window.bottom.problems
    assert problems.list.item(0).text().startswith("stage[0]/conv2  ·  8 filters cannot be split into 3 groups")
    with qtbot.waitSignal(problems.place_wanted) as wanted:
        spot = problems.list.visualItemRect(problems.list.item(0)).center()
        hands.click(spot, widget=problems.list.viewport())
    assert wanted.args is not None
    assert wanted.args[0][:2] == (hands.node("stage"), 0)
    assert "3 links" in hands.window.status.text()
