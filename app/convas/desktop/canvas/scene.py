"""The one graphics item that paints the whole drawing, and the picture of it for other places."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from convas.design.records import Note
from convas.desktop.canvas.card_painter import CardState, paint_card
from convas.desktop.canvas.drawing import Drawing, Hit
from convas.desktop.canvas.frame_painter import paint_frame
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.hand_painter import paint_hand
from convas.desktop.canvas.link_painter import paint_bond, paint_wire
from convas.desktop.canvas.notes import paint_note
from convas.desktop.canvas.routes import route
from convas.desktop.canvas.state import CanvasState
from convas.desktop.canvas.wires import Wire
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import Theme

ENDLESS = 10.0**6


class CanvasItem(QGraphicsItem):
    """Paints what is exposed: share lines, links, cards, then what is under the hand."""

    def __init__(self, drawing: Drawing, state: CanvasState) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.drawing, self.state = drawing, state
        self.selected: frozenset[int] = frozenset()
        self.focus: int | None = None

    def boundingRect(self) -> QRectF:
        return QRectF(-ENDLESS, -ENDLESS, 2 * ENDLESS, 2 * ENDLESS)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        exposed = option.exposedRect
        zoom = painter.worldTransform().m11()
        area = Box(exposed.left(), exposed.top(), exposed.right(), exposed.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= 0.1)
        paint_drawing(painter, look.theme, self.drawing, area, zoom, self.state, self.selected, self.focus)


def paint_drawing(
    painter: QPainter,
    theme: Theme,
    drawing: Drawing,
    area: Box,
    zoom: float,
    state: CanvasState | None = None,
    selected: frozenset[int] = frozenset(),
    focus: int | None = None,
) -> None:
    """The part of a drawing in an area, at a level of detail that suits the zoom."""
    now = state or CanvasState()
    near = area.grown(60)
    for key in drawing.notes.near(near):
        note = drawing.design.get(Note, key)
        if note is not None:
            box = drawing.notes[key]
            paint_note(painter, theme, note, box.moved(*now.offset) if key in now.moved else box, zoom, key in selected)
    _paint_bonds(painter, theme, drawing, zoom, now, selected)
    _paint_wires(painter, theme, drawing, near, zoom, now, selected)
    cards = sorted(drawing.boxes.near(near), key=lambda key: (key in now.moved, key))
    for key in cards:
        if key not in now.moved:
            shown = _state(now, key, selected, focus)
            _paint_node(painter, theme, drawing, key, drawing.boxes[key], near, zoom, shown)
    for key in now.moved:
        if key in drawing.cards:
            shown, box = _state(now, key, selected, focus), drawing.boxes[key].moved(*now.offset)
            _paint_node(painter, theme, drawing, key, box, near, zoom, shown)
    paint_hand(painter, theme, now, zoom)


def _paint_node(
    painter: QPainter, theme: Theme, drawing: Drawing, key: int, box: Box, area: Box, zoom: float, state: CardState
) -> None:
    """A card, or a block with what it holds."""
    card, frame = drawing.cards[key], drawing.frames.get(key)
    if frame is None:
        paint_card(painter, theme, card, box, zoom, state)
        return
    seen = area.moved(frame.box.left - box.left, frame.box.top - box.top)
    within = Box(*frame.inner(seen.left, seen.top), *frame.inner(seen.right, seen.bottom))

    def inside() -> None:
        paint_drawing(painter, theme, frame.drawing, within, zoom * frame.scale)

    paint_frame(painter, theme, card, frame, box, zoom, state, inside)


def _paint_bonds(
    painter: QPainter, theme: Theme, drawing: Drawing, zoom: float, now: CanvasState, selected: frozenset[int]
) -> None:
    """All share groups but those under the hand."""
    analysis = drawing.sight
    warm = {group for key in selected if (group := analysis.group_of.get(key)) is not None}
    for bond in drawing.bonds.values():
        if now.moved.isdisjoint(bond.members):
            chosen = bool(selected) and any(edge.id in selected for edge in drawing.edges(bond.key))
            hot = chosen or bond.key in warm or now.hover == Hit("share", bond.key)
            paint_bond(painter, theme, bond, zoom, hot)


def _paint_wires(
    painter: QPainter,
    theme: Theme,
    drawing: Drawing,
    area: Box,
    zoom: float,
    now: CanvasState,
    selected: frozenset[int],
) -> None:
    """The links in sight; those of the selection and under the pointer are hot."""
    hot = _hot_nodes(now, selected)
    for key in drawing.wires.boxes.near(area):
        if key != now.hidden_link:
            wire = _moved_wire(drawing, drawing.wires[key], now)
            warm = wire.source in hot or wire.target in hot or key in (now.insert_into, _hovered(now, "link"))
            paint_wire(painter, theme, wire, zoom, drawing.free, warm, key in selected)


def _state(now: CanvasState, key: int, selected: frozenset[int], focus: int | None) -> CardState:
    hovered = now.hover.id == key and now.hover.part in ("node", "input", "output", "handle")
    return CardState(
        selected=key in selected,
        hovered=hovered,
        focused=now.keyboard and key == focus,
        dragged=key in now.moved,
        refusing=key in now.refusing,
        reason=now.refusing.get(key, ""),
        offered=now.offered.get(key),
        handle=hovered and now.link is None and not now.moved,
    )


def _hovered(now: CanvasState, part: str) -> int:
    return now.hover.id if now.hover.part == part else 0


def _hot_nodes(now: CanvasState, selected: frozenset[int]) -> frozenset[int]:
    return selected | {_hovered(now, "node")} if now.hover.part == "node" else selected


def _moved_wire(drawing: Drawing, wire: Wire, now: CanvasState) -> Wire:
    """A link whose ends are under the hand follows them."""
    if wire.source not in now.moved and wire.target not in now.moved:
        return wire
    shift = {key: now.offset if key in now.moved else Point(0, 0) for key in (wire.source, wire.target)}
    start, end = wire.points[0], wire.points[-1]
    a, b = shift[wire.source], shift[wire.target]
    points = route(
        Point(start.x + a.x, start.y + a.y),
        Point(end.x + b.x, end.y + b.y),
        drawing.boxes[wire.source].moved(*a),
        drawing.boxes[wire.target].moved(*b),
        lambda _: False,
    )
    return Wire(wire.id, wire.source, wire.target, points, wire.label, wire.state)


def bounds_of(drawing: Drawing, ids: Iterable[int] | None = None, margin: float = 48) -> QRectF:
    """The rectangle to show for some nodes, or for all."""
    box = drawing.bounds(ids)
    if box is None:
        return QRectF(0, 0, 0, 0)
    wide = box.grown(margin)
    return QRectF(wide.left, wide.top, wide.width, wide.height)
