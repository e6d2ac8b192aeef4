"""Convolutions over 1, 2 and 3 axes.

Sources: Keras 3 layers.Conv2D; PyTorch nn.Conv2d. Both count `(kernel * channels in / groups + 1) * filters`.
"""

from typing import ClassVar, Literal

from convas.layers.activations import LABELS, ActivationName
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, One, One0, Switch, Three, Three0, Two, Two0, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.layers.windows import Sizes, check_fit, places, places_same
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, exact_div, product, value_of
from convas.values.weight import Weight

KERNEL = setting(3, "Kernel", "How far a filter reaches along each axis.")
STRIDES = setting(1, "Strides", "How far the filter moves from one place to the next.")
DILATION = setting(1, "Dilation", "The distance between the places that the kernel looks at.", rare=True)
PADDING = setting(
    "valid", "Padding", "valid adds nothing; same keeps the size where the stride is 1; numbers add zeros at both ends."
)
_SAME = Mend("Set padding to same", settings=(("padding", "same"),))


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
    activation: ActivationName = setting("linear", "Activation", "What is applied to every output.", labels=LABELS)
    use_bias: Switch = setting(True, "Bias", "One trainable number a filter, added to its output.")
    dilation: tuple[int, ...] = DILATION
    groups: Count = setting(1, "Groups", "Channels are split into groups that do not see each other.", rare=True)
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; empty means as the convention does it.", rare=True, only="keras",
        labels={"channels_last": "last", "channels_first": "first"},
    )  # fmt: skip
    padding_mode: Literal["zeros", "reflect", "replicate", "circular"] = setting(
        "zeros", "Padding with", "What the added border holds.", rare=True, only="pytorch"
    )
    in_channels: Count | None = setting(
        None, "Expected channels", "A number of input channels that must be met; empty takes what comes.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                f"Conv{cls.dims}D", "filters!", "kernel_size!", "strides", "padding", "data_format",
                "dilation_rate=dilation", "groups", "activation", "use_bias",
            ),
            pytorch(
                f"Conv{cls.dims}d", "in_channels!", "out_channels=filters!", "kernel_size!", "stride=strides",
                "padding", "dilation", "groups", "bias=use_bias", "padding_mode",
            ),
            pytorch(
                f"LazyConv{cls.dims}d", "out_channels=filters!", "kernel_size!", "stride=strides", "padding",
                "dilation", "groups", "bias=use_bias", "padding_mode",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        self._check(place, rules)
        return (place.having(self._space(place.space, rules), self.filters),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        depth = self._depth(self._grid(inputs, rules).channels)
        window = ("kernel",) * self.dims
        if rules.keras:
            kernel = Weight("kernel", (*self.kernel_size, depth, self.filters), (*window, "channels in", "filters"))
        else:
            kernel = Weight("weight", (self.filters, depth, *self.kernel_size), ("filters", "channels in", *window))
        return (kernel, Weight("bias", (self.filters,), ("filters",))) if self.use_bias else (kernel,)

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

    def _space(self, space: Sizes, rules: Rules) -> Sizes:
        if self.padding in ("same", "causal"):
            return tuple(places_same(n, s) if rules.keras else n for n, s in zip(space, self.strides, strict=True))
        pads = self._pads()
        check_fit(space, self.kernel_size, self.dilation, pads, _SAME)
        each = zip(space, self.kernel_size, self.strides, self.dilation, pads, strict=True)
        return tuple(places(*axis) for axis in each)

    def _pads(self) -> Sizes:
        return (0,) * self.dims if isinstance(self.padding, str) else self.padding

    def _check(self, place: Grid, rules: Rules) -> None:
        if self.in_channels is not None and decide("==", place.channels, self.in_channels) is False:
            raise ShapeError(
                f"{text.count(place.channels)} channels in",
                f"{{me}} expects {text.count(self.in_channels)} channels and {{0}} gives {text.count(place.channels)}. "
                "Change the layer before it, or clear the expected channels.",
                "in_channels",
                Mend(f"Expect {text.count(place.channels)}", settings=(("in_channels", value_of(place.channels)),)),
            )
        for what, number in (("filters", self.filters), ("input channels", place.channels)):
            if decide("==", number % self.groups if self.groups != 1 else 0, 0) is False:
                raise _ungrouped(what, number, self.groups)
        if rules.keras:
            self._check_keras()
        else:
            self._check_pytorch(place)

    def _check_keras(self) -> None:
        if not isinstance(self.padding, str):
            raise ShapeError(
                "not in Keras",
                "Keras has no padding in numbers. Use valid or same, or put Zero padding before {me}.",
                "padding",
                _SAME,
            )
        if any(s != 1 for s in self.strides) and any(d != 1 for d in self.dilation):
            raise ShapeError(
                "strides and dilation",
                "Keras takes strides or dilation above 1, not both. Set one of them to 1.",
                "dilation",
                Mend("Set dilation to 1", settings=(("dilation", 1),)),
                Mend("Set strides to 1", settings=(("strides", 1),)),
            )

    def _check_pytorch(self, place: Grid) -> None:
        if self.padding == "same" and any(s != 1 for s in self.strides):
            half = tuple((value_of(k) or 1) // 2 for k in self.kernel_size)
            raise ShapeError(
                "same with strides",
                "PyTorch has no padding same with strides above 1. "
                f"Give the padding in numbers, such as {text.shape(half)}.",
                "padding",
                Mend(f"Set padding to {text.shape(half)}", settings=(("padding", half),)),
            )
        if self.padding_mode in ("reflect", "circular"):
            limit = 0 if self.padding_mode == "circular" else 1
            for size, pad in zip(place.space, self._pads(), strict=True):
                if decide("<=", pad + limit, size) is False:
                    raise ShapeError(
                        "padding too large",
                        f"{self.padding_mode.capitalize()} padding of {text.count(pad)} needs an input of at least "
                        f"{text.count(pad + limit)}, and this one is {text.count(size)}. Pad less.",
                        "padding",
                    )


def _ungrouped(what: str, number: Dim, groups: Dim) -> ShapeError:
    n, g = value_of(number), value_of(groups)
    fits = ""
    if n is not None and g is not None:
        near = sorted({max(g, n // g * g), (n // g + 1) * g})
        divisors = [d for d in range(1, min(n, 64) + 1) if n % d == 0][:8]
        choices = text.listed([text.count(size) for size in near], "or")
        fits = f" Choose {choices} {what}, or {text.listed([str(d) for d in divisors], 'or')} groups."
    return ShapeError(
        f"{text.count(number)} {what.rsplit(maxsplit=1)[-1]}, groups {text.count(groups)}",
        f"{text.count(number)} {what} cannot be split into {text.count(groups)} groups.{fits}",
        "groups",
        Mend("Set groups to 1", settings=(("groups", 1),)),
    )


class Conv1D(Conv):
    """Slides filters along a sequence; each filter gives one output channel."""

    title = "Conv1D"
    dims = 1
    words = "convolution cnn filter kernel temporal causal"

    kernel_size: One = KERNEL
    strides: One = STRIDES
    padding: Literal["valid", "same", "causal"] | One0 = setting(
        "valid", "Padding", "valid adds nothing; same keeps the length; causal looks back only; numbers add zeros."
    )
    dilation: One = DILATION

    def _check(self, place: Grid, rules: Rules) -> None:
        if self.padding == "causal":
            if not rules.keras:
                raise ShapeError(
                    "not in PyTorch", "PyTorch has no causal padding. Pad the left end before {me}.", "padding"
                )
            if not place.channels_last:
                raise ShapeError(
                    "causal, channels first", "Keras has causal padding with channels last only.", "padding", _SAME
                )
        super()._check(place, rules)


class Conv2D(Conv):
    """Slides filters over an image; each filter gives one output channel."""

    title = "Conv2D"
    dims = 2
    words = "convolution cnn filter kernel image"

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    padding: Literal["valid", "same"] | Two0 = PADDING
    dilation: Two = DILATION


class Conv3D(Conv):
    """Slides filters through a volume or a film; each filter gives one output channel."""

    title = "Conv3D"
    dims = 3
    words = "convolution cnn filter kernel volume film video"

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    padding: Literal["valid", "same"] | Three0 = PADDING
    dilation: Three = DILATION
