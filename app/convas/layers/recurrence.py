"""Recurrence: the arrays of a recurrent step as both frameworks have them, and what a sequence is made of.

Sources: Keras 3 layers.LSTMCell, layers.GRUCell; PyTorch nn.LSTM, nn.LSTMCell.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from convas.layers.layer import Hint, Specs
from convas.values import text
from convas.values.convention import Rules
from convas.values.operations import Operations
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import ABSENT, BATCH, Spec
from convas.values.weight import Weight

MOST_LAYERS: Final = 1000
STATES: Final = ("h", "c")


class Step(NamedTuple):
    """What one step has: how many gates, activations and single operations a unit, and how many bias rows in Keras."""

    gates: int
    activations: int
    other: int
    rows: int = 1


SIMPLE: Final = Step(1, 1, 1)
LSTM: Final = Step(4, 5, 8)
GRU: Final = Step(3, 3, 8)


class Sequence(NamedTuple):
    """A sequence taken apart: its batch (nothing in PyTorch without one), steps and features."""

    batch: tuple[Dim, ...]
    steps: Dim
    features: Dim


def wide(gates: int, units: Dim) -> Dim:
    """How long a row of all gates is."""
    return gates * units if gates > 1 else units


def _row(gates: int) -> str:
    """What a row of all gates counts."""
    return f"{gates} {text.TIMES} units" if gates > 1 else "units"


def keras_arrays(name: str, inputs: Dim, units: Dim, step: Step, bias: bool) -> tuple[Weight, ...]:
    """The arrays of a cell in Keras; `name` begins theirs."""
    size = wide(step.gates, units)
    arrays = (
        Weight(f"{name}kernel", (inputs, size), ("inputs", _row(step.gates))),
        Weight(f"{name}recurrent_kernel", (units, size), ("units before", _row(step.gates))),
    )
    if not bias:
        return arrays
    if step.rows == 1:
        return (*arrays, Weight(f"{name}bias", (size,), (_row(step.gates),)))
    return (*arrays, Weight(f"{name}bias", (step.rows, size), ("biases", _row(step.gates))))


def pytorch_arrays(end: str, inputs: Dim, units: Dim, gates: int, bias: bool, out: Dim = 0) -> tuple[Weight, ...]:
    """The arrays of one layer and direction in PyTorch; `out` is the size of a projection, `end` ends their names."""
    size = wide(gates, units)
    projected = bool(decide("!=", out, 0))
    arrays = [
        Weight(f"weight_ih{end}", (size, inputs), (_row(gates), "inputs")),
        Weight(f"weight_hh{end}", (size, out if projected else units), (_row(gates), "units before")),
    ]
    if bias:
        arrays += [Weight(f"bias_{part}{end}", (size,), (_row(gates),)) for part in ("ih", "hh")]
    if projected:
        arrays.append(Weight(f"weight_hr{end}", (out, units), ("projection", "units")))
    return tuple(arrays)


def work(times: Dim, units: Dim, step: Step, bias: bool, rules: Rules) -> Operations:
    """The single operations of `times` steps; multiply-accumulates are for the caller to tell."""
    biases = 0 if not bias else step.gates * (step.rows if rules.keras else 2)
    made = times * units
    return Operations(bias=made * biases, activation=made * step.activations, other=made * step.other)


def sequence(x: Spec, rules: Rules, batch_first: bool = True) -> Sequence:
    """Take a sequence apart, or say what would be one."""
    if x.rank == 3:
        if rules.keras or batch_first:
            return Sequence(x.axes[:1], x.axes[1], x.axes[2])
        return Sequence(x.axes[1:2], x.axes[0], x.axes[2])
    if x.rank == 2 and not rules.keras and x.axes[0] is not BATCH:
        return Sequence((), x.axes[0], x.axes[1])
    shape = text.shape(x.visible)
    if x.rank == 2:
        raise ShapeError(
            "needs a sequence",
            f"{{me}} needs a sequence (steps, features) and gets {shape}. "
            + ("Put Embedding before it." if whole(x) else "Put Unsqueeze or Reshape before it."),
            "",
            Mend("Insert Embedding", 0, "Embedding")
            if whole(x)
            else Mend("Insert Unsqueeze for one feature", 0, "Unsqueeze", (("axis", -1),)),
        )
    raise ShapeError(
        "needs a sequence",
        f"{{me}} needs a sequence (steps, features) and gets {shape}. Put Reshape before it.",
    )


def check_steps(steps: Dim) -> None:
    """Refuse a sequence without a step."""
    if decide("==", steps, 0):
        raise ShapeError("no steps", "{0} gives a sequence of no steps, and {me} needs at least 1.")


def check_units(units: Dim, rules: Rules) -> None:
    """Refuse Keras cells without units; PyTorch takes them."""
    if rules.keras and decide("<", units, 1):
        raise ShapeError(
            "no units",
            "Keras needs at least one unit. Give a number above 0.",
            "units",
            Mend("Set units to 1", settings=(("units", 1),)),
        )


def check_states(inputs: Specs, wanted: Specs) -> None:
    """Refuse starting states that do not have the shapes of the layer's own."""
    for at, (given, state) in enumerate(zip(inputs[1:], wanted, strict=False), 1):
        if given is ABSENT:
            continue
        same = given.rank == state.rank
        if same and all(decide("==", a, b) is not False for a, b in zip(given.axes, state.axes, strict=True)):
            continue
        raise ShapeError(
            "another state expected",
            f"{{{at}}} gives {text.shape(given.axes)}, and the state {STATES[at - 1]} of {{me}} is "
            f"{text.shape(state.axes)}. Make them equal, or take the link off.",
        )


def check_fractions(x: Spec, rules: Rules) -> None:
    """Refuse whole numbers where PyTorch multiplies them with weights."""
    if not rules.keras and whole(x):
        raise ShapeError(
            "needs fractions",
            f"{{me}} multiplies numbers with fractions, and {{0}} gives {x.dtype}. "
            "Put Embedding before it, or set the number type of the input to float32.",
            "",
            Mend("Set the number type of {0} to float32", 0, settings=(("dtype", "float32"),)),
        )


def fixed_batch(x: Spec, stateful: bool) -> list[Hint]:
    """Keras keeps states for a batch of a fixed size only."""
    if not stateful or value_of(x.axes[0]) is not None:
        return []
    said = "Keras needs a batch of a fixed size for a stateful layer, and this design leaves it open."
    mend = Mend("Switch stateful off", settings=(("stateful", False),))
    return [Hint("needs a fixed batch", said, "error", (mend,))]


def whole(spec: Spec) -> bool:
    """Whether a tensor holds whole numbers."""
    return spec.dtype.startswith(("int", "uint"))
