"""Layers that join inputs number by number. Sources: Keras 3 layers.Add and its kin; PyTorch broadcasting."""

from convas.layers.axes import stretched
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules


class Elementwise(Layer):
    """What the kinds in this file have in common; no kind itself."""

    family = "shape"
    places = Ports(variadic=True, least=2)

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras(cls.__name__),) if cls.title else ()

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return (inputs[0].having(stretched(inputs, rules)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * (len(inputs) - 1))


class Add(Elementwise):
    """Adds its inputs number by number; an axis of 1 is stretched to the others'."""

    title = "Add"
    in_pytorch = "`a + b`"
    common = True
    icon = "add"
    stem = "add"
    words = "sum plus residual skip merge"


class Subtract(Elementwise):
    """Takes its second input from the first, number by number; an axis of 1 is stretched."""

    title = "Subtract"
    icon = "subtract"
    in_pytorch = "`a - b`"
    stem = "subtract"
    words = "minus difference merge"
    places = Ports(inputs=("first", "second"))


class Multiply(Elementwise):
    """Multiplies its inputs number by number; an axis of 1 is stretched to the others'."""

    title = "Multiply"
    icon = "multiply"
    in_pytorch = "`a * b`"
    common = True
    stem = "multiply"
    words = "times product gate scale hadamard merge"


class Average(Elementwise):
    """Averages its inputs number by number; an axis of 1 is stretched to the others'."""

    title = "Average"
    in_pytorch = "`(a + b) / 2`"
    stem = "average"
    words = "mean ensemble merge"

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * len(inputs))


class Maximum(Elementwise):
    """Takes the largest of its inputs at every place; an axis of 1 is stretched to the others'."""

    title = "Maximum"
    in_pytorch = "`torch.maximum`"
    stem = "maximum"
    words = "max largest merge"


class Minimum(Elementwise):
    """Takes the smallest of its inputs at every place; an axis of 1 is stretched to the others'."""

    title = "Minimum"
    in_pytorch = "`torch.minimum`"
    stem = "minimum"
    words = "min smallest merge"
