"""Axes: finding the one that a setting means, and comparing the axes of inputs that are joined."""

from __future__ import annotations

from convas.layers.grid import axis_names
from convas.layers.layer import Specs
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import UNKNOWN, Dim, decide, value_of
from convas.values.spec import BATCH, Spec


def place(rank: int, axis: int) -> int | None:
    """The axis counted from the front, if there is one."""
    found = axis + rank if axis < 0 else axis
    return found if 0 <= found < rank else None


def axis_told(axis: int) -> str:
    """An axis as a card says it."""
    return "last axis" if axis == -1 else f"axis {text.count(axis)}"


def chosen(spec: Spec, axis: int, setting: str = "axis", rank: int | None = None) -> int:
    """The axis that `axis` means, counted from the front; `rank` where it is one of the output's."""
    axes = spec.rank if rank is None else rank
    at = place(axes, axis)
    if at is None:
        count = text.many(spec.rank, "axis", "axes")
        raise ShapeError(
            "no such axis",
            f"{{me}} is set to axis {axis}, and its input has {count} with the batch. "
            f"Choose an axis from {-axes} to {axes - 1}.",
            setting,
        )
    return at


def inner(spec: Spec, axis: int, setting: str = "axis") -> int:
    """Like `chosen`, for a layer that must leave the batch alone."""
    at = chosen(spec, axis, setting)
    if spec.axes[at] is BATCH:
        raise batch_stays(axis, setting)
    return at


def batch_stays(axis: int, setting: str = "axis") -> ShapeError:
    """What a layer says that is asked to change the batch."""
    return ShapeError(
        "that is the batch",
        f"{{me}} is set to axis {axis}, which is the batch, and examples stay together. Choose an axis after it.",
        setting,
    )


def stretched(inputs: Specs, rules: Rules) -> tuple[Dim, ...]:
    """The shape that all inputs stretch to: axes are compared from the last one forwards, and 1 fits anything.

    Keras keeps the batch in front whatever the number of axes, as its merge layers do, and an open axis
    stays open; PyTorch has no such exceptions.
    """
    axes = inputs[0].axes
    for index, other in enumerate(inputs[1:], 1):
        kept = int(rules.keras and bool(axes) and bool(other.axes))
        joined = broadcast(axes[kept:], other.axes[kept:], stays_open=rules.keras)
        if joined is None:
            why = "" if rules.keras else " PyTorch compares axes from the last one, so the batch meets another axis."
            raise differ(inputs, index, differing(inputs[0], other), rules, why, _one_more_axis(inputs, index))
        axes = (*axes[:kept], *joined)
    return axes


def broadcast(a: tuple[Dim, ...], b: tuple[Dim, ...], stays_open: bool = False) -> tuple[Dim, ...] | None:
    """What two rows of axes stretch to; None where they cannot. Beside a number an open axis is that number."""
    if len(a) < len(b):
        a, b = b, a
    head = a[: len(a) - len(b)]
    joined = [_joined(x, y, stays_open) for x, y in zip(a[len(head) :], b, strict=True)]
    known = [axis for axis in joined if axis is not None]
    return (*head, *known) if len(known) == len(joined) else None


def _joined(x: Dim, y: Dim, stays_open: bool) -> Dim | None:
    if x == y or decide("==", y, 1):
        return x
    if decide("==", x, 1):
        return y
    if decide("==", x, y) is False:
        return None
    if stays_open:
        return UNKNOWN
    if x is BATCH or y is BATCH:
        return BATCH if UNKNOWN in (x, y) else None
    return next((axis for axis in (x, y) if decide(">", axis, 1)), UNKNOWN)


def differ(
    inputs: Specs, index: int, where: list[int], rules: Rules, why: str = "", cures: tuple[Mend, ...] = ()
) -> ShapeError:
    """Two inputs whose sizes do not go together, with the axes that differ by name.

    `why` and `cures` are for inputs that have not as many axes.
    """
    first, other = inputs[0], inputs[index]
    shapes = f"{{0}} gives {text.shape(first.visible)}, {{{index}}} gives {text.shape(other.visible)}"
    if not where:
        return ShapeError(
            "axes differ",
            f"The inputs do not have the same axes: {shapes}.{why} Put Reshape before one of them.",
            "",
            *cures,
        )
    names = axis_names(first, rules)
    told = text.listed([names[at] for at in where])
    spatial = all(names[at] in ("height", "width", "length", "depth") for at in where)
    cure = f" Set padding of {{{index}}} to same." if spatial else " Make them equal."
    mends = [Mend(f"Set padding of {{{at}}} to same", at, settings=(("padding", "same"),)) for at in (index, 0)]
    offered = (*(mends if spatial else ()), *projections(inputs, index, rules))
    return ShapeError("shapes differ", f"The inputs differ in {told}: {shapes}.{cure}", "", *offered)


def projections(inputs: Specs, index: int, rules: Rules) -> list[Mend]:
    """What gives one input the other's shape: as many filters, or a layer that projects it."""
    for source, goal in ((index, 0), (0, index)):
        a, b = inputs[source], inputs[goal]
        sizes = [value_of(axis) for axis in (*a.axes[1:], *b.axes[1:])]
        if a.rank != b.rank or not 2 <= a.rank <= 5 or a.axes[:1] != (BATCH,) or None in sizes:
            return []
        have, want = ([value_of(axis) or 0 for axis in spec.axes[1:]] for spec in (a, b))
        depth = want.pop(-1 if rules.channels_last else 0)
        wide = have.pop(-1 if rules.channels_last else 0)
        if a.rank == 2:
            dense = Mend(f"Insert a dense layer after {{{source}}}", source, "Dense", (("units", depth),))
            return [Mend(f"Give {{{source}}} {text.many(depth, 'unit')}", source, settings=(("units", depth),)), dense]
        strides = tuple(-(-n // m) if m else 1 for n, m in zip(have, want, strict=True))
        if all((n - 1) // s + 1 == m for n, m, s in zip(have, want, strides, strict=True)):
            equal = Mend(f"Give {{{source}}} {text.many(depth, 'filter')}", source, settings=(("filters", depth),))
            settings = (("filters", depth), ("kernel_size", (1,) * len(strides)), ("strides", strides))
            project = Mend(f"Insert a projection after {{{source}}}", source, f"Conv{len(strides)}D", settings)
            return [equal, project] if have == want and wide != depth else [project]
    return []


def _one_more_axis(inputs: Specs, index: int) -> tuple[Mend, ...]:
    """The cure where an axis of 1 after the batch makes two inputs fit."""
    short, long = sorted((0, index), key=lambda at: inputs[at].rank)
    lengthened = (*inputs[short].axes[:1], 1, *inputs[short].axes[1:])
    if len(inputs) > 2 or len(lengthened) != inputs[long].rank or broadcast(lengthened, inputs[long].axes) is None:
        return ()
    return (Mend(f"Insert Unsqueeze after {{{short}}}", short, "Unsqueeze", (("axis", 1),)),)


def differing(a: Spec, b: Spec, but: int | None = None) -> list[int]:
    """The axes, the same number on both sides, whose sizes cannot be equal."""
    if a.rank != b.rank:
        return []
    each = enumerate(zip(a.axes, b.axes, strict=True))
    return [at for at, (x, y) in each if at != but and decide("==", x, y) is False]
