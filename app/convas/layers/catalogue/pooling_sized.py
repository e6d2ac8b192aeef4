"""Pooling to a size that is given, whatever comes in.

Sources: Keras 3 layers.AdaptiveAveragePooling2D; PyTorch nn.AdaptiveAvgPool2d.
"""

from math import gcd
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from convas.layers.catalogue.pooling import INDICES, WITH_INDICES
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Amount, One0, Switch, setting, spread
from convas.layers.spelling import Spellings, keras, pytorch
from convas.layers.windows import Sizes, check_full
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import UNKNOWN, Dim, decide, product, value_of
from convas.values.spec import Spec

Part = Amount | None
Two = Annotated[tuple[Part, Part], BeforeValidator(spread(2))]
Three = Annotated[tuple[Part, Part, Part], BeforeValidator(spread(3))]
SIZE = setting(1, "Output size", "How many places there are afterwards.")
SIZES = setting(1, "Output size", "How many places there are along each axis afterwards; empty keeps an axis.")


class AdaptivePooling(Layer):
    """Makes a given number of places, with windows that fit themselves to the input."""

    family = "pool"
    stem = "adaptive_{}"
    shown = ("output_size",)
    dims: ClassVar[int] = 0

    output_size: tuple[int | None, ...] = SIZES
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)
        self._check(place)
        if rules.keras and any(size is None or decide("==", size, 0) for size in self.output_size):
            raise ShapeError(
                "output size open",
                "Keras needs a number of at least 1 for every axis. Give the output size in numbers.",
                "output_size",
            )
        return (place.having(self._space(place)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        place = grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)
        reach = product(tuple(_looked_at(n, made) for n, made in zip(place.space, self._space(place), strict=True)))
        return Operations(other=place.channels * reach)

    def brief(self) -> list[str]:
        shown = text.shape(tuple(UNKNOWN if size is None else size for size in self.output_size))
        return [shown.replace("?", "any")]

    def _space(self, place: Grid) -> Sizes:
        pairs = zip(place.space, self.output_size, strict=True)
        return tuple(before if size is None else size for before, size in pairs)

    def _check(self, place: Grid) -> None:
        """PyTorch takes the first axis for the batch, and a batch may be empty."""
        check_full(place, channels=bool(place.lead))


def _looked_at(size: Dim, made: Dim) -> Dim:
    """How many places all windows of an axis have together; neighbours share one where it does not divide."""
    n, m = value_of(size), value_of(made)
    if made is size or m == 1:
        return size
    return UNKNOWN if n is None or m is None else n + m - gcd(n, m) if m else 0


class AdaptiveAveragePooling(AdaptivePooling):
    """Takes means so that a given number of places is left."""

    words = "adaptive average mean pool"

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(cls.kind, "output_size!", "data_format"),
            pytorch(f"AdaptiveAvgPool{cls.dims}d", "output_size!"),
        )

    def _check(self, place: Grid) -> None:
        """PyTorch takes the mean of nothing where one place is left."""
        if any(size is None or not decide("==", size, 1) for size in self.output_size):
            check_full(place, channels=self.dims == 3 and bool(place.lead))


class AdaptiveAveragePooling1D(AdaptiveAveragePooling):
    """Takes means along a sequence so that it gets a given length."""

    title = "Adaptive average 1D"
    dims = 1

    output_size: One0 = SIZE


class AdaptiveAveragePooling2D(AdaptiveAveragePooling):
    """Takes means over an image so that it gets a given size."""

    title = "Adaptive average"
    dims = 2

    output_size: Two = SIZES


class AdaptiveAveragePooling3D(AdaptiveAveragePooling):
    """Takes means through a volume so that it gets a given size."""

    title = "Adaptive average 3D"
    short = "Adaptive mean 3D"
    dims = 3

    output_size: Three = SIZES


class AdaptiveMaxPooling(AdaptivePooling):
    """Keeps the largest numbers so that a given number of places is left."""

    words = "adaptive max maximum pool"
    return_indices: Switch = INDICES

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(cls.kind, "output_size!", "data_format"),
            pytorch(f"AdaptiveMaxPool{cls.dims}d", "output_size!", "return_indices"),
        )

    @property
    def ports(self) -> Ports:
        return WITH_INDICES if self.return_indices else self.places

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (made,) = super().outputs(inputs, rules)
        return (made, Spec(made.axes, "int64")) if self.return_indices else (made,)


class AdaptiveMaxPooling1D(AdaptiveMaxPooling):
    """Keeps the largest numbers of a sequence so that it gets a given length."""

    title = "Adaptive max 1D"
    dims = 1

    output_size: One0 = SIZE


class AdaptiveMaxPooling2D(AdaptiveMaxPooling):
    """Keeps the largest numbers of an image so that it gets a given size."""

    title = "Adaptive max"
    dims = 2

    output_size: Two = SIZES


class AdaptiveMaxPooling3D(AdaptiveMaxPooling):
    """Keeps the largest numbers of a volume so that it gets a given size."""

    title = "Adaptive max 3D"
    dims = 3

    output_size: Three = SIZES
