"""Noise, penalties and masks: layers that hand numbers on. Only Keras has them.

Sources: Keras 3 layers.GaussianNoise, GaussianDropout, ActivityRegularization, Masking.
"""

from convas.layers.layer import Layer, Specs
from convas.layers.settings import Number, Rate, setting
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules
from convas.values.problem import ShapeError


class Passing(Layer):
    """Hands its input on in the same shape."""

    family = "norm"
    only = "keras"

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs


class GaussianDropout(Passing):
    """Multiplies with random numbers around 1 during training; no weights, the same shape."""

    title = "Gaussian dropout"
    sample = (16,)
    stem = "dropout_{}"
    words = "noise regularisation regularization multiply"
    instead = "Use Dropout."

    rate: Rate = setting(0.5, "Rate", "How strong the noise is: the rate of a dropout with as much of it.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("GaussianDropout", "rate!", "seed="),)

    def brief(self) -> list[str]:
        return [f"{self.rate:g}"]


class GaussianNoise(Passing):
    """Adds random numbers around 0 during training; no weights, the same shape."""

    title = "Gaussian noise"
    sample = (16,)
    stem = "noise_{}"
    words = "noise regularisation regularization add augment"
    instead = "Add the noise to the data, or use Dropout."

    stddev: Rate = setting(0.1, "Deviation", "How far the noise spreads, from 0 to 1.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("GaussianNoise", "stddev!", "seed="),)

    def brief(self) -> list[str]:
        return [f"{self.stddev:g}"]


class ActivityRegularization(Passing):
    """Adds a penalty on the numbers that pass to what is minimised; no weights, the same shape."""

    title = "Activity regularisation"
    sample = (16,)
    stem = "penalty_{}"
    words = "l1 l2 penalty sparse regularization"
    instead = "Add the penalty to the loss."

    l1: Number = setting(0.0, "L1", "The weight of the sum of the sizes.")
    l2: Number = setting(0.0, "L2", "The weight of the sum of the squares.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("ActivityRegularization", "l1", "l2"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        for name, weight in (("l1", self.l1), ("l2", self.l2)):
            if weight < 0:
                raise ShapeError("penalty below 0", "A penalty must be 0 or more. Raise it.", name)
        return inputs


class Masking(Passing):
    """Marks the steps of a sequence in which every number has one value; later layers skip them."""

    title = "Masking"
    icon = "filter"
    sample = (10, 8)
    family = "shape"
    stem = "masking_{}"
    words = "mask padding skip steps timesteps"
    instead = "Give the lengths or a mask to the layers that need them."

    mask_value: Number = setting(0.0, "Value", "A step is skipped where all its numbers have this value.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Masking", "mask_value"),)
