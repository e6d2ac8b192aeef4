"""LSTMs whose products are convolutions. Source: Keras 3 layers.ConvLSTM1D, ConvLSTM2D, ConvLSTM3D."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from convas.layers.activations import LABELS, ActivationName
from convas.layers.catalogue.convolution import DILATION, FORMAT, KERNEL, STRIDES, WORD
from convas.layers.grid import DataFormat, Grid, grid
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.recurrence import LSTM, STATES, check_states, check_steps, fixed_batch, work
from convas.layers.settings import Count, One, Switch, Three, Two, setting
from convas.layers.sliding import Slide, check_not_both
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import Dim, product, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

_PADDING = setting("valid", "Padding", "valid adds nothing; same keeps the size where the stride is 1.")
_UNKEPT = tuple(
    f"{name}="
    for name in (
        "kernel_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias",
        "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer",
        "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout", "seed",
    )
)  # fmt: skip
_GATES = f"4 {text.TIMES} filters"
_SHAPES = ("", "rows (steps, length, channels)", "images (steps, height, width, channels)", "volumes (5 axes)")


class ConvLSTM(Layer):
    """Reads a sequence of images with convolutions, and keeps an image as its state."""

    family = "recurrent"
    stem = "conv_lstm_{}"
    shown = ("filters", "kernel_size")
    words = "recurrent convolution film video sequence"
    only = "keras"
    instead = "Build it there from convolutions and gates."
    recurrence = "layer"
    dims: ClassVar[int] = 0

    filters: Count = setting(32, "Filters", "How many channels the state has.")
    kernel_size: tuple[int, ...] = KERNEL
    strides: tuple[int, ...] = STRIDES
    padding: Literal["valid", "same"] = _PADDING
    return_sequences: Switch = setting(False, "All steps", "Every step's state comes out, not the last one only.")
    return_state: Switch = setting(False, "Give states", "The last states too, each from a port of its own.")
    initial_state: Switch = setting(False, "Take states", "The first states are linked, and not 0.", rare=True)
    use_bias: Switch = setting(True, "Bias", "One trainable number for each gate of a filter.")
    dilation: tuple[int, ...] = DILATION
    data_format: DataFormat | None = FORMAT
    activation: ActivationName = setting("tanh", "Activation", "What makes the new state.", rare=True, labels=LABELS)
    recurrent_activation: ActivationName = setting(
        "sigmoid", "Gate activation", "What the gates apply.", rare=True, labels=LABELS
    )
    go_backwards: Switch = setting(False, "Backwards", "Reads from the end.", rare=True)
    stateful: Switch = setting(False, "Stateful", "Goes on with the last batch's state.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                f"ConvLSTM{cls.dims}D", "filters!", "kernel_size!", "strides", WORD, "data_format",
                "dilation_rate=dilation", "activation", "recurrent_activation", "use_bias", *_UNKEPT,
                "return_sequences", "return_state", "go_backwards", "stateful", "unroll=",
            ),
        )  # fmt: skip

    @property
    def ports(self) -> Ports:
        return Ports(
            ("in", *STATES) if self.initial_state else ("in",), ("out", *STATES) if self.return_state else ("out",)
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        place = self._grid(x, rules)
        check_steps(x.axes[1])
        if any(value_of(size) is None for size in place.space):
            raise ShapeError(
                "open size",
                f"{{me}} needs numbers along every axis of space, and gets {text.shape(x.visible)}. "
                "Only the steps may stay open.",
            )
        check_not_both(self.strides, self.dilation)
        state = place.having(self._slide().space(place.space, rules), self.filters)
        check_states(inputs, (state, state))
        every = state.having((state.axes[0], x.axes[1], *state.axes[1:]))
        return (every if self.return_sequences else state, *((state, state) if self.return_state else ()))

    def _grid(self, x: Spec, rules: Rules) -> Grid:
        if x.rank != self.dims + 3:
            raise ShapeError(
                f"needs {self.dims + 2} axes",
                f"{{me}} needs a sequence of {_SHAPES[self.dims]} and gets {text.shape(x.visible)}. "
                "Put Reshape or Unsqueeze before it.",
            )
        return grid(x.having((x.axes[0], *x.axes[2:])), self.dims, rules, self.data_format)

    def _slide(self) -> Slide:
        return Slide(self.kernel_size, self.strides, self.padding, self.dilation)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        window, gates = ("kernel",) * self.dims, LSTM.gates * self.filters
        channels = self._grid(inputs[0], rules).channels
        arrays = (
            Weight("conv_lstm_cell/kernel", (*self.kernel_size, channels, gates), (*window, "channels in", _GATES)),
            Weight(
                "conv_lstm_cell/recurrent_kernel",
                (*self.kernel_size, self.filters, gates),
                (*window, "filters before", _GATES),
            ),
        )
        return (*arrays, Weight("conv_lstm_cell/bias", (gates,), (_GATES,))) if self.use_bias else arrays

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """Every step convolves the input and the state once."""
        place = self._grid(inputs[0], rules)
        cells: Dim = product(self._slide().space(place.space, rules))
        times = inputs[0].axes[1] * cells
        reach = product(self.kernel_size) * (place.channels + self.filters)
        macs = times * (reach * (LSTM.gates * self.filters))
        return work(times, self.filters, LSTM, self.use_bias, rules)._replace(macs=macs)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return fixed_batch(inputs[0], self.stateful)


class ConvLSTM1D(ConvLSTM):
    """Reads a sequence of rows with convolutions: `(kernel * (channels in + filters) + 1) * 4 * filters` weights."""

    title = "ConvLSTM1D"
    short = "LSTM1D"
    sample = (8, 32, 3)
    dims = 1

    kernel_size: One = KERNEL
    strides: One = STRIDES
    dilation: One = DILATION


class ConvLSTM2D(ConvLSTM):
    """Reads a film with convolutions: `(kernel * (channels in + filters) + 1) * 4 * filters` weights."""

    title = "ConvLSTM2D"
    short = "LSTM2D"
    sample = (8, 32, 32, 3)
    dims = 2

    kernel_size: Two = KERNEL
    strides: Two = STRIDES
    dilation: Two = DILATION


class ConvLSTM3D(ConvLSTM):
    """Reads a sequence of volumes with convolutions: `(kernel * (channels in + filters) + 1) * 4 * filters` weights."""

    title = "ConvLSTM3D"
    short = "LSTM3D"
    sample = (4, 16, 16, 16, 3)
    dims = 3

    kernel_size: Three = KERNEL
    strides: Three = STRIDES
    dilation: Three = DILATION
