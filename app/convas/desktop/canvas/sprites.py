"""Sprites: what is alike on many cards is painted once for a zoom, and then put down as a picture."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from convas.desktop.canvas.card_painter import CardState, paint_body
from convas.desktop.canvas.cards import Card
from convas.desktop.theme.tokens import Theme

_MOST_PIXELS: Final = 12_000_000
_ROOM: Final = 18.0
"""For the shadow around a card, in the drawing's units."""

Paint = Callable[[QPainter], None]


class Sprites:
    """Pictures by what they show, the longest unused are dropped first."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[object, QPixmap] = OrderedDict()
        self._pixels = 0

    def put(self, painter: QPainter, key: object, area: QRectF, paint: Paint) -> None:
        """Put the picture of an area down; `paint` makes it, in the area's own places.

        Pictures come to lie on whole pixels. `key` tells everything that they show, save the zoom.
        """
        world = painter.worldTransform()
        zoom, device = world.m11(), painter.device()
        ratio = 1.0 if device is None else device.devicePixelRatioF()
        full = (key, zoom, ratio)
        picture = self._pictures.get(full)
        if picture is None:
            picture = self._made(full, area, zoom, ratio, paint)
        else:
            self._pictures.move_to_end(full)
        corner = world.map(area.topLeft())
        painter.setWorldTransform(_SAME)
        painter.drawPixmap(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), picture)
        painter.setWorldTransform(world)

    def _made(self, key: object, area: QRectF, zoom: float, ratio: float, paint: Paint) -> QPixmap:
        scale = zoom * ratio
        picture = QPixmap(max(1, ceil(area.width() * scale) + 1), max(1, ceil(area.height() * scale) + 1))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        painter.translate(-area.left(), -area.top())
        paint(painter)
        painter.end()
        self._pictures[key] = picture
        self._pixels += picture.width() * picture.height()
        while self._pixels > _MOST_PIXELS and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._pixels -= dropped.width() * dropped.height()
        return picture

    def body(self, painter: QPainter, theme: Theme, card: Card, rect: QRectF, zoom: float, state: CardState) -> None:
        """What is under a card's words."""
        key = (
            theme.mode,
            card.family,
            card.icon,
            card.letter,
            card.severity,
            card.bypassed,
            card.repeated,
            state.hovered,
            state.dragged,
            state.heat,
            state.cold,
            rect.width(),
            rect.height(),
        )
        self.put(
            painter,
            key,
            rect.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM),
            lambda made: paint_body(made, theme, card, rect, zoom, state),
        )


_SAME: Final = QTransform()
