"""Patches: each region of a drawing seen from afar, kept as plain lists that Qt paints in a few calls.

A patch is made anew when its region's version is another one. Nodes under the hand have patches of their own, so that
they can be painted shifted, and the rest without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainterPath

from convas.design.records import Link
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.geometry import Box, Cell, around, joined
from convas.desktop.canvas.link_painter import bent_path
from convas.desktop.canvas.routes import Route

Colour = Callable[[int], str]
"""The name of a node's colour: its family's, or one of a heat map."""


@dataclass(slots=True)
class Patch:
    """What a region shows: the cards by colour, and the links that leave them.

    cards      where cards are, by colour
    branches   all links but those of the spine; spine: that, and bones: its ways
    area       what all of it covers
    least      how high the lowest card is
    ways       the links' ways; keys: where each card is
    """

    version: tuple[object, ...]
    cards: dict[str, list[Box]] = field(default_factory=dict)
    branches: QPainterPath = field(default_factory=QPainterPath)
    spine: QPainterPath = field(default_factory=QPainterPath)
    bones: list[Route] = field(default_factory=list)
    area: Box | None = None
    least: float = 56.0
    ways: list[Route] = field(default_factory=list)
    keys: dict[int, Box] = field(default_factory=dict)
    _rects: dict[str, list[QRectF]] = field(default_factory=dict)
    _bars: dict[str, list[QLineF]] = field(default_factory=dict)
    _chosen: tuple[frozenset[int], list[QLineF]] = (frozenset(), [])
    _bent: QPainterPath | None = None
    _backbone: list[QLineF] | None = None

    def rects(self, colour: str) -> list[QRectF]:
        """The cards of a colour."""
        found = self._rects.get(colour)
        if found is None:
            found = self._rects[colour] = [QRectF(b[0], b[1], b[2] - b[0], b[3] - b[1]) for b in self.cards[colour]]
        return found

    def bars(self, colour: str) -> list[QLineF]:
        """A line through the middle of each card of a colour."""
        found = self._bars.get(colour)
        if found is None:
            found = self._bars[colour] = [_bar(box) for box in self.cards[colour]]
        return found

    def bent(self) -> QPainterPath:
        """All links with round corners, for nearer views."""
        if self._bent is None:
            self._bent = QPainterPath()
            for points in self.ways:
                self._bent.addPath(bent_path(points))
        return self._bent

    def backbone(self) -> list[QLineF]:
        """The straight pieces of the spine."""
        if self._backbone is None:
            self._backbone = [piece for points in self.bones for piece in pieces(points)]
        return self._backbone

    def chosen(self, selected: frozenset[int]) -> list[QLineF]:
        """The lines of those cards that are selected."""
        if self._chosen[0] is not selected:
            keys = self.keys
            small = len(selected) < len(keys)
            if small:
                found = [keys[key] for key in selected if key in keys]
            else:
                found = [box for key, box in keys.items() if key in selected]
            self._chosen = (selected, [_bar(box) for box in found])
        return self._chosen[1]


class Patches:
    """The patches of one drawing, in two layers: what rests, and what is under the hand."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._kept: dict[tuple[Cell, bool], Patch] = {}
        self._regions = drawing.regions

    def near(
        self,
        area: Box,
        colour: Colour,
        look: object,
        moved: frozenset[int] = frozenset(),
        held: bool = False,
        hidden: Link | None = None,
    ) -> Iterator[Patch]:
        """The patches that meet an area: without the moved nodes, or (held) of these alone; without a hidden link.

        `look` is another value whenever `colour` may give another answer.
        """
        drawing = self._drawing
        if self._regions is not drawing.regions:
            self._regions = drawing.regions
            self._kept.clear()
        for cell, version in drawing.regions.versions.items():
            patch = self._kept.get((cell, held))
            members = drawing.regions.members[cell]
            apart = moved and not moved.isdisjoint(members)
            without = hidden.id if hidden is not None and hidden.source in members else 0
            stamp = (version, drawing.spine_version, look, moved if apart else None, without)
            if patch is None or patch.version != stamp:
                patch = self._kept[cell, held] = self._made(stamp, members, colour, moved, held, without)
            if patch.area is not None and patch.area.meets(area):
                yield patch

    def _made(
        self,
        stamp: tuple[object, ...],
        members: Iterable[int],
        colour: Colour,
        moved: frozenset[int],
        held: bool,
        hidden: int,
    ) -> Patch:
        drawing, patch = self._drawing, Patch(stamp)
        boxes, frames, outbound, spine = drawing.boxes, drawing.frames, drawing.design.outbound, drawing.spine
        covered: list[Box] = []
        for key in members:
            if (key in moved) is held:
                box = boxes[key]
                if key not in frames:
                    name = colour(key)
                    patch.cards.setdefault(name, []).append(box)
                    patch.keys[key] = box
                covered.append(box)
                for link in outbound.get(key, {}).values():
                    if (link.target in moved) is held and link.target in boxes and link.id != hidden:
                        points = drawing.line(link)
                        patch.ways.append(points)
                        covered.append(around(points))
                        if link.id in spine:
                            sharp(patch.spine, points)
                            patch.bones.append(points)
                        else:
                            sharp(patch.branches, points)
        patch.area = joined(covered)
        return patch


def _bar(box: Box) -> QLineF:
    left, top, right, bottom = box
    return QLineF(left, (top + bottom) / 2, right, (top + bottom) / 2)


def pieces(points: Route) -> list[QLineF]:
    """The straight pieces of a way."""
    return [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(points)]


def sharp(path: QPainterPath, points: Route) -> None:
    """Add a way to a path, its corners sharp."""
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
