"""Painting a drawing from afar: cards as bars in the colours of their families, the spine strong, branches thin.

All that rests is painted by region in a few calls; what is wrong or under the hand comes over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from convas.design.records import Link
from convas.desktop.canvas.badges import badge_place, paint_badge
from convas.desktop.canvas.bar_looks import bar_look, bar_name
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.leading import leading_family
from convas.desktop.canvas.patches import Patch, Patches
from convas.desktop.canvas.routes import Route
from convas.desktop.canvas.state import NOWHERE, CanvasState
from convas.desktop.theme.tokens import Theme, tokens

LINE: Final = tokens()["line"]
_FIELDS: Final = float(tokens()["detail"]["bar"])
_LEAST: Final = 3.0
"""The height of a bar on the screen, at least."""
_ROUND: Final = 0.12
"""From this zoom on bars have round corners."""
_CORNER: Final = 8.0
_EDGE: Final = 2.5
_MANY: Final = 300
"""Of more wrong cards in sight only the colour is shown, and more selected ones have no edge while they move."""


class FarPainter:
    """Paints one drawing from afar, and all links of a nearer view in one go."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._patches = Patches(drawing)
        self._torn: tuple[frozenset[int], list[Link]] = (frozenset(), [])

    def links(self, painter: QPainter, theme: Theme, area: Box, zoom: float, now: CanvasState, *, far: bool) -> None:
        """All links: from afar the spine is stronger, nearer their corners are round."""
        branch = _fine(theme["link"], 1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shift, patches in self._layers(area, now):
            painter.translate(*shift)
            for patch in patches:
                painter.setPen(branch)
                painter.drawPath(patch.branches if far else patch.bent())
                if far:
                    _spine(painter, theme, patch, zoom)
            painter.translate(-shift.x, -shift.y)
        painter.setPen(_fine(theme["linkHot"], 1.0))
        for line in self._stretched(now):
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in line]))

    def hot(self, painter: QPainter, theme: Theme, links: list[Link], now: CanvasState) -> None:
        """The links of what is selected or under the pointer, over the others."""
        painter.setPen(_fine(theme["linkHot"], float(LINE["spine"])))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for link in links:
            if link.source not in now.moved and link.target not in now.moved:
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in self._drawing.line(link)]))

    def cards(
        self, painter: QPainter, theme: Theme, area: Box, zoom: float, now: CanvasState, selected: frozenset[int]
    ) -> None:
        """Bars for all cards in sight, with an edge in the accent where they are selected."""
        for shift, patches in self._layers(area, now):
            painter.translate(*shift)
            for patch in patches:
                if selected and not (now.moved and len(selected) > _MANY):
                    _edges(painter, theme, patch, zoom, selected)
                _bars(painter, theme, patch, zoom)
            painter.translate(-shift.x, -shift.y)
        self._wrong(painter, theme, area, zoom, now)

    def _wrong(self, painter: QPainter, theme: Theme, area: Box, zoom: float, now: CanvasState) -> None:
        """What is wrong in red, with a badge that stays large enough to be seen. Heat keeps its own colours."""
        drawing = self._drawing
        for severity, name in (("open", "warn"), ("error", "error")):
            bars = []
            for key, worst in drawing.worst.items():
                box = drawing.boxes[key].moved(*now.shift(key))
                if worst == severity and box.meets(area) and key not in drawing.frames:
                    bars.append(_bar(QRectF(box.left, box.top, box.width, box.height), zoom))
            if severity == "error" and now.heat is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme[name])
                painter.drawRects(bars)
            for bar in bars if len(bars) <= _MANY else ():
                paint_badge(painter, theme, severity, badge_place(bar, zoom), "canvas")

    def _layers(self, area: Box, now: CanvasState) -> list[tuple[Point, list[Patch]]]:
        """What rests where it is, and what is under the hand, shifted."""
        heat = now.heat
        colour, look = (self._family, None) if heat is None else (heat.colour, heat.look)
        hidden = self._drawing.design.get(Link, now.hidden_link) if now.hidden_link else None
        layers = [(NOWHERE, list(self._patches.near(area, colour, look, now.moved, hidden=hidden)))]
        if now.moved:
            there = area.moved(-now.offset.x, -now.offset.y)
            layers.append((now.offset, list(self._patches.near(there, colour, look, now.moved, held=True))))
        return layers

    def _family(self, key: int) -> str:
        node = self._drawing.design.node(key)
        leading = leading_family(self._drawing.sight.findings.get(key)) if key in self._drawing.blocks else ""
        return bar_name(node.layer.family, node.bypassed, leading)

    def _stretched(self, now: CanvasState) -> Iterator[Route]:
        """Plain ways for links with one end under the hand."""
        drawing, design, moved = self._drawing, self._drawing.design, now.moved
        if self._torn[0] is not moved:
            links = [link for key in moved if key in drawing.boxes for link in design.links_out(key)]
            links += [link for key in moved if key in drawing.boxes for link in design.links_in(key)]
            torn = [link for link in links if (link.source in moved) is not (link.target in moved)]
            self._torn = (moved, [link for link in torn if link.id in drawing.wires])
        for link in self._torn[1]:
            start = drawing.port(link.source, "output", link.output, *now.shift(link.source))
            end = drawing.port(link.target, "input", link.input, *now.shift(link.target))
            yield drawing.direct(start, end)


def _spine(painter: QPainter, theme: Theme, patch: Patch, zoom: float) -> None:
    """Twice as strong as a branch: from very far two hair lines side by side, which is much quicker."""
    if zoom >= _ROUND:
        painter.setPen(_fine(theme["text2"], float(LINE["spine"])))
        painter.drawLines(patch.backbone())
        return
    painter.setPen(_fine(theme["text2"], 1.0))
    painter.drawPath(patch.spine)
    painter.translate(1 / zoom, 1 / zoom)
    painter.drawPath(patch.spine)
    painter.translate(-1 / zoom, -1 / zoom)


def _bars(painter: QPainter, theme: Theme, patch: Patch, zoom: float) -> None:
    tall = zoom * patch.least >= _LEAST
    for name in patch.cards:
        brush, edge = bar_look(theme, name, zoom < _FIELDS)
        if not tall:
            painter.setPen(_fine(brush.color(), _LEAST))
            painter.drawLines(patch.bars(name))
            continue
        painter.setPen(edge)
        painter.setBrush(brush)
        if zoom < _ROUND:
            painter.drawRects(patch.rects(name))
        else:
            for rect in patch.rects(name):
                painter.drawRoundedRect(rect, _CORNER, _CORNER)


def _edges(painter: QPainter, theme: Theme, patch: Patch, zoom: float, selected: frozenset[int]) -> None:
    """A strong line under each selected bar, which looks out around it."""
    lines = patch.chosen(selected)
    if lines:
        pen = _fine(theme["accent"], max(_LEAST, patch.least * zoom) + 2 * _EDGE)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def _bar(rect: QRectF, zoom: float) -> QRectF:
    """A card's bar: high enough to be seen."""
    height = max(rect.height(), _LEAST / zoom)
    return QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height)


def _fine(colour: QColor, width: float) -> QPen:
    """A pen of a width on the screen."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
