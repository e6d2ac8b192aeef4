"""The heat map: keys, colours that follow edits, the legend, and text that can be read on every colour."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from convas import Dense
from convas.desktop.canvas.frames import HEAD
from convas.desktop.canvas.heat import UNKNOWN, colour_at, heated
from convas.desktop.theme.contrast import contrast
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Theme
from convas.edits.nodes import add_node
from desktop.hands import Hands
from desktop.test_breakdown import network

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(hands: Hands) -> Hands:
    from convas.files.templates import templates

    path = next(one.path for one in templates() if one.file == "cmyk-classifier.convas")
    hands.window.filing.open_template(path)
    hands.settle()
    return hands


def colour(hands: Hands, name: str) -> str:
    assert hands.canvas.state.heat is not None
    return hands.canvas.state.heat.colour(hands.node(name))


def pixel(hands: Hands, name: str) -> str:
    """The colour of a card, below its tile."""
    box = hands.canvas.drawing.boxes[hands.node(name)]
    at = hands.canvas.mapFromScene(box.left + 60, box.bottom - 5)
    return hands.canvas.grab().toImage().pixelColor(at).name()


def test_keys_show_and_leave_it(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    shown.settle()
    legend = shown.window.commands.heat.legend
    assert legend.isVisible()
    assert legend.scale.text() == "logarithmic"
    assert legend.high.text() == "8,640,030"
    assert colour(shown, "dense_1") == look.theme.heat[-1].name()
    assert colour(shown, "conv5") == look.theme.heat[0].name()
    assert pixel(shown, "dense_1") == colour(shown, "dense_1")
    QTest.keyClick(shown.canvas, Qt.Key.Key_2, ALT)
    assert legend.measure.text() == "MACs"
    QTest.keyClick(shown.canvas, Qt.Key.Key_0, ALT)
    assert shown.canvas.state.heat is None
    assert not legend.isVisible()


def test_it_follows_an_edit_and_undo(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    before = colour(shown, "dense_2")
    shown.click(shown.middle("dense_1"))
    QTest.keyClick(shown.canvas, Qt.Key.Key_Delete)
    shown.settle()
    assert shown.window.commands.heat.legend.high.text() != "8,640,030"
    shown.window.document.undo()
    assert colour(shown, "dense_2") == before
    assert shown.window.commands.heat.legend.high.text() == "8,640,030"


def test_the_tool_the_list_and_the_cross(shown):
    tools, legend = shown.window.floats.tools, shown.window.commands.heat.legend
    shown.press_on(tools.heat)
    assert tools.heat.isChecked()
    legend.measure.menu().actions()[1].trigger()
    assert shown.window.commands.heat.measure == "operations"
    shown.press_on(legend.close_)
    assert not tools.heat.isChecked()


def test_another_theme_has_other_colours(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    look.choose("dark")
    assert colour(shown, "dense_1") == Theme("dark").heat[-1].name()
    look.choose("light")


def test_a_gesture_leaves_it_on(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    shown.click(shown.middle("conv1"))
    assert shown.canvas.state.heat is not None


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable_on_every_colour(mode):
    theme = Theme(mode)
    for step in range(65):
        ground = colour_at(theme, step / 64)
        warm = heated(theme, ground.name())
        for name in ("text", "text2", "text3", "error", "warn"):
            assert contrast(warm[name], ground) >= 4.5, (mode, step, name)
    assert contrast(heated(theme, UNKNOWN)["text"], theme["sunken"]) >= 4.5
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)


def stage(hands: Hands, path: Path) -> int:
    """A design with a block of four repetitions, opened; the block's id."""
    network().save(path)
    hands.window.filing.open_path(path)
    hands.settle()
    return hands.node("stage")


def test_it_goes_on_inside_an_open_block(hands: Hands, tmp_path: Path) -> None:
    use = stage(hands, tmp_path / "stages.convas")
    QTest.keyClick(hands.canvas, Qt.Key.Key_1, ALT)
    high = hands.window.commands.heat.legend.high.text()
    hands.canvas.look_inside([use])
    hands.settle()
    whole = hands.canvas.state.heat
    assert whole is not None
    inside, frame = whole.within((use, 0)), hands.canvas.drawing.frames[use]
    assert inside is not None
    conv = next(key for key, card in frame.drawing.cards.items() if card.name == "conv2")
    assert inside.colour(conv) != inside.colour(next(iter(frame.drawing.cards)))
    box = frame.drawing.boxes[conv]
    for zoom in (1.0, 0.45, 0.2):
        left, top = frame.box.left, frame.box.top + HEAD
        middle = QPointF(
            left + (box.middle.x - frame.corner.x) * frame.scale, top + (box.middle.y - frame.corner.y) * frame.scale
        )
        hands.canvas.look_at(zoom, middle)
        hands.settle()
        bottom = top + (box.bottom - 6 - frame.corner.y) * frame.scale
        at = hands.canvas.mapFromScene(QPointF(middle.x(), bottom))
        assert hands.canvas.grab().toImage().pixelColor(at).name() == inside.colour(conv), zoom
    hands.canvas.look_inside([use])
    assert hands.window.commands.heat.legend.high.text() == high


def test_it_follows_into_a_block_and_out_again(hands: Hands, tmp_path: Path) -> None:
    use = stage(hands, tmp_path / "stages.convas")
    QTest.keyClick(hands.canvas, Qt.Key.Key_1, ALT)
    before = colour(hands, "stage")
    hands.window.document.place.open(use)
    hands.settle()
    assert colour(hands, "conv2") == look.theme.heat[-1].name()
    hands.window.document.place.enter(())
    hands.settle()
    assert colour(hands, "stage") == before


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.45, 0.2, 0.05])
def test_every_level_of_detail_shows_it(shown: Hands, zoom: float) -> None:
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    box = shown.canvas.drawing.boxes[shown.node("dense_1")]
    shown.canvas.look_at(zoom, QPointF(*box.middle))
    shown.settle()
    image, at = shown.canvas.grab().toImage(), shown.canvas.mapFromScene(QPointF(box.left + 60, box.middle.y))
    near = {image.pixelColor(at.x() + dx, at.y() + dy).name() for dx in range(-3, 4) for dy in range(-3, 4)}
    assert colour(shown, "dense_1") in near


def test_the_minimap_shows_it_too(shown: Hands) -> None:
    before = shown.window.floats.map.grab().toImage()
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    shown.settle()
    assert shown.window.floats.map.grab().toImage() != before
    QTest.keyClick(shown.canvas, Qt.Key.Key_0, ALT)
    shown.settle()
    assert shown.window.floats.map.grab().toImage() == before


def test_what_is_unknown_is_hatched_and_the_legend_says_so(shown: Hands) -> None:
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    legend = shown.window.commands.heat.legend
    assert legend.none.isVisible()
    assert not legend.unknown.isVisible()
    document = shown.window.document
    edit, node = add_node(document.design, Dense(units=3), 0, 400, name="loose")
    document.apply(edit)
    shown.settle()
    assert colour(shown, "loose") == UNKNOWN
    assert legend.unknown.isVisible()
    box = shown.canvas.drawing.boxes[node.id]
    shown.canvas.look_at(1.0, QPointF(*box.middle))
    shown.settle()
    image, corner = shown.canvas.grab().toImage(), shown.canvas.mapFromScene(QPointF(box.left, box.top))
    row = [image.pixelColor(corner.x() + x, corner.y() + 8).name() for x in range(80, 120)]
    assert {look.theme["sunken"].name(), look.theme["lineStrong"].name()} <= set(row)


@pytest.mark.parametrize("width", [1440, 1100, 900])
def test_the_legend_lies_on_nothing_else(shown: Hands, width: int) -> None:
    shown.window.resize(width, 800)
    QTest.keyClick(shown.canvas, Qt.Key.Key_4, ALT)
    shown.window.document.told.emit("Something happened that takes a few words to tell.")
    shown.settle()
    floats = shown.window.floats
    assert floats.legend is not None
    for part in (floats.zoom, floats.map, floats.tools, floats.toast):
        assert part.isHidden() or not part.geometry().intersects(floats.legend.geometry()), part
    assert shown.canvas.rect().contains(floats.legend.geometry())


def test_no_key_of_it_is_taken(shown: Hands) -> None:
    keys = [key.toString() for _, _, action in shown.window.actions_.all() for key in action.shortcuts()]
    for key in ("Alt+0", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Ctrl+Alt+H"):
        assert keys.count(key) == 1, key


def test_from_afar_another_measure_has_other_colours_at_once(hands: Hands, tmp_path: Path) -> None:
    use = stage(hands, tmp_path / "stages.convas")
    hands.canvas.look_inside([use])
    hands.canvas.look_at(0.1, QPointF(*hands.canvas.drawing.boxes[use].middle))
    fresh: list[QImage] = []
    kept: list[QImage] = []
    for found, leaves in ((fresh, True), (kept, False)):
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            QTest.keyClick(hands.canvas, key, ALT)
            hands.settle()
            found.append(hands.canvas.viewport().grab().toImage())
            if leaves:
                QTest.keyClick(hands.canvas, Qt.Key.Key_0, ALT)
                hands.canvas.viewport().grab()
    assert fresh[0] != fresh[1] != fresh[2]
    assert kept == fresh
