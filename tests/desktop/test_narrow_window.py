"""A small window: tabs, the legend, the search and small pictures cut nothing off and cover nothing by half."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convas.desktop.canvas import painting
from convas.desktop.canvas.painting import paint_drawing
from convas.desktop.shell.command_palette import CommandPalette
from convas.desktop.shell.template_card import drawing_of, paint_small
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.files.templates import templates
from convas.resources import resource
from desktop.hands import Hands


@pytest.fixture
def small(hands: Hands) -> Hands:
    """The exercise in the smallest usual window, with every panel."""
    hands.window.filing.open_path(resource("examples", "cmyk-classifier.convas"))
    hands.window.resize(960, 640)
    hands.settle()
    return hands


@pytest.mark.parametrize("page", range(4))
def test_the_words_of_every_tab_fit(small: Hands, page: int) -> None:
    strip = small.window.bottom.strip
    small.press_on(strip.tabs[page])
    small.settle()
    assert strip.tabs[page].isChecked()
    assert not strip.tabs[page].tight
    for tab in strip.tabs:
        start = 10 if tab.tight else 34
        assert tab.width() >= start + fonts.metrics("strong").horizontalAdvance(tab.text()), tab.text()
        assert strip.rect().contains(tab.geometry())
    assert not strip.tabs[2].tight  # its icon tells whether there are problems


def test_tabs_have_their_icons_again_where_there_is_room(small: Hands) -> None:
    strip = small.window.bottom.strip
    narrow = [tab.tight for tab in strip.tabs]
    small.window.resize(1440, 900)
    small.settle()
    assert any(narrow)
    assert not any(tab.tight for tab in strip.tabs)


def test_the_legend_takes_no_more_than_the_canvas_has(small: Hands) -> None:
    QTest.keyClick(small.canvas, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    small.settle()
    legend, floats = small.window.floats.legend, small.window.floats
    assert legend is not None
    assert small.canvas.rect().contains(legend.geometry())
    assert not legend.geometry().intersects(floats.zoom.geometry())
    assert legend.scale.text() == "log"
    small.window.resize(1440, 900)
    small.settle()
    assert legend.scale.text() == "logarithmic"


@pytest.mark.parametrize("width", [960, 1440])
def test_the_search_covers_the_name_of_the_design_whole_or_not_at_all(small: Hands, width: int) -> None:
    small.window.resize(width, 640)
    QTest.keyClick(small.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    small.settle()
    finder, name = small.window.finder.geometry(), small.window.floats.crumbs.geometry()
    assert small.window.finder.isVisible()
    assert small.canvas.rect().contains(finder)
    assert not finder.intersects(name) or finder.left() <= name.left()


def test_the_small_picture_of_a_template_holds_no_names(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[float] = []
    monkeypatch.setattr(painting, "paint_block_names", lambda *given: named.append(given[4]))
    template = next(one for one in templates() if one.path.stem == "u-net")
    drawing = drawing_of(template)
    assert drawing is not None
    box = drawing.bounds()
    assert box is not None
    image = QImage(300, 100, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    paint_small(painter, drawing, QRectF(0, 0, 300, 100))
    assert not named
    paint_drawing(painter, look.theme, drawing, box, 0.2)
    painter.end()
    assert named == [0.2]


def test_the_search_for_actions_scrolls_only_down_and_sets_keys_at_the_right(small: Hands) -> None:
    QTest.keyClick(small.canvas, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    small.settle()
    search = QApplication.activePopupWidget()
    assert isinstance(search, CommandPalette)
    assert not search.list.horizontalScrollBar().isVisible()
    assert search.list.horizontalScrollBar().maximum() == 0
    QTest.keyClicks(search.search, "insert output")
    listed = [search.list.item(row).text() for row in range(search.list.count())]
    assert any("Input & output" in words for words in listed)
    assert not any("&&" in words for words in listed)
    search.search.setText("zoom in")
    row = search.list.visualItemRect(search.list.item(0))
    image, ground = search.list.viewport().grab().toImage(), look.theme["accentSoft"].name()
    right = {image.pixelColor(x, row.center().y()).name() for x in range(row.right() - 60, row.right() - 8)}
    middle = {image.pixelColor(x, row.center().y()).name() for x in range(row.center().x(), row.center().x() + 40)}
    assert middle == {ground}
    assert right - {ground}
    search.close()
