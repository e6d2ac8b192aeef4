"""Layers that join several inputs. Sources: Keras 3 layers.Add, layers.Concatenate; PyTorch broadcasting, torch.cat."""

from functools import reduce
from operator import add

from convas.layers.grid import axis_names
from convas.layers.layer import Layer, Operations, Ports, Specs
from convas.layers.settings import Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import UNKNOWN, Dim, decide, value_of
from convas.values.spec import BATCH, Spec


class Add(Layer):
    """Adds its inputs number by number; an axis of 1 is stretched to the others'."""

    title = "Add"
    family = "shape"
    icon = "add"
    stem = "add"
    words = "sum plus residual skip merge"
    places = Ports(variadic=True, least=2)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        axes = inputs[0].axes
        for index, other in enumerate(inputs[1:], 1):
            joined = _stretched(axes, other.axes)
            if joined is None:
                raise _differ(inputs, index, _differing(inputs[0], other), rules)
            axes = joined
        return (Spec(axes, inputs[0].dtype),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume * (len(inputs) - 1))


class Concatenate(Layer):
    """Puts its inputs one after the other along an axis; all other axes must be equal."""

    title = "Concatenate"
    family = "shape"
    icon = "concat"
    stem = "concat"
    words = "join merge stack skip cat"
    places = Ports(variadic=True, least=2)

    axis: Whole | None = setting(
        None, "Axis", "The axis that grows, the batch being 0; empty means the channels.", structural=True, role="axis"
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        first = inputs[0]
        axis = self.axis if self.axis is not None else (-1 if rules.channels_last else 1)
        at = axis + first.rank if axis < 0 else axis
        if not 0 <= at < first.rank:
            raise ShapeError(
                "no such axis",
                f"{{me}} joins along axis {axis}, and its inputs have {first.rank} axes with the batch. "
                f"Choose an axis from {-first.rank} to {first.rank - 1}.",
                "axis",
            )
        axes = list(first.axes)
        for index, other in enumerate(inputs[1:], 1):
            differing = _differing(first, other, at)
            if differing or other.rank != first.rank:
                raise _differ(inputs, index, differing, rules)
            for place, (x, y) in enumerate(zip(axes, other.axes, strict=True)):
                if value_of(x) is None and x != y:
                    axes[place] = y if value_of(y) is not None else UNKNOWN
        axes[at] = reduce(add, [spec.axes[at] for spec in inputs])
        return (first.having(tuple(axes)),)

    def brief(self) -> list[str]:
        return ["channels" if self.axis is None else f"axis {self.axis}"]


def _stretched(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> tuple[Dim, ...] | None:
    """The shape that both stretch to, compared from the last axis forwards; None where they cannot."""
    if len(a) < len(b):
        a, b = b, a
    batched = a[:1] == (BATCH,) and b[:1] == (BATCH,)
    lead = a[: int(batched)]
    a, b = a[len(lead) :], b[len(lead) :]
    head = a[: len(a) - len(b)]
    joined = [_joined(x, y) for x, y in zip(a[len(head) :], b, strict=True)]
    known = [axis for axis in joined if axis is not None]
    return (*lead, *head, *known) if len(known) == len(joined) else None


def _joined(x: Dim, y: Dim) -> Dim | None:
    if x == y or decide("==", y, 1):
        return x
    if decide("==", x, 1):
        return y
    return None if decide("==", x, y) is False else UNKNOWN


def _differ(inputs: Specs, index: int, where: list[int], rules: Rules) -> ShapeError:
    """Two inputs whose sizes do not go together, with the axes that differ by name."""
    first, other = inputs[0], inputs[index]
    shapes = f"{{0}} gives {text.shape(first.visible)}, {{{index}}} gives {text.shape(other.visible)}"
    if not where:
        return ShapeError(
            "axes differ", f"The inputs do not have the same axes: {shapes}. Put Reshape before one of them."
        )
    names = axis_names(first, rules)
    differing = text.listed([names[place] for place in where])
    spatial = all(names[place] in ("height", "width", "length", "depth") for place in where)
    cure = f" Set padding of {{{index}}} to same." if spatial else " Make them equal."
    mends = [Mend(f"Set padding of {{{at}}} to same", at, settings=(("padding", "same"),)) for at in (index, 0)]
    return ShapeError(
        "shapes differ", f"The inputs differ in {differing}: {shapes}.{cure}", "", *(mends if spatial else ())
    )


def _differing(a: Spec, b: Spec, but: int | None = None) -> list[int]:
    """The axes, the same number on both sides, whose sizes cannot be equal."""
    if a.rank != b.rank:
        return []
    each = enumerate(zip(a.axes, b.axes, strict=True))
    return [place for place, (x, y) in each if place != but and decide("==", x, y) is False]
