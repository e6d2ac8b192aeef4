"""Layers that only act while the network is trained."""

from convas.layers.layer import Layer, Specs
from convas.layers.settings import Rate, setting
from convas.values.convention import Rules


class Dropout(Layer):
    """Sets a random share of the numbers to zero during training; no weights, the same shape."""

    title = "Dropout"
    family = "norm"
    stem = "dropout_{}"
    words = "regularisation regularization noise"

    rate: Rate = setting(0.5, "Rate", "The share of numbers that is dropped, from 0 to 1.")

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs

    def brief(self) -> list[str]:
        return [f"{self.rate:g}"]
