"""Transposed convolutions: the way back from what a convolution gives to what it was given.

Sources: Keras 3 backend_utils.compute_conv_transpose_output_shape; PyTorch nn.ConvTranspose2d, "Shape".
"""

from typing import Any, ClassVar, Literal

from convas.layers.activations import ActivationName
from convas.layers.catalogue.convolution import (
    BIAS,
    DILATION,
    EXPECTED,
    FORMAT,
    FUNCTION,
    KERNEL,
    WORD,
)  # fmt: skip
from convas.layers.channels import check_expected, check_groups
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, One, One0, Switch, Three, Three0, Two, Two0, setting
from convas.layers.sliding import check_not_both, check_there, check_word, single
from convas.layers.spectral import SPECTRAL, normalised
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.layers.validation import SettingError
from convas.layers.windows import Sizes, extent
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, exact_div, most, product, value_of
from convas.values.weight import Weight

STRIDES = setting(1, "Strides", "How far apart the places of one input and the next are in the output.")
PADDING = setting(
    "valid", "Padding", "valid keeps all of the output; same gives input times strides; numbers cut off both ends."
)
EXTRA = setting(
    None,
    "Output padding",
    "Places added at one end of the output; empty means none in PyTorch, and in Keras what reaches the usual size.",
    rare=True,
)
_INSTEAD = "Keras has none in a transposed convolution. Set it back, and split and join the channels around {me}."
WANTED = setting(
    None,
    "Output size",
    "The size that PyTorch is asked for when the layer is called; empty takes the usual one.",
    rare=True,
    only="pytorch",
    instead="Keras sets the size by strides and output padding.",
)
_VALID = Mend("Set padding to valid", settings=(("padding", "valid"),))


def _settled(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch pads a transposed convolution with zeros in numbers only."""
    if settings.pop("padding_mode", "zeros") != "zeros":
        raise SettingError("PyTorch has only zeros as padding of a transposed convolution.", "padding")
    if isinstance(settings.get("padding"), str):
        raise SettingError("PyTorch has only numbers as padding of a transposed convolution.", "padding")
    return settings


class ConvTranspose(Layer):
    """Spreads every input over the output by trainable filters."""

    family = "conv"
    stem = "upconv{}"
    shown = ("filters", "kernel_size", "strides")
    words = "deconvolution transposed convolution upsample upconv convtranspose"
    dims: ClassVar[int] = 0

    filters: Count = setting(32, "Filters", "How many filters there are; each gives one output channel.")
    kernel_size: tuple[int, ...] = KERNEL
    strides: tuple[int, ...] = STRIDES
    padding: str | tuple[int, ...] = PADDING
    output_padding: tuple[int, ...] | None = EXTRA
    activation: ActivationName = FUNCTION
    use_bias: Switch = BIAS
    dilation: tuple[int, ...] = DILATION
    groups: Count = setting(
        1, "Groups", "Channels are split into groups that do not see each other.", rare=True, only="pytorch",
        instead=_INSTEAD,
    )  # fmt: skip
    output_size: tuple[int, ...] | None = WANTED
    data_format: DataFormat | None = FORMAT
    in_channels: Count | None = EXPECTED
    spectral_norm: Switch = SPECTRAL

    def told(self, name: str) -> str:
        return "" if name == "strides" and all(stride == 1 for stride in self.strides) else super().told(name)

    @classmethod
    def spelled(cls) -> Spellings:
        places = ("data_format", "output_padding") if cls.dims == 3 else ("output_padding", "data_format")
        numbers = (
            "kernel_size!", Argument("stride", "strides", read=single), Argument("padding", "padding", read=single),
            Argument("output_padding", "output_padding", read=single), "groups", "bias=use_bias",
            Argument("dilation", "dilation", read=single), "padding_mode",
        )  # fmt: skip
        return (
            keras(
                f"Conv{cls.dims}DTranspose", "filters!", "kernel_size!", "strides", WORD, *places,
                "dilation_rate=dilation", "activation", "use_bias",
            ),
            pytorch(
                f"ConvTranspose{cls.dims}d", "in_channels!", "out_channels=filters!", *numbers, settle=_settled
            ),
            pytorch(f"LazyConvTranspose{cls.dims}d", "out_channels=filters!", *numbers, settle=_settled),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        check_expected(place.channels, self.in_channels, "in_channels")
        space = self._keras(place.space) if rules.keras else self._pytorch(place)
        return (place.having(space, self.filters),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        channels = self._grid(inputs, rules).channels
        window = ("kernel",) * self.dims
        if rules.keras:
            kernel = Weight("kernel", (*self.kernel_size, self.filters, channels), (*window, "filters", "channels in"))
        else:
            kernel = Weight("weight", (channels, self._made(), *self.kernel_size), ("channels in", "filters", *window))
        bias = (Weight("bias", (self.filters,), ("filters",)),) if self.use_bias else ()
        return normalised(self.kind, kernel, bias, rules, rows=1) if self.spectral_norm else (kernel, *bias)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        made = outputs[0].volume
        return Operations(
            macs=inputs[0].volume * product(self.kernel_size) * self._made(),
            bias=made if self.use_bias else 0,
            activation=0 if self.activation == "linear" else made,
        )

    def _grid(self, inputs: Specs, rules: Rules) -> Grid:
        return grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)

    def _made(self) -> Dim:
        """Output channels that one input channel reaches."""
        return self.filters if self.groups == 1 else exact_div(self.filters, self.groups)

    def _reach(self) -> Sizes:
        return tuple(extent(k, d) for k, d in zip(self.kernel_size, self.dilation, strict=True))

    def _keras(self, space: Sizes) -> Sizes:
        check_word(self.padding)
        check_not_both(self.strides, self.dilation)
        self._check_extra(self.strides, "the strides")
        extra = self.output_padding
        if extra is None:
            each = zip(space, self._reach(), self.strides, strict=True)
            if self.padding == "same":
                return tuple(n * s for n, _, s in each)
            return tuple((n - 1) * s + most(reach, s) for n, reach, s in each)
        made: list[Dim] = []
        for n, reach, s, more in zip(space, self._reach(), self.strides, extra, strict=True):
            made.append((n - 1) * s + (reach % 2 if self.padding == "same" else reach) + more)
        return tuple(made)

    def _pytorch(self, place: Grid) -> Sizes:
        if self.padding == "same":
            raise ShapeError(
                "not in PyTorch",
                "PyTorch pads {me} with numbers, not with same. Give numbers.",
                "padding",
                _VALID,
            )
        check_groups(self.groups, place.channels, self.filters)
        check_there(place.space)
        pads = (0,) * self.dims if isinstance(self.padding, str) else self.padding
        each = zip(place.space, self.strides, pads, self._reach(), strict=True)
        least = tuple((n - 1) * s - 2 * pad + reach for n, s, pad, reach in each)
        if self.output_size is not None:
            return self._asked_for(least, self.output_size)
        extra = (0,) * self.dims if self.output_padding is None else self.output_padding
        self._check_extra(tuple(map(most, self.strides, self.dilation)), "the strides or the dilation")
        made = tuple(n + more for n, more in zip(least, extra, strict=True))
        if any(decide("<", n, 0) for n in made):
            raise ShapeError(
                "padding too large",
                f"A padding of {text.shape(pads)} cuts off more than there is. Pad less.",
                "padding",
                _VALID,
            )
        return made

    def _asked_for(self, least: Sizes, size: Sizes) -> Sizes:
        """The size that the call asks for, where the strides can reach it."""
        for n, wanted, s in zip(least, size, self.strides, strict=True):
            if decide("<", wanted, n) or decide(">", wanted, n + s - 1):
                last = n + s - 1
                reached = text.count(n) if n == last else f"{text.count(n)} to {text.count(last)}"
                raise ShapeError(
                    "output size out of reach",
                    f"{{me}} can make {reached} places of this axis, not {text.count(wanted)}. "
                    "Choose such a size, or clear it.",
                    "output_size",
                    Mend("Clear the output size", settings=(("output_size", None),)),
                )
        return size

    def _check_extra(self, limits: Sizes, of: str) -> None:
        for more, limit in zip(self.output_padding or (), limits, strict=False):
            if decide(">=", more, limit):
                fits = tuple(
                    min(value_of(m) or 0, (value_of(top) or 1) - 1)
                    for m, top in zip(self.output_padding or (), limits, strict=True)
                )
                raise ShapeError(
                    "output padding too large",
                    f"The output padding must be less than {of}: at most {text.count(limit - 1)} here, "
                    f"not {text.count(more)}.",
                    "output_padding",
                    Mend(f"Set output padding to {text.shape(fits)}", settings=(("output_padding", fits),)),
                )


class Conv1DTranspose(ConvTranspose):
    """Spreads every place of a sequence over a longer one, by trainable filters."""

    title = "Conv1D transpose"
    sample_settings = (("strides", 2),)
    short = "Up-conv 1D"
    dims = 1

    kernel_size: One = KERNEL
    strides: One = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING
    output_padding: One0 | None = EXTRA
    dilation: One = DILATION
    output_size: One0 | None = WANTED


class Conv2DTranspose(ConvTranspose):
    """Spreads every place of an image over a larger one, by trainable filters."""

    title = "Conv2D transpose"
    sample_settings = (("strides", 2),)
    short = "Up-conv 2D"
    common = True
    dims = 2

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    output_padding: Two0 | None = EXTRA
    dilation: Two = DILATION
    output_size: Two0 | None = WANTED


class Conv3DTranspose(ConvTranspose):
    """Spreads every place of a volume over a larger one, by trainable filters."""

    title = "Conv3D transpose"
    sample_settings = (("strides", 2),)
    short = "Up-conv 3D"
    dims = 3

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    output_padding: Three0 | None = EXTRA
    dilation: Three = DILATION
    output_size: Three0 | None = WANTED
