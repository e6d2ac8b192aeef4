"""Pictures: SVG, PDF and PNG of all, the selection or the view, and on the clipboard."""

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from convas.desktop.pictures.picture import Picture, part_of, whole
from convas.desktop.pictures.writers import image, written
from convas.desktop.theme.tokens import Theme
from convas.files.errors import FileError
from convas.resources import resource
from desktop.hands import CTRL, Hands

ALT = Qt.KeyboardModifier.AltModifier
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shown(hands: Hands) -> Hands:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    return hands


def picture(hands: Hands, **more) -> Picture:
    drawing = more.pop("drawing", hands.canvas.drawing)
    return Picture(drawing, whole(drawing), Theme(more.pop("mode", "light")), name="A drawing", **more)


def test_svg_has_its_words_as_text_and_looks_like_the_png(shown):
    told = written(picture(shown), "svg")
    tree = ET.fromstring(told)  # noqa: S314 - it was written by this test
    words = [element.text for element in tree.iter(f"{SVG}text")]
    assert {"conv1", "8,640,030", "same weights, counted once"} <= set(words)
    assert tree.find(f"{SVG}title").text == "A drawing"
    assert not [group for group in tree.iter(f"{SVG}g") if not len(group)]
    sharp = image(picture(shown))
    drawn = QImage(sharp.size(), QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(0)
    painter = QPainter(drawn)
    QSvgRenderer(told).render(painter)
    painter.end()
    assert alike(sharp, drawn) > 0.97


def alike(a: QImage, b: QImage) -> float:
    """The part of the pixels, every fourth in both directions, that are nearly the same."""
    places = [(x, y) for x in range(0, a.width(), 4) for y in range(0, a.height(), 4)]
    near = 0
    for x, y in places:
        one, other = a.pixelColor(x, y), b.pixelColor(x, y)
        near += abs(one.lightness() - other.lightness()) < 40
    return near / len(places)


def test_pdf_is_one_page_of_its_size_with_text(shown):
    made = picture(shown, scale=2.0)
    told = written(made, "pdf")
    assert told.count(b"/Type /Page\n") == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", told)
    assert float(box[1]) == pytest.approx(made.width * 0.75, abs=1)
    assert float(box[2]) == pytest.approx(made.height * 0.75, abs=1)
    assert b"/ToUnicode" in told


def test_png_has_its_scale_and_may_be_transparent(shown):
    plain, double = image(picture(shown)), image(picture(shown, scale=2.0, transparent=True))
    assert double.width() == pytest.approx(2 * plain.width(), abs=2)
    assert plain.pixelColor(2, 2).name() == Theme("light")["canvas"].name()
    assert double.pixelColor(2, 2).alpha() == 0
    assert image(picture(shown, mode="dark")).pixelColor(2, 2).name() == Theme("dark")["canvas"].name()


def test_too_many_pixels_is_a_sentence(shown):
    with pytest.raises(FileError, match=r"Choose a scale of at most \d"):
        image(picture(shown, scale=16.0))


def test_a_part_has_only_that(shown):
    some = part_of(shown.canvas.drawing, [shown.node("conv3"), shown.node("conv5")])
    assert set(some.cards) == {shown.node("conv3"), shown.node("conv5")}
    assert len(some.bonds) == 1
    assert not some.wires
    assert whole(some).width < whole(shown.canvas.drawing).width


def test_the_selection_is_copied_as_a_picture(shown):
    shown.click(shown.middle("conv1"))
    QTest.keyClick(shown.canvas, Qt.Key.Key_P, CTRL | ALT)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    told = bytes(mime.data("image/svg+xml")).decode()
    assert ">conv1<" in told
    assert ">conv2<" not in told
    assert shown.window.floats.toast.words.text() == "The picture is copied."


def test_the_dialog_saves_what_it_shows(shown, tmp_path):
    shown.click(shown.middle("conv1"))
    QTest.keyClick(shown.canvas, Qt.Key.Key_P, CTRL)
    shown.settle()
    dialog = shown.window.commands.pictures.dialog
    assert dialog.part.value == "selection"
    before = dialog.size_.text()
    dialog.part.chosen.emit("all")
    assert dialog.size_.text() != before
    dialog.kind.chosen.emit("png")
    dialog.mode.chosen.emit("dark")
    dialog.scale.setValue(0.5)
    dialog.preview.grab()
    shown.press_on(dialog.save_)
    asked = shown.window.filing.dialog
    assert isinstance(asked, QFileDialog)
    out = tmp_path / "Zeichnung ü.png"
    asked.fileSelected.emit(str(out))
    asked.close()
    made = QImage(str(out))
    assert made.pixelColor(1, 1).name() == Theme("dark")["canvas"].name()
    assert f"{made.width():,}" in dialog.size_.text()


def test_the_view_is_what_is_in_sight(shown):
    seen = shown.window.commands.pictures.picture("view", "light", 1.0, transparent=False)
    assert seen.area.width == pytest.approx(shown.canvas.visible_area().width())


def test_the_heat_map_is_in_the_picture(shown):
    QTest.keyClick(shown.canvas, Qt.Key.Key_1, ALT)
    told = written(shown.window.commands.pictures.picture("all", "dark", 1.0, transparent=False), "svg").decode()
    assert Theme("dark").heat[-1].name() in told
