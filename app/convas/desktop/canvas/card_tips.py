"""What a card says while the pointer rests on it: its shapes, its parameters with their calculation, what is wrong."""

from __future__ import annotations

from html import escape
from typing import Final

from convas.analysis.report import Shape, calculation, row
from convas.analysis.sight import Sight
from convas.desktop.canvas.badges import badge_tip
from convas.desktop.canvas.drawing import Drawing
from convas.values import text

ARROW: Final = "\u2192"
_MOST: Final = 160
"""A longer calculation is read in the inspector."""


def card_tip(drawing: Drawing, node: int) -> str:
    """The lines about a node, escaped for a tool tip; empty where there is no such card."""
    if node not in drawing.boxes:
        return ""
    design, sight = drawing.design, drawing.sight
    found, card = row(design, sight, node), drawing.cards[node]
    lines = [("Shape", _shapes(found.inputs, found.outputs))]
    if card.count:
        lines.append(("Parameters", _parameters(drawing, sight, node, card.count)))
        lines.append(("MACs", text.count(found.macs)))
    lines.append(("Activations", text.memory(found.memory)))
    table = "".join(
        f"<tr><td style='white-space:pre'>{name}&nbsp;&nbsp;</td><td><b>{escape(words)}</b></td></tr>"
        for name, words in lines
        if words
    )
    head = f"<p style='white-space:pre'><b>{escape(card.name)}</b>&nbsp;&nbsp;{escape(found.title)}</p>"
    return f"{head}<table>{table}</table>{badge_tip(drawing, node)}"


def _shapes(inputs: tuple[Shape, ...], outputs: tuple[Shape, ...]) -> str:
    into, out = (text.shapes(each, text.THIN) if each else "" for each in (inputs, outputs))
    return f"{into} {ARROW} {out}" if into and out else out or into


def _parameters(drawing: Drawing, sight: Sight, node: int, count: str) -> str:
    told = calculation(drawing.design, sight, node)
    return count if not told or told == "unknown" or len(told) > _MOST else told
