"""Sizes by a factor or to a number. Sources: Keras 3 layers.UpSampling2D, layers.Resizing; PyTorch nn.Upsample."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from convas.layers.forms import WORDS
from convas.layers.grid import DataFormat, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, One, Switch, Three, Two, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError

FACTOR = setting(2, "Factor", "How many times each place is repeated along each axis.")
FORMAT = setting(
    None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
)  # fmt: skip
Kernel = Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]
_NEAREST = Mend("Set interpolation to nearest", settings=(("interpolation", "nearest"),))


class UpSampling(Layer):
    """Makes every axis of space a whole number of times as long."""

    family = "pool"
    stem = "up_{}"
    shown = ("size",)
    words = "upsampling upsample enlarge scale nearest interpolate"
    dims: ClassVar[int] = 0

    size: tuple[int, ...] = FACTOR

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(cls.kind, "size", "data_format"),
            pytorch("Upsample", Argument("size"), "scale_factor=size", reads=False),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules, getattr(self, "data_format", None) if rules.keras else None)
        return (place.having(tuple(n * times for n, times in zip(place.space, self.size, strict=True))),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume)


class UpSampling1D(UpSampling):
    """Repeats every place of a sequence."""

    title = "Up-sampling 1D"
    dims = 1

    size: One = FACTOR

    @classmethod
    def spelled(cls) -> Spellings:
        times = Argument("size", "size", read=lambda told: None if isinstance(told, (list, tuple)) else told)
        return (keras("UpSampling1D", times), super().spelled()[1])


class UpSampling2D(UpSampling):
    """Makes an image a whole number of times as high and as wide."""

    title = "Up-sampling"
    common = True
    dims = 2

    size: Two = FACTOR
    data_format: DataFormat | None = FORMAT
    interpolation: Kernel = setting("nearest", "Interpolation", "How the places in between are worked out.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("UpSampling2D", "size", "data_format", Argument("interpolation", "interpolation", read=_lowered)),
            pytorch("Upsample", Argument("size"), "scale_factor=size", "mode=interpolation", reads=False),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        check_kernel(self.interpolation, rules)
        return super().outputs(inputs, rules)


class UpSampling3D(UpSampling):
    """Repeats every place of a volume."""

    title = "Up-sampling 3D"
    dims = 3

    size: Three = FACTOR
    data_format: DataFormat | None = FORMAT


def check_kernel(interpolation: str, rules: Rules) -> None:
    """Refuse what PyTorch does not interpolate with."""
    if not rules.keras and interpolation.startswith("lanczos"):
        raise ShapeError(
            "not in PyTorch",
            f"PyTorch does not enlarge with {WORDS[interpolation]}. Use nearest, bilinear or bicubic.",
            "interpolation",
            _NEAREST,
        )


def _lowered(word: Any) -> Any:
    return word.lower() if isinstance(word, str) else word


class Resizing(Layer):
    """Gives an image another height and width."""

    title = "Resizing"
    icon = "fit"
    sample_settings = (("height", 64), ("width", 64))
    in_pytorch = "`torch.nn.functional.interpolate`"
    family = "pool"
    stem = "resize_{}"
    shown = ("height", "width")
    words = "resize scale interpolate image"

    height: Count = setting(224, "Height", "How many rows there are afterwards.")
    width: Count = setting(224, "Width", "How many columns there are afterwards.")
    interpolation: Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] = setting(
        "bilinear", "Interpolation", "How the places in between are worked out.", rare=True
    )
    crop_to_aspect_ratio: Switch = setting(
        False, "Cut to fit", "Whether the sides are cut off so that nothing is stretched.", rare=True, only="keras",
        instead="PyTorch stretches.",
    )  # fmt: skip
    pad_to_aspect_ratio: Switch = setting(
        False, "Pad to fit", "Whether borders are added so that nothing is stretched.", rare=True, only="keras",
        instead="PyTorch stretches.",
    )  # fmt: skip
    fill_mode: Literal["constant"] = setting("constant", "Border", "What borders are made of.", rare=True)
    fill_value: Annotated[float, Field(strict=True, ge=-1e9, le=1e9)] = setting(
        0.0, "Border value", "What borders hold.", rare=True
    )
    antialias: Switch = setting(False, "Smooth", "Whether it is smoothed before it is made smaller.", rare=True)
    data_format: DataFormat | None = FORMAT

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "Resizing", "height!", "width!", "interpolation", "crop_to_aspect_ratio", "pad_to_aspect_ratio",
                "fill_mode", "fill_value", "antialias", "data_format",
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        check_kernel(self.interpolation, rules)
        place = grid(inputs[0], 2, rules, self.data_format if rules.keras else None)
        return (place.having((self.height, self.width)),)

    def brief(self) -> list[str]:
        return [text.shape((self.height, self.width))]

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume)
