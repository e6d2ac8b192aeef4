"""Convolutions over 1, 2 and 3 axes.

Sources: Keras 3 layers.Conv2D; PyTorch nn.Conv2d. Both count `(kernel * channels in / groups + 1) * filters`.
"""

from typing import ClassVar, Literal

from convas.layers.activations import LABELS, ActivationName
from convas.layers.channels import check_expected, check_groups
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, One, One0, Switch, Three, Three0, Two, Two0, setting
from convas.layers.sliding import Slide, check_not_both, lowered, single
from convas.layers.spectral import SPECTRAL, normalised
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import Dim, exact_div, product
from convas.values.weight import Weight

KERNEL = setting(3, "Kernel", "How far a filter reaches along each axis.")
STRIDES = setting(1, "Strides", "How far the filter moves from one place to the next.")
DILATION = setting(1, "Dilation", "The distance between the places that the kernel looks at.", rare=True)
PADDING = setting(
    "valid", "Padding", "valid adds nothing; same keeps the size where the stride is 1; numbers add zeros at both ends."
)
BIAS = setting(True, "Bias", "One trainable number a filter, added to its output.")
FUNCTION = setting("linear", "Activation", "What is applied to every output.", labels=LABELS)
FORMAT = setting(
    None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
)  # fmt: skip
Border = Literal["zeros", "reflect", "replicate", "circular"]
BORDER = setting("zeros", "Padding with", "What the added border holds.", rare=True, only="pytorch")
EXPECTED = setting(
    None, "Expected channels", "A number of input channels that must be met; empty takes what comes.", rare=True
)
WORD = Argument("padding", "padding", read=lowered)
NUMBERS = (
    Argument("stride", "strides", read=single),
    Argument("padding", "padding", read=single),
    Argument("dilation", "dilation", read=single),
)


class Conv(Layer):
    """Slides filters over the input; each filter gives one output channel."""

    family = "conv"
    stem = "conv{}"
    shown = ("filters", "kernel_size", "padding")
    words = "convolution cnn filter kernel"
    dims: ClassVar[int] = 0

    filters: Count = setting(32, "Filters", "How many filters there are; each gives one output channel.")
    kernel_size: tuple[int, ...] = KERNEL
    strides: tuple[int, ...] = STRIDES
    padding: str | tuple[int, ...] = PADDING
    activation: ActivationName = FUNCTION
    use_bias: Switch = BIAS
    dilation: tuple[int, ...] = DILATION
    groups: Count = setting(1, "Groups", "Channels are split into groups that do not see each other.", rare=True)
    data_format: DataFormat | None = FORMAT
    padding_mode: Border = BORDER
    in_channels: Count | None = EXPECTED
    spectral_norm: Switch = SPECTRAL

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                f"Conv{cls.dims}D", "filters!", "kernel_size!", "strides", WORD, "data_format",
                "dilation_rate=dilation", "groups", "activation", "use_bias",
            ),
            pytorch(
                f"Conv{cls.dims}d", "in_channels!", "out_channels=filters!", "kernel_size!", *NUMBERS,
                "groups", "bias=use_bias", "padding_mode",
            ),
            pytorch(
                f"LazyConv{cls.dims}d", "out_channels=filters!", "kernel_size!", *NUMBERS, "groups",
                "bias=use_bias", "padding_mode",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        self._check(place, rules)
        return (place.having(self._slide().space(place.space, rules), self.filters),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        depth = self._depth(self._grid(inputs, rules).channels)
        window = ("kernel",) * self.dims
        if rules.keras:
            kernel = Weight("kernel", (*self.kernel_size, depth, self.filters), (*window, "channels in", "filters"))
        else:
            kernel = Weight("weight", (self.filters, depth, *self.kernel_size), ("filters", "channels in", *window))
        bias = (Weight("bias", (self.filters,), ("filters",)),) if self.use_bias else ()
        return normalised(self.kind, kernel, bias, rules) if self.spectral_norm else (kernel, *bias)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        reach = product(self.kernel_size) * self._depth(self._grid(inputs, rules).channels)
        made = outputs[0].volume
        return Operations(
            macs=made * reach,
            bias=made if self.use_bias else 0,
            activation=0 if self.activation == "linear" else made,
        )

    def _grid(self, inputs: Specs, rules: Rules) -> Grid:
        return grid(inputs[0], self.dims, rules, self.data_format if rules.keras else None)

    def _depth(self, channels: Dim) -> Dim:
        """Input channels that one filter sees."""
        return channels if self.groups == 1 else exact_div(channels, self.groups)

    def _slide(self) -> Slide:
        return Slide(self.kernel_size, self.strides, self.padding, self.dilation, self.padding_mode)

    def _check(self, place: Grid, rules: Rules) -> None:
        check_expected(place.channels, self.in_channels, "in_channels")
        check_groups(self.groups, place.channels, self.filters)
        self._slide().check(place, rules)
        if rules.keras:
            check_not_both(self.strides, self.dilation)


class Conv1D(Conv):
    """Slides filters along a sequence; each filter gives one output channel."""

    title = "Conv1D"
    common = True
    dims = 1
    words = "convolution cnn filter kernel temporal causal"

    kernel_size: One = KERNEL
    strides: One = STRIDES
    padding: Literal["valid", "same", "causal"] | One0 = setting(
        "valid", "Padding", "valid adds nothing; same keeps the length; causal looks back only; numbers add zeros."
    )
    dilation: One = DILATION

    def _check(self, place: Grid, rules: Rules) -> None:
        if self.padding == "causal" and not rules.keras:
            raise ShapeError(
                "not in PyTorch", "PyTorch has no causal padding. Pad the left end before {me}.", "padding"
            )
        super()._check(place, rules)


class Conv2D(Conv):
    """Slides filters over an image; each filter gives one output channel."""

    title = "Conv2D"
    common = True
    dims = 2
    words = "convolution cnn filter kernel image"

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    dilation: Two = DILATION


class Conv3D(Conv):
    """Slides filters through a volume or a film; each filter gives one output channel."""

    title = "Conv3D"
    common = True
    dims = 3
    words = "convolution cnn filter kernel volume film video"

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    dilation: Three = DILATION
