"""Borders of zeros. Sources: Keras 3 layers.ZeroPadding2D; PyTorch nn.ZeroPad2d."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from convas.layers.grid import DataFormat, grid
from convas.layers.layer import Layer, Specs
from convas.layers.settings import Amount, setting
from convas.values import text
from convas.values.convention import Rules

Pair = tuple[Amount, Amount]


def _pairs(times: int) -> Callable[[Any], Any]:
    """One number for all sides, one for each axis, or a pair for each axis."""

    def spread(value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return ((value, value),) * times
        if not isinstance(value, (list, tuple)):
            return value
        if times == 1 and len(value) == 2 and all(isinstance(side, int) for side in value):
            return (tuple(value),)
        return tuple((side, side) if isinstance(side, int) and not isinstance(side, bool) else side for side in value)

    return spread


Pairs1 = Annotated[tuple[Pair], BeforeValidator(_pairs(1))]
Pairs2 = Annotated[tuple[Pair, Pair], BeforeValidator(_pairs(2))]
Pairs3 = Annotated[tuple[Pair, Pair, Pair], BeforeValidator(_pairs(3))]


PADDING = setting(1, "Padding", "How many zeros are added before and after, for each axis.")


class ZeroPadding(Layer):
    """Adds zeros at the ends of every axis of space."""

    family = "pool"
    stem = "pad_{}"
    words = "zero padding border margin"
    dims: ClassVar[int] = 0

    padding: tuple[tuple[int, int], ...] = PADDING
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; empty means as the convention does it.", rare=True, only="keras",
        labels={"channels_last": "last", "channels_first": "first"},
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)
        pairs = zip(place.space, self.padding, strict=True)
        return (place.having(tuple(size + before + after for size, (before, after) in pairs)),)

    def brief(self) -> list[str]:
        if len({side for pair in self.padding for side in pair}) == 1:
            return [text.count(self.padding[0][0])]
        return [", ".join(f"{text.count(a)} + {text.count(b)}" for a, b in self.padding)]


class ZeroPadding1D(ZeroPadding):
    """Adds zeros at both ends of a sequence."""

    title = "Zero padding 1D"
    dims = 1

    padding: Pairs1 = PADDING


class ZeroPadding2D(ZeroPadding):
    """Adds a border of zeros around an image."""

    title = "Zero padding"
    dims = 2

    padding: Pairs2 = PADDING


class ZeroPadding3D(ZeroPadding):
    """Adds zeros around a volume."""

    title = "Zero padding 3D"
    dims = 3

    padding: Pairs3 = PADDING
