"""Fully connected layers. Sources: Keras 3 layers.Dense; PyTorch nn.Linear, nn.Bilinear."""

from collections.abc import Sequence

from convas.layers.activations import LABELS, ActivationName
from convas.layers.channels import check_expected
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.settings import Amount, Count, Switch, setting
from convas.layers.spectral import SPECTRAL, normalised
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide
from convas.values.weight import Weight


class Dense(Layer):
    """Joins every input number to every unit: `(inputs + 1) * units` weights, on the last axis."""

    title = "Dense"
    sample = (16,)
    common = True
    family = "dense"
    stem = "dense_{}"
    shown = ("units", "activation")
    words = "fully connected linear fc neurons perceptron mlp"

    units: Amount = setting(64, "Units", "How many neurons there are; each gives one number.")
    activation: ActivationName = setting("linear", "Activation", "What is applied to every output.", labels=LABELS)
    use_bias: Switch = setting(True, "Bias", "One trainable number a neuron, added to its output.")
    in_features: Amount | None = setting(
        None, "Expected inputs", "A number of inputs that must be met; empty takes what comes.", rare=True
    )
    spectral_norm: Switch = SPECTRAL

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("Dense", "units!", "activation", "use_bias"),
            pytorch("Linear", "in_features!", "out_features=units!", "bias=use_bias"),
            pytorch("LazyLinear", "out_features=units!", "bias=use_bias"),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if x.rank < (2 if rules.keras else 1):
            raise ShapeError("needs numbers to join", "{me} needs at least one axis beside the batch.")
        if rules.keras and decide("<", self.units, 1):
            raise ShapeError(
                "no units",
                "Keras needs at least one unit. Give a number above 0.",
                "units",
                Mend("Set units to 1", settings=(("units", 1),)),
            )
        check_expected(x.axes[-1], self.in_features, "in_features", "inputs")
        return (x.having((*x.axes[:-1], self.units)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        size = inputs[0].axes[-1]
        if rules.keras:
            kernel = Weight("kernel", (size, self.units), ("inputs", "units"))
        else:
            kernel = Weight("weight", (self.units, size), ("units", "inputs"))
        bias = (Weight("bias", (self.units,), ("units",)),) if self.use_bias else ()
        return normalised(self.kind, kernel, bias, rules) if self.spectral_norm else (kernel, *bias)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        made = outputs[0].volume
        return Operations(
            macs=inputs[0].axes[-1] * made,
            bias=made if self.use_bias else 0,
            activation=0 if self.activation == "linear" else made,
        )

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if len(inputs[0].visible) < 3:
            return ()
        before, after = (text.shape(spec.visible) for spec in (inputs[0], outputs[0]))
        return [
            Hint(
                "last axis only",
                f"{{me}} works on the last axis only: {before} becomes {after}. "
                "For one vector, put Flatten or Global average pooling before it.",
                mends=(Mend("Insert Flatten", 0, "Flatten"),),
            )
        ]


class Bilinear(Layer):
    """Joins every number of one input with every number of another to every unit."""

    title = "Bilinear"
    sample = (16,)
    family = "dense"
    stem = "bilinear_{}"
    shown = ("units",)
    words = "fully connected two inputs product form interaction tensor"
    places = Ports(inputs=("first", "second"))
    only = "pytorch"
    instead = "Concatenate and Dense join two inputs there, with other weights."

    units: Amount = setting(64, "Units", "How many numbers come out for each pair of rows.")
    use_bias: Switch = setting(True, "Bias", "One trainable number a unit, added to its output.")
    in1_features: Count | None = setting(
        None, "Expected first", "A size of the first input that must be met; empty takes what comes.", rare=True
    )
    in2_features: Count | None = setting(
        None, "Expected second", "A size of the second input that must be met; empty takes what comes.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("Bilinear", "in1_features!", "in2_features!", "out_features=units!", "bias=use_bias"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        first, second = inputs
        lead, other = first.axes[:-1], second.axes[:-1]
        if not first.rank or not second.rank:
            raise ShapeError("needs numbers to join", "{me} needs at least one axis on both inputs.")
        if len(lead) != len(other) or any(decide("==", a, b) is False for a, b in zip(lead, other, strict=True)):
            shapes = f"{{0}} gives {text.shape(first.visible)}, {{1}} gives {text.shape(second.visible)}"
            raise ShapeError(
                "axes differ", f"The inputs may differ in their last axis only: {shapes}. Make the others equal."
            )
        check_expected(first.axes[-1], self.in1_features, "in1_features", "numbers")
        check_expected(second.axes[-1], self.in2_features, "in2_features", "numbers", 1)
        if any(decide("<", spec.axes[-1], 1) for spec in inputs):
            raise ShapeError("empty input", "{me} needs at least one number on both inputs.")
        return (first.having((*lead, self.units)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        sizes = (self.units, inputs[0].axes[-1], inputs[1].axes[-1])
        weight = Weight("weight", sizes, ("units", "first inputs", "second inputs"))
        return (weight, Weight("bias", (self.units,), ("units",))) if self.use_bias else (weight,)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """The first input times the weight, then that times the second input."""
        made = outputs[0].volume
        return Operations(
            macs=made * inputs[0].axes[-1] * inputs[1].axes[-1] + made * inputs[1].axes[-1],
            bias=made if self.use_bias else 0,
        )
