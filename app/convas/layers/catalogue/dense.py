"""Fully connected layers. Sources: Keras 3 layers.Dense; PyTorch nn.Linear."""

from collections.abc import Sequence

from convas.layers.activations import LABELS, ActivationName
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.settings import Count, Switch, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, value_of
from convas.values.weight import Weight


class Dense(Layer):
    """Joins every input number to every unit: `(inputs + 1) * units` weights, on the last axis."""

    title = "Dense"
    family = "dense"
    stem = "dense_{}"
    shown = ("units", "activation")
    words = "fully connected linear fc neurons perceptron mlp"

    units: Count = setting(64, "Units", "How many neurons there are; each gives one number.")
    activation: ActivationName = setting("linear", "Activation", "What is applied to every output.", labels=LABELS)
    use_bias: Switch = setting(True, "Bias", "One trainable number a neuron, added to its output.")
    in_features: Count | None = setting(
        None, "Expected inputs", "A number of inputs that must be met; empty takes what comes.", rare=True
    )

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
        if self.in_features is not None and decide("==", x.axes[-1], self.in_features) is False:
            given = text.count(x.axes[-1])
            raise ShapeError(
                f"{given} inputs",
                f"{{me}} expects {text.count(self.in_features)} inputs and {{0}} gives {given}. "
                "Change the layer before it, or clear the expected inputs.",
                "in_features",
                Mend(f"Expect {given}", settings=(("in_features", value_of(x.axes[-1])),)),
            )
        return (x.having((*x.axes[:-1], self.units)),)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        size = inputs[0].axes[-1]
        if rules.keras:
            kernel = Weight("kernel", (size, self.units), ("inputs", "units"))
        else:
            kernel = Weight("weight", (self.units, size), ("units", "inputs"))
        return (kernel, Weight("bias", (self.units,), ("units",))) if self.use_bias else (kernel,)

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
