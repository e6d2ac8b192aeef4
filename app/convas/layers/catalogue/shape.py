"""Layers that only rearrange numbers. Sources: Keras 3 layers.Flatten and its kin; PyTorch nn.Flatten, nn.Unflatten."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from convas.layers.axes import axis_told, batch_stays, inner, place
from convas.layers.grid import DataFormat
from convas.layers.layer import Hint, Layer, Specs
from convas.layers.settings import Amount, Count, Whole, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import UNKNOWN, Dim, decide, exact_div, product, value_of

_JOIN = "Keras flattens all axes but the batch; use Reshape to join some of them."
Target = Annotated[int, Field(strict=True, ge=-1, le=2**63 - 1)]


class Flatten(Layer):
    """Lays all axes but the batch out in one row."""

    title = "Flatten"
    common = True
    family = "shape"
    stem = "flatten"
    words = "vector row reshape"

    start_dim: Whole = setting(
        1,
        "First axis",
        "Where the row begins; 0 is the batch.",
        rare=True,
        only="pytorch",
        instead=_JOIN,
        structural=True,
    )
    end_dim: Whole = setting(
        -1,
        "Last axis",
        "Where the row ends; -1 is the last axis.",
        rare=True,
        only="pytorch",
        instead=_JOIN,
        structural=True,
    )
    data_format: DataFormat | None = setting(
        None,
        "Channels",
        "Where the channels stand. Keras lays them out last; only the order of the numbers depends on it.",
        rare=True,
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Flatten", "data_format"), pytorch("Flatten", "start_dim", "end_dim"))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if rules.keras:
            return (x.having((x.axes[0], product(x.axes[1:]))),)
        axes = x.axes or (1,)
        first, last = (place(len(axes), axis) for axis in (self.start_dim, self.end_dim))
        if first is None or last is None or first > last:
            raise ShapeError(
                "axes do not fit",
                f"{{me}} flattens axes {self.start_dim} to {self.end_dim} of an input with {len(axes)} axes. "
                f"Choose axes from {-len(axes)} to {len(axes) - 1}, the first before the last.",
                "start_dim",
            )
        return (x.having((*axes[:first], product(axes[first : last + 1]), *axes[last + 1 :])),)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        if rules.keras or self.data_format != "channels_first":
            return ()
        told = "In Keras {me} puts the channels last before it flattens; PyTorch keeps the order that is there."
        return [Hint("another order", f"{told} Put Permute before it for the same numbers.")]


class Unflatten(Layer):
    """Splits one axis into several, in the same order."""

    title = "Unflatten"
    sample_settings = (("dim", -1), ("unflattened_size", (-1, 8)))
    family = "shape"
    stem = "unflatten_{}"
    words = "split axis view reshape expand"
    only = "pytorch"
    instead = "Use Reshape."

    dim: Whole = setting(1, "Axis", "The axis that is split, the batch being 0.", structural=True, role="axis")
    unflattened_size: tuple[Target, ...] = setting(
        (-1,), "Sizes", "The new axes in its place; -1 takes what is left.", structural=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("Unflatten", "dim!", "unflattened_size!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        at = inner(x, self.dim, "dim")
        if not self.unflattened_size:
            raise ShapeError(
                "no sizes", "{me} needs at least one new axis. Give its sizes, such as 4 × -1.", "unflattened_size"
            )
        axes = _filled(x.axes[at], self.unflattened_size, "unflattened_size")
        return (x.having((*x.axes[:at], *axes, *x.axes[at + 1 :])),)

    def brief(self) -> list[str]:
        return [axis_told(self.dim), _told(self.unflattened_size)]


class Reshape(Layer):
    """Puts the numbers of one example into other axes, in the same order."""

    title = "Reshape"
    sample_settings = (("target_shape", (-1, 16)),)
    in_pytorch = "`torch.reshape`"
    common = True
    family = "shape"
    stem = "reshape_{}"
    words = "view fold unfold axes"

    target_shape: tuple[Target | None, ...] = setting(
        (-1,),
        "Shape",
        "The new axes without the batch; -1 takes what is left, and in Keras ? stays open.",
        structural=True,
        role="shape",
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Reshape", "target_shape!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        return (x.having((x.axes[0], *self._axes(product(x.axes[1:]), rules))),)

    def _axes(self, have: Dim, rules: Rules) -> tuple[Dim, ...]:
        wanted = tuple(axis for axis in self.target_shape if axis is not None)
        if len(wanted) == len(self.target_shape):
            return _filled(have, wanted, "target_shape")
        if rules.keras and wanted.count(-1) < 2:
            return tuple(UNKNOWN if axis is None or axis == -1 else axis for axis in self.target_shape)
        raise ShapeError(
            "open axes",
            "{me} needs numbers, and -1 for at most one axis. Give the open axes as numbers.",
            "target_shape",
        )

    def brief(self) -> list[str]:
        return [_told(self.target_shape)]


class Permute(Layer):
    """Puts the axes of every example in another order."""

    title = "Permute"
    icon = "sort"
    in_pytorch = "`torch.permute`"
    family = "shape"
    stem = "permute_{}"
    words = "transpose swap axes order channels first last"

    dims: tuple[Amount, ...] = setting(
        (2, 1),
        "Order",
        "Which axis comes first, second ..., counted from 1 after the batch. PyTorch can move the batch, which is 0.",
        structural=True,
        role="order",
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Permute", "dims!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        moved = 0 in self.dims
        if moved and rules.keras:
            raise batch_stays(0, "dims")
        order = self.dims if moved else (0, *self.dims)
        if sorted(order) != list(range(x.rank)):
            axes = [str(axis) for axis in range(1, x.rank)]
            raise ShapeError(
                "order does not fit",
                f"The order of {{me}} is {_row(self.dims)}, and its input has {text.many(x.rank - 1, 'axis', 'axes')} "
                f"after the batch. Name each of {text.listed(axes)} once."
                if axes
                else "{me} has nothing to put in order. Leave its order empty.",
                "dims",
                Mend("Keep the order", settings=(("dims", tuple(range(1, x.rank))),)),
            )
        return (x.having(tuple(x.axes[axis] for axis in order)),)

    def brief(self) -> list[str]:
        return [_row(self.dims) or "nothing"]


class RepeatVector(Layer):
    """Repeats a row of numbers, as the steps of a sequence."""

    title = "Repeat vector"
    icon = "copy"
    in_pytorch = "`x.unsqueeze(1).repeat(1, n, 1)`"
    family = "shape"
    stem = "repeat_{}"
    shown = ("n",)
    words = "tile expand copy sequence decoder"

    n: Count = setting(2, "Times", "How many times the row is repeated.")

    def told(self, name: str) -> str:
        return f"{text.TIMES} {super().told(name)}"

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("RepeatVector", "n!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if x.rank != 2:
            raise ShapeError(
                "needs one row",
                f"{{me}} repeats one row of numbers, and {{0}} gives {text.shape(x.visible)}. Put Flatten before it.",
                "",
                Mend("Insert Flatten", kind="Flatten"),
            )
        return (x.having((x.axes[0], self.n, x.axes[1])),)


class Identity(Layer):
    """Hands its input on as it is."""

    title = "Identity"
    family = "shape"
    stem = "identity"
    words = "nothing placeholder pass through noop"

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Identity"), pytorch("Identity", "*"))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs


def _filled(have: Dim, wanted: tuple[int, ...], field: str) -> tuple[Dim, ...]:
    """The axes that `have` numbers fill, with what is left in the place of -1."""
    if wanted.count(-1) > 1:
        raise ShapeError("two open axes", "Only one axis can be -1. Give the others as numbers.", field)
    fixed = product(tuple(axis for axis in wanted if axis != -1))
    if -1 not in wanted:
        if decide("==", have, fixed) is False:
            raise _unequal(have, fixed, wanted, field)
        return wanted
    n, parts = value_of(have), value_of(fixed)
    if n is not None and parts is not None and (parts == 0 or n % parts):
        raise _unequal(have, fixed, wanted, field)
    left = exact_div(have, fixed) if parts else UNKNOWN
    return tuple(left if axis == -1 else axis for axis in wanted)


def _unequal(have: Dim, fixed: Dim, wanted: tuple[int, ...], field: str) -> ShapeError:
    source = "{0} gives" if field == "target_shape" else "That axis has"
    return ShapeError(
        "sizes differ",
        f"{source} {text.count(have)} numbers, and {{me}} has room for {text.count(fixed)}"
        f"{' times a whole number' if -1 in wanted else ''}. Make both the same.",
        field,
        Mend("Use one row", settings=((field, (-1,)),)),
    )


def _told(axes: tuple[int | None, ...]) -> str:
    return text.shape(UNKNOWN if axis is None else axis for axis in axes).replace("-1", "any")


def _row(axes: tuple[int, ...]) -> str:
    return ", ".join(map(str, axes))
