"""Normalisation.

Sources: Keras 3 layers.BatchNormalization, layers.LayerNormalization; PyTorch nn.BatchNorm2d, nn.LayerNorm.
"""

from typing import Annotated

from pydantic import BeforeValidator

from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, Switch, Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, product, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

Axes = Annotated[tuple[Whole, ...], BeforeValidator(lambda value: (value,) if type(value) is int else value)]


class BatchNormalization(Layer):
    """Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.

    Keras counts the moving mean and variance as parameters that are not trained; PyTorch keeps
    them, and a counter, as buffers outside the parameters.
    """

    title = "Batch normalisation"
    family = "norm"
    stem = "bn_{}"
    words = "batchnorm batch normalization bn"
    differs = "Keras counts the moving mean and variance as parameters; PyTorch keeps them outside, as buffers."

    scale: Switch = setting(True, "Scale", "One trainable factor a channel (gamma).")
    center: Switch = setting(True, "Shift", "One trainable offset a channel (beta).")
    axis: Whole = setting(
        -1,
        "Axis",
        "The axis of the channels, the batch being 0.",
        rare=True,
        only="keras",
        structural=True,
        role="axis",
    )
    track_stats: Switch = setting(
        True, "Moving averages", "Whether mean and variance are kept for later use.", rare=True, only="pytorch"
    )
    num_features: Count | None = setting(
        None, "Expected channels", "A number of channels that must be met; empty takes what comes.", rare=True
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        channels = self._channels(inputs[0], rules)
        if self.num_features is not None and decide("==", channels, self.num_features) is False:
            given = text.count(channels)
            raise ShapeError(
                f"{given} channels in",
                f"{{me}} expects {text.count(self.num_features)} channels and {{0}} gives {given}. "
                "Change the layer before it, or clear the expected channels.",
                "num_features",
                Mend(f"Expect {given}", settings=(("num_features", value_of(channels)),)),
            )
        if not rules.keras and self.scale != self.center:
            raise ShapeError(
                "not in PyTorch",
                "PyTorch has scale and shift together or not at all. Switch both on or both off.",
                "center",
                Mend("Switch both on", settings=(("scale", True), ("center", True))),
            )
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        size, label = (self._channels(inputs[0], rules),), ("channels",)
        if rules.keras:
            trained = (("gamma", self.scale), ("beta", self.center))
            kept: tuple[Weight, ...] = (
                Weight("moving_mean", size, label, True),
                Weight("moving_variance", size, label, True),
            )
        else:
            trained = (("weight", self.scale), ("bias", self.center))
            counter = Weight("num_batches_tracked", (), (), True)
            kept = (Weight("running_mean", size, label, True), Weight("running_var", size, label, True), counter)
            kept = kept if self.track_stats else ()
        return (*(Weight(name, size, label) for name, there in trained if there), *kept)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=2 * inputs[0].volume)

    def _channels(self, x: Spec, rules: Rules) -> Dim:
        if rules.keras:
            return x.axes[_axis(x, self.axis)]
        if not 2 <= x.rank <= 5:
            raise ShapeError("2 to 5 axes", f"{{me}} needs 2 to 5 axes with the batch, and gets {x.rank}.")
        return x.axes[1]


class LayerNormalization(Layer):
    """Brings each example to mean 0 and variance 1 over some axes, then scales and shifts every place of them."""

    title = "Layer normalisation"
    family = "norm"
    stem = "norm_{}"
    words = "layernorm layer normalization ln"

    scale: Switch = setting(True, "Scale", "One trainable factor a place (gamma).")
    center: Switch = setting(True, "Shift", "One trainable offset a place (beta).")
    axis: Axes = setting(
        (-1,),
        "Axes",
        "The axes that are normalised together, the batch being 0.",
        rare=True,
        structural=True,
        role="axis",
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        self._sizes(inputs[0], rules)
        if not rules.keras and self.center and not self.scale:
            raise ShapeError(
                "not in PyTorch",
                "PyTorch has no shift without scale. Switch scale on, or shift off.",
                "center",
                Mend("Switch scale on", settings=(("scale", True),)),
                Mend("Switch shift off", settings=(("center", False),)),
            )
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        sizes = self._sizes(inputs[0], rules)
        labels = ("places",) * len(sizes)
        names = ("gamma", "beta") if rules.keras else ("weight", "bias")
        there = (self.scale, self.center)
        return tuple(Weight(name, sizes, labels) for name, used in zip(names, there, strict=True) if used)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=5 * product(inputs[0].visible))

    def _sizes(self, x: Spec, rules: Rules) -> tuple[Dim, ...]:
        at = [_axis(x, axis) for axis in self.axis]
        if not rules.keras and sorted(at) != list(range(x.rank - len(at), x.rank)):
            raise ShapeError(
                "not in PyTorch",
                "PyTorch normalises the last axes together. Choose -1, or -2 and -1, and so on.",
                "axis",
                Mend("Normalise the last axis", settings=(("axis", (-1,)),)),
            )
        return tuple(x.axes[place] for place in at)


def _axis(x: Spec, axis: int) -> int:
    """The axis counted from the front."""
    place = axis + x.rank if axis < 0 else axis
    if not 0 <= place < x.rank:
        raise ShapeError(
            "no such axis",
            f"{{me}} has axis {axis}, and its input has {x.rank} axes with the batch. "
            f"Choose an axis from {-x.rank} to {x.rank - 1}.",
            "axis",
            Mend("Use the last axis", settings=(("axis", -1),)),
        )
    return place
