"""An example: how it is drawn, and what is told of it, in the drawing's own note and where it is chosen."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from convas.design.records import TOP, Block
from convas.edits.arrange import arrange
from convas.script import Script

GROUPS = ("Exercises", "Image networks", "Language", "Audio")
"""In the order in which they are shown."""
WIDTH = 552
"""Of a note: as wide as two cards with their link."""
_ABOVE = 56
_LETTERS = 68
"""Of the interface font in a line of a note; the window gives the note more height where its font needs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of an example. `line` is one plain line; `source` says which paper or page, and whose version.

    `also` are words by which it is found, too; `first` its place on the first screen, from 1; `place` puts what is
    arranged already at other places, for drawings with a shape of their own.
    """

    group: str
    line: str
    source: str
    year: int | None = None
    also: str = ""
    first: int = 0
    place: Callable[[Script], object] | None = None


@dataclass(frozen=True, slots=True)
class Example(Told):
    """One shipped design. Its name and its convention are those of what `make` draws."""

    file: str
    make: Callable[[], Script]

    def drawn(self) -> Script:
        """The design, tidily arranged, with the note on its source above it."""
        net = self.make()
        for scope in (TOP, *(block.id for block in net.design.all(Block))):
            net.apply(arrange(net.design, scope=scope, steady=True))
        if self.place is not None:
            self.place(net)
        words = self.note(net.design.header.name)
        lines = sum(len(textwrap.wrap(line, _LETTERS)) for line in words.splitlines())
        height = 8 * round((24 + 16 * lines) / 8)
        left = min(node.x for node in net.design.nodes())
        top = min(node.y for node in net.design.nodes())
        net.note(words, x=left, y=top - height - _ABOVE, width=WIDTH, height=height)
        return net

    def note(self, name: str) -> str:
        """What the drawing says of itself."""
        return f"{name}{f', {self.year}' if self.year else ''}: {_small(self.line)}.\n{self.source}"

    def row(self, net: Script) -> dict[str, Any]:
        """Its entry in the index."""
        row = {
            "file": f"{self.file}.convas",
            "name": net.design.header.name,
            "year": self.year,
            "group": self.group,
            "line": self.line,
            "source": self.source,
            "also": self.also,
            "first": self.first,
            "convention": net.design.header.convention,
            "parameters": net.totals.parameters,
            "trainable": net.totals.trainable,
        }
        return {key: value for key, value in row.items() if value or key in ("parameters", "trainable")}


def _small(line: str) -> str:
    """A line within a sentence: names and abbreviations keep their capital."""
    first, _, rest = line.partition(" ")
    return line if first[1:] != first[1:].lower() else f"{first.lower()} {rest}"
