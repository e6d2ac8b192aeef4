"""Repainting all, and moving all, against one item a node."""

from __future__ import annotations

from collections.abc import Iterator

from canvas.large import large
from canvas.ordinary import view
from canvas.stage import application, frame, window
from measure import Figure, Goal, compared
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

_ROUNDS = 15
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def against_items() -> Iterator[Figure]:
    records = large()
    made = window(records)
    canvas = made.canvas
    canvas.fit()
    frame(lambda: None)
    ours = min(frame(lambda: canvas.viewport().repaint()) for _ in range(_ROUNDS))
    moved = _ours_moved(made)
    made.close()
    other, cards = view(records)
    application().processEvents()
    theirs = min(frame(lambda: other.viewport().repaint()) for _ in range(3))
    yield compared("repaint 10,000 nodes at fit", ours, "an item a node", theirs, Goal("50 times faster", 1 / 50))

    def select_and_move() -> None:
        for card in cards:
            card.setSelected(True)
        for step in range(3):
            for card in cards:
                card.moveBy(8, 8 * step)
            application().processEvents()

    theirs = frame(select_and_move)
    yield compared(
        "select all and move all, 10,000 nodes, three frames", moved, "an item a node", theirs,
        Goal("20 times faster", 1 / 20),
    )  # fmt: skip
    other.close()


def _ours_moved(made) -> float:  # type: ignore[no-untyped-def]
    canvas = made.canvas
    box = canvas.drawing.boxes[next(iter(canvas.drawing.boxes))]
    start = canvas.mapFromScene(box.middle.x, box.middle.y)
    port = canvas.viewport()

    def select_and_move() -> None:
        QTest.keyClick(canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.mousePress(port, _LEFT, _NONE, start)
        for step in range(3):
            QTest.mouseMove(port, start + QPoint(8 * step + 8, 8 * step))
            application().processEvents()

    found = frame(select_and_move)
    canvas.cancel_gesture()
    QTest.mouseRelease(port, _LEFT, _NONE, start)
    return found
