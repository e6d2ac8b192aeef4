"""Pictures as they are asked for: which kinds of file there are, and what is to be in one. Nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from convas.design.design import Design

Kind = Literal["svg", "pdf", "png"]
KINDS: Final[tuple[Kind, ...]] = ("svg", "pdf", "png")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture of a drawing: of all of it or of some nodes, in pixels for one of the drawing's.

    `place` is the way to the block that is drawn: node, repetition, and so on inwards; () for the drawing itself.
    """

    kind: Kind
    mode: Literal["light", "dark"] = "light"
    scale: float = 1.0
    ids: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    transparent: bool = False


Draw = Callable[[Design, Wanted], bytes]
"""Makes the content of a picture file; a `FileError` where it would be too large."""
