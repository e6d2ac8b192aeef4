"""Pooling that only PyTorch has: power means, and windows at random. Sources: nn.LPPool2d, nn.FractionalMaxPool2d."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from convas.layers.catalogue.pooling import INDICES, STRIDES, WINDOW, WITH_INDICES
from convas.layers.grid import grid
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import One, Rate, Switch, Three, Three0, Two, Two0, setting, spread
from convas.layers.spelling import Argument, Spellings, pytorch
from convas.layers.windows import Sizes, check_fit, check_full, places, places_up
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, product, scaled
from convas.values.spec import Spec

Norm = Annotated[float, Field(strict=True, ge=-1000, le=1000)]
Two1 = Annotated[tuple[Rate, Rate], BeforeValidator(spread(2))]
Three1 = Annotated[tuple[Rate, Rate, Rate], BeforeValidator(spread(3))]
OUTPUT = setting(None, "Output size", "How many places there are afterwards; empty means by the ratio.")
RATIO = setting(
    0.5, "Output ratio", "The size afterwards as a part of the size before; empty means by the output size."
)


class LPPooling(Layer):
    """Makes one number of every window: the power mean of a norm, without dividing."""

    family = "pool"
    stem = "pool_{}"
    shown = ("pool_size",)
    words = "lp norm power average pool root mean square"
    only = "pytorch"
    instead = "Use Average pooling or Max pooling."
    dims: ClassVar[int] = 0

    norm_type: Norm = setting(2.0, "Norm", "The power: 1 adds up, 2 takes the root of the squares.")
    pool_size: tuple[int, ...] = WINDOW
    strides: tuple[int, ...] | None = STRIDES
    ceil_mode: Switch = setting(False, "Round up", "Whether a last window that is not full counts.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        bare = (lambda window: window if isinstance(window, int) else None) if cls.dims == 1 else None
        window = Argument("kernel_size", "pool_size", needed=True, read=bare)
        return (pytorch(f"LPPool{cls.dims}d", "norm_type!", window, "stride=strides", "ceil_mode"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules)
        check_full(place)
        if self.norm_type == 0:
            two = Mend("Set norm to 2", settings=(("norm_type", 2.0),))
            raise ShapeError("norm 0", "There is no root of power 0. Use 1, 2 or another norm.", "norm_type", two)
        nothing, ones = (0,) * self.dims, (1,) * self.dims
        if not self.ceil_mode or self.dims == 3:
            check_fit(place.space, self.pool_size, ones, nothing, what="window")
        moves = self.pool_size if self.strides is None else self.strides
        made = tuple(map(places_up if self.ceil_mode else places, place.space, self.pool_size, moves))
        if any(decide("<", n, 1) for n in made):
            check_fit(place.space, self.pool_size, ones, nothing, what="window")
        return (place.having(made),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * product(self.pool_size))


class LPPooling1D(LPPooling):
    """Makes one number of every stretch of a sequence: the norm of what is in it."""

    title = "LP pooling 1D"
    dims = 1

    pool_size: One = WINDOW
    strides: One | None = STRIDES


class LPPooling2D(LPPooling):
    """Makes one number of every window of an image: the norm of what is in it."""

    title = "LP pooling"
    dims = 2

    pool_size: Two = WINDOW
    strides: Two | None = STRIDES


class LPPooling3D(LPPooling):
    """Makes one number of every block of a volume: the norm of what is in it."""

    title = "LP pooling 3D"
    dims = 3

    pool_size: Three = WINDOW
    strides: Three | None = STRIDES


class FractionalMaxPooling(Layer):
    """Keeps the largest numbers of windows that are laid out at random."""

    family = "pool"
    stem = "pool_{}"
    shown = ("pool_size",)
    words = "fractional max pool random stochastic"
    only = "pytorch"
    instead = "Use Max pooling or Adaptive max."
    dims: ClassVar[int] = 0

    pool_size: tuple[int, ...] = WINDOW
    output_size: tuple[int, ...] | None = OUTPUT
    output_ratio: tuple[float, ...] | None = RATIO
    return_indices: Switch = INDICES

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            pytorch(
                f"FractionalMaxPool{cls.dims}d", "kernel_size=pool_size!", "output_size",
                Argument("output_ratio", "output_ratio", default=None), "return_indices", "_random_samples=",
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return WITH_INDICES if self.return_indices else self.places

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules)
        check_full(place, channels=bool(place.lead))
        space = self._space(place.space)
        spare = 1 if self.dims == 3 else 0
        for size, window, made in zip(place.space, self.pool_size, space, strict=True):
            if decide("<=", made + window - 1 + spare, size) is False:
                raise ShapeError(
                    "too many places",
                    f"{text.count(made)} windows of {text.count(window)} need an input of at least "
                    f"{text.count(made + window - 1 + spare)}, and this one is {text.count(size)}. Ask for fewer.",
                    "output_ratio" if self.output_size is None else "output_size",
                )
        made_spec = place.having(space)
        return (made_spec, Spec(made_spec.axes, "int64")) if self.return_indices else (made_spec,)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * product(self.pool_size))

    def _space(self, space: Sizes) -> Sizes:
        if (self.output_size is None) == (self.output_ratio is None):
            raise ShapeError(
                "size or ratio",
                "Give either the output size or the output ratio, and leave the other empty.",
                "output_ratio",
                Mend("Halve the size", settings=(("output_size", None), ("output_ratio", 0.5))),
            )
        if self.output_ratio is None:
            assert self.output_size is not None
            return self.output_size
        if not all(0 < ratio < 1 for ratio in self.output_ratio):
            raise ShapeError(
                "ratio not below 1",
                "The output ratio must be above 0 and below 1.",
                "output_ratio",
                Mend("Halve the size", settings=(("output_ratio", 0.5),)),
            )
        return tuple(map(scaled, space, self.output_ratio))


class FractionalMaxPooling2D(FractionalMaxPooling):
    """Keeps the largest numbers of windows that are laid out over an image at random."""

    title = "Fractional max pooling"
    short = "Fractional max"
    dims = 2

    pool_size: Two = WINDOW
    output_size: Two0 | None = OUTPUT
    output_ratio: Two1 | None = RATIO


class FractionalMaxPooling3D(FractionalMaxPooling):
    """Keeps the largest numbers of blocks that are laid out through a volume at random."""

    title = "Fractional max pooling 3D"
    short = "Fractional max 3D"
    dims = 3

    pool_size: Three = WINDOW
    output_size: Three0 | None = OUTPUT
    output_ratio: Three1 | None = RATIO
