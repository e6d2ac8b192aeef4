"""Layers that drop numbers or whole channels while the network is trained.

Sources: Keras 3 layers.Dropout, AlphaDropout, SpatialDropout2D; PyTorch nn.Dropout, nn.Dropout2d, nn.AlphaDropout.
"""

from typing import ClassVar

from convas.layers.grid import DataFormat, grid, wrong_rank
from convas.layers.layer import Hint, Layer, Specs
from convas.layers.settings import Count, Rate, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values.convention import Rules
from convas.values.size import decide
from convas.values.spec import BATCH, Spec

RATE = setting(0.5, "Rate", "The share of numbers that is dropped, from 0 to 1.")
CHANNELS_RATE = setting(0.5, "Rate", "The share of channels that is dropped, from 0 to 1.")
NOISE = setting(
    None, "Dropped together", "The shape of the random choice; along an axis of 1 all numbers are dropped together.",
    rare=True, only="keras", instead="Use Spatial dropout to drop whole channels.", structural=True,
)  # fmt: skip
_FORMAT = setting(
    None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
)  # fmt: skip
_NO_CHANNELS = Hint(
    "needs channels",
    "{me} needs a batch and channels to train. Give it 2 axes or more, or use Dropout.",
    "error",
)


class Dropping(Layer):
    """Leaves the shape as it is and acts in training only."""

    family = "norm"
    stem = "dropout_{}"
    words = "regularisation regularization noise"

    rate: Rate = RATE

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs

    def brief(self) -> list[str]:
        return [f"{self.rate:g}"]


class Dropout(Dropping):
    """Sets a random share of the numbers to zero during training; no weights, the same shape."""

    title = "Dropout"
    sample = (16,)
    common = True

    noise_shape: tuple[Count | None, ...] | None = NOISE

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Dropout", "rate!", "noise_shape", "seed="), pytorch("Dropout", "p=rate", "inplace="))

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        return unbroadcast(inputs[0], self.noise_shape)


class AlphaDropout(Dropping):
    """Drops a random share of the numbers and keeps mean and variance, as SELU needs it."""

    title = "Alpha dropout"
    sample = (16,)
    words = "selu self-normalizing regularisation regularization noise"

    noise_shape: tuple[Count | None, ...] | None = NOISE

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("AlphaDropout", "rate!", "noise_shape", "seed="), pytorch("AlphaDropout", "p=rate", "inplace="))

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        return unbroadcast(inputs[0], self.noise_shape)


class FeatureAlphaDropout(Dropping):
    """Drops a random share of the channels and keeps mean and variance, as SELU needs it."""

    title = "Feature alpha dropout"
    words = "selu channels spatial regularisation regularization noise"
    only = "pytorch"
    instead = "Use Alpha dropout with 1 for the axes of space in its random choice."

    rate: Rate = CHANNELS_RATE

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("FeatureAlphaDropout", "p=rate", "inplace="),)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        return [_NO_CHANNELS] if inputs[0].rank < 2 and 0 < self.rate < 1 else []


class SpatialDropout(Dropping):
    """Sets a random share of the channels to zero during training."""

    words = "channels feature maps regularisation regularization noise dropout1d dropout2d dropout3d"
    dims: ClassVar[int] = 0

    rate: Rate = CHANNELS_RATE

    @classmethod
    def spelled(cls) -> Spellings:
        place = () if cls.dims == 1 else ("data_format",)
        return (
            keras(f"SpatialDropout{cls.dims}D", "rate!", *place, "seed="),
            pytorch(f"Dropout{cls.dims}d", "p=rate", "inplace="),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if rules.keras:
            grid(x, self.dims, rules)
        elif self.dims == 1 and x.rank not in (2, 3):
            raise wrong_rank(x, self.dims)
        return inputs

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        (x,) = inputs
        if rules.keras or x.rank == self.dims + 2:
            return []
        alone = x.rank + 1 if self.dims == 3 else x.rank
        if alone < 2 and 0 < self.rate < 1:
            return [_NO_CHANNELS]
        if self.dims == 2 and x.rank == 3:
            return [Hint("drops along sequences", "PyTorch takes 3 axes as a sequence here. Use Spatial dropout 1D.")]
        if x.rank == self.dims + 1 and x.axes[0] is not BATCH:
            return []
        return [Hint("other axes expected", f"{{me}} expects {self.dims + 2} axes and gets {x.rank}. Use Dropout.")]


class SpatialDropout1D(SpatialDropout):
    """Sets a random share of the channels of a sequence to zero during training."""

    title = "Spatial dropout 1D"
    dims = 1


class SpatialDropout2D(SpatialDropout):
    """Sets a random share of the channels of an image to zero during training."""

    title = "Spatial dropout"
    dims = 2

    data_format: DataFormat | None = _FORMAT


class SpatialDropout3D(SpatialDropout):
    """Sets a random share of the channels of a volume to zero during training."""

    title = "Spatial dropout 3D"
    dims = 3

    data_format: DataFormat | None = _FORMAT


def unbroadcast(x: Spec, noise: tuple[int | None, ...] | None) -> list[Hint]:
    """A random choice that cannot be stretched to the input fails in training only."""
    if not noise:
        return []
    pairs = zip(reversed(x.axes), reversed(noise), strict=False)
    fits = all(size in (None, 1) or decide("==", axis, size) is not False for axis, size in pairs)
    if fits and len(noise) <= x.rank:
        return []
    return [
        Hint("choice does not fit", "The shape of the random choice does not fit the input, so training would fail.")
    ]
