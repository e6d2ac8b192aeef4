"""Where data comes in and goes out."""

from typing import Final, Literal

from convas.layers.layer import Layer, Ports, Specs
from convas.layers.settings import Axis, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.size import UNKNOWN, Dim, symbol
from convas.values.spec import BATCH, DType, Spec

Colours = Literal["grey", "RGB", "RGBA", "CMYK"]
CHANNELS: Final[dict[str, int]] = {"grey": 1, "RGB": 3, "RGBA": 4, "CMYK": 4}


class Input(Layer):
    """What the network is given, without the batch: an image, a sequence, a row of numbers."""

    title = "Input"
    in_keras = "`keras.Input(shape, dtype)`"
    in_pytorch = "PyTorch declares no input: a module takes the tensor that it is called with."
    common = True
    family = "io"
    stem = "input"
    words = "image picture grey RGB RGBA CMYK source data"
    places = Ports(inputs=())

    shape: tuple[Axis, ...] = setting(
        (28, 28),
        "Shape",
        "The axes of one example, in the order of the convention; with colours height and width only. "
        "A name such as T stays open.",
        role="shape",
    )
    colours: Colours | None = setting(
        "grey",
        "Colours",
        "The channels of an image, put where the convention has them; none takes the shape as it is.",
        labels={"": "none", "grey": "grey, 1", "RGB": "RGB, 3", "RGBA": "RGBA, 4", "CMYK": "CMYK, 4"},
    )
    dtype: DType = setting("float32", "Number type", "How one number is stored.", rare=True)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        axes = tuple(self._axis(axis) for axis in self.shape)
        if self.colours is not None:
            depth = CHANNELS[self.colours]
            axes = (*axes, depth) if rules.channels_last else (depth, *axes)
        return (Spec((BATCH, *axes), self.dtype),)

    @staticmethod
    def _axis(axis: int | str | Dim | None) -> Dim:
        if axis is None:
            return UNKNOWN
        return symbol(axis) if isinstance(axis, str) else axis

    def brief(self) -> list[str]:
        axes = text.shape(self._axis(axis) for axis in self.shape)
        return [f"image, {self.colours}"] if self.colours else [axes]


class Output(Layer):
    """Marks what the network gives. It changes nothing and has no weights."""

    title = "Output"
    icon = "export"
    in_keras = "The outputs that `keras.Model(inputs, outputs)` is given."
    in_pytorch = "What the module's `forward` returns."
    common = True
    family = "io"
    stem = "output"
    words = "result prediction end"
    places = Ports(outputs=())

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs
