"""Tiles: a family's coloured square with its glyph, for cards, lists and tables."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from convas.desktop.theme import icons
from convas.desktop.theme.look import look, mix
from convas.desktop.theme.tokens import Theme, tokens


def paint_tile(painter: QPainter, theme: Theme, family: str, icon: str, place: QRectF, *, faded: bool = False) -> None:
    """A family's coloured tile with its glyph."""
    ratio = float(tokens()["radius"]["tileRatio"])
    ground = theme.family(family)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mix(ground, theme["sunken"], tokens()["opacity"]["bypassedTile"]) if faded else ground)
    painter.drawRoundedRect(place, place.width() * ratio, place.width() * ratio)
    paint_glyph(painter, theme, icon, place)


def paint_glyph(painter: QPainter, theme: Theme, icon: str, place: QRectF) -> None:
    """The glyph of a tile alone."""
    inset = place.width() * (1 - tokens()["card"]["glyph"] / tokens()["card"]["tile"]) / 2
    glyph = icon if icon in tokens()["icon"]["body"] else "help"
    icons.draw(painter, glyph, place.adjusted(inset, inset, -inset, -inset), theme["onTile"])


def tile_picture(family: str, icon: str, size: int, ratio: float) -> QPixmap:
    """A family's tile as a picture for a label or a table."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_tile(painter, look.theme, family, icon, QRectF(0, 0, size, size))
    painter.end()
    return made
