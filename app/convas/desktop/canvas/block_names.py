"""Names of blocks seen from afar: of a fixed size on the screen, where they fit, the larger blocks first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QTransform

from convas.desktop.canvas.card_painter import DETAIL
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Boxes
from convas.desktop.canvas.state import CanvasState
from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import Theme
from convas.layers.use import Use
from convas.values import text
from convas.values.size import value_of

_SIZE: Final = int(DETAIL["screenBlock"])
_GAP: Final = 5.0
_MOST: Final = 200


def paint_block_names(
    painter: QPainter, theme: Theme, drawing: Drawing, area: Box, zoom: float, now: CanvasState
) -> None:
    """Write the names of the blocks in an area above their bars."""
    design, font = drawing.design, fonts.sized(_SIZE, 600)
    seen = [key for key in drawing.blocks if key not in drawing.frames and drawing.boxes[key].meets(area)]
    if not seen:
        return
    metrics, taken = QFontMetricsF(font), Boxes()
    world = painter.worldTransform()
    painter.setWorldTransform(QTransform())
    painter.setFont(font)
    painter.setPen(theme["text"])
    for key in sorted(seen, key=lambda key: (-_size(drawing, key), key))[:_MOST]:
        node = design.node(key)
        times = node.layer.repeat if isinstance(node.layer, Use) else 1
        words = f"{node.name} {text.TIMES} {text.count(times)}" if times > 1 else node.name
        box, width = drawing.boxes[key].moved(*now.shift(key)), metrics.horizontalAdvance(words) / zoom
        base = box.middle.y - max(box.height, 3 / zoom) / 2 - _GAP / zoom
        place = Box(box.middle.x - width / 2, base - metrics.ascent() / zoom, box.middle.x + width / 2, base)
        if drawing.free(place) and not taken.near(place.grown(6 / zoom)):
            taken.put(key, place)
            at = world.map(QPointF(place.left, place.bottom))
            painter.drawText(QPointF(round(at.x()), round(at.y())), words)
    painter.setWorldTransform(world)


def _size(drawing: Drawing, key: int) -> int:
    count = drawing.sight.figure(key).alone
    return 0 if count is None else value_of(count) or 0
