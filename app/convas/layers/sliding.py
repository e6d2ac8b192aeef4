"""Sliding: how a convolution's window goes over space, in both frameworks. Shared by all but the transposed ones.

Sources: Keras 3 operation_utils.compute_conv_output_shape; PyTorch nn.Conv2d, "Shape".
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from convas.layers.forms import WORDS
from convas.layers.grid import Grid
from convas.layers.windows import Sizes, check_fit, places, places_same
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, value_of

SAME: Final = Mend("Set padding to same", settings=(("padding", "same"),))


class Slide(NamedTuple):
    """A window with its strides, its padding (a word, or zeros at both ends of each axis) and its dilation."""

    kernel: Sizes
    strides: Sizes
    padding: str | Sizes
    dilation: Sizes
    padding_mode: str = "zeros"

    def space(self, space: Sizes, rules: Rules) -> Sizes:
        """The space that the window makes of `space`; `ShapeError` where it does not fit."""
        if self.padding in ("same", "causal"):
            return tuple(places_same(n, s) if rules.keras else n for n, s in zip(space, self.strides, strict=True))
        check_fit(space, self.kernel, self.dilation, self.pads, SAME)
        each = zip(space, self.kernel, self.strides, self.dilation, self.pads, strict=True)
        return tuple(places(*axis) for axis in each)

    @property
    def pads(self) -> Sizes:
        """The zeros at both ends of each axis, where they are given as numbers."""
        return (0,) * len(self.kernel) if isinstance(self.padding, str) else self.padding

    @property
    def jumps_and_spreads(self) -> bool:
        """Whether strides and dilation are both above 1."""
        return any(s != 1 for s in self.strides) and any(d != 1 for d in self.dilation)

    def check(self, place: Grid, rules: Rules) -> None:
        """Refuse the padding that the framework does not have."""
        if rules.keras:
            check_word(self.padding)
            return
        check_there(place.space)
        if self.padding == "same" and any(s != 1 for s in self.strides):
            half = tuple((value_of(k) or 1) // 2 for k in self.kernel)
            raise ShapeError(
                "same with strides",
                "PyTorch has no padding same with strides above 1. "
                f"Give the padding in numbers, such as {text.shape(half)}.",
                "padding",
                Mend(f"Set padding to {text.shape(half)}", settings=(("padding", half),)),
            )
        if self.padding_mode in ("reflect", "circular"):
            limit = 0 if self.padding_mode == "circular" else 1
            for size, pad in zip(place.space, self.pads, strict=True):
                if decide("<=", pad + limit, size) is False:
                    raise ShapeError(
                        "padding too large",
                        f"{WORDS[self.padding_mode].capitalize()} padding of {text.count(pad)} needs an input "
                        f"of at least {text.count(pad + limit)}, and this one is {text.count(size)}. Pad less.",
                        "padding",
                    )


def check_there(space: Sizes) -> None:
    """PyTorch convolves nothing along an axis of no places."""
    if any(decide("<", size, 1) for size in space):
        raise ShapeError("empty input", "PyTorch needs at least one place along every axis. Make the input larger.")


def check_word(padding: str | Sizes) -> None:
    """Keras pads with a word only."""
    if not isinstance(padding, str):
        raise ShapeError(
            "not in Keras",
            "Keras has no padding in numbers. Use valid or same, or put Zero padding before {me}.",
            "padding",
            SAME,
        )


def check_not_both(strides: Sizes, dilation: Sizes) -> None:
    """Keras has strides or dilation."""
    if any(s != 1 for s in strides) and any(d != 1 for d in dilation):
        raise ShapeError(
            "strides and dilation",
            "Keras takes strides or dilation above 1, not both. Set one of them to 1.",
            "dilation",
            Mend("Set dilation to 1", settings=(("dilation", (1,) * len(dilation)),)),
            Mend("Set strides to 1", settings=(("strides", (1,) * len(strides)),)),
        )


def lowered(word: Any) -> Any:
    """Keras takes a padding's name in any case."""
    return word.lower() if isinstance(word, str) else word


def single(value: Any) -> Any:
    """PyTorch takes a row of one number for all axes."""
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value
