"""Recurrent layers over a sequence. Sources: Keras 3 layers.SimpleRNN, LSTM, GRU; PyTorch nn.RNN, LSTM, GRU."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from convas.layers.activations import LABELS, ActivationName
from convas.layers.channels import check_expected
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.recurrence import (
    GRU as GRU_STEP,
)
from convas.layers.recurrence import (
    LSTM as LSTM_STEP,
)
from convas.layers.recurrence import (
    MOST_LAYERS,
    SIMPLE,
    STATES,
    Step,
    check_fractions,
    check_states,
    check_steps,
    fixed_batch,
    keras_arrays,
    pytorch_arrays,
    sequence,
    work,
)
from convas.layers.settings import Amount, Count, Rate, Switch, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Convention, Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

Layers = Annotated[int, Field(strict=True, ge=1, le=MOST_LAYERS)]
_BOTH_WAYS = "Put it into Bidirectional, or switch this off."
_STACK = "Put several layers one after the other there."
_GATE = setting(
    "sigmoid", "Gate activation", "What the gates apply.", rare=True, only="keras", labels=LABELS,
    instead="PyTorch's gates are sigmoids.",
)  # fmt: skip
_TANH = setting(
    "tanh", "Activation", "What makes the new state.", rare=True, only="keras", labels=LABELS,
    instead="PyTorch has tanh there.",
)  # fmt: skip
KERAS_ENDS = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll")
_BEGIN = ("kernel_initializer=", "recurrent_initializer=", "bias_initializer=")
_UNKEPT = tuple(
    f"{name}="
    for name in (
        "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer",
        "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout",
    )
)  # fmt: skip
"""What only training asks for, in Keras's order; none of it is kept."""


class Recurrent(Layer):
    """Reads a sequence step by step and keeps a state of `units` numbers."""

    family = "recurrent"
    shown = ("units",)
    sample = (12, 8)
    recurrence = "layer"
    step: ClassVar[Step] = SIMPLE
    states: ClassVar[tuple[str, ...]] = STATES[:1]
    spelt: ClassVar[str] = ""

    units: Count = setting(64, "Units", "How many numbers the state has.")
    return_sequences: Switch | None = setting(
        None,
        "Gives",
        "Every step's state, or the last one only; usual is every step in PyTorch, the last in Keras.",
        labels={"": "usual", "on": "all", "off": "last"},
    )
    return_state: Switch = setting(False, "Give states", "The last states too, each from a port of its own.")
    initial_state: Switch = setting(False, "Take states", "The first states are linked, and not 0.", rare=True)
    use_bias: Switch = setting(True, "Bias", "Trainable numbers that are added; PyTorch has two for each gate.")
    num_layers: Layers = setting(
        1, "Layers", "How many of it stand on each other.", structural=True, only="pytorch", instead=_STACK
    )
    bidirectional: Switch = setting(
        False, "Both ways", "A second one reads from the end.", only="pytorch", instead=_BOTH_WAYS
    )
    batch_first: Switch = setting(
        True, "Batch first", "Examples before steps; off has the steps first.", rare=True, only="pytorch"
    )
    dropout: Rate = setting(0.0, "Dropout", "The share dropped between layers.", rare=True, only="pytorch")
    go_backwards: Switch = setting(False, "Backwards", "Reads from the end.", rare=True, only="keras")
    stateful: Switch = setting(False, "Stateful", "Goes on with the last batch's state.", rare=True, only="keras")
    unroll: Switch = setting(False, "Unroll", "Writes every step out: faster, more memory.", rare=True, only="keras")
    input_size: Count | None = setting(
        None, "Expected features", "A number of features that must be met; empty takes what comes.", rare=True
    )

    @property
    def ports(self) -> Ports:
        entries = ("in", *self.states) if self.initial_state else ("in",)
        return Ports(entries, ("out", *self.states) if self.return_state else ("out",))

    @property
    def ways(self) -> int:
        """How many directions it reads in."""
        return 2 if self.bidirectional else 1

    @property
    def made(self) -> Dim:
        """How many numbers one direction gives for a step."""
        return self.units

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        batch, steps, features = sequence(x, rules, self.batch_first)
        check_fractions(x, rules)
        check_steps(steps)
        check_expected(features, self.input_size, "input_size", "features")
        if not rules.keras and decide("<", features, 1):
            raise ShapeError("no features", "{0} gives no features, and {me} needs at least 1.")
        self._check(rules)
        made = self.made if self.ways == 1 else 2 * self.made
        lead = x.axes[:-1] if self.every_step(rules) else batch
        states = self._states(x, batch, rules)
        check_states(inputs, states)
        return (x.having((*lead, made)), *(states if self.return_state else ()))

    def every_step(self, rules: Rules) -> bool:
        """Whether all steps come out; left open, it is as the framework has it."""
        return not rules.keras if self.return_sequences is None else self.return_sequences

    def _states(self, x: Spec, batch: tuple[Dim, ...], rules: Rules) -> Specs:
        stacked = () if rules.keras else (self.ways * self.num_layers,)
        sizes = (self.made, self.units)[: len(self.states)]
        return tuple(x.having((*stacked, *batch, size)) for size in sizes)

    def _check(self, rules: Rules) -> None:
        """What only some of them have to refuse."""

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        features = inputs[0].axes[-1]
        if rules.keras:
            return keras_arrays(f"{self.spelt}_cell/", features, self.units, self._step(), self.use_bias)
        arrays: list[Weight] = []
        for level in range(self.num_layers):
            size = self.ways * self.made if level and self.ways > 1 else self.made if level else features
            for end in ("", "_reverse")[: self.ways]:
                name = f"_l{level}{end}"
                arrays += pytorch_arrays(name, size, self.units, self.step.gates, self.use_bias, self._projection())
        return tuple(arrays)

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        """The arrays of each layer and direction for themselves, projections apart."""
        groups: dict[tuple[bool, str], list[Weight]] = {}
        for weight in weights:
            ending = weight.name.partition("_l")[2] if "_l" in weight.name and "/" not in weight.name else ""
            groups.setdefault((weight.name.startswith("weight_hr"), ending), []).append(weight)
        return tuple(map(tuple, groups.values()))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """Every step multiplies the matrices once, in each layer and direction."""
        x = inputs[0]
        steps = x.having(x.axes[:-1]).volume
        rows, out, first = self.step.gates * self.units, self.made, x.axes[-1]
        macs = steps * ((first + out) * rows)
        if self.ways > 1:
            macs = macs * self.ways
        if self.num_layers > 1:
            above = (self.num_layers - 1) * self.ways
            macs = macs + steps * ((self.ways * out + out) * rows) * above
        times = steps * (self.ways * self.num_layers)
        if decide("!=", self._projection(), 0):
            macs = macs + times * (self.units * self._projection())
        return work(times, self.units, self._step(), self.use_bias, rules)._replace(macs=macs)

    def _step(self) -> Step:
        return self.step

    def _projection(self) -> Dim:
        return 0

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        x = inputs[0]
        found: list[Hint] = []
        if not rules.keras and not self.batch_first and x.rank == 3 and x.axes[0] is BATCH:
            said = "{me} takes steps before examples, and {0} gives examples first. It would read across the batch."
            found.append(
                Hint(
                    "reads across the batch",
                    said,
                    "error",
                    (Mend("Switch batch first on", settings=(("batch_first", True),)),),
                )
            )
        found += fixed_batch(x, self.stateful)
        if not rules.keras and self.num_layers == 1 and self.dropout > 0:
            said = "{me} drops between its layers, and there is only one. Give it more layers, or no dropout."
            mend = Mend("Set dropout to 0", settings=(("dropout", 0.0),))
            found.append(Hint("dropout does nothing", said, mends=(mend,)))
        return found

    def switched(self, before: Convention) -> dict[str, Any]:
        """What comes out stays: the other framework's usual is written down, and its own left open again."""
        usual = before == "pytorch"
        if self.return_sequences is None:
            return {"return_sequences": usual}
        return {"return_sequences": None} if self.return_sequences is not usual else {}

    def brief(self) -> list[str]:
        parts = [text.count(self.units)]
        if self.num_layers > 1:
            parts.append(text.many(self.num_layers, "layer"))
        if self.bidirectional:
            parts.append("both ways")
        if self.return_sequences is not None:
            parts.append("all steps" if self.return_sequences else "last step")
        return parts


def _torch(*between: str, last: tuple[str, ...] = (), name: str) -> Any:
    first = Argument("batch_first", "batch_first", default=False)
    return pytorch(
        name, "input_size!", "hidden_size=units!", "num_layers", *between, "bias=use_bias", first, "dropout",
        "bidirectional", *last, return_state=True, return_sequences=True,
    )  # fmt: skip


class SimpleRNN(Recurrent):
    """Reads a sequence step by step: `(inputs + units + 1) * units` weights."""

    title = "Simple RNN"
    stem = "rnn_{}"
    words = "recurrent Elman sequence vanilla SimpleRNN"
    spelt = "simple_rnn"
    differs = "PyTorch has two bias vectors, Keras has one."

    activation: ActivationName = setting("tanh", "Activation", "What makes the new state.", labels=LABELS)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("SimpleRNN", "units!", "activation", "use_bias", *_BEGIN, *_UNKEPT, *KERAS_ENDS, "seed="),
            _torch("nonlinearity=activation", name="RNN"),
        )

    def _check(self, rules: Rules) -> None:
        check_plain(self.activation, rules)


def check_plain(activation: str, rules: Rules) -> None:
    """PyTorch's plain recurrence has two functions."""
    if not rules.keras and activation not in ("tanh", "relu"):
        raise ShapeError(
            "not in PyTorch",
            "PyTorch has tanh and ReLU for {me}. Choose one of them.",
            "activation",
            Mend("Use tanh", settings=(("activation", "tanh"),)),
        )


class LSTM(Recurrent):
    """Reads a sequence with a memory that three gates guard: `(inputs + units + 1) * 4 * units` weights."""

    title = "LSTM"
    common = True
    stem = "lstm_{}"
    words = "recurrent long short term memory sequence gates"
    step = LSTM_STEP
    states = STATES
    spelt = "lstm"
    differs = "PyTorch has two bias vectors, Keras has one."

    activation: ActivationName = _TANH
    recurrent_activation: ActivationName = _GATE
    proj_size: Amount = setting(
        0, "Projection", "How many numbers the state is brought down to; 0 leaves it.", rare=True, only="pytorch"
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "LSTM", "units!", "activation", "recurrent_activation", "use_bias", *_BEGIN,
                "unit_forget_bias=", *_UNKEPT, "seed=", *KERAS_ENDS, "use_cudnn=",
            ),
            _torch(last=("proj_size",), name="LSTM"),
        )  # fmt: skip

    @property
    def made(self) -> Dim:
        return self.proj_size if decide("!=", self.proj_size, 0) else self.units

    def _projection(self) -> Dim:
        return self.proj_size

    def _check(self, rules: Rules) -> None:
        if decide(">=", self.proj_size, self.units):
            raise ShapeError(
                "projection too large",
                f"{{me}} has {text.count(self.units)} units, and a projection must be smaller. "
                "Give a smaller number, or 0 for none.",
                "proj_size",
                Mend("Set projection to 0", settings=(("proj_size", 0),)),
            )


class GRU(Recurrent):
    """Reads a sequence with two gates: `(inputs + units + 1) * 3 * units` weights, and one more bias."""

    title = "GRU"
    common = True
    stem = "gru_{}"
    words = "recurrent gated unit sequence gates"
    step = GRU_STEP
    spelt = "gru"

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
                "GRU", "units!", "activation", "recurrent_activation", "use_bias", *_BEGIN, *_UNKEPT, "seed=",
                *KERAS_ENDS, "reset_after", "use_cudnn=",
            ),
            _torch(name="GRU"),
        )  # fmt: skip

    def _step(self) -> Step:
        return self.step._replace(rows=2) if self.reset_after else self.step
