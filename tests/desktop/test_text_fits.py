"""No text is cut off or covered: on cards, beside links, in panels and in the status bar."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QStackedWidget, QWidget

import convas
from convas.design.records import Note
from convas.desktop.canvas import card_painter
from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.link_painter import chip_box, label_box
from convas.desktop.canvas.painting import paint_drawing
from convas.desktop.panels.breakdown_columns import COLUMNS
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.edits.notes import add_note
from convas.resources import resource
from desktop.hands import Hands

EXAMPLES = sorted(path.stem for path in resource("examples").glob("*.convas"))


def trouble(tmp_path: Path) -> Path:
    """A design with one of every trouble."""
    net = convas.new("Troubles")
    image = net.add(convas.Input(shape=(28, 28), colours="RGB"))
    a = net.add(convas.Conv2D(filters=64, padding="same"), image, name="conv_a")
    b = net.add(convas.Conv2D(filters=64), image, name="conv_b")
    net.add(convas.Add(), a, b)
    net.add(convas.BatchNormalization())
    net.add(convas.Conv2D(filters=8, groups=3), a)
    net.share(net.add(convas.Conv2D(filters=8), image), net.add(convas.Conv2D(filters=8), a))
    net.bypass(net.add(convas.Dropout(), a))
    net.freeze(net.add(convas.Dense(units=7), a))
    net.arrange()
    net.save(tmp_path / "troubles.convas")
    return tmp_path / "troubles.convas"


def design(name: str, tmp_path: Path) -> Path:
    return trouble(tmp_path) if name == "troubles" else resource("examples", f"{name}.convas")


@pytest.mark.parametrize("name", [*EXAMPLES, "troubles"])
def test_cards_cut_nothing(hands: Hands, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands.window.filing.open_path(design(name, tmp_path))
    written: list[tuple[str, str]] = []
    really = card_painter.elided

    def watched(role: str, words: str, room: float) -> str:
        shown = really(role, words, room)
        written.append((words, shown))
        return shown

    monkeypatch.setattr(card_painter, "elided", watched)
    picture = QImage(400, 300, QImage.Format.Format_ARGB32)
    for zoom in (1.0, 1.5):
        painter = QPainter(picture)
        drawing = hands.canvas.drawing
        bounds = drawing.bounds()
        assert bounds is not None
        paint_drawing(painter, look.theme, drawing, bounds, zoom)
        painter.end()
    assert len(written) >= 2 * len(hands.canvas.drawing.cards)
    assert [words for words, shown in written if words != shown] == []


@pytest.mark.parametrize("name", [*EXAMPLES, "troubles"])
def test_labels_and_chips_lie_on_nothing(hands: Hands, name: str, tmp_path: Path) -> None:
    hands.window.filing.open_path(design(name, tmp_path))
    drawing = hands.canvas.drawing
    boxes: list[tuple[str, Box]] = [(card.name, drawing.boxes[key]) for key, card in drawing.cards.items()]
    boxes += [
        (f"label {wire.label}", box)
        for wire in drawing.wires.values()
        if (box := label_box(wire, drawing.free)) is not None
    ]
    boxes += [(f"chip {bond.letter}", box) for bond in drawing.bonds.values() if (box := chip_box(bond)) is not None]
    covered = [(a, b) for (a, first), (b, second) in combinations(boxes, 2) if first.grown(-1).meets(second)]
    assert covered == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_note_on_the_source_is_whole_and_lies_on_nothing(hands: Hands, name: str) -> None:
    hands.window.filing.open_path(resource("examples", f"{name}.convas"))
    drawing = hands.canvas.drawing
    (note,) = drawing.design.all(Note)
    box = drawing.notes[note.id]
    words = fonts.canvas_metrics("body").boundingRect(
        QRectF(0, 0, box.width - 24, 1000), Qt.TextFlag.TextWordWrap, note.text
    )
    assert words.height() <= box.height - 16
    assert drawing.free(box.grown(16))
    assert not any(True for _ in drawing.wires.boxes.near(box.grown(8)))


def test_a_note_grows_with_its_words(hands: Hands) -> None:
    words = "A note that says a good deal more than fits into the height that it was given at first. " * 3
    hands.window.document.apply(add_note(hands.window.document.design, words)[0])
    (box,) = [hands.canvas.drawing.notes[note.id] for note in hands.window.document.design.all(Note)]
    assert box.width == 208
    assert box.height > 150


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (900, 560)])
@pytest.mark.parametrize("chosen", ["", "conv3", "conv1,conv2", "dense_1", "flatten", "input"])
@pytest.mark.parametrize("name", ["cmyk-classifier", "troubles"])
def test_panels_and_status_bar_cut_nothing(
    hands: Hands, name: str, chosen: str, size: tuple[int, int], tmp_path: Path
) -> None:
    window = hands.window
    window.resize(*size)
    window.filing.open_path(design(name, tmp_path))
    named = [found for part in chosen.split(",") if (found := window.document.design.named(part)) is not None]
    window.document.selection.set(node.id for node in named)
    for page in range(4):
        window.show_page(page)
        hands.settle()
        assert cut(window) == []
        assert overlapping(window) == []


def test_the_first_screen_cuts_nothing(hands: Hands) -> None:
    for size in ((1280, 800), (900, 560)):
        hands.window.resize(*size)
        hands.settle()
        assert cut(hands.window) == []
        assert overlapping(hands.window) == []


def test_the_tables_columns_hold_their_words(hands: Hands) -> None:
    hands.window.filing.open_path(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    breakdown = hands.window.bottom.breakdown
    for column, info in enumerate(COLUMNS):
        room = breakdown.view.columnWidth(column) - 16
        heads = fonts.metrics("section").horizontalAdvance(info.head)
        assert heads <= room, info.head
        for key in breakdown.model.ids:
            words = info.told(breakdown.model.row(key))
            assert fonts.metrics("tableCount").horizontalAdvance(words) <= room, (info.head, words)


def cut(window: QWidget) -> list[str]:
    """Labels and buttons that are smaller than their words."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window:
            continue
        if isinstance(widget, QLabel) and widget.text():
            metrics, room = widget.fontMetrics(), widget.contentsRect()
            if widget.wordWrap():
                short = widget.heightForWidth(widget.width()) > widget.height() + 1
            else:
                short = metrics.horizontalAdvance(widget.text()) > room.width() + 1
            if short or metrics.height() > widget.height() + 2:
                found.append(f"{widget.text()!r} in {room.width()} x {widget.height()}")
        if isinstance(widget, QAbstractButton) and widget.text():
            needed = widget.minimumSizeHint().width()
            if widget.width() < needed - 1:
                found.append(f"{widget.text()!r} button {widget.width()} of {needed}")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Neighbours in a layout that lie on each other."""
    found = []
    for parent in [window, *window.findChildren(QWidget)]:
        layout = parent.layout()
        if layout is None or not parent.isVisible() or isinstance(parent, QStackedWidget):
            continue
        inside = [item.widget() for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
        shown = [widget for widget in inside if widget is not None and widget.isVisible() and widget.width() > 0]
        for a, b in combinations(shown, 2):
            common: QRect = a.geometry().intersected(b.geometry())
            if common.width() > 1 and common.height() > 1:
                found.append(f"{a.objectName() or type(a).__name__} and {b.objectName() or type(b).__name__}")
    return found
