"""Operations: the work of a layer, by what it belongs to, so that a total can say what it includes."""

from __future__ import annotations

from typing import Final, NamedTuple

from convas.values import text
from convas.values.size import Dim, settle


class Included(NamedTuple):
    """Which operations beside the multiply-accumulates are part of FLOPs."""

    bias: bool = True
    normalization: bool = True
    activation: bool = True
    other: bool = True

    @property
    def told(self) -> str:
        """`2 per MAC, with bias and activation`"""
        names = [WORDS[name] for name, there in self._asdict().items() if there]
        return f"2 per MAC, with {text.listed(names)}" if names else "2 per MAC, nothing else"


WORDS: Final = {
    "bias": "bias",
    "normalization": "normalisation",
    "activation": "activation",
    "other": "other work",
}
"""What people call the parts."""
EVERYTHING: Final = Included()


class Operations(NamedTuple):
    """Work for one example: multiply-accumulates, and single operations by what they belong to.

    An operation of `other` is one that pooling, merging or resizing does on one number.
    """

    macs: Dim = 0
    bias: Dim = 0
    normalization: Dim = 0
    activation: Dim = 0
    other: Dim = 0

    def flops(self, included: Included = EVERYTHING) -> Dim:
        """Floating-point operations: two a multiply-accumulate, and what is included beside them."""
        total = 2 * self.macs
        for part, there in zip(self[1:], included, strict=True):
            if there:
                total = total + part
        return settle(total)

    def settled(self) -> Operations:
        """The same without how it came about."""
        return Operations(*map(settle, self))
