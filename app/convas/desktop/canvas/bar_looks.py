"""How a bar seen from afar is filled and edged, by the name of its colour: a family's, or one of a heat map."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from convas.desktop.canvas.heat import UNKNOWN
from convas.desktop.theme.look import mix
from convas.desktop.theme.tokens import Theme, tokens

BYPASSED: Final = "~"
"""Behind the family of what is bypassed."""


def bar_name(family: str, bypassed: bool) -> str:
    """The name of the colour of a card that has no heat."""
    return family + BYPASSED if bypassed else family


@lru_cache(maxsize=512)
def bar_look(theme: Theme, name: str) -> tuple[QBrush, QPen]:
    """The fill and the edge of a bar. Without an edge is what stands out from the canvas by itself."""
    if name == UNKNOWN:
        return QBrush(theme["link"], Qt.BrushStyle.BDiagPattern), _edge(theme["link"])
    if name.startswith("#"):
        sinks = name == theme.heat[0].name()
        return QBrush(QColor(name)), _edge(theme["cardBorder"]) if sinks else QPen(Qt.PenStyle.NoPen)
    if name.endswith(BYPASSED):
        family = theme.family(name.removesuffix(BYPASSED))
        return QBrush(mix(family, theme["sunken"], tokens()["opacity"]["bypassedTile"])), _edge(theme["link"])
    return QBrush(theme.family(name)), QPen(Qt.PenStyle.NoPen)


def _edge(colour: QColor) -> QPen:
    pen = QPen(colour, 1.0)
    pen.setCosmetic(True)
    return pen
