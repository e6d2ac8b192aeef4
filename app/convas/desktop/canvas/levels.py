"""Levels of detail: from which zoom on what is drawn, with some play so that nothing flickers at a border."""

from __future__ import annotations

from typing import Final

from convas.desktop.theme.tokens import tokens

_DETAIL: Final = tokens()["detail"]
_BORDERS: Final = tuple(float(_DETAIL[name]) for name in ("bar", "name", "full", "third"))
NAMES: Final = float(_DETAIL["name"]) * (1 - float(_DETAIL["hysteresis"]))
"""From this zoom on more is seen of a card than its place and its family."""
_PLAY: Final = float(_DETAIL["hysteresis"])
_HAIR: Final = 1e-6


def steady(zoom: float, before: float) -> float:
    """The zoom to draw for: that of the level before while it is only a little beyond its border."""
    for border in _BORDERS:
        if before >= border > zoom > border * (1 - _PLAY):
            return border
        if before < border <= zoom < border * (1 + _PLAY):
            return border - _HAIR
    return zoom
