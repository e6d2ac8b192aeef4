"""Hands: what a person does with mouse and keys, on the real widgets and with nothing but events."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from convas.desktop.canvas.geometry import Point
from convas.desktop.shell.window import Window
from convas.desktop.widgets.fields import ChoiceField, Field, LineField, NumbersField

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
Key = Qt.Key


class Hands:
    """Acts on a window as its user would."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.canvas = window.canvas

    # looking

    def node(self, name: str) -> int:
        """The id of the node that a person calls so: in the drawing that is open, else in the outermost."""
        document = self.window.document
        found = document.design.named(name, document.scope) or document.design.named(name)
        assert found is not None, f"no layer called {name}"
        return found.id

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(5):
            QApplication.processEvents()

    def spot(self, at: Point) -> QPoint:
        """A place of the drawing in the viewport."""
        return self.canvas.mapFromScene(QPointF(*at))

    def middle(self, name: str) -> QPoint:
        box = self.canvas.drawing.boxes[self.node(name)]
        return self.spot(Point(box.middle.x + 20, box.middle.y))

    def port(self, name: str, side: str, index: int = 0) -> QPoint:
        return self.spot(self.canvas.drawing.port(self.node(name), side, index))  # type: ignore[arg-type]

    # the mouse

    def move(self, at: QPoint, widget: QWidget | None = None) -> None:
        QTest.mouseMove(widget or self.canvas.viewport(), at)
        self.settle()

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        QTest.mouseClick(widget or self.canvas.viewport(), LEFT, keys, at)
        self.settle()

    def double_click(self, at: QPoint) -> None:
        QTest.mouseDClick(self.canvas.viewport(), LEFT, NONE, at)
        self.settle()

    def press_on(self, widget: QWidget) -> None:
        """Click a button or anything else in its middle."""
        QTest.mouseClick(widget, LEFT, NONE, widget.rect().center())
        self.settle()

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        keys: Qt.KeyboardModifier = NONE,
        button: Qt.MouseButton = LEFT,
        *,
        let_go: bool = True,
    ) -> None:
        """Press, move in steps, let go."""
        viewport = self.canvas.viewport()
        self.move(start)
        QTest.mousePress(viewport, button, keys, start)
        for step in range(1, 6):
            self.move(start + (end - start) * step / 5)
        if let_go:
            QTest.mouseRelease(viewport, button, keys, end)
        self.settle()

    def drag_layer(self, kind: str, at: Point, keys: Qt.KeyboardModifier = NONE) -> None:
        """Drag a kind from the palette to a place of the drawing."""
        tree = self.window.palette_panel.tree
        index = tree.index_of(kind)
        assert index is not None, f"no {kind} in the palette"
        tree.scrollTo(index)
        self.settle()
        source = tree.viewport()
        start = tree.visualRect(index).center()
        end = source.mapFromGlobal(self.canvas.viewport().mapToGlobal(self.spot(at)))
        QTest.mousePress(source, LEFT, keys, start)
        for step in range(1, 6):
            self.move(start + (end - start) * step / 5, source)
        QTest.mouseRelease(source, LEFT, keys, end)
        self.settle()

    def link(self, source: str, target: str, index: int = 0) -> None:
        """Drag from an output to an input."""
        self.drag(self.port(source, "output"), self.port(target, "input", index))

    def share(self, first: str, second: str) -> None:
        """Drag the share handle of one card to another card."""
        self.move(self.middle(first))
        handle = self.spot(self.canvas.drawing.handle(self.node(first)))
        self.drag(handle, self.middle(second))

    def select(self, *names: str) -> None:
        """Click cards, the second and later with Shift."""
        for place, name in enumerate(names):
            self.click(self.middle(name), SHIFT if place else NONE)

    # the keyboard

    def keys(self, *presses: Qt.Key | str, keys: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        """Press keys, or type words, where the focus is."""
        for press in presses:
            target = widget or QApplication.focusWidget() or self.window
            if isinstance(press, str):
                QTest.keyClicks(target, press, keys)
            else:
                QTest.keyClick(target, press, keys)
            self.settle()

    def shortcut(self, key: Qt.Key, keys: Qt.KeyboardModifier = CTRL) -> None:
        """A key of a menu, pressed while the canvas has the focus."""
        self.window.activateWindow()  # what the desktop does when a dialog closes
        self.canvas.setFocus()
        self.settle()
        QTest.keyClick(self.canvas, key, keys)
        self.settle()

    def type_into(self, field: Field, words: str) -> None:
        """Replace what a field says, and leave it."""
        edit = _edit(field)
        self.press_on(edit)
        QTest.keyClick(edit, Key.Key_A, CTRL)
        QTest.keyClicks(edit, words)
        QTest.keyClick(edit, Key.Key_Return)
        self.settle()

    def choose(self, field: Field, words: str) -> None:
        """Pick one of a few choices by clicking it, or of many by typing its name."""
        assert isinstance(field, ChoiceField)
        if field.segments is not None:
            options = [label for _, label in field.segments._options]
            place = field.segments.part(options.index(words)).center().toPoint()
            QTest.mouseClick(field.segments, LEFT, NONE, place)
        else:
            assert field.list is not None
            field.list.setFocus()
            QTest.keyClicks(field.list, words)
        self.settle()

    def setting(self, name: str) -> Field:
        """The field of the selected layer, or of all selected ones."""
        inspector = self.window.inspector
        page = inspector.layer if inspector.currentIndex() == 1 else inspector.several
        return page.form.field(name)


def _edit(field: Field) -> QWidget:
    if isinstance(field, LineField):
        return field.edit
    if isinstance(field, NumbersField):
        return field.parts[0].edit
    raise AssertionError(f"nothing to type into in {field}")
