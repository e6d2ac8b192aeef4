"""Tips: what is under a hand that rests: a card's shape, count and calculation; a port's name and what goes through."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QToolTip

from convas.design.records import Link
from convas.desktop.canvas.card_tips import card_tip
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.hits import Hit
from convas.values import text

if TYPE_CHECKING:
    from convas.desktop.canvas.view import Canvas

_REST: Final = 400
"""Milliseconds before a tip is shown."""


class HoverTip(QObject):
    """Shows the tip of what the hand rests on."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._at = QPoint()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._show)

    def rest(self, hit: Hit, at: QPoint) -> None:
        """The hand came upon something, at a place on the screen."""
        self.leave()
        if hit.part != "nothing":
            self._at = at
            self._timer.start()

    def leave(self) -> None:
        self._timer.stop()
        QToolTip.hideText()

    def _show(self) -> None:
        canvas = self._canvas
        hit, marks = canvas.state.hover, canvas.state.answers
        said = tip(canvas.drawing, hit)
        if marks is not None and hit.part in ("node", "handle"):
            said += marks.tip((*canvas.drawing.sight.place, hit.id))
        QToolTip.showText(self._at, said, canvas.viewport())


def tip(drawing: Drawing, hit: Hit) -> str:
    """The words for what is under the hand, as HTML with everything escaped; empty where there is nothing to say."""
    if hit.part in ("input", "output") and hit.id in drawing.cards:
        return _lines(_port(drawing, hit))
    if hit.part in ("node", "handle") and hit.id in drawing.cards:
        return card_tip(drawing, hit.id)
    if hit.part == "link" and hit.id in drawing.wires:
        return _lines(*_link(drawing, hit.id))
    return ""


def _link(drawing: Drawing, key: int) -> list[str]:
    link = drawing.design.get(Link, key)
    if link is None:
        return []
    names = [drawing.design.node(end).name for end in (link.source, link.target)]
    finding = drawing.sight.findings.get(link.source)
    spec = finding.outputs[link.output] if finding is not None and link.output < len(finding.outputs) else None
    shape = text.shape(spec.visible) if spec is not None and spec.known else "unknown shape"
    return [f"{names[0]} to {names[1]}", shape]


def _port(drawing: Drawing, hit: Hit) -> str:
    """`c: 64`"""
    ports, finding = drawing.sight.layer(hit.id).ports, drawing.sight.findings.get(hit.id)
    ours = ports.inputs if hit.part == "input" else ports.outputs
    if hit.part == "input" and ports.takes(hit.port):
        name = ports.name(hit.port)
    elif hit.part == "output" and hit.port < len(ours):
        name = ours[hit.port]
    else:
        return ""
    specs = () if finding is None else finding.inputs if hit.part == "input" else finding.outputs
    spec = specs[hit.port] if hit.port < len(specs) else None
    shape = "" if spec is None or not spec.known else f": {text.shape(spec.visible)}"
    return name + shape


def _lines(*told: str) -> str:
    """At most 420 pixels wide; short lines are not broken."""
    some = [line for line in told if line]
    if not some:
        return ""
    return "".join(f"<div{_KEEP if len(line) < _SHORT else ''}>{escape(line)}</div>" for line in some)


_KEEP: Final = " style='white-space:pre'"
_SHORT: Final = 60
