"""Tokens: every colour, size and time of the look, read once from the theme's file."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal

from PySide6.QtGui import QColor

from convas.resources import resource

Mode = Literal["light", "dark"]


@cache
def tokens() -> dict[str, Any]:
    """The token file as it is."""
    read: dict[str, Any] = json.loads(resource("themes", "tokens.json").read_text(encoding="utf-8"))
    return read


class Theme:
    """The colours of one mode. Names are those of the token file; a wrong one is a KeyError."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        table = tokens()["color"][mode]
        self._colours = {name: QColor(value) for name, value in table.items() if isinstance(value, str)}
        self._families = {name: QColor(value) for name, value in table["family"].items()}
        self._shares = [QColor(value) for value in table["share"].values()]
        self.heat = [QColor(value) for value in table["heat"]]
        shadow = table["shadow"]
        self.shadow = QColor(shadow["r"], shadow["g"], shadow["b"], shadow["a"])

    @property
    def dark(self) -> bool:
        return self.mode == "dark"

    def __getitem__(self, name: str) -> QColor:
        return self._colours[name]

    def family(self, name: str) -> QColor:
        """The colour of a family; a neutral one where the family is not known."""
        return self._families.get(name, self._colours["text3"])

    def share(self, letter: str) -> QColor:
        """The colour of a share group; after six groups the colours begin again."""
        return self._shares[_place(letter) % len(self._shares)]

    def having(self, **colours: QColor) -> Theme:
        """The same theme with some colours changed."""
        made = Theme(self.mode)
        made._colours = {**self._colours, **colours}
        return made

    def names(self) -> dict[str, str]:
        """Every plain colour as `#rrggbb`, for style sheets."""
        return {name: colour.name() for name, colour in self._colours.items()}


def share_dash(letter: str) -> list[float]:
    """The dash pattern of a share group, in line widths."""
    patterns = list(tokens()["shareDash"].values())
    pattern: list[float] = patterns[_place(letter) % len(patterns)]
    return pattern


def _place(letter: str) -> int:
    place = 0
    for sign in letter:
        place = place * 26 + ord(sign) - 64
    return place - 1
