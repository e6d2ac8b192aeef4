"""Soft colours: the grounds of notes and frames, kept in a design by their tokens' names, for both themes."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtGui import QColor

from convas.desktop.theme.tokens import Theme


class Soft(NamedTuple):
    """A ground that people choose: its token, the token of an edge on it, and what it is called."""

    ground: str
    edge: str
    words: str


SOFT: Final = (
    Soft("warnSoft", "warn", "Yellow"),
    Soft("okSoft", "ok", "Green"),
    Soft("accentSoft", "accent", "Blue"),
    Soft("errorSoft", "error", "Red"),
    Soft("hover", "controlBorder", "Grey"),
)
_BY_TOKEN: Final = {soft.ground: soft for soft in SOFT}
_EDGE: Final = 0.45


def soft(colour: str, *, frame: bool = False) -> Soft:
    """The colour of that name; notes are yellow and frames blue where none is named, or one that is not known."""
    return _BY_TOKEN.get(colour) or SOFT[2 if frame else 0]


def following(colour: str, *, frame: bool = False) -> str:
    """The name of the next colour, round and round."""
    return SOFT[(SOFT.index(soft(colour, frame=frame)) + 1) % len(SOFT)].ground


def edge(theme: Theme, chosen: Soft) -> QColor:
    """The edge of a frame, softer than the line that the colour is elsewhere."""
    made = QColor(theme[chosen.edge])
    made.setAlphaF(_EDGE)
    return made
