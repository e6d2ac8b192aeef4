"""Pooling by windows over 1, 2 and 3 axes.

Sources: Keras 3 layers.MaxPooling2D, operation_utils.compute_pooling_output_shape; PyTorch nn.MaxPool2d, nn.AvgPool2d,
nn.LPPool2d.
"""

from typing import Any, ClassVar, Final, Literal

from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.settings import One, One0, Switch, Three, Three0, Two, Two0, Whole, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.layers.windows import Sizes, check_fit, check_full, places, places_same, places_up
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, product, value_of
from convas.values.spec import Spec

WINDOW = setting(2, "Window", "How many places along each axis become one.")
STRIDES = setting(None, "Strides", "How far the window moves; empty means by its own size.")
PADDING = setting("valid", "Padding", "valid drops what is left over; same keeps it; numbers add places at both ends.")
DILATION = setting(
    1, "Dilation", "The distance between the places that the window looks at.", rare=True, only="pytorch",
    instead="Keras looks at every place of the window.",
)  # fmt: skip
INDICES = setting(
    False, "Give indices", "A second output says where each number was found.", rare=True, only="pytorch",
    instead="Keras gives the numbers only.",
)  # fmt: skip
DIVISOR = setting(
    None, "Divisor", "What the sum is divided by; empty means the number of places.", rare=True, only="pytorch",
    instead="Keras takes the mean.",
)  # fmt: skip
WITH_INDICES: Final = Ports(outputs=("out", "indices"))
_SAME = Mend("Set padding to same", settings=(("padding", "same"),))
_VALID = Mend("Set padding to valid", settings=(("padding", "valid"),))


def _pads(told: Any) -> Any:
    """PyTorch's numbers: none is valid; it has no words here, and None is refused."""
    if isinstance(told, str):
        return None
    return "valid" if told == 0 or (isinstance(told, (list, tuple)) and told and not any(told)) else told


PADS: Final = Argument("padding", "padding", read=_pads, write=lambda pads: 0 if pads == "valid" else pads)


class Pooling(Layer):
    """Makes one number of every window."""

    family = "pool"
    stem = "pool_{}"
    shown = ("pool_size",)
    dims: ClassVar[int] = 0

    pool_size: tuple[int, ...] = WINDOW
    strides: tuple[int, ...] | None = STRIDES
    padding: str | tuple[int, ...] = PADDING
    ceil_mode: Switch = setting(
        False, "Round up", "Whether a last window that is not full counts.", rare=True, only="pytorch",
        instead="Keras drops what is left over, or keeps it with padding same.",
    )  # fmt: skip
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        check_full(place)
        return (place.having(self._keras(place.space) if rules.keras else self._pytorch(place.space)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * product(self.pool_size))

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        if self.padding != "valid" or self.ceil_mode or self.strides not in (None, self.pool_size):
            return []
        for size, window in zip(self._grid(inputs, rules).space, self.pool_size, strict=True):
            n, k = value_of(size), value_of(window)
            if n is not None and k and n % k:
                return [
                    Hint(
                        f"drops {n % k} of {n}",
                        f"Pooling drops the last {text.many(n % k, 'place')} of an axis: {n} is not a multiple of {k}.",
                    )
                ]
        return []

    def _grid(self, inputs: Specs, rules: Rules) -> Grid:
        return grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)

    def _moves(self) -> Sizes:
        return self.pool_size if self.strides is None else self.strides

    def _spread(self) -> Sizes:
        """The dilation, for the kinds that have one."""
        return (1,) * self.dims

    def _keras(self, space: Sizes) -> Sizes:
        if not isinstance(self.padding, str):
            raise ShapeError(
                "not in Keras",
                "Keras pools with padding valid or same, not with numbers. Put Zero padding before {me}.",
                "padding",
                _VALID,
            )
        moves = self._moves()
        if self.padding == "same":
            return tuple(places_same(n, s) for n, s in zip(space, moves, strict=True))
        check_fit(space, self.pool_size, (1,) * self.dims, (0,) * self.dims, _SAME, what="window")
        return tuple(places(n, k, s) for n, k, s in zip(space, self.pool_size, moves, strict=True))

    def _pytorch(self, space: Sizes) -> Sizes:
        if self.padding == "same":
            raise ShapeError(
                "not in PyTorch",
                "PyTorch pools with padding in numbers, not with same. Give numbers.",
                "padding",
                _VALID,
            )
        pads = self.padding if isinstance(self.padding, tuple) else (0,) * self.dims
        self._check_pads(pads)
        spread, moves = self._spread(), self._moves()
        if not self.ceil_mode:
            check_fit(space, self.pool_size, spread, pads, what="window")
            each = zip(space, self.pool_size, moves, spread, pads, strict=True)
            return tuple(places(*axis) for axis in each)
        made = tuple(map(places_up, space, self.pool_size, moves, spread, pads))
        if any(decide("<", n, 1) for n in made):
            check_fit(space, self.pool_size, spread, pads, what="window")
        return made

    def _check_pads(self, pads: Sizes) -> None:
        for pad, window in zip(pads, self.pool_size, strict=True):
            half = window // 2
            if decide("<=", pad, half) is False:
                raise ShapeError(
                    "padding too large",
                    f"The padding may be at most half the window: {text.count(half)}, not {text.count(pad)}.",
                    "padding",
                    _VALID,
                )


class MaxPooling(Pooling):
    """Keeps the largest number of every window."""

    words = "max maximum pool downsample"
    dilation: tuple[int, ...] = DILATION
    return_indices: Switch = INDICES

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(cls.kind, "pool_size", "strides", "padding", "data_format"),
            pytorch(
                f"MaxPool{cls.dims}d", "kernel_size=pool_size!", "stride=strides", PADS, "dilation", "return_indices",
                "ceil_mode",
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return WITH_INDICES if self.return_indices else self.places

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (made,) = super().outputs(inputs, rules)
        return (made, Spec(made.axes, "int64")) if self.return_indices else (made,)

    def _spread(self) -> Sizes:
        return self.dilation


class MaxPooling1D(MaxPooling):
    """Keeps the largest number of every stretch of a sequence."""

    title = "Max pooling 1D"
    common = True
    dims = 1

    pool_size: One = WINDOW
    strides: One | None = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING
    dilation: One = DILATION


class MaxPooling2D(MaxPooling):
    """Keeps the largest number of every window of an image."""

    title = "Max pooling"
    common = True
    dims = 2

    pool_size: Two = WINDOW
    strides: Two | None = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    dilation: Two = DILATION


class MaxPooling3D(MaxPooling):
    """Keeps the largest number of every block of a volume."""

    title = "Max pooling 3D"
    dims = 3

    pool_size: Three = WINDOW
    strides: Three | None = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    dilation: Three = DILATION


class AveragePooling(Pooling):
    """Takes the mean of every window."""

    words = "average mean pool downsample"
    count_include_pad: Switch = setting(
        True, "Count padding", "Whether the added places count in the mean.", rare=True, only="pytorch",
        instead="Keras does not count them.",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        divisor = ("divisor_override",) if cls.dims > 1 else ()
        return (
            keras(cls.kind, "pool_size!", "strides", "padding", "data_format"),
            pytorch(
                f"AvgPool{cls.dims}d", "kernel_size=pool_size!", "stride=strides", PADS, "ceil_mode",
                "count_include_pad", *divisor,
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        divisor = getattr(self, "divisor_override", None)
        if divisor is not None and decide("==", divisor, 0):
            raise ShapeError(
                "divisor 0",
                "The sum cannot be divided by 0. Give another divisor, or none.",
                "divisor_override",
                Mend("Use the number of places", settings=(("divisor_override", None),)),
            )
        return super().outputs(inputs, rules)


class AveragePooling1D(AveragePooling):
    """Takes the mean of every stretch of a sequence."""

    title = "Average pooling 1D"
    dims = 1

    pool_size: One = WINDOW
    strides: One | None = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING


class AveragePooling2D(AveragePooling):
    """Takes the mean of every window of an image."""

    title = "Average pooling"
    common = True
    dims = 2

    pool_size: Two = WINDOW
    strides: Two | None = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    divisor_override: Whole | None = DIVISOR


class AveragePooling3D(AveragePooling):
    """Takes the mean of every block of a volume."""

    title = "Average pooling 3D"
    short = "Average 3D"
    dims = 3

    pool_size: Three = WINDOW
    strides: Three | None = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    divisor_override: Whole | None = DIVISOR

    def _pytorch(self, space: Sizes) -> Sizes:
        """In PyTorch the window must fit without the padding here."""
        made = super()._pytorch(space)
        check_fit(space, self.pool_size, (1, 1, 1), (0, 0, 0), what="window")
        return made
