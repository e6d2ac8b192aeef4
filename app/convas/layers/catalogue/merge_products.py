"""Layers that multiply matrices. Sources: Keras 3 layers.Dot, ops.matmul; PyTorch torch.matmul, torch.einsum."""

from typing import Annotated

from pydantic import BeforeValidator

from convas.layers.axes import batch_stays, broadcast, place
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Switch, Whole, setting
from convas.layers.spelling import Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import BATCH, Spec


def _both(value: object) -> object:
    """One number stands for both inputs."""
    return (value, value) if isinstance(value, int) and not isinstance(value, bool) else value


Pair = Annotated[tuple[Whole, Whole], BeforeValidator(_both)]


class Dot(Layer):
    """Multiplies two inputs and sums over one axis of each, example by example."""

    title = "Dot"
    sample = (16,)
    in_pytorch = "`torch.einsum`"
    family = "shape"
    stem = "dot_{}"
    words = "inner product similarity cosine einsum merge"
    places = Ports(inputs=("first", "second"))

    axes: Pair = setting(
        (-1, -1), "Axes", "The axis of each input that is summed over, the batch being 0.", structural=True, role="axes"
    )
    normalize: Switch = setting(
        False, "Normalise", "Scales both inputs to length 1 along these axes: the cosine of their angle."
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Dot", "axes!", "normalize"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        a, b = inputs
        i, j = self._places(inputs)
        unlike = rules.keras and (_open(a, i) != _open(b, j))
        if unlike or decide("==", a.axes[i], b.axes[j]) is False:
            sizes = f"{{0}} has {text.count(a.axes[i])} there and {{1}} has {text.count(b.axes[j])}"
            cure = "Keras needs both as numbers." if unlike else "Choose axes of one size."
            raise ShapeError(
                "sizes differ", f"{{me}} sums over axes {i} and {j}: {sizes}. {cure}", "axes", *_equal_axes(a, b)
            )
        axes = (*_without(a, i), *_without(b, j)[1:])
        return (a.having(axes if len(axes) > 1 else (*axes, 1)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        a, b = inputs
        i, _ = self._places(inputs)
        return Operations(
            macs=outputs[0].volume * a.axes[i],
            normalization=a.volume + b.volume if self.normalize else 0,
        )

    def _places(self, inputs: Specs) -> tuple[int, int]:
        found = []
        for index, (spec, axis) in enumerate(zip(inputs, self.axes, strict=True)):
            at = place(spec.rank, axis)
            if at is None:
                raise ShapeError(
                    "no such axis",
                    f"{{me}} is set to axis {axis} of {{{index}}}, which gives "
                    f"{text.many(spec.rank, 'axis', 'axes')} with the batch. "
                    f"Choose an axis from {-spec.rank} to {spec.rank - 1}.",
                    "axes",
                )
            if at == 0:
                raise batch_stays(axis, "axes")
            found.append(at)
        return found[0], found[1]


class MatMul(Layer):
    """Multiplies two inputs as matrices, on their last two axes; the axes before are stretched."""

    title = "Matrix product"
    in_keras = "`keras.ops.matmul`"
    in_pytorch = "`torch.matmul`"
    family = "shape"
    stem = "matmul_{}"
    words = "matmul bmm dot multiply attention scores"
    places = Ports(inputs=("first", "second"))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        a, b = inputs
        for index, spec in enumerate(inputs):
            if spec.rank < 2 or BATCH in spec.axes[-2:]:
                raise ShapeError(
                    "needs matrices",
                    f"{{me}} needs rows and columns for every example, and {{{index}}} gives "
                    f"{text.shape(spec.visible)}. Use Dot for vectors, or put Unsqueeze before it.",
                )
        if decide("==", a.axes[-1], b.axes[-2]) is False:
            raise ShapeError(
                "sizes differ",
                f"The columns of {{0}}, {text.count(a.axes[-1])}, must be as many as the rows of {{1}}, "
                f"{text.count(b.axes[-2])}. Put Permute before one of them.",
                "",
                *_turned(inputs),
            )
        lead = broadcast(a.axes[:-2], b.axes[:-2])
        if lead is None:
            raise ShapeError(
                "axes differ",
                f"Before rows and columns {{0}} has {text.shape(a.axes[:-2])} and {{1}} has {text.shape(b.axes[:-2])}. "
                "Make these equal, or 1.",
            )
        return (a.having((*lead, a.axes[-2], b.axes[-1])),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(macs=outputs[0].volume * inputs[0].axes[-1])


def _equal_axes(a: Spec, b: Spec) -> list[Mend]:
    """The cure where one axis of each input has the same size: the last ones that do."""
    pairs = [
        (i, j)
        for i in range(a.rank - 1, 0, -1)
        for j in range(b.rank - 1, 0, -1)
        if decide("==", a.axes[i], b.axes[j]) and value_of(a.axes[i]) is not None
    ]
    return [Mend(f"Sum over axes {i} and {j}", settings=(("axes", (i, j)),)) for i, j in pairs[:1]]


def _turned(inputs: Specs) -> list[Mend]:
    """The cure where one of two matrices has to be turned."""
    a, b = inputs
    found = []
    for at, spec, fits in ((1, b, (a.axes[-1], b.axes[-1])), (0, a, (a.axes[-2], b.axes[-2]))):
        if spec.rank > 2 and decide("==", *fits):
            order = (*range(1, spec.rank - 2), spec.rank - 1, spec.rank - 2)
            found.append(Mend(f"Turn {{{at}}} with Permute", at, "Permute", (("dims", order),)))
    return found


def _without(spec: Spec, at: int) -> tuple[Dim, ...]:
    return (*spec.axes[:at], *spec.axes[at + 1 :])


def _open(spec: Spec, at: int) -> bool:
    """Whether Keras knows the axis as None."""
    return value_of(spec.axes[at]) is None
