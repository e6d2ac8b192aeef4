"""The records that a design is made of. All are frozen; a change is a new record under the old id.

`scope` is 0 for the drawing itself, or the id of the block whose inside a record belongs to.
`unknown` holds, as JSON text, fields of a newer version that are kept and written back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from convas.layers.layer import Layer
from convas.values.convention import RULES, Convention, Rules

HEADER: Final = 0
"""The id of the one header record, and the scope of the drawing itself."""
TOP: Final = 0
FARTHEST: Final = 2**31
"""No place of the drawing is further from its middle, along either axis."""
MOST_INPUTS: Final = 100_000


Flow = Literal["right", "down"]
"""Which way a drawing goes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What holds for the whole design. `flow` says whether it is drawn from left to right, or down.

    `unknown_parts` are lists of records that no version here knows.
    """

    name: str = "Untitled"
    convention: Convention = "keras"
    note: str = ""
    unknown: str = ""
    unknown_parts: str = ""
    flow: Flow = "right"
    id: int = HEADER

    @property
    def rules(self) -> Rules:
        return RULES[self.convention]


@dataclass(frozen=True, slots=True)
class Node:
    """One use of a layer. `bindings` are settings kept as formulas, `kernel_size[0]` one number of a row.

    The numbers behind them in `layer` are what they gave when they were set; the layer that counts is in the finding.
    """

    id: int
    name: str
    layer: Layer
    x: int = 0
    y: int = 0
    scope: int = TOP
    bindings: tuple[tuple[str, str], ...] = ()
    frozen: bool = False
    bypassed: bool = False
    unknown: str = ""
    unknown_settings: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A data edge from an output port to a slot of an input."""

    id: int
    source: int
    target: int
    output: int = 0
    input: int = 0
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a path: a node, and which repetition of it (None for all, or for a plain layer)."""

    node: int
    repetition: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """One side of a share: where (outermost first), and which array; no array means the whole layer."""

    path: tuple[Step, ...]
    weight: str = ""
    unknown: str = field(default="", compare=False)

    @property
    def node(self) -> int:
        """The outermost node."""
        return self.path[0].node


@dataclass(frozen=True, slots=True)
class Share:
    """Two ends that use the same weights. `transposed` pairs an array with the other's transpose."""

    id: int
    first: End
    second: End
    scope: int = TOP
    transposed: bool = False
    unknown: str = ""

    @property
    def whole(self) -> bool:
        """Whether two plain layers are one layer, rather than some of their arrays one array."""
        return not self.first.weight and len(self.first.path) == len(self.second.path) == 1


@dataclass(frozen=True, slots=True)
class Argument:
    """A number that a block is given where it is used."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Block:
    """A sub-graph used as one node; its nodes have its id as their scope."""

    id: int
    name: str
    arguments: tuple[Argument, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A named number; with a formula, `value` is what it last gave. `minimum` and `maximum` bound its slider."""

    id: int
    name: str
    value: int
    formula: str = ""
    minimum: int | None = None
    maximum: int | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Words on the canvas; a frame is a titled area behind the layers that it explains."""

    id: int
    text: str
    x: int = 0
    y: int = 0
    width: int = 208
    height: int = 56
    scope: int = TOP
    frame: bool = False
    colour: str = ""
    unknown: str = ""


Record: TypeAlias = Header | Node | Link | Share | Block | Variable | Note
