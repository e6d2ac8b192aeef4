"""Regions: wide squares of the drawing with what lies in each, and a version by which a picture of it gets old."""

from __future__ import annotations

from typing import Final

from convas.desktop.canvas.geometry import Box, Cell

SIDE: Final = 4096.0
"""The side of a region: wide enough that few are in sight, small enough that one is quickly drawn anew."""


class Regions:
    """Nodes by region. Each belongs to the one in which its corner lies.

    members    region -> {node}; versions: region -> a number that is another one after every change
    """

    def __init__(self) -> None:
        self.members: dict[Cell, set[int]] = {}
        self.versions: dict[Cell, int] = {}
        self._home: dict[int, Cell] = {}
        self._seen: dict[int, tuple[Box, str]] = {}
        self.clock = 0

    def put(self, key: int, box: Box, look: str) -> None:
        """Take a node in, or follow it to where it is now; `look` is what else is seen of it from afar."""
        if self._seen.get(key) == (box, look):
            return
        self._seen[key] = (box, look)
        at = (int(box[0] // SIDE), int(box[1] // SIDE))
        before = self._home.get(key)
        if before != at:
            if before is not None:
                self.members[before].discard(key)
                self._age(before)
            self._home[key] = at
            self.members.setdefault(at, set()).add(key)
        self._age(at)

    def drop(self, key: int) -> None:
        """Forget a node."""
        at = self._home.pop(key, None)
        self._seen.pop(key, None)
        if at is not None:
            self.members[at].discard(key)
            self._age(at)

    def touch(self, key: int) -> None:
        """Something that is drawn with a node is another."""
        at = self._home.get(key)
        if at is not None:
            self._age(at)

    def _age(self, at: Cell) -> None:
        self.clock += 1
        self.versions[at] = self.clock
