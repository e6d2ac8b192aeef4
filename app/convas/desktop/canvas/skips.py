"""Skips: long links, each with a lane of its own: one that spans another runs farther out than it."""

from __future__ import annotations

from typing import Final

from convas.desktop.canvas.geometry import Box, Boxes, Point

LONG: Final = 480.0
"""A link is long if it leads past at least one card."""
_DEEPEST: Final = 20


class Skips:
    """The long links of a drawing by what they span, along the way it flows."""

    def __init__(self, *, down: bool) -> None:
        self._down = down
        self._spans = Boxes()

    def put(self, key: int, start: Point, end: Point) -> list[int]:
        """Take a link in, or follow its ends; the links whose lanes are others now."""
        changed = self.drop(key)
        along = end.y - start.y if self._down else end.x - start.x
        if along < LONG:
            return changed
        span = Box(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y)).grown(1)
        self._spans.put(key, span)
        return [*changed, *self._around(key, span)]

    def drop(self, key: int) -> list[int]:
        """Forget a link; the links whose lanes are others now."""
        span = self._spans.get(key)
        if span is None:
            return []
        changed = self._around(key, span)
        self._spans.drop(key)
        return changed

    def depth(self, key: int) -> int:
        """How many lanes lie between a link and the cards that it passes."""
        span = self._spans.get(key)
        if span is None:
            return 0
        near = self._spans.near(span)
        return min(_DEEPEST, sum(self._spans_it(key, span, other, self._spans[other]) for other in near))

    def _around(self, key: int, span: Box) -> list[int]:
        near = self._spans.near(span)
        return [other for other in near if self._spans_it(other, self._spans[other], key, span)]

    def _spans_it(self, key: int, span: Box, other: int, inner: Box) -> bool:
        """Whether a link runs outside another; of two that span the same, the later one does."""
        ours = (span.top, span.bottom) if self._down else (span.left, span.right)
        theirs = (inner.top, inner.bottom) if self._down else (inner.left, inner.right)
        if key == other or ours[0] > theirs[0] or ours[1] < theirs[1]:
            return False
        return ours != theirs or key > other
