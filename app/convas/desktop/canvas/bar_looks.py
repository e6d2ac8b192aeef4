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
MOSTLY: Final = ">"
"""Between the family of a block and what it mostly is."""


def bar_name(family: str, bypassed: bool, leading: str = "") -> str:
    """The name of the colour of a card that has no heat; `leading` is the family that a block mostly is."""
    name = f"{family}{MOSTLY}{leading}" if leading else family
    return name + BYPASSED if bypassed else name


@lru_cache(maxsize=512)
def bar_look(theme: Theme, name: str, field: bool = False) -> tuple[QBrush, QPen]:
    """The fill and the edge of a bar; as a `field`, from very far, a block has the colour of what it mostly is."""
    if name == UNKNOWN:
        return QBrush(theme["link"], Qt.BrushStyle.BDiagPattern), _edge(theme["link"])
    if name.startswith("#"):
        sinks = name == theme.heat[0].name()
        return QBrush(QColor(name)), _edge(theme["cardBorder"]) if sinks else QPen(Qt.PenStyle.NoPen)
    family, _, leading = name.removesuffix(BYPASSED).partition(MOSTLY)
    colour = theme.family(leading if field and leading else family)
    if name.endswith(BYPASSED):
        return QBrush(mix(colour, theme["sunken"], tokens()["opacity"]["bypassedTile"])), _edge(theme["link"])
    return QBrush(colour), QPen(Qt.PenStyle.NoPen)


def _edge(colour: QColor) -> QPen:
    pen = QPen(colour, 1.0)
    pen.setCosmetic(True)
    return pen
