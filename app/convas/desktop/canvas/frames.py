"""Frames: blocks that show what they hold where they stand. Each has a drawing of its first repetition inside."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convas.analysis.inside import Path
from convas.analysis.sight import Inner, Sight, opened
from convas.design.design import Design
from convas.design.records import Node
from convas.desktop.canvas.cards import card_width
from convas.desktop.canvas.geometry import Box, Point
from convas.desktop.canvas.spread import Grown, Spread
from convas.layers.use import Use

if TYPE_CHECKING:
    from convas.desktop.canvas.drawing import Drawing

Draw = Callable[[Sight, int], "Drawing"]
MARGIN: Final = 24.0
WIDEST: Final = 1680.0
"""What is wider inside is drawn smaller, but never below the least scale."""
_LEAST: Final = 0.4
HEAD: Final = 28.0
"""The height of the name above what is inside."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A block that is looked into: the drawing inside, where its corner lies and how small it is drawn."""

    drawing: Drawing
    box: Box
    corner: Point
    scale: float

    def inner(self, x: float, y: float) -> Point:
        """A point in the places of the drawing inside."""
        left, top = x - self.box.left, y - self.box.top - HEAD
        return Point(self.corner.x + left / self.scale, self.corner.y + top / self.scale)


class Frames:
    """The frames of one drawing, and where everything else is drawn around them."""

    def __init__(self) -> None:
        self.by_use: dict[int, Frame] = {}
        self.spread = Spread()

    def make(self, design: Design, sight: Sight, looked: Collection[Path], heights: dict[int, int], draw: Draw) -> None:
        """Look into the blocks whose paths are given; `heights` are those of the cards, `draw` draws an inside."""
        inside: dict[int, tuple[Drawing, Point, float, Grown]] = {}
        for path in looked:
            if path[:-1] == sight.place and path[-1] in heights:
                drawn = _drawn(design, sight, path, draw)
                if drawn is None:
                    continue
                node, height = design.node(path[-1]), heights[path[-1]]
                card = Box(node.x, node.y, node.x + card_width(), node.y + height)
                around = (drawn.bounds() or Box(0, 0, 0, 0)).grown(MARGIN)
                scale = max(_LEAST, min(1.0, WIDEST / around.width))
                wider = max(0.0, around.width * scale - card.width)
                higher = max(0.0, around.height * scale + HEAD - height)
                corner = Point(around.left, around.top)
                inside[node.id] = (drawn, corner, scale, Grown(node.id, card, wider, higher))
        self.spread = Spread(grown for *_, grown in inside.values())
        self.by_use = {
            key: Frame(drawn, self.spread.frame(grown), corner, scale)
            for key, (drawn, corner, scale, grown) in inside.items()
        }


def _drawn(design: Design, sight: Sight, path: Path, draw: Draw) -> Drawing | None:
    """The drawing of what is inside a block, at its first repetition."""
    node, inside = design.get(Node, path[-1]), opened(design, sight, path[-1])
    if inside is None or node is None or not isinstance(node.layer, Use):
        return None
    return draw(Inner(design, (*path, 0), inside.run(0), path[-1] in sight.pending), node.layer.block)
