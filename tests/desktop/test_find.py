"""Find: a layer by name, path, kind, shape or problem, while one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

import convas
from convas.desktop.canvas.geometry import Point
from convas.desktop.panels import find
from convas.desktop.theme.look import look
from convas.resources import resource
from desktop.hands import NONE, SHIFT, Hands, Key
from desktop.test_breakdown import network


@pytest.fixture
def stages(hands: Hands, tmp_path: Path) -> Hands:
    path = tmp_path / "stages.convas"
    network().save(path)
    hands.window.filing.open_path(path)
    hands.settle()
    return hands


def shown(hands: Hands) -> list[str]:
    hits = hands.window.finder.list
    return [hits.item(at).text() for at in range(hits.count())]


def test_typing_finds_inside_blocks_and_enter_leads_there(stages: Hands, qtbot: QtBot) -> None:
    finder = stages.window.finder
    stages.shortcut(Key.Key_F)
    assert finder.isVisible()
    assert finder.search.hasFocus()
    stages.keys("conv")
    assert shown(stages) == ["stage/conv1", "stage/conv2"]
    assert finder.foot.text().startswith("1 of 2 layers")
    with qtbot.waitSignal(finder.place_wanted) as wanted:
        stages.keys(Key.Key_Return)
    assert wanted.args is not None
    assert wanted.args[0][:2] == (stages.node("stage"), 0)
    assert finder.search.hasFocus()


def test_arrows_and_f3_go_round(stages: Hands) -> None:
    led: list[tuple[int, ...]] = []
    stages.window.finder.place_wanted.connect(led.append)
    stages.shortcut(Key.Key_F)
    stages.keys("e", Key.Key_Down, Key.Key_Down)
    assert len(led) == 2
    stages.keys(Key.Key_Escape)
    assert not stages.window.finder.isVisible()
    assert stages.canvas.hasFocus()
    before = len(led)
    stages.shortcut(Key.Key_F3, NONE)
    stages.shortcut(Key.Key_F3, SHIFT)
    assert len(led) == before + 2
    assert led[-1] == led[before - 1]


def test_a_path_leads_to_one_repetition(stages: Hands, qtbot: QtBot) -> None:
    finder = stages.window.finder
    stages.shortcut(Key.Key_F)
    stages.keys("stage[3]/conv1")
    assert shown(stages) == ["stage[3]/conv1"]
    with qtbot.waitSignal(finder.place_wanted) as wanted:
        stages.keys(Key.Key_Return)
    assert wanted.args is not None
    assert wanted.args[0][1] == 3


def test_nothing_found_is_said(stages: Hands) -> None:
    stages.shortcut(Key.Key_F)
    stages.keys("konv")
    assert shown(stages) == []
    assert stages.window.finder.foot.text() == "Nothing found."


def test_an_edit_is_searched_anew(stages: Hands, qtbot: QtBot) -> None:
    stages.select("dense_1")
    stages.shortcut(Key.Key_F)
    stages.keys("dense")
    assert shown(stages) == ["dense_1"]
    stages.window.commands.delete()
    qtbot.waitUntil(lambda: shown(stages) == [], timeout=3000)
    stages.window.document.undo()
    qtbot.waitUntil(lambda: shown(stages) == ["dense_1"], timeout=3000)


def test_very_many_are_counted_and_not_listed(hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(find, "MOST_SHOWN", 2)
    net = convas.new("many")
    net.chain(convas.Input(shape=(4,), colours=None), *[convas.Dense(units=4) for _ in range(5)])
    net.arrange()
    net.save(tmp_path / "many.convas")
    hands.window.filing.open_path(tmp_path / "many.convas")
    hands.settle()
    hands.shortcut(Key.Key_F)
    hands.keys("dense")
    assert shown(hands) == ["dense_1", "dense_2"]
    assert hands.window.finder.foot.text().startswith("2 are shown; 3 more are found.")


def test_it_says_which_one_of_how_many_and_goes_back_by_a_click(stages: Hands) -> None:
    finder = stages.window.finder
    stages.shortcut(Key.Key_F)
    stages.keys("conv", Key.Key_Down)
    assert finder.foot.text().startswith("2 of 2 layers")
    previous = next(one for one in finder.findChildren(QToolButton) if one.accessibleName() == "Previous (Shift+F3)")
    stages.press_on(previous)
    assert finder.foot.text().startswith("1 of 2 layers")


def test_what_is_found_is_ringed_until_the_panel_is_closed(hands: Hands) -> None:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    box = hands.canvas.drawing.boxes[hands.node("conv4")]
    before = hands.canvas.grab().toImage()
    hands.shortcut(Key.Key_F)
    hands.keys("conv4")
    assert (hands.node("conv4"),) in hands.canvas.state.found
    assert (hands.node("conv2"),) not in hands.canvas.state.found
    ring = [hands.spot(Point(box.left + along, box.top - 4 / min(1, hands.canvas.zoom))) for along in range(40, 120)]
    after = hands.canvas.grab().toImage()
    accent = look.theme["accent"].name()
    assert any(after.pixelColor(at).name() == accent for at in ring)
    assert not any(before.pixelColor(at).name() == accent for at in ring)
    hands.keys(Key.Key_Escape)
    assert hands.canvas.state.found == frozenset()
