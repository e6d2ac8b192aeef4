"""Halving an axis, as gated linear units do. Shared by the layers that have one."""

from __future__ import annotations

from convas.layers.norms import axis_at
from convas.values import text
from convas.values.problem import ShapeError
from convas.values.size import decide, exact_div
from convas.values.spec import Spec


def halved(x: Spec, axis: int) -> Spec:
    """Half of the axis gates the other half, so half of it is left; it must be even."""
    at = axis_at(x, axis)
    size = x.axes[at]
    if decide("==", size % 2, 0) is False:
        raise ShapeError(
            "axis is not even",
            f"{{me}} halves an axis of {text.count(size)}, which is not even. Give it an even number.",
        )
    return x.having((*x.axes[:at], exact_div(size, 2), *x.axes[at + 1 :]))
