"""One step of a recurrence. Sources: Keras 3 layers.LSTMCell; PyTorch nn.RNNCell, nn.LSTMCell, nn.GRUCell."""

from typing import ClassVar

from convas.layers.activations import LABELS, ActivationName
from convas.layers.catalogue.recurrent import check_plain
from convas.layers.channels import check_expected
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.recurrence import (
    GRU as GRU_STEP,
)
from convas.layers.recurrence import (
    LSTM as LSTM_STEP,
)
from convas.layers.recurrence import (
    SIMPLE,
    STATES,
    Step,
    check_fractions,
    check_states,
    check_units,
    keras_arrays,
    pytorch_arrays,
    work,
)
from convas.layers.settings import Amount, Switch, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

_BEGIN = ("kernel_initializer=", "recurrent_initializer=", "bias_initializer=")
_UNKEPT = tuple(
    f"{name}="
    for name in (
        "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "kernel_constraint",
        "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout",
    )
)  # fmt: skip
_TANH = setting(
    "tanh", "Activation", "What makes the new state.", rare=True, only="keras", labels=LABELS,
    instead="PyTorch has tanh there.",
)  # fmt: skip
_GATE = setting(
    "sigmoid", "Gate activation", "What the gates apply.", rare=True, only="keras", labels=LABELS,
    instead="PyTorch's gates are sigmoids.",
)  # fmt: skip


class Cell(Layer):
    """One step of a recurrence: numbers in and a state in, the new state out."""

    family = "recurrent"
    shown = ("units",)
    sample = (8,)
    recurrence = "cell"
    step: ClassVar[Step] = SIMPLE
    states: ClassVar[tuple[str, ...]] = STATES[:1]

    units: Amount = setting(64, "Units", "How many numbers the state has.")
    initial_state: Switch = setting(False, "Take states", "The state before is linked, and not 0.")
    use_bias: Switch = setting(True, "Bias", "Trainable numbers that are added; PyTorch has two for each gate.")
    input_size: Amount | None = setting(
        None, "Expected features", "A number of features that must be met; empty takes what comes.", rare=True
    )

    @property
    def ports(self) -> Ports:
        return Ports(("in", *self.states) if self.initial_state else ("in",), self.states)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        if x.rank not in ((2,) if rules.keras else (1, 2)) or x.axes == (BATCH,):
            raise ShapeError(
                "needs one step",
                f"{{me}} takes the features of one step and gets {text.shape(x.visible)}. "
                "For a whole sequence use the layer without cell in its name.",
            )
        check_fractions(x, rules)
        check_units(self.units, rules)
        check_expected(x.axes[-1], self.input_size, "input_size", "features")
        self._check(rules)
        made = (x.having((*x.axes[:-1], self.units)),) * len(self.states)
        check_states(inputs, made)
        return made

    def _check(self, rules: Rules) -> None:
        """What only some of them have to refuse."""

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        features = inputs[0].axes[-1]
        if rules.keras:
            return keras_arrays("", features, self.units, self._step(), self.use_bias)
        return pytorch_arrays("", features, self.units, self.step.gates, self.use_bias)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        x = inputs[0]
        times = x.having(x.axes[:-1]).volume
        macs = times * ((x.axes[-1] + self.units) * (self.step.gates * self.units))
        return work(times, self.units, self._step(), self.use_bias, rules)._replace(macs=macs)

    def _step(self) -> Step:
        return self.step

    def state_specs(self, x: Spec) -> Specs:
        """The states after a step on features of a batch."""
        return (x.having((*x.axes[:-1], self.units)),) * len(self.states)


class SimpleRNNCell(Cell):
    """One step of a simple recurrence: `(inputs + units + 1) * units` weights."""

    title = "Simple RNN cell"
    stem = "rnn_cell_{}"
    words = "recurrent step Elman SimpleRNNCell RNNCell"
    differs = "PyTorch has two bias vectors, Keras has one."

    activation: ActivationName = setting("tanh", "Activation", "What makes the new state.", labels=LABELS)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("SimpleRNNCell", "units!", "activation", "use_bias", *_BEGIN, *_UNKEPT, "seed="),
            pytorch("RNNCell", "input_size!", "hidden_size=units!", "bias=use_bias", "nonlinearity=activation"),
        )

    def _check(self, rules: Rules) -> None:
        check_plain(self.activation, rules)


class LSTMCell(Cell):
    """One step of an LSTM: `(inputs + units + 1) * 4 * units` weights."""

    title = "LSTM cell"
    stem = "lstm_cell_{}"
    words = "recurrent step long short term memory LSTMCell"
    step = LSTM_STEP
    states = STATES
    differs = "PyTorch has two bias vectors, Keras has one."

    activation: ActivationName = _TANH
    recurrent_activation: ActivationName = _GATE

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "LSTMCell", "units!", "activation", "recurrent_activation", "use_bias", *_BEGIN, "unit_forget_bias=",
                *_UNKEPT, "seed=",
            ),
            pytorch("LSTMCell", "input_size!", "hidden_size=units!", "bias=use_bias"),
        )  # fmt: skip


class GRUCell(Cell):
    """One step of a GRU: `(inputs + units + 1) * 3 * units` weights, and one more bias."""

    title = "GRU cell"
    stem = "gru_cell_{}"
    words = "recurrent step gated GRUCell"
    step = GRU_STEP

    activation: ActivationName = _TANH
    recurrent_activation: ActivationName = _GATE
    reset_after: Switch = setting(
        True, "Reset after", "The reset gate works after the product, with two biases, as in PyTorch.", rare=True,
        only="keras",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "GRUCell", "units!", "activation", "recurrent_activation", "use_bias", *_BEGIN, *_UNKEPT,
                "reset_after", "seed=",
            ),
            pytorch("GRUCell", "input_size!", "hidden_size=units!", "bias=use_bias"),
        )  # fmt: skip

    def _step(self) -> Step:
        return self.step._replace(rows=2) if self.reset_after else self.step
