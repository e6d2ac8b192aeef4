"""Layers that add, drop, cut or part an axis. Sources: Keras 3 ops.squeeze, ops.split; torch.squeeze, torch.split."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Annotated

from pydantic import Field

from convas.layers.axes import axis_told, batch_stays, chosen, inner
from convas.layers.layer import Hint, Layer, Ports, Specs
from convas.layers.settings import Count, Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, Undecided, ceil_div, decide, exact_div, leaf, least, most, value_of
from convas.values.spec import BATCH, Spec

MOST_PARTS = 256
Parts = Annotated[int, Field(strict=True, ge=1, le=MOST_PARTS)]


class Squeeze(Layer):
    """Takes axes of size 1 away."""

    title = "Squeeze"
    sample = (1, 1, 64)
    in_keras = "`keras.ops.squeeze`"
    in_pytorch = "`torch.squeeze`"
    family = "shape"
    stem = "squeeze_{}"
    words = "drop remove axis one"

    axis: Whole | None = setting(
        None,
        "Axis",
        "The axis to take away, the batch being 0; empty takes every axis of 1.",
        structural=True,
        role="axis",
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        among = range(x.rank) if self.axis is None else [inner(x, self.axis)]
        ones = [at for at in among if x.axes[at] is not BATCH and self._one(x, at, rules)]
        return (x.having(tuple(axis for at, axis in enumerate(x.axes) if at not in ones)),)

    def _one(self, x: Spec, at: int, rules: Rules) -> bool:
        """Whether an axis goes. Keras takes an open axis for one that is not 1; PyTorch waits and sees."""
        is_one = decide("==", x.axes[at], 1)
        if is_one is None and not rules.keras:
            raise Undecided("whether an axis is 1")
        if not is_one and self.axis is not None and rules.keras:
            size = text.count(x.axes[at])
            raise ShapeError(
                "axis is not 1",
                f"{{me}} takes axis {self.axis} away, and its size is {size}. Only an axis of 1 can go.",
                "axis",
                Mend("Take every axis of 1", settings=(("axis", None),)),
            )
        return bool(is_one)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if outputs[0].rank < inputs[0].rank:
            return ()
        return [Hint("nothing to take", "{me} changes nothing, because no such axis is 1.")]

    def brief(self) -> list[str]:
        return ["axes of 1" if self.axis is None else axis_told(self.axis)]


class Unsqueeze(Layer):
    """Puts in a new axis of size 1."""

    title = "Unsqueeze"
    sample = (16,)
    in_keras = "`keras.ops.expand_dims`"
    in_pytorch = "`torch.unsqueeze`"
    family = "shape"
    stem = "unsqueeze_{}"
    words = "expand dims add axis one"

    axis: Whole = setting(
        -1, "New axis", "Where the new axis goes, the batch being 0; -1 is last.", structural=True, role="new axis"
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        at = chosen(x, self.axis, rank=x.rank + 1)
        if rules.keras and at == 0:
            raise batch_stays(self.axis)
        return (x.having((*x.axes[:at], 1, *x.axes[at:])),)

    def brief(self) -> list[str]:
        return [axis_told(self.axis)]


class Slice(Layer):
    """Keeps a part of one axis: from a start to a stop, every so many places."""

    title = "Slice"
    icon = "cut"
    sample_settings = (("axis", -2), ("start", 8), ("stop", 24))
    in_keras = "An index with a colon, such as `x[:, 8:24]`."
    in_pytorch = "An index with a colon, such as `x[:, 8:24]`."
    family = "shape"
    stem = "slice_{}"
    words = "crop cut index narrow part start stop step"

    axis: Whole = setting(1, "Axis", "The axis that is cut, the batch being 0.", structural=True, role="axis")
    start: Whole | None = setting(
        None, "Start", "The first place that is kept, counted from 0; negative counts from the end."
    )
    stop: Whole | None = setting(None, "Stop", "The first place that is not kept any more; empty keeps all to the end.")
    step: Count = setting(1, "Step", "Keeps every so many places.")

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        at = inner(x, self.axis)
        n = x.axes[at]
        kept = _kept(self.start, self.stop, n)
        if decide("<", kept, 0):
            kept = 0
        length = kept if decide("==", self.step, 1) else ceil_div(kept, self.step)
        return (x.having((*x.axes[:at], length, *x.axes[at + 1 :])),)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if not any(decide("==", axis, 0) for axis in outputs[0].axes):
            return ()
        return [Hint("nothing left", "{me} keeps nothing. Choose a start before its stop.", severity="error")]

    def brief(self) -> list[str]:
        ends = [("" if end is None else str(end)) for end in (self.start, self.stop)]
        told = ":".join([*ends, str(self.step)] if self.step != 1 else ends)
        return [axis_told(self.axis), "all" if told == ":" else told]


class Split(Layer):
    """Parts an axis into several outputs, equal ones or of given sizes."""

    title = "Split"
    in_keras = "`keras.ops.split`"
    in_pytorch = "`torch.split`"
    family = "shape"
    stem = "split_{}"
    words = "chunk part divide branch outputs"

    parts: Parts = setting(2, "Parts", "How many equal outputs there are.", structural=True)
    sizes: tuple[Count, ...] = setting((), "Sizes", "The size of each output; empty makes equal parts.")
    axis: Whole | None = setting(
        None,
        "Axis",
        "The axis that is parted, the batch being 0; empty means the channels.",
        structural=True,
        role="axis",
    )

    @property
    def ports(self) -> Ports:
        count = len(self.sizes) or self.parts
        return Ports(outputs=tuple(f"part {index + 1}" for index in range(count)))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        at = inner(x, self.axis if self.axis is not None else -1 if rules.channels_last else 1)
        sizes = self._given(x.axes[at]) if self.sizes else self._equal(x.axes[at])
        return tuple(x.having((*x.axes[:at], size, *x.axes[at + 1 :])) for size in sizes)

    def _given(self, n: Dim) -> tuple[Dim, ...]:
        made: Dim = reduce(add, self.sizes)
        if decide("==", made, n) is False:
            have, others = value_of(n), value_of(made - self.sizes[-1])
            last = 0 if have is None or others is None else have - others
            kept = tuple(value_of(size) for size in self.sizes[:-1])
            raise ShapeError(
                "sizes differ",
                f"The sizes of {{me}} make {text.count(made)}, and the axis has {text.count(n)}. Make both the same.",
                "sizes",
                *([Mend(f"Make the last one {text.count(last)}", settings=(("sizes", (*kept, last)),))] * (last > 0)),
            )
        return self.sizes

    def _equal(self, n: Dim) -> tuple[Dim, ...]:
        have = value_of(n)
        if have is not None and have % self.parts:
            sizes = tuple(have // self.parts + (index < have % self.parts) for index in range(self.parts))
            shown = text.listed(list(dict.fromkeys(map(text.count, sizes))))
            raise ShapeError(
                "parts are not equal",
                f"{{me}} cannot make {self.parts} equal parts of {text.count(n)}. "
                "Choose parts that divide it, or give the sizes.",
                "parts",
                *([Mend(f"Use sizes {shown}", settings=(("sizes", sizes),))] * (have >= self.parts)),
            )
        return (exact_div(n, self.parts),) * self.parts

    def brief(self) -> list[str]:
        sizes = " + ".join(map(text.count, self.sizes))
        return [sizes or f"{self.parts} parts", "channels" if self.axis is None else axis_told(self.axis)]


def _kept(start: Dim | None, stop: Dim | None, n: Dim) -> Dim:
    """How many places lie between a start and a stop; below 0 where the stop comes first."""
    if start is not None and stop is not None and start < 0 and stop < 0 and decide("<=", _back(start), n):
        return _back(start) - _back(stop)
    end = n if stop is None else _reached(stop, n)
    return end if start is None else end - _reached(start, n)


def _reached(end: Dim, n: Dim) -> Dim:
    """Where a start or stop falls on an axis: counted from the end if negative, and never past either end."""
    if end < 0:
        inside = n - _back(end)
        return inside if decide(">=", inside, 0) else _bounded(inside, 0, most)
    return end if decide("<=", end, n) else _bounded(end, n, least)


def _back(end: Dim) -> Dim:
    """How far from the end a negative place is, under the same name."""
    return -end if isinstance(end, int) else leaf(end.name, -(value_of(end) or 0))


def _bounded(place: Dim, bound: Dim, choose: Callable[..., Dim]) -> Dim:
    """The bound where it is sure to hold, else the choice of the two."""
    return bound if value_of(place) is not None and value_of(bound) is not None else choose(place, bound)
