"""Layers that put inputs beside each other. Sources: Keras 3 layers.Concatenate, ops.stack; torch.cat, torch.stack."""

from functools import reduce
from operator import add

from convas.layers.axes import axis_told, batch_stays, chosen, differ, differing, place
from convas.layers.layer import Layer, Ports, Specs
from convas.layers.settings import Whole, setting
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import UNKNOWN, Dim, value_of


class Concatenate(Layer):
    """Puts its inputs one after the other along an axis; all other axes must be equal."""

    title = "Concatenate"
    in_pytorch = "`torch.cat`"
    common = True
    family = "shape"
    icon = "concat"
    stem = "concat"
    words = "join merge stack skip cat"
    places = Ports(variadic=True, least=2)

    axis: Whole | None = setting(
        None, "Axis", "The axis that grows, the batch being 0; empty means the channels.", structural=True, role="axis"
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Concatenate", "axis"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        first = inputs[0]
        axis = self.axis if self.axis is not None else (-1 if rules.channels_last else 1)
        at = place(first.rank, axis)
        if at is None:
            raise ShapeError(
                "no such axis",
                f"{{me}} joins along axis {axis}, and its inputs have {first.rank} axes with the batch. "
                f"Choose an axis from {-first.rank} to {first.rank - 1}.",
                "axis",
            )
        if rules.keras and at == 0:
            raise batch_stays(axis)
        axes = _agreed(inputs, at, rules)
        axes[at] = reduce(add, [spec.axes[at] for spec in inputs])
        return (first.having(tuple(axes)),)

    def brief(self) -> list[str]:
        return ["channels" if self.axis is None else axis_told(self.axis)]


class Stack(Layer):
    """Puts its inputs beside each other along a new axis; all of them must have one shape."""

    title = "Stack"
    sample = (16,)
    in_keras = "`keras.ops.stack`"
    in_pytorch = "`torch.stack`"
    family = "shape"
    icon = "concat"
    stem = "stack"
    words = "join merge new axis"
    places = Ports(variadic=True, least=2)

    axis: Whole = setting(
        1, "New axis", "Where the new axis goes, the batch being 0.", structural=True, role="new axis"
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        first = inputs[0]
        at = chosen(first, self.axis, rank=first.rank + 1)
        if rules.keras and at == 0:
            raise batch_stays(self.axis)
        axes = _agreed(inputs, None, rules)
        return (first.having((*axes[:at], len(inputs), *axes[at:])),)

    def brief(self) -> list[str]:
        return [axis_told(self.axis)]


def _agreed(inputs: Specs, but: int | None, rules: Rules) -> list[Dim]:
    """The axes that all inputs have, save one; a name gives way to a number. Keras keeps the first input's None."""
    first = inputs[0]
    axes = list(first.axes)
    for index, other in enumerate(inputs[1:], 1):
        unequal = differing(first, other, but)
        if unequal or other.rank != first.rank:
            raise differ(inputs, index, unequal, rules)
        for at, (x, y) in enumerate(zip(axes, other.axes, strict=True)):
            if value_of(x) is None and x != y and not (rules.keras and x is UNKNOWN):
                axes[at] = y if value_of(y) is not None else UNKNOWN
    return axes
