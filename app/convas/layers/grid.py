"""Grids: taking a spec apart into batch, channels and space, and putting it together again."""

from __future__ import annotations

from math import isqrt
from typing import Literal, NamedTuple

from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, product, value_of
from convas.values.spec import BATCH, Spec

DataFormat = Literal["channels_last", "channels_first"]
_SPACE = ("", "a sequence (length, channels)", "an image (height, width, channels)", "a volume (3 axes, channels)")


class Grid(NamedTuple):
    """One example's channels and space, and what stood before them (the batch, or nothing in PyTorch)."""

    spec: Spec
    lead: tuple[Dim, ...]
    channels: Dim
    space: tuple[Dim, ...]
    channels_last: bool

    def having(self, space: tuple[Dim, ...], channels: Dim | None = None) -> Spec:
        """The spec with new space, and new channels if given."""
        depth = self.channels if channels is None else channels
        tail = (*space, depth) if self.channels_last else (depth, *space)
        return self.spec.having((*self.lead, *tail))

    @property
    def cells(self) -> Dim:
        """How many places the space has."""
        return product(self.space)


def grid(spec: Spec, dims: int, rules: Rules, data_format: DataFormat | None = None, bare: bool = True) -> Grid:
    """Take `spec` apart for a layer over `dims` axes of space.

    PyTorch also takes an example without a batch (`bare`); Keras always has the batch first.
    """
    axes = spec.axes
    batched = len(axes) == dims + 2
    if not batched and (rules.keras or not bare or len(axes) != dims + 1):
        raise wrong_rank(spec, dims, rules.channels_last if data_format is None else data_format == "channels_last")
    lead = axes[:1] if batched else ()
    last = rules.channels_last if data_format is None else data_format == "channels_last"
    inner = axes[1:] if batched else axes
    if last:
        return Grid(spec, lead, inner[-1], inner[:-1], True)
    return Grid(spec, lead, inner[0], inner[1:], False)


def wrong_rank(spec: Spec, dims: int, last: bool = True) -> ShapeError:
    """What a layer over `dims` axes of space says to an input of another rank; `last`: channels stand last."""
    shape = text.shape(spec.visible)
    other = len(spec.visible) - 1
    mends = _one_channel(spec, dims, last)
    if 1 <= other <= 3:
        return ShapeError(
            f"needs {dims} + 1 axes",
            f"{{me}} needs {_SPACE[dims]} and gets {shape}. Use the {other}D layer, or put Reshape before it.",
            "",
            *mends,
        )
    return ShapeError(
        f"needs {dims} + 1 axes",
        f"{{me}} needs {_SPACE[dims]} and gets {shape}. Put Reshape before it.",
        "",
        *mends,
    )


def _one_channel(spec: Spec, dims: int, last: bool) -> tuple[Mend, ...]:
    """The cure where only the channels are missing, or where a row of numbers is a square image."""
    seen = spec.visible
    if len(seen) == dims:
        at = -1 if last else len(spec.axes) - dims
        return (Mend("Insert Unsqueeze for one channel", 0, "Unsqueeze", (("axis", at),)),)
    row = value_of(seen[0]) if len(seen) == 1 and dims == 2 else None
    side = 0 if row is None else isqrt(row)
    if not side or side * side != row:
        return ()
    shape = (side, side, 1) if last else (1, side, side)
    return (Mend(f"Insert Reshape to {text.shape(shape)}", 0, "Reshape", (("target_shape", shape),)),)


def axis_names(spec: Spec, rules: Rules) -> tuple[str, ...]:
    """What the axes of a spec with a batch are called."""
    space = {3: ("length",), 4: ("height", "width"), 5: ("depth", "height", "width")}.get(spec.rank)
    if space is None or spec.axes[0] is not BATCH:
        return tuple("the batch" if axis is BATCH else f"axis {place}" for place, axis in enumerate(spec.axes))
    return ("the batch", *space, "channels") if rules.channels_last else ("the batch", "channels", *space)
