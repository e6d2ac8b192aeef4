"""Fonts: the system's own, in the roles of the look, scaled with the system's size, digits of one width."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF

from convas.desktop.theme.tokens import tokens


@cache
def scale() -> float:
    """How much larger than the look's 13 pixels the system's font is."""
    return max(0.5, QFontInfo(_system()).pixelSize() / float(tokens()["type"]["base"]))


def px(size: float) -> int:
    """A size in the look's pixels for the system's font, in whole pixels."""
    return max(1, round(size * scale()))


@cache
def font(role: str) -> QFont:
    """The font of a role such as `strong`, `summary` or `tableCount`."""
    size, weight = tokens()["type"]["roles"][role]
    return sized(max(int(tokens()["type"]["minimum"]), px(size)), weight)


@cache
def canvas_font(role: str) -> QFont:
    """The font of a role on the canvas: in the drawing's own units, so that drawings look alike everywhere."""
    size, weight = tokens()["type"]["roles"][role]
    return sized(size, weight)


@cache
def sized(size: int, weight: int = 400) -> QFont:
    """The system's font at a size in pixels."""
    made = QFont(_system())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def metrics(role: str) -> QFontMetricsF:
    return QFontMetricsF(font(role))


@cache
def canvas_metrics(role: str) -> QFontMetricsF:
    return QFontMetricsF(canvas_font(role))


def _system() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
