"""Sliding windows: how many places a kernel has along one axis. Shared by convolution and pooling.

Sources: PyTorch, torch.nn.Conv2d and torch.nn.MaxPool2d, "Shape"; Keras 3, operation_utils.compute_conv_output_shape.
"""

from __future__ import annotations

from convas.layers.grid import Grid
from convas.values import text
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, ceil_div, decide, pick, sure

Sizes = tuple[Dim, ...]


def extent(kernel: Dim, dilation: Dim) -> Dim:
    """How far a dilated kernel reaches: `dilation * (kernel - 1) + 1`."""
    return kernel if dilation == 1 else dilation * (kernel - 1) + 1


def places(size: Dim, kernel: Dim, stride: Dim, dilation: Dim = 1, padding: Dim = 0) -> Dim:
    """`floor((size + 2 * padding - reach) / stride) + 1`"""
    return (size + 2 * padding - extent(kernel, dilation)) // stride + 1


def places_up(size: Dim, kernel: Dim, stride: Dim, dilation: Dim = 1, padding: Dim = 0) -> Dim:
    """PyTorch's ceil_mode: a last window counts although it is not full, unless it would start in the padding."""
    count = ceil_div(size + 2 * padding - extent(kernel, dilation), stride) + 1
    start = (count - 1) * stride
    return pick(">=", start, size + padding, count - 1, count, "the last window would start in the padding")


def places_same(size: Dim, stride: Dim) -> Dim:
    """Keras `same`: `ceil(size / stride)`."""
    return ceil_div(size, stride)


def check_fit(space: Sizes, kernel: Sizes, dilation: Sizes, padding: Sizes, *mends: Mend, what: str = "kernel") -> None:
    """Refuse a window that reaches beyond its padded input; `what` is the word for it."""
    reach = tuple(extent(k, d) for k, d in zip(kernel, dilation, strict=True))
    padded = tuple(size + 2 * pad for size, pad in zip(space, padding, strict=True))
    if all(sure("<=", r, size) for r, size in zip(reach, padded, strict=True)):
        return
    dilated = "" if reach == kernel else f" ({text.shape(reach)} with its dilation)"
    raise ShapeError(
        f"{what} too large",
        f"A {text.shape(kernel)} {what}{dilated} does not fit a {text.shape(padded)} input. "
        + (f"Use padding same or a smaller {what}." if mends else "Use a smaller one."),
        "kernel_size" if what == "kernel" else "pool_size",
        *mends,
    )


def check_full(place: Grid, channels: bool = True) -> None:
    """Refuse an input without places or, if it matters, `channels`; no examples at all are taken."""
    axes = (place.channels, *place.space) if channels else place.space
    if any(decide("==", axis, 0) for axis in axes):
        raise ShapeError(
            "empty input",
            f"{{0}} gives {text.shape(place.spec.visible)}, and {{me}} needs at least 1 along every axis.",
        )
