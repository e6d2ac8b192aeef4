"""Layers that only rearrange numbers. Sources: Keras 3 layers.Flatten, layers.Reshape; PyTorch nn.Flatten."""

from typing import Annotated

from pydantic import Field

from convas.layers.layer import Layer, Specs
from convas.layers.settings import Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import UNKNOWN, Dim, decide, product, value_of

_JOIN = "Keras flattens all axes but the batch; use Reshape to join some of them."
Target = Annotated[int, Field(strict=True, ge=-1, le=2**63 - 1)]


class Flatten(Layer):
    """Lays all axes but the batch out in one row."""

    title = "Flatten"
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

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if rules.keras:
            return (x.having((x.axes[0], product(x.axes[1:]))),)
        first, last = (_at(x.rank, axis) for axis in (self.start_dim, self.end_dim))
        if first is None or last is None or first > last:
            raise ShapeError(
                "axes do not fit",
                f"{{me}} flattens axes {self.start_dim} to {self.end_dim} of an input with {x.rank} axes. "
                f"Choose axes from {-x.rank} to {x.rank - 1}, the first before the last.",
                "start_dim",
            )
        return (x.having((*x.axes[:first], product(x.axes[first : last + 1]), *x.axes[last + 1 :])),)


class Reshape(Layer):
    """Puts the numbers of one example into other axes, in the same order."""

    title = "Reshape"
    family = "shape"
    stem = "reshape_{}"
    words = "view fold unfold axes"

    target_shape: tuple[Target, ...] = setting(
        (-1,), "Shape", "The new axes without the batch; -1 takes what is left.", structural=True, role="shape"
    )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        have = product(x.axes[1:])
        open_axes = [index for index, axis in enumerate(self.target_shape) if axis == -1]
        if len(open_axes) > 1:
            raise ShapeError("two open axes", "Only one axis can be -1. Give the others as numbers.", "target_shape")
        fixed = product(tuple(axis for axis in self.target_shape if axis != -1))
        axes: tuple[Dim, ...] = self.target_shape
        if open_axes:
            self._divides(have, fixed)
            left = have // fixed if value_of(fixed) else UNKNOWN
            axes = tuple(left if axis == -1 else axis for axis in axes)
        elif decide("==", have, fixed) is False:
            raise self._unequal(have, fixed)
        return (x.having((x.axes[0], *axes)),)

    def _divides(self, have: Dim, fixed: Dim) -> None:
        n, parts = value_of(have), value_of(fixed)
        if n is not None and parts is not None and (parts == 0 or n % parts):
            raise self._unequal(have, fixed)

    def _unequal(self, have: Dim, fixed: Dim) -> ShapeError:
        return ShapeError(
            "sizes differ",
            f"{{0}} gives {text.count(have)} numbers, and {{me}} has room for {text.count(fixed)}"
            f"{' times a whole number' if -1 in self.target_shape else ''}. Make both the same.",
            "target_shape",
            Mend("Use one row", settings=(("target_shape", (-1,)),)),
        )

    def brief(self) -> list[str]:
        return [text.shape(self.target_shape).replace("-1", "any")]


def _at(rank: int, axis: int) -> int | None:
    """The axis counted from the front, if there is one."""
    found = axis + rank if axis < 0 else axis
    return found if 0 <= found < rank else None
