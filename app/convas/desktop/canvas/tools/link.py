"""Dragging a link: from a port to a port, to a card, to empty canvas (quick add), or away (delete)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from convas.analysis.finding import evaluate
from convas.design.design import Design
from convas.design.records import Link
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.tools.gesture import Gesture, Modifiers, Side, Stage
from convas.desktop.theme.tokens import tokens
from convas.edits.edit import Edit, Refused
from convas.edits.links import connect, downstream, free_input, reconnect, upstream
from convas.edits.nodes import delete
from convas.values import text

_SNAP = float(tokens()["link"]["snap"])


class LinkGesture(Gesture):
    """A link from one port. `loose` is a link that was taken off its input and may go elsewhere."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self, canvas: Stage, start: Point, node: int, side: Side, port: int, loose: Link | None = None
    ) -> None:
        super().__init__(canvas, start)
        self._node, self._side, self._port = node, side, port
        self._loose = loose
        self._target: tuple[int, int] | None = None
        self._under_way = False
        self._refused = self._refusals()

    def move(self, at: Point, modifiers: Modifiers) -> None:
        if not self._under_way:
            if not self.moved_far(at):
                return
            self._begin()
        self._target = self._nearest(at)
        self.scrolls = self._target is None  # what the link snaps to shall not run away
        state, drawing = self.canvas.state, self.canvas.drawing
        state.offered, state.chip = {}, None
        end = at
        other: Side = "input" if self._side == "output" else "output"
        if self._target is not None:
            node, port = self._target
            if port < (drawing.cards[node].inputs if other == "input" else drawing.cards[node].outputs):
                end = drawing.port(node, other, port)
                state.offered = {node: (other, port)}
            else:
                box = drawing.boxes[node]
                end = Point(box.middle.x, box.top) if drawing.down else Point(box.left, box.middle.y)
            state.chip = (self._said(node, port), Point(drawing.boxes[node].middle.x, drawing.boxes[node].bottom + 16))
        state.down = drawing.down
        fixed = drawing.port(self._node, self._side, self._port)
        state.link = (
            (fixed, end, self._target is None) if self._side == "output" else (end, fixed, self._target is None)
        )
        self.canvas.refresh()

    def release(self, at: Point, modifiers: Modifiers) -> None:
        document, design = self.canvas.document, self.canvas.document.design
        if not self._under_way:
            document.selection.set([self._node])
            return
        refused = self._under(at)
        if self._target is not None:
            document.attempt(self._plan)
        elif refused is not None:
            document.refused.emit(refused)
        elif self._loose is not None:
            document.apply(delete(design, [self._loose.id]))
        else:
            self.canvas.quick_add(at, self._node, self._side, self._port)

    def stays(self, at: Point) -> bool:
        """A click on an output begins a link that the next click ends."""
        if self._under_way or self._loose is not None or self.moved_far(at):
            return False
        self._begin()
        self.move(at, Qt.KeyboardModifier.NoModifier)
        return True

    def _begin(self) -> None:
        self._under_way = True
        self.canvas.state.refusing = self._refused
        self.canvas.state.hidden_link = self._loose.id if self._loose is not None else 0

    def _plan(self) -> Edit:
        assert self._target is not None
        design = self.canvas.document.design
        node, port = self._target
        if self._side == "input" and self._loose is not None:
            return reconnect(design, self._loose.id, source=node, target=self._node, output=port, input=self._port)
        if self._side == "input":
            return connect(design, node, self._node, port, self._port)
        if self._loose is not None:
            return reconnect(design, self._loose.id, source=self._node, target=node, output=self._port, input=port)
        return connect(design, self._node, node, self._port, port)

    def _refusals(self) -> dict[int, str]:
        """Why nodes cannot take this link, whatever its shape."""
        design = self.canvas.document.design
        refused: dict[int, str] = {self._node: "cannot feed itself"}
        around = upstream(design, self._node) if self._side == "output" else downstream(design, self._node)
        refused.update(dict.fromkeys(around, "would make a loop"))
        for node in design.nodes(self.canvas.document.scope):
            if node.id in refused:
                continue
            if self._side == "input":
                if not node.layer.ports.outputs:
                    refused[node.id] = "has no output"
            elif not node.layer.ports.inputs:
                refused[node.id] = "takes no input"
            elif not self._free(node.id):
                refused[node.id] = "every input has a link"
        return refused

    def _free(self, node: int) -> bool:
        if self._loose is not None and self._loose.target == node:
            return True
        try:
            free_input(self.canvas.document.design, node)
        except Refused:
            return False
        return True

    def _nearest(self, at: Point) -> tuple[int, int] | None:
        """The node and port that the link would snap to."""
        reach = _SNAP / min(1.0, self.canvas.zoom)
        drawing, design = self.canvas.drawing, self.canvas.document.design
        best: tuple[float, int, int] | None = None
        for key in drawing.boxes.near(Box(at.x - reach, at.y - reach, at.x + reach, at.y + reach)):
            if key in self._refused:
                continue
            for port in self._ports(key):
                other: Side = "input" if self._side == "output" else "output"
                place = drawing.port(key, other, port)
                far = ((place.x - at.x) ** 2 + (place.y - at.y) ** 2) ** 0.5
                if far <= reach and (best is None or far < best[0]):
                    best = (far, key, port)
            if best is None and drawing.boxes[key].holds(at.x, at.y):
                port = 0 if self._side == "input" else self._first_free(design, key)
                best = (reach, key, port)
        return None if best is None else best[1:]

    def _ports(self, key: int) -> list[int]:
        design = self.canvas.document.design
        card = self.canvas.drawing.cards[key]
        if self._side == "input":
            return list(range(card.outputs))
        taken = set(design.inbound.get(key, {}))
        if self._loose is not None and self._loose.target == key:
            taken.discard(self._loose.input)
        return [index for index in range(card.inputs) if index not in taken]

    def _first_free(self, design: Design, key: int) -> int:
        if self._loose is not None and self._loose.target == key:
            return self._loose.input
        return free_input(design, key)

    def _under(self, at: Point) -> str | None:
        """Why the card under the hand refuses, if there is one."""
        for key in self.canvas.drawing.boxes.near(Box(at.x, at.y, at.x + 1, at.y + 1)):
            if key in self._refused and key != self._node:
                name = self.canvas.document.design.node(key).name
                reason = self._refused[key]
                if "loop" in reason:
                    return "This link would make a loop, so nothing was added. Use a recurrent layer for feedback."
                return f"{name} {reason}."
        return None

    def _said(self, node: int, port: int) -> str:
        """What would come of the link: the shape that arrives, or why it does not fit."""
        design, sight = self.canvas.document.design, self.canvas.document.sight
        source, target = (self._node, node) if self._side == "output" else (node, self._node)
        finding = sight.findings.get(source)
        output = self._port if self._side == "output" else port
        spec = finding.outputs[output] if finding is not None and output < len(finding.outputs) else None
        name = design.node(node).name
        if spec is None:
            return f"link to {name}" if self._side == "output" else f"link from {name}"
        layer = sight.layer(target)
        if not layer.ports.variadic and len(layer.ports.inputs) == 1:
            trial = evaluate(layer, (spec,), design.rules)
            wrong = next((problem for problem in trial.problems if problem.severity == "error"), None)
            if wrong is not None:
                return f"does not fit: {wrong.summary}"
        return f"{design.node(target).name} takes {text.shape(spec.visible, text.THIN)}"
