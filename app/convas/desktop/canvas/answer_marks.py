"""Marks of a checked answer on the cards: a tick, a cross, dots for what is missing; with the reason as a tip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from convas.analysis.inside import Path
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box
from convas.desktop.theme import icons
from convas.desktop.theme.tokens import Theme

if TYPE_CHECKING:
    from convas.desktop.canvas.state import CanvasState

_COLOURS: Final = {"right": "ok", "wrong": "error", "missing": "warn", "unknown": "text2"}
_ICONS: Final = {"right": "check", "wrong": "x", "unknown": "help"}
_RANK: Final = ("right", "unknown", "missing", "wrong")
"""Of several marks at one card the last one is shown."""
_SIDE, _RIM, _FAR = 22.0, 2.0, 14.0
_LEAST_ZOOM: Final = 0.06
"""From farther away no mark could be told from another."""


@dataclass(frozen=True, slots=True)
class AnswerMarks:
    """The verdict and the words of every place that was marked: node, repetition, node, and so on inwards."""

    verdicts: Mapping[Path, str] = field(default_factory=dict)
    words: Mapping[Path, Callable[[], str]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[tuple[Path, str, Callable[[], str]]]) -> AnswerMarks:
        """Marks from places, each with its verdict and what is said; a block has the worst of what is inside."""
        verdicts: dict[Path, str] = {}
        words: dict[Path, Callable[[], str]] = {}
        for place, verdict, said in told:
            if verdict not in _RANK:
                continue
            for length in range(1, len(place) + 1, 2):
                part = place[:length]
                before = verdicts.get(part)
                if before is None or _RANK.index(verdict) > _RANK.index(before):
                    verdicts[part] = verdict
                    words[part] = said
        return cls(verdicts, words)

    def tip(self, place: Path) -> str:
        """What is said of a card, as a paragraph; empty where nothing is."""
        said = self.words.get(place)
        return "" if said is None else f"<p>{escape(said())}</p>"


def mark_place(rect: QRectF, zoom: float) -> QRectF:
    """Where a card's mark is: on its upper left corner, never smaller than can be seen."""
    side = max(_SIDE, _FAR / zoom)
    return QRectF(rect.left() - side / 2, rect.top() - side / 2, side, side)


def paint_answer_marks(
    painter: QPainter, theme: Theme, drawing: Drawing, area: Box, zoom: float, now: CanvasState
) -> None:
    """The marks of the cards in an area."""
    marks = now.answers
    if marks is None or zoom < _LEAST_ZOOM:
        return
    around = drawing.sight.place
    for key in drawing.boxes.near(area):
        verdict = marks.verdicts.get((*around, key))
        if verdict is not None:
            box = drawing.boxes[key].moved(*now.shift(key))
            _paint(painter, theme, verdict, mark_place(QRectF(box.left, box.top, box.width, box.height), zoom))


def _paint(painter: QPainter, theme: Theme, verdict: str, place: QRectF) -> None:
    """A disc in the verdict's colour with its sign; dots on a ring for what is missing."""
    colour = theme[_COLOURS[verdict]]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = place.width() * _RIM / _SIDE
    painter.setPen(QPen(theme["canvas"] if verdict != "missing" else colour, rim))
    painter.setBrush(colour if verdict != "missing" else theme["card"])
    painter.drawEllipse(place.adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2))
    inner = place.width() * 0.2
    sign = place.adjusted(inner, inner, -inner, -inner)
    if verdict == "missing":
        _dots(painter, sign, colour)
    else:
        icons.renderer(_ICONS[verdict], theme["onAccent"].name(), 3.0).render(painter, sign)
    painter.restore()


def _dots(painter: QPainter, place: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = place.width() * 0.1
    for step in (0.15, 0.5, 0.85):
        painter.drawEllipse(QPointF(place.left() + place.width() * step, place.center().y()), radius, radius)
