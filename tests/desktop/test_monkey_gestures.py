"""A monkey at mouse and keyboard: whatever is done, the design stays whole, and all of it can be undone."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from convas.analysis.analysis import Analysis
from convas.desktop.canvas.drawing import Drawing
from convas.resources import resource
from desktop.hands import CTRL, LEFT, MIDDLE, NONE, SHIFT, Hands
from desktop.test_more_gestures import stroke

ALT = Qt.KeyboardModifier.AltModifier
RIGHT = Qt.MouseButton.RightButton
Key = Qt.Key
GESTURES = 200
KEYS = (
    *((key, NONE) for key in (Key.Key_Delete, Key.Key_M, Key.Key_N, Key.Key_L, Key.Key_I, Key.Key_E, Key.Key_F)),
    *((key, CTRL) for key in (Key.Key_A, Key.Key_C, Key.Key_V, Key.Key_X, Key.Key_D, Key.Key_L, Key.Key_G, Key.Key_0)),
    *((key, CTRL | SHIFT) for key in (Key.Key_G, Key.Key_V, Key.Key_A, Key.Key_S, Key.Key_U, Key.Key_Left, Key.Key_F)),
    *((key, ALT) for key in (Key.Key_A, Key.Key_W, Key.Key_G, Key.Key_1, Key.Key_0, Key.Key_Left, Key.Key_Right)),
    *((key, NONE) for key in (Key.Key_Left, Key.Key_Down, Key.Key_Escape)),
    *((key, SHIFT) for key in (Key.Key_L, Key.Key_Right, Key.Key_N)),
    *((key, ALT | SHIFT) for key in (Key.Key_H, Key.Key_V)),
    *((key, CTRL) for key in (Key.Key_Down, Key.Key_Up)),
)


class Monkey:
    """Does one thing after another, most of them on or near what is drawn."""

    def __init__(self, hands: Hands, seed: int) -> None:
        self.hands, self.random = hands, random.Random(seed)  # noqa: S311 - the same every time

    def act(self) -> None:
        """One gesture."""
        often, seldom = (self.drag, self.click, self.key), (self.key, self.cut, self.undo, self.wheel)
        self.random.choice((*often, *often, *seldom))()
        self.tidy()

    def place(self) -> QPoint:
        """A port, a card, or anywhere in sight."""
        drawing, port = self.hands.canvas.drawing, self.hands.canvas.viewport().rect()
        keys = sorted(drawing.boxes)
        if keys and self.random.random() < 0.8:
            key = self.random.choice(keys)
            inputs, outputs = drawing.ports(key)
            where = self.random.random()
            if where < 0.25 and outputs:
                at = drawing.port(key, "output", self.random.randrange(outputs))
            elif where < 0.5 and inputs:
                at = drawing.port(key, "input", self.random.randrange(inputs))
            else:
                at = drawing.boxes[key].middle
            spot = self.hands.spot(at)
            if port.adjusted(1, 1, -1, -1).contains(spot):
                return spot
        return QPoint(self.random.randrange(5, port.width() - 5), self.random.randrange(5, port.height() - 5))

    def keys(self) -> Qt.KeyboardModifier:
        return self.random.choice((NONE, NONE, NONE, SHIFT, CTRL, ALT))

    def drag(self) -> None:
        button = self.random.choice((LEFT, LEFT, LEFT, MIDDLE))
        stroke(self.hands, [self.place(), self.place(), self.place()], button, self.keys())

    def click(self) -> None:
        QTest.mouseClick(self.hands.canvas.viewport(), LEFT, self.keys(), self.place())

    def cut(self) -> None:
        stroke(self.hands, [self.place(), self.place()], RIGHT, CTRL)

    def key(self) -> None:
        self.hands.canvas.setFocus()
        QTest.keyClick(self.hands.canvas, *self.random.choice(KEYS))

    def undo(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            QTest.keyClick(self.hands.canvas, Key.Key_Z, CTRL | self.random.choice((NONE, NONE, SHIFT)))

    def wheel(self) -> None:
        self.hands.canvas.zoom_to(self.random.choice((0.05, 0.2, 0.45, 0.8, 1.0, 1.5)))
        if self.random.random() < 0.5:
            self.hands.canvas.fit()

    def tidy(self) -> None:
        """What opened is closed again, half of the time with a choice; so is a link that waits for its second click."""
        if self.hands.canvas._gesture is not None and self.random.random() < 0.5:
            QTest.keyClick(self.hands.canvas, Key.Key_Escape)
        window = self.hands.window
        if window.quick.isVisible():
            if self.random.random() < 0.5:
                QTest.keyClicks(window.quick.search, self.random.choice(("Dense", "Add", "Flatten", "Conv2D")))
                QTest.keyClick(window.quick.search, Key.Key_Return)
            window.quick.hide()
        self.hands.settle()


def check(hands: Hands) -> None:
    """The design, its numbers and what is drawn are what a fresh look at the records gives."""
    document = hands.window.document
    document.wait()
    design = document.design
    fresh = Analysis(design)
    fresh.settle()
    assert document.session.analysis.totals == fresh.totals
    names = [node.name for node in design.nodes(document.scope)]
    assert len(set(names)) == len(names)
    if not document.place.path and not hands.canvas.drawing.looked:
        shown, again = hands.canvas.drawing, Drawing(design, document.sight, document.scope)
        assert set(shown.boxes) == set(again.boxes)
        assert {key: shown.boxes[key] for key in shown.boxes} == {key: again.boxes[key] for key in again.boxes}
        assert set(shown.wires) == set(again.wires)
        assert shown.worst == again.worst
    assert all(key in design.records for key in document.selection.ids)


@pytest.mark.parametrize("seed", range(10))
def test_nothing_breaks_and_all_is_undone(hands: Hands, seed: int) -> None:
    hands.window.filing.open_template(resource("examples", "cmyk-classifier.convas"))
    hands.settle()
    document = hands.window.document
    first = document.design.snapshot()
    monkey = Monkey(hands, seed)
    for index in range(GESTURES):
        monkey.act()
        if index % 10 == 9:
            check(hands)
    last, steps = document.design.snapshot(), len(document.session.done)
    document.go_to(0)
    assert document.design.snapshot() == first
    document.go_to(steps)
    assert document.design.snapshot() == last
    check(hands)
