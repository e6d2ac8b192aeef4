"""Pooling over everything: one number of each channel. Source: Keras 3 layers.GlobalAveragePooling2D."""

from typing import ClassVar

from convas.layers.grid import DataFormat, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Switch, setting
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules


class GlobalPooling(Layer):
    """Makes one number of each channel."""

    family = "pool"
    stem = "global_{}"
    dims: ClassVar[int] = 0

    keepdims: Switch = setting(False, "Keep axes", "Whether the axes of space stay, with size 1.")
    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras(cls.kind, "data_format", "keepdims"),)

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
    in_pytorch = "`torch.nn.AdaptiveAvgPool1d(1)` and `torch.nn.Flatten()`."
    words = "global average mean pool gap"
    dims = 1


class GlobalAveragePooling2D(GlobalPooling):
    """Takes the mean of each channel of an image."""

    title = "Global average"
    in_pytorch = "`torch.nn.AdaptiveAvgPool2d(1)` and `torch.nn.Flatten()`."
    common = True
    words = "global average mean pool gap"
    dims = 2


class GlobalAveragePooling3D(GlobalPooling):
    """Takes the mean of each channel of a volume."""

    title = "Global average 3D"
    in_pytorch = "`torch.nn.AdaptiveAvgPool3d(1)` and `torch.nn.Flatten()`."
    words = "global average mean pool gap"
    dims = 3


class GlobalMaxPooling1D(GlobalPooling):
    """Keeps the largest number of each channel of a sequence."""

    title = "Global max 1D"
    in_pytorch = "`torch.nn.AdaptiveMaxPool1d(1)` and `torch.nn.Flatten()`."
    words = "global max maximum pool"
    dims = 1


class GlobalMaxPooling2D(GlobalPooling):
    """Keeps the largest number of each channel of an image."""

    title = "Global max"
    in_pytorch = "`torch.nn.AdaptiveMaxPool2d(1)` and `torch.nn.Flatten()`."
    words = "global max maximum pool"
    dims = 2


class GlobalMaxPooling3D(GlobalPooling):
    """Keeps the largest number of each channel of a volume."""

    title = "Global max 3D"
    in_pytorch = "`torch.nn.AdaptiveMaxPool3d(1)` and `torch.nn.Flatten()`."
    words = "global max maximum pool"
    dims = 3
