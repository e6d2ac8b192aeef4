"""The panels: in step with the canvas and with each other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from convas.desktop.canvas.geometry import Point
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.resources import resource
from desktop.hands import CTRL, SHIFT, Hands, Key


@pytest.fixture
def exercise(hands: Hands) -> Hands:
    hands.window.filing.open_path(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    return hands


def heads() -> list[str]:
    return [column.head for column in COLUMNS]


def row_spot(hands: Hands, name: str) -> QPoint:
    breakdown = hands.window.bottom.breakdown
    index = breakdown.model.index(breakdown.model.place[hands.node(name)], 0)
    breakdown.view.scrollTo(index)
    return breakdown.view.visualRect(index).center()


def test_the_table_has_every_column_of_the_breakdown() -> None:
    wanted = {"Layer", "Kind", "Input shapes", "Output shape", "Parameters", "Trainable", "Frozen", "State"}
    assert wanted | {"Shared with", "Share of total"} <= set(heads())


def test_selecting_a_row_selects_the_card_and_back(exercise: Hands) -> None:
    view = exercise.window.bottom.breakdown.view
    exercise.click(row_spot(exercise, "conv4"), widget=view.viewport())
    assert exercise.window.document.selection.ids == {exercise.node("conv4")}
    assert exercise.window.inspector.layer.name.text() == "conv4"
    exercise.click(row_spot(exercise, "conv5"), SHIFT, widget=view.viewport())
    assert exercise.window.document.selection.ids == {exercise.node("conv4"), exercise.node("conv5")}
    exercise.select("dense_1")
    chosen = [index.data() for index in view.selectionModel().selectedRows()]
    assert chosen == ["dense_1"]


def test_sorting_by_parameters_and_back_to_execution_order(exercise: Hands) -> None:
    breakdown = exercise.window.bottom.breakdown
    head = breakdown.view.header()
    column = heads().index("Parameters")
    place = QPoint(head.sectionViewportPosition(column) + 20, 10)
    names = lambda: [breakdown.model.index(row, 0).data() for row in range(breakdown.model.rowCount())]  # noqa: E731
    before = names()
    exercise.click(place, widget=head.viewport())
    exercise.click(place, widget=head.viewport())
    assert names()[0] == "dense_1"
    exercise.click(place, widget=head.viewport())
    assert names() == before


def test_filtering_rows_by_name_kind_or_shape(exercise: Hands) -> None:
    strip, model = exercise.window.bottom.strip, exercise.window.bottom.breakdown.model
    exercise.keys("dense", widget=strip.filter)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["dense_1", "dense_2"]
    strip.filter.clear()
    exercise.keys("288,000", widget=strip.filter)
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["flatten", "dense_1"]


def test_copying_the_table_gives_cells_for_a_spreadsheet(exercise: Hands) -> None:
    exercise.press_on(exercise.window.bottom.strip.copy)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[1].split("\t")[0] == "input"
    assert "8640030" in lines[8].split("\t")
    assert len(lines) == 11


def test_totals_are_pinned_below(exercise: Hands) -> None:
    model = exercise.window.bottom.breakdown.totals.model()
    told = {head: model.index(0, column).data() for column, head in enumerate(heads())}
    assert told["Parameters"] == "8,651,940"
    assert told["Share of total"] == "8,655,560 if not shared"


def test_a_bar_of_the_chart_selects_its_layer(exercise: Hands, qtbot: QtBot) -> None:
    exercise.press_on(exercise.window.bottom.strip.tabs[1])
    charts = exercise.window.bottom.charts
    qtbot.waitUntil(lambda: charts.plot is not None, timeout=5000)
    exercise.settle()
    assert [bar.name for bar in charts.bars] == ["conv1", "conv2", "conv3", "conv4", "dense_1", "dense_2"]
    assert charts.scale.text() == "logarithmic"
    place = charts.bar_place(exercise.node("conv2"))
    assert place is not None
    at = charts.plot.mapFromScene(place)
    qtbot.wait(50)
    exercise.click(at, widget=charts.plot.viewport())
    qtbot.wait(50)
    assert exercise.window.document.selection.ids == {exercise.node("conv2")}


def test_problems_are_counted_and_lead_to_the_field(exercise: Hands) -> None:
    exercise.select("conv3")
    exercise.window.inspector.layer.form._toggle()
    exercise.type_into(exercise.setting("groups"), "7")
    problems = exercise.window.bottom.problems
    assert problems.number > 0
    assert "problem" in exercise.window.status.problems.text()
    exercise.press_on(exercise.window.status.problems)
    assert exercise.window.bottom.currentWidget() is problems
    exercise.window.document.selection.clear()
    row = next(row for row in range(problems.list.count()) if "7 groups" in problems.list.item(row).text())
    exercise.click(problems.list.visualItemRect(problems.list.item(row)).center(), widget=problems.list.viewport())
    assert exercise.window.inspector.layer.form.field("groups").isVisible()
    assert exercise.setting("groups").edit.hasFocus()  # type: ignore[attr-defined]


def test_history_names_every_step_and_goes_back_by_a_click(exercise: Hands) -> None:
    exercise.select("dense_1")
    exercise.type_into(exercise.setting("units"), "40")
    exercise.type_into(exercise.setting("units"), "50")
    history = exercise.window.bottom.history
    assert history.names() == ["Start", "Set units of dense_1 to 40", "Set units of dense_1 to 50"]
    exercise.press_on(exercise.window.bottom.strip.tabs[3])
    exercise.click(history.visualItemRect(history.item(1)).center(), widget=history.viewport())
    layer = exercise.window.document.design.node(exercise.node("dense_1")).layer
    assert layer.units == 40  # type: ignore[attr-defined]
    assert history.names()[2] == "Set units of dense_1 to 50"
    exercise.click(history.visualItemRect(history.item(2)).center(), widget=history.viewport())
    layer = exercise.window.document.design.node(exercise.node("dense_1")).layer
    assert layer.units == 50  # type: ignore[attr-defined]


def test_switching_the_convention_counts_anew_and_is_undone(exercise: Hands) -> None:
    segments = exercise.window.top.convention
    QTest.mouseClick(
        segments, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, segments.part(1).center().toPoint()
    )
    exercise.settle()
    model = exercise.window.bottom.breakdown.model
    out = heads().index("Output shape")
    assert model.index(0, out).data().replace("\u2009", " ") == "4 × 120 × 120"
    assert "8,651,940" in exercise.window.status.text()
    exercise.shortcut(Key.Key_Z)
    assert segments.value == "keras"


def test_the_palette_finds_by_name_and_says_what_is_nearest(hands: Hands) -> None:
    palette = hands.window.palette_panel
    hands.keys("pool", widget=palette.search)
    assert palette.tree.index_of("MaxPooling2D") is not None
    assert palette.tree.index_of("Dense") is None
    palette.search.clear()
    hands.keys("konv", widget=palette.search)
    assert palette.nothing.text().startswith("No layer is called “konv”. Nearest: Conv")
    assert palette.nothing.isVisible()


def test_enter_in_the_palette_adds_the_first_found_and_links_it(exercise: Hands) -> None:
    exercise.select("dense_2")
    palette = exercise.window.palette_panel
    palette.start_typing()
    exercise.keys("output", Key.Key_Return, widget=palette.search)
    design = exercise.window.document.design
    output = design.named("output")
    assert output is not None
    assert [link.source for link in design.links_in(output.id)] == [exercise.node("dense_2")]


def test_actions_are_found_by_typing(exercise: Hands) -> None:
    exercise.shortcut(Key.Key_K)
    palette = exercise.window.search
    assert palette.isVisible()
    exercise.keys("dark", Key.Key_Return, widget=palette.search)
    from convas.desktop.theme.look import look

    assert look.theme.dark


def test_a_key_opens_each_page_below(exercise: Hands) -> None:
    for key, keys, index in (
        (Key.Key_B, CTRL, 0),
        (Key.Key_B, CTRL | SHIFT, 1),
        (Key.Key_M, CTRL | SHIFT, 2),
        (Key.Key_H, CTRL, 3),
    ):
        exercise.shortcut(key, keys)
        assert exercise.window.bottom.currentIndex() == index


def test_a_total_that_misses_something_says_so_and_is_not_cut(empty: Hands) -> None:
    empty.drag_layer("Conv2D", Point(0, 0))
    totals = empty.window.bottom.breakdown.totals.model()
    told = [totals.index(0, column).data() for column in range(4)]
    assert (told[0], told[3]) == ("Total, at least", "0")
