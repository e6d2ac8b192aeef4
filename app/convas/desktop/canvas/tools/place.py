"""Placing a new layer that is dragged from the palette: a ghost follows the hand; on a link it is put in between."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.design.delta import Delta
from convas.desktop.canvas.cards import Card, card_width
from convas.desktop.canvas.geometry import Box, Point, distance
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Stage
from convas.desktop.placeable import Placeable
from convas.desktop.theme.tokens import tokens
from convas.edits.edit import Edit
from convas.edits.links import insert

_SNAP = int(tokens()["grid"]["snap"])
_HEIGHT = int(tokens()["card"]["height"])
_ON_LINK = 20.0


class PlaceGesture(Gesture):
    """A layer or a block under the hand that is not in the design yet."""

    def __init__(self, canvas: Stage, choice: Placeable) -> None:
        super().__init__(canvas, Point(0, 0))
        self._choice = choice
        layer = self._layer = choice.layer
        ports = layer.ports
        self._ghost = Card(
            id=0,
            name=choice.title,
            count="",
            summary=" · ".join(layer.brief()),
            third="",
            family=layer.family,
            icon=layer.icon or layer.family,
            inputs=len(ports.inputs),
            outputs=len(ports.outputs),
        )

    def move(self, at: Point, modifiers: Modifiers) -> None:
        x, y = self._corner(at)
        state = self.canvas.state
        state.ghost = (self._ghost, Box(x, y, x + card_width(), y + _HEIGHT))
        state.insert_into = 0 if modifiers & Qt.KeyboardModifier.AltModifier else self._link_under(at)
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        self.move(at, modifiers)
        x, y = self._corner(at)
        document, link = self.canvas.document, self.canvas.state.insert_into
        made: list[int] = []

        def plan() -> Edit:
            home = self.canvas.drawing.home(Point(x, y))
            edit, node = self._choice.plan(document.design, round(home.x), round(home.y), document.scope)
            made.append(node.id)
            return edit if not link else _inserted(edit, insert(document.design, link, node))

        if document.attempt(plan):
            document.selection.set(made)

    def leave(self) -> None:
        """The hand left the canvas: nothing would be placed."""
        self.canvas.state.ghost = None
        self.canvas.state.insert_into = 0
        self.canvas.refresh()

    def _corner(self, at: Point) -> tuple[int, int]:
        """The card's corner, the card's middle being under the hand."""
        x, y = at.x - card_width() / 2, at.y - _HEIGHT / 2
        return round(x / _SNAP) * _SNAP, round(y / _SNAP) * _SNAP

    def _link_under(self, at: Point) -> int:
        ports = self._layer.ports
        if not ports.inputs or not ports.outputs:
            return 0
        drawing = self.canvas.drawing
        for key in drawing.wires.boxes.near(Box(at.x - 1, at.y - 1, at.x + 1, at.y + 1)):
            if distance(at.x, at.y, drawing.wires.route(key)) <= _ON_LINK:
                return key
        return 0


def _inserted(edit: Edit, delta: Delta) -> Edit:
    return Edit(f"{edit.name} into a link", edit.delta.then(delta), told=edit.told)
