"""The networks that are measured, as plain steps, so that every side is given the same."""

from __future__ import annotations

from typing import Any, NamedTuple

Wire = tuple[int, int]
"""A step, and which of its outputs."""


class Step(NamedTuple):
    """One layer: what it does, what it is fed, and its numbers."""

    op: str
    of: tuple[Wire, ...] = ()
    given: tuple[Any, ...] = ()


class Network:
    """Steps one after the other; the first is the input, with its shape as PyTorch has it."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape
        self.steps = [Step("input", (), shape)]

    def add(self, op: str, *of: Wire, given: tuple[Any, ...] = ()) -> Wire:
        self.steps.append(Step(op, of, given))
        return len(self.steps) - 1, 0

    def conv(
        self,
        of: Wire,
        channels: int,
        filters: int,
        kernel: int = 3,
        stride: int = 1,
        pad: bool = True,
        bias: bool = True,
    ) -> Wire:
        """A convolution, padded by half its kernel."""
        return self.add("conv", of, given=(channels, filters, kernel, stride, kernel // 2 if pad else 0, bias))

    def dense(self, of: Wire, features: int, units: int) -> Wire:
        return self.add("dense", of, given=(features, units))


def convolutions(count: int, side: int = 64, pad: bool = True) -> Network:
    """A chain of convolutions with 8 filters each; padded, all have one shape."""
    net = Network(3, side, side)
    wire = (0, 0)
    for index in range(count):
        wire = net.conv(wire, 8 if index else 3, 8, pad=pad)
    return net


def resnet_50() -> Network:
    net = Network(3, 224, 224)

    def normal(of: Wire, channels: int, filters: int, kernel: int, stride: int = 1) -> Wire:
        return net.add("batch norm", net.conv(of, channels, filters, kernel, stride, bias=False), given=(filters,))

    wire = net.add("pool", net.add("relu", normal((0, 0), 3, 64, 7, 2)))
    channels = 64
    for stage, times in enumerate((3, 4, 6, 3)):
        width = 64 * 2**stage
        for index in range(times):
            stride = 2 if stage and not index else 1
            inner = net.add("relu", normal(wire, channels, width, 1))
            inner = net.add("relu", normal(inner, width, width, 3, stride))
            inner = normal(inner, width, 4 * width, 1)
            around = wire if index else normal(wire, channels, 4 * width, 1, stride)
            wire, channels = net.add("relu", net.add("add", inner, around)), 4 * width
    net.dense(net.add("mean", wire), channels, 1000)
    return net


def like_gpt_2_xl(layers: int = 48, width: int = 1600, tokens: int = 1024) -> Network:
    """The sizes of GPT-2 XL; in place of attention three parts are multiplied and added, which costs no weights."""
    net = Network(tokens, width)
    wire = (0, 0)
    for _ in range(layers):
        parts = net.add("split", net.dense(net.add("layer norm", wire, given=(width,)), width, 3 * width), given=(3,))
        mixed = net.add("add", net.add("multiply", parts, (parts[0], 1)), (parts[0], 2))
        wire = net.add("add", net.dense(mixed, width, width), wire)
        inner = net.dense(net.add("layer norm", wire, given=(width,)), width, 4 * width)
        wire = net.add("add", net.dense(net.add("gelu", inner), 4 * width, width), wire)
    net.dense(net.add("layer norm", wire, given=(width,)), width, 50257)
    return net
