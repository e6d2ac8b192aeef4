"""The heat map on the canvas: which colour each card has, and which ink is read on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor

from convas.analysis.inside import Path
from convas.desktop.theme.contrast import better_ink
from convas.desktop.theme.tokens import Theme
from convas.study.heat import Heat

UNKNOWN: Final = "?"
_STEPS: Final = 64


class HeatMap:
    """Colours of one heat in one theme. What was painted with another map gets old where `changed` says so."""

    def __init__(self, heat: Heat, theme: Theme, inner: dict[Path, HeatMap] | None = None) -> None:
        self.heat, self.theme = heat, theme
        ramp = [colour_at(theme, step / _STEPS).name() for step in range(_STEPS + 1)]
        named: dict[int | None, str] = {}
        for key, value in heat.values.items():
            if value not in named:
                named[value] = _named(ramp, heat.part(key))
        self.colours = {key: named[value] for key, value in heat.values.items()}
        self._inner = {} if inner is None else inner
        if inner is None:
            self._inner.update((place, HeatMap(inside, theme, self._inner)) for place, inside in heat.inner.items())

    def colour(self, node: int) -> str:
        """`#rrggbb`, or UNKNOWN where there is no value."""
        return self.colours.get(node, UNKNOWN)

    @property
    def look(self) -> object:
        """What all maps of a theme have in common, and no other look of cards."""
        return "heat", self.theme.mode

    def changed(self, before: HeatMap | None) -> Iterable[int]:
        """The nodes that have another colour than in the map before."""
        if before is None or before.look != self.look:
            return self.colours
        then = before.colours
        return [key for key, colour in self.colours.items() if then.get(key) != colour]

    def within(self, place: Path) -> HeatMap | None:
        """The map of the drawing inside an open block, however deep."""
        return self._inner.get(place)

    def is_zero(self, node: int) -> bool:
        return self.heat.values.get(node) == 0


def colour_at(theme: Theme, part: float) -> QColor:
    """The colour of a place on the scale, from 0 to 1: between the seven stops of the theme."""
    stops = theme.heat
    place = max(0.0, min(1.0, part)) * (len(stops) - 1)
    index = min(int(place), len(stops) - 2)
    return _between(stops[index], stops[index + 1], place - index)


def _named(ramp: list[str], part: float | None) -> str:
    return UNKNOWN if part is None else ramp[round(max(0.0, min(1.0, part)) * _STEPS)]


def _between(a: QColor, b: QColor, part: float) -> QColor:
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )


@lru_cache(maxsize=256)
def heated(theme: Theme, colour: str) -> Theme:
    """The theme on a card of that colour: every text in the ink that is read best there."""
    ink = QColor(theme["text"] if colour == UNKNOWN else better_ink(QColor(colour)))
    ground = theme["sunken"] if colour == UNKNOWN else QColor(colour)
    return theme.having(
        card=ground, text=ink, text2=ink, text3=ink, error=ink, warn=ink, onTile=ink, cardBorder=theme["lineStrong"]
    )
