"""A ready-made block: what is told of it, and the pen that draws it as each framework writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from examples.transformer_parts import Lines

import convas
from convas.script import BlockScript
from convas.values.convention import Convention


class Draw:
    """Layers as each framework writes them."""

    def __init__(self, block: BlockScript, convention: Convention) -> None:
        self.block, self.keras = block, convention == "keras"
        self.first, self.last = convas.Permute(dims=(3, 1, 2)), convas.Permute(dims=(2, 3, 1))

    def around(self, size: int) -> object:
        """The padding that keeps the size of an image where nothing is skipped."""
        return "same" if self.keras else (size // 2, size // 2)

    def conv(self, x: int, size: int, filters: str, stride: str | int = 1, *, bias: bool = False) -> int:
        made = convas.Conv2D(kernel_size=size, padding=self.around(size), use_bias=bias)
        return self.block.add(made, x, filters=filters, strides=(stride, stride))

    def normed(self, x: int, function: str = "relu") -> int:
        """Normalised, and activated unless `function` is empty."""
        acts = [convas.Activation(function=function)] if function else []
        return self.block.chain(convas.BatchNormalization(), *acts, after=x)[-1]

    def act(self, x: int, function: str = "relu") -> int:
        return self.block.add(convas.Activation(function=function), x)

    def add(self, x: int, y: int) -> int:
        return self.block.add(convas.Add(), x, y)


@dataclass(frozen=True, slots=True)
class Ready:
    """One ready-made block: how it is drawn, its arguments, what it is, and inputs to count it with.

    `lines` says where its cards stand, where that is not left to arranging; `shared` how often its use repeats it
    with one set of weights.
    """

    name: str
    draw: Callable[[Draw], None]
    arguments: dict[str, int]
    told: str
    source: str
    inputs: tuple[tuple[int, ...], ...]
    lines: Lines = ()
    shared: int = 1
