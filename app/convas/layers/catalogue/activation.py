"""Activation functions as layers of their own."""

from convas.layers.activations import LABELS, ActivationName
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import setting
from convas.values.convention import Rules


class Activation(Layer):
    """Applies a function to every number; no weights, the same shape."""

    title = "Activation"
    family = "act"
    stem = "activation_{}"
    shown = ("function",)
    words = "relu sigmoid tanh softmax gelu nonlinearity " + " ".join(LABELS)

    function: ActivationName = setting("relu", "Function", "What is applied to every number.", labels=LABELS)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(activation=0 if self.function == "linear" else inputs[0].volume)
