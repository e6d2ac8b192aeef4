"""Xception: separable convolutions in place of Inception's branches."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example


def separable(block: BlockScript, x: int, filters: str, *, act: bool = True) -> int:
    """A separable convolution, activated before it and normalised after it."""
    if act:
        x = block.add(convas.Activation(), x)
    made = convas.SeparableConv2D(kernel_size=3, padding="same", use_bias=False)
    return block.add(convas.BatchNormalization(), block.add(made, x, filters=filters))


def halving(block: BlockScript, *, act: bool = True) -> None:
    """Two separable convolutions and a pooling, with a convolution as the way around them."""
    x = block.input()
    y = separable(block, separable(block, x, "inner", act=act), "filters")
    y = block.add(convas.MaxPooling2D(pool_size=3, strides=2, padding="same"), y)
    way = convas.Conv2D(kernel_size=1, strides=2, padding="same", use_bias=False)
    way = block.add(convas.BatchNormalization(), block.add(way, x, filters="filters"))
    block.output(block.add(convas.Add(), y, way))


def xception() -> Script:
    """Chollet 2016, as keras.applications has it."""
    net = convas.new("Xception")
    net.variable("width", 728)
    with net.block("entry, first", inner=128, filters=128) as first:
        halving(first, act=False)
    with net.block("entry", inner=256, filters=256) as entry:
        halving(entry)
    with net.block("middle", filters=728) as middle:
        x = y = middle.input()
        for _ in range(3):
            y = separable(middle, y, "filters")
        middle.output(middle.add(convas.Add(), y, x))
    with net.block("separable", filters=1536) as last:
        y = separable(last, last.input(), "filters", act=False)
        last.output(last.add(convas.Activation(), y))
    x = net.chain(
        convas.Input(shape=(299, 299), colours="RGB"),
        convas.Conv2D(filters=32, kernel_size=3, strides=2, use_bias=False),
        convas.BatchNormalization(),
        convas.Activation(),
        convas.Conv2D(filters=64, kernel_size=3, use_bias=False),
        convas.BatchNormalization(),
        convas.Activation(),
    )[-1]
    x = net.use(first, x, name="entry1", inner=128, filters=128)
    x = net.use(entry, x, name="entry2", inner=256, filters=256)
    x = net.use(entry, x, name="entry3", inner="width", filters="width")
    x = net.use(middle, x, name="middle", repeat=8, filters="width")
    x = net.use(entry, x, name="exit1", inner="width", filters=1024)
    x = net.use(last, x, name="exit2", filters=1536)
    x = net.use(last, x, name="exit3", filters=2048)
    net.chain(convas.GlobalAveragePooling2D(), convas.Dense(units=1000, activation="softmax"), after=x)
    return net


EXAMPLES = (
    Example(
        "xception",
        xception,
        year=2016,
        group="Image networks",
        line="Separable convolutions, with ways around them",
        source="Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, arXiv:1610.02357; "
        "as keras.applications has it.",
        also="image classification ImageNet residual depthwise",
    ),
)
