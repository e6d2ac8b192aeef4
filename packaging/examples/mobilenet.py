"""Networks for telephones."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example


def mobilenet_v2() -> Script:
    """Sandler et al. 2018, as keras.applications has it."""
    net = convas.new("MobileNetV2")

    def conv(block: BlockScript, x: int, filters: str, *, act: bool = True) -> int:
        x = block.add(convas.Conv2D(kernel_size=1, use_bias=False), x, filters=filters)
        relu = [convas.Activation(function="relu6")] if act else []
        return block.chain(convas.BatchNormalization(), *relu, after=x)[-1]

    def spread(block: BlockScript, x: int, stride: str | int) -> int:
        made = convas.DepthwiseConv2D(kernel_size=3, padding="same", use_bias=False)
        x = block.add(made, x, strides=(stride, stride))
        return block.chain(convas.BatchNormalization(), convas.Activation(function="relu6"), after=x)[-1]

    with net.block("inverted residual", channels=24, expand=6) as usual:
        x = usual.input()
        y = conv(usual, spread(usual, conv(usual, x, "expand * channels"), 1), "channels", act=False)
        usual.output(usual.add(convas.Add(), x, y))
    with net.block("inverted, changing", channels=16, filters=24, stride=2, expand=6) as first:
        x = first.input()
        y = spread(first, conv(first, x, "expand * channels"), "stride")
        first.output(conv(first, y, "filters", act=False))
    with net.block("separable", filters=16) as separable:
        separable.output(conv(separable, spread(separable, separable.input(), 1), "filters", act=False))
    relu = convas.Activation(function="relu6")
    x = net.chain(
        convas.Input(shape=(224, 224), colours="RGB"),
        convas.Conv2D(filters=32, kernel_size=3, strides=2, padding="same", use_bias=False),
        convas.BatchNormalization(),
        relu,
    )[-1]
    x = net.use(separable, x)
    channels = 16
    stages = [(24, 1, 2), (32, 2, 2), (64, 3, 2), (96, 2, 1), (160, 2, 2), (320, 0, 1)]
    for stage, (filters, repeat, stride) in enumerate(stages, 1):
        given = {"channels": channels, "filters": filters, "stride": stride}
        x = net.use(first, x, name=f"stage{stage}a", **given)
        if repeat:
            x = net.use(usual, x, name=f"stage{stage}b", repeat=repeat, channels=filters)
        channels = filters
    net.chain(
        convas.Conv2D(filters=1280, kernel_size=1, use_bias=False),
        convas.BatchNormalization(),
        relu,
        convas.GlobalAveragePooling2D(),
        convas.Dense(units=1000, activation="softmax"),
        after=x,
    )
    return net


EXAMPLES = (
    Example(
        "mobilenet-v2",
        mobilenet_v2,
        year=2018,
        group="Image networks",
        line="Small enough for a telephone: inverted residuals",
        source="Sandler, Howard, Zhu, Zhmoginov and Chen, MobileNetV2: Inverted Residuals and Linear Bottlenecks, "
        "arXiv:1801.04381; as keras.applications has it.",
        also="mobile depthwise separable image classification ImageNet convolutional",
    ),
)
