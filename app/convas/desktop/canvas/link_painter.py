"""Painting links, share links and what is being dragged."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from convas.desktop.canvas.bonds import Bond
from convas.desktop.canvas.card_painter import DETAIL, rounded
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.routes import Route, label_places
from convas.desktop.canvas.sprites import Sprites
from convas.desktop.canvas.wires import Wire
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.tokens import Theme, share_dash, tokens

LINK: Final = tokens()["link"]
LINE: Final = tokens()["line"]
Free = Callable[[Box], bool]
SHARED: Final = "same weights, counted once"
_ARROW: Final = float(LINK["arrow"])
_SMALL_ARROW: Final = 6.0
"""On the screen, where cards are smaller than full."""


def paint_wire(
    painter: QPainter,
    theme: Theme,
    wire: Wire,
    zoom: float,
    free: Free,
    hot: bool,
    selected: bool = False,
    sprites: Sprites | None = None,
) -> None:
    """A link with its arrow and its label; `free` says whether no card lies in an area."""
    hot = hot or selected
    colour = theme["linkHot"] if hot else theme["link"]
    if wire.state == "wrong" and not hot:
        colour = theme["error"]
    pen = QPen(colour, float(LINE["linkHot"] if hot else LINE["link"]) + (1.0 if selected else 0.0))
    if wire.state == "wrong":
        pen.setDashPattern(LINK["errorDash"])
    elif wire.state == "unknown":
        pen.setDashPattern(LINK["unknownDash"])
    if wire.state != "fine":
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(bent_path((*wire.points[:-1], _before(wire.points, 5 + _ARROW * 0.8))))
    _end(painter, theme, wire, colour, zoom, free, hot, sprites)


def paint_wire_end(painter: QPainter, theme: Theme, wire: Wire, zoom: float, free: Free) -> None:
    """The arrow and the label of a link whose line is painted already."""
    _end(painter, theme, wire, theme["link"], zoom, free, hot=False, sprites=None)


def _end(
    painter: QPainter,
    theme: Theme,
    wire: Wire,
    colour: QColor,
    zoom: float,
    free: Free,
    hot: bool,
    sprites: Sprites | None,
) -> None:
    size = _ARROW if zoom >= DETAIL["full"] else _SMALL_ARROW / zoom
    _arrow(painter, _before(wire.points, 5), colour, size, down=_ends_down(wire.points))
    if wire.label and (zoom >= DETAIL["full"] or _long(wire.points, zoom)):
        strong = hot or wire.state == "wrong"
        _label(painter, theme, wire, colour if strong else theme["text2"], zoom, free, sprites)


def paint_bond(painter: QPainter, theme: Theme, bond: Bond, zoom: float, hot: bool) -> None:
    """A share group: dashed in its colour, with a chip that says what it means."""
    colour = theme["error"] if bond.wrong else theme.share(bond.letter)
    width = float(LINE["share"]) * (1.35 if hot else 1.0)
    pen = QPen(colour, width if zoom >= DETAIL["name"] else width / zoom * 0.6)
    pen.setDashPattern(share_dash(bond.letter))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in bond.lines:
        painter.drawPath(rounded([QPointF(*point) for point in line], float(LINK["shareCorner"])))
    chip = chip_box(bond) if zoom >= DETAIL["full"] else None
    if chip is not None:
        _chip(painter, theme, _chip_words(bond), colour, chip)


def paint_dragged(
    painter: QPainter, theme: Theme, start: Point, end: Point, *, dashed: bool = False, down: bool = False
) -> None:
    """The link that follows the hand."""
    painter.setPen(QPen(theme["accent"], 2.5, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bend = max(40.0, abs(end.y - start.y if down else end.x - start.x) / 2)
    dx, dy = (0.0, bend) if down else (bend, 0.0)
    path = QPainterPath(QPointF(*start))
    path.cubicTo(QPointF(start.x + dx, start.y + dy), QPointF(end.x - dx, end.y - dy), QPointF(*end))
    painter.drawPath(path)
    painter.setBrush(theme["accent"])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(*end), 4.5, 4.5)


def paint_sharing(painter: QPainter, theme: Theme, start: Point, end: Point) -> None:
    """The share link that follows the hand."""
    pen = QPen(theme.share("A"), float(LINE["share"]))
    pen.setDashPattern(share_dash("A"))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lane = max(start.y, end.y) + 30
    path = QPainterPath(QPointF(*start))
    path.cubicTo(QPointF(start.x, lane), QPointF(end.x, lane), QPointF(*end))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.share("A"))
    painter.drawEllipse(QPointF(*end), 9, 9)
    icons.draw(painter, "chain", QRectF(end.x - 6, end.y - 6, 12, 12), theme["onTile"])


@lru_cache(maxsize=4096)
def bent_path(points: Route) -> QPainterPath:
    """A way with round corners."""
    return rounded([QPointF(*point) for point in points], float(LINK["corner"]))


def _ends_down(points: Route) -> bool:
    """Whether a way comes in from above."""
    (x, y), (end_x, end_y) = points[-2], points[-1]
    return abs(end_x - x) < abs(end_y - y)


def _before(points: Route, gap: float) -> Point:
    """A point on a way so far before its end."""
    end = points[-1]
    return Point(end.x, end.y - gap) if _ends_down(points) else Point(end.x - gap, end.y)


def _arrow(painter: QPainter, tip: Point, colour: QColor, size: float, *, down: bool) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    half = size * 0.42
    sides = ((-half, -size), (half, -size)) if down else ((-size, -half), (-size, half))
    painter.drawPolygon(QPolygonF([QPointF(*tip), *(QPointF(tip.x + dx, tip.y + dy) for dx, dy in sides)]))


def _long(points: Route, zoom: float) -> bool:
    return any(max(abs(b.x - a.x), abs(b.y - a.y)) * zoom > 200 for a, b in pairwise(points))


def label_box(wire: Wire, free: Free, zoom: float = 1.0) -> Box | None:
    """Where a link's label stands, if it has one and there is a free place for it."""
    if not wire.label:
        return None
    metrics = fonts.canvas_metrics("label")
    scale = zoom if zoom < DETAIL["full"] else 1.0
    width, ascent, gap = metrics.horizontalAdvance(wire.label) / scale, metrics.ascent() / scale, LINK["labelGap"]
    for at, level in label_places(wire.points, width, float(LINK["labelSpare"])):
        left = at.x - width / 2 if level else at.x + gap
        base = at.y - gap if level else at.y + 4
        box = Box(left, base - ascent, left + width, base)
        if free(box):
            return box
    return None


def _label(
    painter: QPainter, theme: Theme, wire: Wire, colour: QColor, zoom: float, free: Free, sprites: Sprites | None
) -> None:
    box = label_box(wire, free, zoom)
    if box is None:
        return
    where = QPointF(box.left, box.bottom)
    if zoom < DETAIL["full"]:
        painter.setFont(fonts.sized(round(11 / zoom), 500))
        painter.setPen(colour)
        painter.drawText(where, wire.label)
        return

    def words(made: QPainter) -> None:
        halo = QPen(theme["canvas"], 2 * LINK["halo"])
        halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        made.strokePath(_text_path(wire.label).translated(where), halo)
        made.setFont(fonts.canvas_font("label"))
        made.setPen(colour)
        made.drawText(where, wire.label)

    if sprites is None:
        words(painter)
    else:
        area = QRectF(box.left - 4, box.top - 4, box.width + 8, box.height + 12)
        sprites.put(painter, (theme.mode, wire.label, colour.rgba(), theme["canvas"].rgba()), area, words)


@lru_cache(maxsize=4096)
def _text_path(words: str) -> QPainterPath:
    path = QPainterPath()
    path.addText(QPointF(0, 0), fonts.canvas_font("label"), words)
    return path


def chip_box(bond: Bond) -> Box | None:
    """Where the words of a share group stand, if its line is long enough for them."""
    if not bond.lines:
        return None
    width = fonts.canvas_metrics("label").horizontalAdvance(_chip_words(bond)) + 36
    place = next(label_places(bond.lines[0], max(float(LINK["shareChipMinRun"]), width), 0), None)
    if place is None or not place[1]:
        return None
    at = place[0]
    return Box(at.x - width / 2, at.y - 11, at.x + width / 2, at.y + 11)


def _chip_words(bond: Bond) -> str:
    return "cannot be shared" if bond.wrong else bond.words or SHARED


def _chip(painter: QPainter, theme: Theme, words: str, colour: QColor, box: Box) -> None:
    plate = QRectF(box.left, box.top, box.width, box.height)
    painter.setPen(QPen(colour, 1.25))
    painter.setBrush(theme["canvas"])
    painter.drawRoundedRect(plate, 11, 11)
    icons.draw(painter, "chain", QRectF(plate.left() + 8, plate.top() + 4, 14, 14), colour)
    painter.setFont(fonts.canvas_font("label"))
    painter.setPen(colour)
    inside = plate.adjusted(26, 0, -8, 0)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
