"""Painting a card at every level of detail. It knows cards, states and colours, nothing of the design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from convas.desktop.canvas.badges import BADGED, paint_card_badge
from convas.desktop.canvas.bar_looks import bar_look, bar_name
from convas.desktop.canvas.cards import MEASURES, Card
from convas.desktop.canvas.geometry import Box, port_x, port_y
from convas.desktop.canvas.heat import UNKNOWN, heated
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.tiles import paint_glyph, paint_tile
from convas.desktop.theme.tokens import Theme, tokens

DETAIL: Final = tokens()["detail"]
_RADIUS: Final = float(tokens()["radius"]["card"])
_OPACITY: Final = tokens()["opacity"]
_BEHIND: Final = 3.0
_HALO: Final = 1.5
_TALLER: Final = (float(MEASURES["tallHeight"]) - float(MEASURES["height"])) / 2
"""What a card with a third line has more, above and below."""
_DASHED: Final = [3.0, 2.5]
_MARK_W, _MARK_H = (float(side) for side in MEASURES["shareMark"])


@dataclass(frozen=True, slots=True)
class CardState:
    """How a card is looked at just now. `heat` is its colour in a heat map; `cold` says that its value is 0."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False
    dragged: bool = False
    refusing: bool = False
    reason: str = ""
    offered: tuple[str, int] | None = None
    handle: bool = False
    heat: str = ""
    cold: bool = False


PLAIN: Final = CardState()
Body = Callable[[QPainter, Theme, Card, QRectF, float, CardState], None]
"""Paints what is under the words of a card."""


def paint_body(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float, state: CardState) -> None:
    """A card's ground, edge, shadow and tile: all that is alike for layers of one kind."""
    _frame(painter, theme, card, rect, zoom, state)
    if state.heat:
        paint_glyph(painter, theme, card.icon, tile_place(rect, zoom))
        return
    paint_tile(painter, theme, card.family, card.icon, tile_place(rect, zoom), faded=card.bypassed)


def paint_card(
    painter: QPainter,
    theme: Theme,
    card: Card,
    box: Box,
    zoom: float,
    state: CardState = PLAIN,
    body: Body = paint_body,
) -> None:
    """One card in the drawing's units; `zoom` chooses the level of detail, `body` paints what is under the words."""
    plain, theme = theme, heated(theme, state.heat) if state.heat else theme
    painter.save()
    if state.refusing:
        painter.setOpacity(_OPACITY["rejected"])
    elif state.dragged:
        painter.setOpacity(_OPACITY["dragged"])
    rect = card_rect(box, zoom)
    if zoom < DETAIL["name"]:
        _bar(painter, plain, card, rect, zoom, state)
        _rings(painter, plain, rect, zoom, state)
    else:
        body(painter, theme, card, rect, zoom, state)
        _rings(painter, plain, rect, zoom, state)
        if zoom < DETAIL["full"]:
            _small(painter, theme, card, rect, zoom)
        else:
            _full(painter, theme, card, rect, zoom)
            paint_ports(painter, plain, card, box, state)
            if card.letter:
                _share_mark(painter, plain, card, rect)
        paint_card_badge(painter, plain, card, rect, zoom, bool(state.heat))
    painter.restore()
    if state.handle and zoom >= DETAIL["full"]:
        _share_handle(painter, plain, card, box)
    if state.reason and state.hovered and zoom >= DETAIL["full"]:
        paint_chip(painter, plain, state.reason, rect.center().x(), rect.bottom() + 16)


def _rings(painter: QPainter, theme: Theme, rect: QRectF, zoom: float, state: CardState) -> None:
    """What is selected and where the keys go; under ports, marks and badges, so that these stay whole."""
    if state.selected:
        paint_ring(painter, rect, theme["accent"], max(2.0, 2 / zoom), Qt.PenStyle.SolidLine, 4, zoom)
    if state.focused:
        paint_ring(painter, rect, theme["text"], max(2.0, 2 / zoom), Qt.PenStyle.CustomDashLine, 7, zoom)


def paint_chip(painter: QPainter, theme: Theme, words: str, x: float, y: float) -> None:
    """Words on a small dark plate, centred."""
    metrics = fonts.canvas_metrics("label")
    width = metrics.horizontalAdvance(words) + 16
    plate = QRectF(x - width / 2, y - 11, width, 22)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme["tip"])
    painter.drawRoundedRect(plate, 8, 8)
    painter.setPen(theme["tipText"])
    painter.setFont(fonts.canvas_font("label"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _bar(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float, state: CardState) -> None:
    height = max(rect.height(), 3 / zoom)
    brush, edge = bar_look(theme, state.heat or bar_name(card.family, card.bypassed))
    painter.setPen(edge)
    painter.setBrush(theme["error"] if card.severity == "error" and not state.heat else brush)
    painter.drawRoundedRect(QRectF(rect.left(), rect.center().y() - height / 2, rect.width(), height), 8, 8)


def _frame(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float, state: CardState) -> None:
    if zoom >= DETAIL["full"] and not card.bypassed:
        _shadow(painter, theme, rect, large=state.hovered or state.dragged)
    if card.repeated and zoom >= DETAIL["name"]:
        painter.setPen(QPen(theme["cardBorder"], 1.0))
        painter.setBrush(theme["card"])
        painter.drawRoundedRect(rect.adjusted(_BEHIND, _BEHIND, _BEHIND, _BEHIND), _RADIUS, _RADIUS)
    edge, width = theme["cardBorder"], 1.0
    if state.hovered:
        edge = theme["link"]
    if card.letter:
        edge, width = theme.share(card.letter), 2.0
    if card.severity in BADGED:
        edge, width = theme[BADGED[card.severity]], 2.0
    width /= min(1.0, zoom)
    pen = QPen(theme["link"] if card.bypassed else edge, width)
    if card.bypassed:
        pen.setDashPattern(_DASHED)
    painter.setPen(pen)
    if state.heat and not (card.letter or card.severity in BADGED or state.cold or card.bypassed or state.hovered):
        painter.setPen(QPen(theme["line"], width))
    painter.setBrush(theme["sunken"] if card.bypassed and not state.heat else theme["card"])
    inset = width / 2
    ground = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
    if state.heat == UNKNOWN:
        painter.setBrush(QBrush(theme["lineStrong"], Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(ground, _RADIUS, _RADIUS)


def _shadow(painter: QPainter, theme: Theme, rect: QRectF, large: bool) -> None:
    """A soft shadow out of a few rings: cheap, and the same in every picture."""
    drop, spread, steps = (6.0, 10.0, 5) if large else (1.5, 4.0, 3)
    colour = QColor(theme.shadow)
    colour.setAlpha(max(1, theme.shadow.alpha() // (steps + 1)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for step in range(steps):
        grow = spread * (step + 1) / steps - 1.5
        painter.drawRoundedRect(rect.adjusted(-grow, drop - grow, grow, drop + grow), _RADIUS + grow, _RADIUS + grow)


def card_rect(box: Box, zoom: float) -> QRectF:
    """What a card covers: from where it has a third line it is higher than its box, which ports and links keep."""
    more = _TALLER if zoom >= DETAIL["third"] else 0.0
    return QRectF(box.left, box.top - more, box.width, box.height + 2 * more)


def _middle(rect: QRectF) -> float:
    """Where the words begin: cards with many ports are higher than their words."""
    return rect.top() + (rect.height() - float(MEASURES["height"])) / 2


def tile_place(rect: QRectF, zoom: float) -> QRectF:
    """Where a card's tile is."""
    if zoom < DETAIL["full"]:
        tile = min(rect.height() - 12, float(DETAIL["screenName"]) / zoom * 1.7)
        return QRectF(rect.left() + 10, rect.center().y() - tile / 2, tile, tile)
    tile = float(MEASURES["tile"])
    above = _middle(rect) + (float(MEASURES["height"]) - tile) / 2
    return QRectF(rect.left() + float(MEASURES["tileX"]), above, tile, tile)


def _full(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float) -> None:
    middle = _middle(rect)
    quiet = theme["text3"]
    strong = fonts.canvas_metrics("strong")
    left, right = rect.left() + MEASURES["textX"], rect.right() - MEASURES["countRight"]
    third = zoom >= DETAIL["third"] and bool(card.third)
    lift = -_TALLER if third else 0.0
    base = middle + MEASURES["nameBaseline"] + lift
    count = "0" if card.bypassed and card.count else card.count
    width = strong.horizontalAdvance(count)
    painter.setFont(fonts.canvas_font("strong"))
    dim = card.bypassed or count in ("0", "?") or card.stale
    painter.setPen(quiet if dim else theme["text2" if card.frozen else "text"])
    painter.drawText(QPointF(right - width, base), count)
    badge = 20 if card.severity in BADGED else 0
    lock = 18 if card.frozen else 0
    painter.setPen(quiet if card.bypassed else theme["text"])
    painter.drawText(QPointF(left + lock, base), elided("strong", card.name, right - width - 8 - left - lock))
    if lock:
        icons.draw(painter, "lock", QRectF(left - 1, base - 11, 14, 14), theme["text2"])
    painter.setFont(fonts.canvas_font("summary"))
    painter.setPen(_summary_colour(theme, card))
    summary_base = middle + MEASURES["summaryBaseline"] + lift
    painter.drawText(QPointF(left, summary_base), elided("summary", card.summary, right - left - badge))
    if third:
        painter.setPen(quiet if card.bypassed else theme["text2"])
        third_base = middle + MEASURES["thirdBaseline"] + lift
        painter.drawText(QPointF(left, third_base), elided("summary", card.third, right - left))


def _summary_colour(theme: Theme, card: Card) -> QColor:
    if card.bypassed:
        return theme["text3"]
    if card.severity == "error":
        return theme["error"]
    if card.severity == "open":
        return theme["warn"]
    return theme["text2"]


def _small(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float) -> None:
    """The name at a fixed size on the screen."""
    size = DETAIL["screenName"] / zoom
    place = tile_place(rect, zoom)
    font = fonts.sized(max(1, round(size)), 500)
    lock = size if card.frozen else 0.0
    room = rect.right() - place.right() - 18 - lock
    painter.setFont(font)
    painter.setPen(theme["error" if card.severity == "error" else "text3" if card.bypassed else "text"])
    name = _shortened(font.pixelSize(), card.name, round(room))
    where = QRectF(place.right() + 8, rect.top(), room + 4, rect.height())
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
    if lock:
        at = QRectF(rect.right() - lock - 8, rect.center().y() - lock / 2, lock, lock)
        icons.draw(painter, "lock", at, theme["text2"])


def paint_ports(painter: QPainter, theme: Theme, card: Card, box: Box, state: CardState) -> None:
    """The ends of links on the sides of a card."""
    radius = float(MEASURES["port"])
    for side, count in (("input", card.inputs), ("output", card.outputs)):
        for index in range(count):
            at = _port(card, box, side, index, count)
            if state.offered == (side, index):
                glow = QColor(theme["accent"])
                glow.setAlphaF(_OPACITY["ring"])
                painter.setPen(QPen(theme["accent"], 2))
                painter.setBrush(glow)
                painter.drawEllipse(at, 9, 9)
            colour = theme["error"] if card.severity == "error" and side == "input" else theme["link"]
            painter.setPen(QPen(colour, 1.75))
            painter.setBrush(theme["card"] if side == "input" else colour)
            painter.drawEllipse(at, radius, radius)


def _port(card: Card, box: Box, side: str, index: int, count: int) -> QPointF:
    """Where a port is: at the left and the right, or above and below."""
    gap = float(MEASURES["portGap"])
    if card.down:
        return QPointF(port_x(box, index, count, gap), box.top if side == "input" else box.bottom)
    return QPointF(box.left if side == "input" else box.right, port_y(box, index, count, gap))


def _share_mark(painter: QPainter, theme: Theme, card: Card, rect: QRectF) -> None:
    letter = card.letter
    width = _MARK_W + 8 * (len(letter) - 1)
    at = QPointF(rect.left(), rect.center().y()) if card.down else QPointF(rect.center().x(), rect.bottom())
    mark = QRectF(at.x() - width / 2, at.y() - _MARK_H / 2, width, _MARK_H)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme["card"])
    painter.drawRoundedRect(mark.adjusted(-_HALO, -_HALO, _HALO, _HALO), _MARK_H / 2 + _HALO, _MARK_H / 2 + _HALO)
    painter.setBrush(theme.share(letter))
    painter.drawRoundedRect(mark, _MARK_H / 2, _MARK_H / 2)
    icons.draw(painter, "chain", QRectF(mark.left() + 6, mark.top() + 3, 14, 14), theme["onTile"])
    painter.setFont(fonts.sized(11, 700))
    painter.setPen(theme["onTile"])
    painter.drawText(mark.adjusted(18, 0, -3, 0), Qt.AlignmentFlag.AlignCenter, letter)


def _share_handle(painter: QPainter, theme: Theme, card: Card, box: Box) -> None:
    if card.letter:
        return
    radius = float(MEASURES["shareHandle"]) / 2
    at = QPointF(box.left, box.middle.y) if card.down else QPointF(box.middle.x, box.bottom)
    painter.setPen(QPen(theme["accent"], 1.5))
    painter.setBrush(theme["card"])
    painter.drawEllipse(at, radius, radius)
    icons.draw(painter, "chain", QRectF(at.x() - 6, at.y() - 6, 12, 12), theme["accent"])


def paint_ring(
    painter: QPainter, rect: QRectF, colour: QColor, width: float, style: Qt.PenStyle, off: float, zoom: float
) -> None:
    """A ring around a card: selected, or focused by the keyboard."""
    pen = QPen(colour, width)
    if style == Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([2.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    gap = off if zoom >= DETAIL["name"] else off / zoom / 2
    painter.drawRoundedRect(rect.adjusted(-gap, -gap, gap, gap), _RADIUS + gap * 0.75, _RADIUS + gap * 0.75)


@lru_cache(maxsize=8192)
def _shortened(size: int, words: str, room: int) -> str:
    return QFontMetricsF(fonts.sized(size, 500)).elidedText(words, Qt.TextElideMode.ElideRight, room)


@lru_cache(maxsize=8192)
def elided(role: str, words: str, room: float) -> str:
    """The words cut at the right where they are wider than the room."""
    metrics = fonts.canvas_metrics(role)
    return (
        words
        if metrics.horizontalAdvance(words) <= room
        else metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, room))
    )


def rounded(points: list[QPointF], radius: float) -> QPainterPath:
    """A line of straight pieces with round corners."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into = min(radius, _length(before, corner) / 2)
        out = min(radius, _length(corner, after) / 2)
        bend = min(into, out)
        path.lineTo(_towards(corner, before, bend))
        path.quadTo(corner, _towards(corner, after, bend))
    path.lineTo(points[-1])
    return path


def _length(a: QPointF, b: QPointF) -> float:
    return abs(a.x() - b.x()) + abs(a.y() - b.y())


def _towards(a: QPointF, b: QPointF, far: float) -> QPointF:
    length = _length(a, b) or 1.0
    return QPointF(a.x() + (b.x() - a.x()) * far / length, a.y() + (b.y() - a.y()) * far / length)
