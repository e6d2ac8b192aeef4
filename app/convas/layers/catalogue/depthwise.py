"""Depthwise and separable convolutions over 1, 2 and 3 axes.

In PyTorch they are plain convolutions with as many groups as channels, and a 1 × 1 convolution after it.
Sources: Keras 3 layers.DepthwiseConv2D, layers.SeparableConv2D; PyTorch nn.Conv2d.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

from convas.layers.activations import ActivationName
from convas.layers.catalogue.convolution import (
    BIAS,
    BORDER,
    DILATION,
    FORMAT,
    FUNCTION,
    KERNEL,
    PADDING,
    STRIDES,
    WORD,
    Border,
)  # fmt: skip
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import Count, One, One0, Switch, Three, Three0, Two, Two0, setting
from convas.layers.sliding import Slide
from convas.layers.spectral import SPECTRAL, normalised
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.size import Dim, product
from convas.values.spec import Spec
from convas.values.weight import Weight

MULTIPLIER = setting(1, "Depth multiplier", "How many filters each input channel has of its own.")
_BOTH = Hint(
    "strides and dilation",
    "Keras runs this with JAX; its documentation rules out strides and dilation above 1 together.",
)


class Depthwise(Layer):
    """Slides filters over every channel by itself."""

    family = "conv"
    stem = "depthwise{}"
    shown = ("kernel_size", "padding", "depth_multiplier")
    words = "depthwise convolution cnn filter kernel mobile channel wise"
    dims: ClassVar[int] = 0

    kernel_size: tuple[int, ...] = KERNEL
    strides: tuple[int, ...] = STRIDES
    padding: str | tuple[int, ...] = PADDING
    depth_multiplier: Count = MULTIPLIER
    activation: ActivationName = FUNCTION
    use_bias: Switch = BIAS
    dilation: tuple[int, ...] = DILATION
    data_format: DataFormat | None = FORMAT
    padding_mode: Border = BORDER
    spectral_norm: Switch = SPECTRAL

    def told(self, name: str) -> str:
        if name == "depth_multiplier":
            return "" if self.depth_multiplier == 1 else f"{text.TIMES} {text.count(self.depth_multiplier)}"
        return "" if self.padding == "valid" and name == "padding" else super().told(name)

    @classmethod
    def spelled(cls) -> Spellings:
        if cls.only is not None:
            return ()
        return (
            keras(
                f"DepthwiseConv{cls.dims}D", "kernel_size!", "strides", WORD, "depth_multiplier", "data_format",
                "dilation_rate=dilation", "activation", "use_bias",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs[0], rules)
        slide = self._slide()
        slide.check(place, rules)
        return (place.having(slide.space(place.space, rules), self._made(place)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        place = self._grid(inputs[0], rules)
        kernel = _depthwise(self.kernel_size, place.channels, self.depth_multiplier, rules)
        bias = (Weight("bias", (self._made(place),), ("filters",)),) if self.use_bias else ()
        return normalised(self.kind, kernel, bias, rules) if self.spectral_norm else (kernel, *bias)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        made = outputs[0].volume
        return Operations(
            macs=made * product(self.kernel_size),
            bias=made if self.use_bias else 0,
            activation=0 if self.activation == "linear" else made,
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return [_BOTH] if rules.keras and self._slide().jumps_and_spreads else []

    def _grid(self, spec: Spec, rules: Rules) -> Grid:
        return grid(spec, self.dims, rules, self.data_format if rules.keras else None)

    def _slide(self) -> Slide:
        return Slide(self.kernel_size, self.strides, self.padding, self.dilation, self.padding_mode)

    def _made(self, place: Grid) -> Dim:
        return _times(place.channels, self.depth_multiplier)


class Separable(Layer):
    """Filters every channel by itself, then mixes the channels."""

    family = "conv"
    stem = "separable{}"
    shown = ("filters", "kernel_size", "padding")
    words = "separable depthwise pointwise convolution cnn filter kernel xception mobile"
    dims: ClassVar[int] = 0

    filters: Count = setting(32, "Filters", "How many filters mix the channels; each gives one output channel.")
    kernel_size: tuple[int, ...] = KERNEL
    strides: tuple[int, ...] = STRIDES
    padding: str | tuple[int, ...] = PADDING
    depth_multiplier: Count = MULTIPLIER
    activation: ActivationName = FUNCTION
    use_bias: Switch = BIAS
    depthwise_bias: Switch = setting(
        True, "Bias before mixing", "In PyTorch, whether the first of the two layers has one too; Keras has none.",
        rare=True,
    )  # fmt: skip
    dilation: tuple[int, ...] = DILATION
    data_format: DataFormat | None = FORMAT
    padding_mode: Border = BORDER

    def told(self, name: str) -> str:
        return "" if self.padding == "valid" and name == "padding" else super().told(name)

    @classmethod
    def spelled(cls) -> Spellings:
        if cls.only is not None:
            return ()
        return (
            keras(
                f"SeparableConv{cls.dims}D", "filters!", "kernel_size!", "strides", WORD, "data_format",
                "dilation_rate=dilation", "depth_multiplier", "activation", "use_bias",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs[0], rules)
        slide = self._slide()
        slide.check(place, rules)
        return (place.having(slide.space(place.space, rules), self.filters),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        place = self._grid(inputs[0], rules)
        between = self._between(place)
        depthwise = _depthwise(self.kernel_size, place.channels, self.depth_multiplier, rules)
        ones, window = (1,) * self.dims, ("kernel of 1",) * self.dims
        bias = Weight("bias", (self.filters,), ("filters",))
        if rules.keras:
            pointwise = Weight(
                "pointwise_kernel", (*ones, between, self.filters), (*window, "channels between", "filters")
            )
            both = (depthwise._replace(name="depthwise_kernel"), pointwise)
            return (*both, bias) if self.use_bias else both
        labels = ("channels between", *depthwise.labels[1:])
        first: tuple[Weight, ...] = (depthwise._replace(name="depthwise.weight", labels=labels),)
        if self._first_bias(rules):
            first = (*first, Weight("depthwise.bias", (between,), ("channels between",)))
        pointwise = Weight("pointwise.weight", (self.filters, between, *ones), ("filters", "channels between", *window))
        last = (pointwise, bias._replace(name="pointwise.bias")) if self.use_bias else (pointwise,)
        return (*first, *last)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        made = outputs[0].volume
        cells = self._grid(outputs[0], rules).cells
        between = self._between(self._grid(inputs[0], rules))
        return Operations(
            macs=cells * between * product(self.kernel_size) + made * between,
            bias=(made if self.use_bias else 0) + (cells * between if self._first_bias(rules) else 0),
            activation=0 if self.activation == "linear" else made,
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return [_BOTH] if rules.keras and self._slide().jumps_and_spreads else []

    def _grid(self, spec: Spec, rules: Rules) -> Grid:
        return grid(spec, self.dims, rules, self.data_format if rules.keras else None)

    def _slide(self) -> Slide:
        return Slide(self.kernel_size, self.strides, self.padding, self.dilation, self.padding_mode)

    def _between(self, place: Grid) -> Dim:
        """The channels after the first step."""
        return _times(place.channels, self.depth_multiplier)

    def _first_bias(self, rules: Rules) -> bool:
        return self.use_bias and self.depthwise_bias and not rules.keras


def _depthwise(kernel_size: tuple[int, ...], channels: Dim, multiplier: int, rules: Rules) -> Weight:
    """The kernel in which every channel has filters of its own."""
    window = ("kernel",) * len(kernel_size)
    if rules.keras:
        return Weight("kernel", (*kernel_size, channels, multiplier), (*window, "channels in", "multiplier"))
    return Weight(
        "weight", (_times(channels, multiplier), 1, *kernel_size), ("filters", "channels in a group", *window)
    )


def _times(channels: Dim, multiplier: int) -> Dim:
    return channels if multiplier == 1 else channels * multiplier


class DepthwiseConv1D(Depthwise):
    """Slides filters along every channel of a sequence by itself; channels are not mixed."""

    title = "Depthwise conv 1D"
    in_pytorch = "`torch.nn.Conv1d` with as many groups as there are channels in."
    short = "Depthwise 1D"
    dims = 1

    kernel_size: One = KERNEL
    strides: One = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING
    dilation: One = DILATION


class DepthwiseConv2D(Depthwise):
    """Slides filters over every channel of an image by itself; channels are not mixed."""

    title = "Depthwise conv 2D"
    in_pytorch = "`torch.nn.Conv2d` with as many groups as there are channels in."
    short = "Depthwise 2D"
    common = True
    dims = 2

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    dilation: Two = DILATION


class DepthwiseConv3D(Depthwise):
    """Slides filters through every channel of a volume by itself; channels are not mixed."""

    title = "Depthwise conv 3D"
    in_pytorch = "`torch.nn.Conv3d` with as many groups as there are channels in."
    short = "Depthwise 3D"
    only = "pytorch"
    instead = "Use Conv3D with as many groups as there are channels."
    dims = 3

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    dilation: Three = DILATION


class SeparableConv1D(Separable):
    """Filters every channel of a sequence by itself, then mixes the channels at every place."""

    title = "Separable conv 1D"
    in_pytorch = "`torch.nn.Conv1d` with as many groups as channels in, then one with a kernel of 1."
    short = "Separable 1D"
    dims = 1

    kernel_size: One = KERNEL
    strides: One = STRIDES
    padding: Literal["valid", "same"] | One0 = PADDING
    dilation: One = DILATION


class SeparableConv2D(Separable):
    """Filters every channel of an image by itself, then mixes the channels at every place."""

    title = "Separable conv 2D"
    in_pytorch = "`torch.nn.Conv2d` with as many groups as channels in, then one with a kernel of 1."
    short = "Separable 2D"
    common = True
    dims = 2

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    dilation: Two = DILATION


class SeparableConv3D(Separable):
    """Filters every channel of a volume by itself, then mixes the channels at every place."""

    title = "Separable conv 3D"
    in_pytorch = "`torch.nn.Conv3d` with as many groups as channels in, then one with a kernel of 1."
    short = "Separable 3D"
    only = "pytorch"
    instead = "Use Conv3D with as many groups as there are channels, then Conv3D with a kernel of 1."
    dims = 3

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    dilation: Three = DILATION
