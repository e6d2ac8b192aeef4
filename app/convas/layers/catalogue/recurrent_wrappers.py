"""Layers around a recurrent layer or a cell. Sources: Keras 3 layers.RNN, layers.Bidirectional."""

from collections.abc import Sequence
from typing import Any, Literal

from convas.layers.catalogue.recurrent import LSTM
from convas.layers.catalogue.recurrent_cells import LSTMCell
from convas.layers.holding import (
    AnyCell,
    RecurrentLayer,
    called,
    card_of,
    hints_of,
    inside,
    one_step,
    repeated,
    under,
    without,
)
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.recurrence import check_states, check_steps, fixed_batch, sequence
from convas.layers.settings import Switch, setting
from convas.layers.spelling import Argument, Spellings, keras
from convas.layers.validation import SettingError, changed
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide
from convas.values.weight import Weight

_WORDS = {"return_sequences": "steps given", "return_state": "states given", "stateful": "stateful switch"}


class RNN(Layer):
    """Lets a cell read a sequence step by step."""

    title = "RNN of a cell"
    short = "RNN"
    sample = (12, 8)
    family = "recurrent"
    stem = "rnn_{}"
    words = "recurrent wrapper cell sequence RNN"
    only = "keras"
    instead = "Simple RNN, LSTM and GRU are there as layers."
    recurrence = "layer"

    cell: AnyCell = setting(LSTMCell(), "Cell", "What each step goes through.")
    return_sequences: Switch = setting(False, "All steps", "Every step's state comes out, not the last one only.")
    return_state: Switch = setting(False, "Give states", "The last states too, each from a port of its own.")
    initial_state: Switch = setting(False, "Take states", "The first states are linked, and not 0.", rare=True)
    go_backwards: Switch = setting(False, "Backwards", "Reads from the end.", rare=True)
    stateful: Switch = setting(False, "Stateful", "Goes on with the last batch's state.", rare=True)
    unroll: Switch = setting(False, "Unroll", "Writes every step out: faster, more memory.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        ends = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll", "zero_output_for_mask=")
        return (keras("RNN", "cell!", *ends),)

    @property
    def ports(self) -> Ports:
        states = self.cell.ports.outputs
        return Ports(
            ("in", *states) if self.initial_state else ("in",), ("out", *states) if self.return_state else ("out",)
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        check_steps(sequence(x, rules).steps)
        states = inside(self.cell, (one_step(x),), rules, "cell")
        check_states(inputs, states)
        made = x.having((*x.axes[:2], states[0].axes[-1])) if self.return_sequences else states[0]
        return (made, *(states if self.return_state else ()))

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return under(called(self.cell), self.cell.weights((one_step(inputs[0]),), rules))

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        return self.cell.textbook(without(called(self.cell), weights))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        one = one_step(inputs[0])
        work = self.cell.operations((one,), self.cell.outputs((one,), rules), rules)
        return repeated(work, inputs[0].axes[1])

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return fixed_batch(inputs[0], self.stateful)

    def brief(self) -> list[str]:
        return [*card_of(self.cell), *(["all steps"] if self.return_sequences else [])]


class Bidirectional(Layer):
    """Reads a sequence from both ends with two copies of a recurrent layer, and joins what they give."""

    title = "Bidirectional"
    sample = (12, 8)
    family = "recurrent"
    stem = "both_ways_{}"
    words = "wrapper both directions backward recurrent Bidirectional"
    only = "keras"
    instead = "Switch both ways on in the recurrent layer itself."

    layer: RecurrentLayer = setting(LSTM(), "Layer", "The layer that reads from the beginning.")
    merge_mode: Literal["concat", "sum", "mul", "ave"] | None = setting(
        "concat",
        "Joined by",
        "How both outputs become one; apart gives each from a port of its own.",
        labels={"": "apart", "concat": "side by side", "sum": "sum", "mul": "product", "ave": "mean"},
    )
    backward_layer: RecurrentLayer | None = setting(
        None, "Backward layer", "Another layer that reads from the end; empty takes a copy.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "Bidirectional",
                Argument("layer", "layer", needed=True),
                "merge_mode",
                "weights=",
                "backward_layer",
                settle=_opposite,
            ),
        )

    @property
    def _back(self) -> Layer:
        """The layer that reads from the end."""
        return self.layer if self.backward_layer is None else self.backward_layer

    @property
    def ports(self) -> Ports:
        made = self.layer.ports.outputs[1:]
        states = (*(f"forward {name}" for name in made), *(f"backward {name}" for name in self._back.ports.outputs[1:]))
        return Ports(("in",), (*(("forward", "backward") if self.merge_mode is None else ("out",)), *states))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        self._check(rules)
        first = inside(self.layer, inputs, rules)
        second = first if self.backward_layer is None else inside(self._back, inputs, rules, "backward_layer")
        a, b = first[0], second[0]
        states = (*first[1:], *second[1:])
        if self.merge_mode is None:
            return (a, b, *states)
        if self.merge_mode == "concat":
            return (a.having((*a.axes[:-1], a.axes[-1] + b.axes[-1])), *states)
        if a.rank != b.rank or any(decide("==", m, n) is False for m, n in zip(a.axes, b.axes, strict=True)):
            raise ShapeError(
                "outputs differ",
                f"Forwards gives {text.shape(a.visible)}, backwards {text.shape(b.visible)}. "
                "Make them equal, or put them side by side.",
                "merge_mode",
                Mend("Put them side by side", settings=(("merge_mode", "concat"),)),
            )
        return (a, *states)

    def _check(self, rules: Rules) -> None:
        back = self.backward_layer
        for name in ("return_sequences", "return_state", "stateful"):
            mine = _told(self.layer, name)
            if back is not None and _told(back, name) != mine:
                raise ShapeError(
                    "layers differ",
                    f"Both layers in {{me}} need the same {_WORDS[name]}. Set it in one of them.",
                    "backward_layer",
                    *_aligned(back, name, mine),
                )
        if _told(self.layer, "go_backwards") == (back is None or _told(back, "go_backwards")):
            which = self.layer if back is None else back
            field = "layer" if back is None else "backward_layer"
            turned = _turned(which)
            raise ShapeError(
                "one direction twice",
                "Both layers in {me} read in the same direction. Let the first read forwards, the other backwards.",
                field,
                *([Mend("Turn it round", settings=((field, turned),))] if turned is not None else []),
            )

    def _names(self) -> tuple[str, str]:
        name, back = called(self.layer), called(self._back)
        if self.backward_layer is None:
            return f"forward_{name}", f"backward_{name}"
        return f"forward_{name}", f"{back}_1" if back == name else back

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        first, second = self._names()
        return (
            *under(first, self.layer.weights(inputs, rules)),
            *under(second, self._back.weights(inputs, rules)),
        )

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        first, second = self._names()
        return (*self.layer.textbook(without(first, weights)), *self._back.textbook(without(second, weights)))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """The work of both, and of joining them."""
        a, b = self.layer.outputs(inputs, rules), self._back.outputs(inputs, rules)
        first = self.layer.operations(inputs, a, rules)
        both = first
        if self.backward_layer is None:
            both = repeated(first, 2)
        else:
            second = self._back.operations(inputs, b, rules)
            both = Operations(*(one + other for one, other in zip(first, second, strict=True)))
        each = {"sum": 1, "mul": 1, "ave": 2}.get(self.merge_mode or "", 0)
        return both._replace(other=both.other + each * outputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return hints_of(self.layer, inputs, rules, "layer")

    def brief(self) -> list[str]:
        return card_of(self.layer)


def _told(layer: Layer, name: str) -> bool:
    """A switch of a held layer; left open, or not there, it is off."""
    return bool(getattr(layer, name, False))


def _turned(layer: Layer) -> Layer | None:
    """The layer reading from its other end."""
    try:
        return changed(layer, go_backwards=not _told(layer, "go_backwards"))
    except SettingError:
        return None


def _aligned(layer: Layer, name: str, value: bool) -> list[Mend]:
    try:
        return [Mend("Do it as in the first", settings=(("backward_layer", changed(layer, **{name: value})),))]
    except SettingError:
        return []


def _opposite(settings: dict[str, Any]) -> dict[str, Any]:
    """Keras refuses two layers that read in one direction when they are made."""
    first, back = settings.get("layer"), settings.get("backward_layer")
    if isinstance(first, Layer) and _told(first, "go_backwards") == (
        _told(back, "go_backwards") if isinstance(back, Layer) else True
    ):
        raise SettingError("The layers of Bidirectional need different go_backwards.", "backward_layer")
    return settings
