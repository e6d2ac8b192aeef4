"""Badges: a mark on every card that has a problem, as large on the screen as it must be, and what it says."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from convas.desktop.canvas.cards import MEASURES, Card
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.theme import icons
from convas.desktop.theme.tokens import Theme, tokens

BADGED: Final = {"error": "error", "open": "warn"}
"""The icon, and the colour, of each severity that has a badge."""
_DETAIL: Final = tokens()["detail"]
_NEAR, _FAR = 16.0, 12.0
"""The side of a badge: in a full card, and on the screen from farther away."""
_RIM: Final = 1.5
_STROKE: Final = 2.2
"""Badges are small on the screen, however large they are in the drawing."""
_TALLER: Final = (float(MEASURES["tallHeight"]) - float(MEASURES["height"])) / 2


def badge_place(rect: QRectF, zoom: float, third: bool = False) -> QRectF:
    """Where the badge of a card is: at the right of its second line, from afar on its lower right corner."""
    if zoom < _DETAIL["full"]:
        size = _FAR / zoom
        return QRectF(rect.right() - size / 2, rect.bottom() - size / 2, size, size)
    middle = rect.top() + (rect.height() - float(MEASURES["height"])) / 2
    base = middle + float(MEASURES["summaryBaseline"]) - (_TALLER if third else 0)
    return QRectF(rect.right() - float(MEASURES["countRight"]) - 15, base - 12, _NEAR, _NEAR)


def paint_badge(painter: QPainter, theme: Theme, severity: str, place: QRectF, ground: str = "") -> None:
    """The icon of a severity; on a plate where what lies under it is not the plain card."""
    name = BADGED.get(severity)
    if name is None:
        return
    if ground:
        rim = place.width() / _NEAR * _RIM
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme[ground])
        painter.drawEllipse(place.adjusted(-rim, -rim, rim, rim))
    icons.renderer(name, theme[name].name(), _STROKE).render(painter, place)


def paint_card_badge(painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float, plated: bool) -> None:
    """The badge of a card at a level of detail that shows cards; `plated` where the card has a colour of its own."""
    full = zoom >= _DETAIL["full"]
    place = badge_place(rect, zoom, third=bool(card.third) and zoom >= _DETAIL["third"])
    paint_badge(painter, theme, card.severity, place, "" if full and not plated else "card")


def badge_tip(drawing: Drawing, node: int) -> str:
    """What is wrong at a node, in full sentences, escaped for a tool tip; empty where nothing is."""
    if node not in drawing.boxes or not drawing.sight.worst(node):
        return ""
    sight = drawing.sight
    told = [escape(sight.told(node, problem)) for problem in sight.problems(node)]
    return "".join(f"<p>{words}</p>" for words in dict.fromkeys(told))
