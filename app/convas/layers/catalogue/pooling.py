"""Pooling over 1, 2 and 3 axes: by windows and over everything.

Sources: Keras 3 layers.MaxPooling2D, operation_utils.compute_pooling_output_shape; PyTorch nn.MaxPool2d, nn.AvgPool2d.
"""

from typing import ClassVar, Literal

from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import One, One0, Switch, Three, Three0, Two, Two0, setting
from convas.layers.windows import Sizes, check_fit, extent, places, places_same
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, ceil_div, decide, pick, product, value_of

WINDOW = setting(2, "Window", "How many places along each axis become one.")
STRIDES = setting(None, "Strides", "How far the window moves; empty means by its own size.")
PADDING = setting("valid", "Padding", "valid drops what is left over; same keeps it; numbers add places at both ends.")
DILATION = setting(
    1, "Dilation", "The distance between the places that the window looks at.", rare=True, only="pytorch"
)
_CHANNELS = {"channels_last": "last", "channels_first": "first"}
_SAME = Mend("Set padding to same", settings=(("padding", "same"),))
_VALID = Mend("Set padding to valid", settings=(("padding", "valid"),))


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
        False, "Round up", "Whether a last window that is not full counts.", rare=True, only="pytorch"
    )
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; empty means as the convention does it.", rare=True, only="keras",
        labels=_CHANNELS,
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        space = self._keras(place.space) if rules.keras else self._pytorch(place.space)
        return (place.having(space),)

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
        if self.ceil_mode or any(d != 1 for d in self._spread()):
            raise ShapeError("not in Keras", "Keras pools without rounding up and without dilation.", "ceil_mode")
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
        made = tuple(map(_rounded_up, space, self.pool_size, moves, spread, pads))
        if any(decide("<", n, 1) for n in made):
            check_fit(space, self.pool_size, spread, pads, what="window")
        return made

    def _check_pads(self, pads: Sizes) -> None:
        for pad, window, spread in zip(pads, self.pool_size, self._spread(), strict=True):
            half = extent(window, spread) // 2
            if decide("<=", pad, half) is False:
                raise ShapeError(
                    "padding too large",
                    f"The padding may be at most half the window: {text.count(half)}, not {text.count(pad)}.",
                    "padding",
                    _VALID,
                )


def _rounded_up(size: Dim, kernel: Dim, stride: Dim, dilation: Dim, pad: Dim) -> Dim:
    """PyTorch's ceil_mode: a last window counts unless it would start in the padding."""
    count = ceil_div(size + 2 * pad - extent(kernel, dilation), stride) + 1
    start = (count - 1) * stride
    return pick(">=", start, size + pad, count - 1, count, "the last window would start in the padding")


class MaxPooling(Pooling):
    """Keeps the largest number of every window."""

    words = "max maximum pool downsample"
    dilation: tuple[int, ...] = DILATION

    def _spread(self) -> Sizes:
        return self.dilation


class MaxPooling1D(MaxPooling):
    """Keeps the largest number of every stretch of a sequence."""

    title = "Max pooling 1D"
    dims = 1

    pool_size: One = WINDOW
    strides: One | None = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING
    dilation: One = DILATION


class MaxPooling2D(MaxPooling):
    """Keeps the largest number of every window of an image."""

    title = "Max pooling"
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
        True, "Count padding", "Whether the added places count in the mean.", rare=True, only="pytorch"
    )


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
    dims = 2

    pool_size: Two = WINDOW
    strides: Two | None = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING


class AveragePooling3D(AveragePooling):
    """Takes the mean of every block of a volume."""

    title = "Average pooling 3D"
    dims = 3

    pool_size: Three = WINDOW
    strides: Three | None = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING


class GlobalPooling(Layer):
    """Makes one number of each channel."""

    family = "pool"
    stem = "global_{}"
    dims: ClassVar[int] = 0

    keepdims: Switch = setting(False, "Keep axes", "Whether the axes of space stay, with size 1.")
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; empty means as the convention does it.", rare=True, only="keras",
        labels=_CHANNELS,
    )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)
        if self.keepdims:
            return (place.having((1,) * self.dims),)
        return (place.spec.having((*place.lead, place.channels)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=inputs[0].volume)


class GlobalAveragePooling1D(GlobalPooling):
    """Takes the mean of each channel of a sequence."""

    title = "Global average 1D"
    words = "global average mean pool gap"
    dims = 1


class GlobalAveragePooling2D(GlobalPooling):
    """Takes the mean of each channel of an image."""

    title = "Global average"
    words = "global average mean pool gap"
    dims = 2


class GlobalAveragePooling3D(GlobalPooling):
    """Takes the mean of each channel of a volume."""

    title = "Global average 3D"
    words = "global average mean pool gap"
    dims = 3


class GlobalMaxPooling1D(GlobalPooling):
    """Keeps the largest number of each channel of a sequence."""

    title = "Global max 1D"
    words = "global max maximum pool"
    dims = 1


class GlobalMaxPooling2D(GlobalPooling):
    """Keeps the largest number of each channel of an image."""

    title = "Global max"
    words = "global max maximum pool"
    dims = 2


class GlobalMaxPooling3D(GlobalPooling):
    """Keeps the largest number of each channel of a volume."""

    title = "Global max 3D"
    words = "global max maximum pool"
    dims = 3
