"""Bonds: the share groups of a drawing as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from convas.desktop.canvas.geometry import Box, around
from convas.desktop.canvas.routes import Route


@dataclass(frozen=True, slots=True)
class Bond:
    """A share group as it is drawn. `words` say which weights are one, where it is not whole layers."""

    key: int
    letter: str
    members: tuple[int, ...]
    lines: tuple[Route, ...]
    wrong: bool
    words: str = ""

    @property
    def area(self) -> Box:
        """The box around its lines."""
        return around(point for line in self.lines for point in line)
