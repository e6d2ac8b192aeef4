"""EfficientNet: inverted residuals that weigh their channels."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example

SWISH = convas.Activation(function="silu")


def normed(block: BlockScript, x: int, *, act: bool = True) -> int:
    return block.chain(convas.BatchNormalization(), *([SWISH] if act else []), after=x)[-1]


def conv(block: BlockScript, x: int, filters: str, *, act: bool = True) -> int:
    return normed(block, block.add(convas.Conv2D(kernel_size=1, use_bias=False), x, filters=filters), act=act)


def spread(block: BlockScript, x: int, stride: str | int) -> int:
    made = convas.DepthwiseConv2D(kernel_size=3, padding="same", use_bias=False)
    return normed(block, block.add(made, x, kernel_size=("kernel", "kernel"), strides=(stride, stride)))


def weighed(net: Script) -> BlockScript:
    """Squeeze and excite: every channel times a number between 0 and 1 that all channels give."""
    with net.block("squeeze and excite", channels=32, reduced=8) as block:
        x = block.input()
        y = block.add(convas.GlobalAveragePooling2D(keepdims=True), x)
        y = block.add(convas.Conv2D(kernel_size=1, activation="silu"), y, filters="reduced")
        y = block.add(convas.Conv2D(kernel_size=1, activation="sigmoid"), y, filters="channels")
        block.output(block.add(convas.Multiply(), x, y))
    return block


def efficientnet_b0() -> Script:
    """Tan and Le 2019, as keras.applications has it; there, the drop rate grows from block to block."""
    net = convas.new("EfficientNet-B0")
    excite = weighed(net)
    with net.block("separable", channels=32, filters=16, kernel=3) as separable:
        x = spread(separable, separable.input(), 1)
        x = separable.use(excite, x, name="excite", channels="channels", reduced="channels // 4")
        separable.output(conv(separable, x, "filters", act=False))
    with net.block("inverted, changing", channels=16, filters=24, kernel=3, stride=2, expand=6) as first:
        x = spread(first, conv(first, first.input(), "expand * channels"), "stride")
        x = first.use(excite, x, name="excite", channels="expand * channels", reduced="channels // 4")
        first.output(conv(first, x, "filters", act=False))
    with net.block("inverted residual", channels=24, kernel=3, expand=6) as usual:
        x = usual.input()
        y = spread(usual, conv(usual, x, "expand * channels"), 1)
        y = usual.use(excite, y, name="excite", channels="expand * channels", reduced="channels // 4")
        y = usual.add(convas.Dropout(rate=0.1), conv(usual, y, "channels", act=False))
        usual.output(usual.add(convas.Add(), y, x))
    x = net.chain(
        convas.Input(shape=(224, 224), colours="RGB"),
        convas.Normalization(),
        convas.Conv2D(filters=32, kernel_size=3, strides=2, padding="same", use_bias=False),
        convas.BatchNormalization(),
        SWISH,
    )[-1]
    x = net.use(separable, x, name="stage1")
    channels = 16
    stages = [(24, 3, 2, 1), (40, 5, 2, 1), (80, 3, 2, 2), (112, 5, 1, 2), (192, 5, 2, 3), (320, 3, 1, 0)]
    for stage, (filters, kernel, stride, repeat) in enumerate(stages, 2):
        given = {"channels": channels, "filters": filters, "kernel": kernel, "stride": stride}
        x = net.use(first, x, name=f"stage{stage}a", **given)
        if repeat:
            x = net.use(usual, x, name=f"stage{stage}b", repeat=repeat, channels=filters, kernel=kernel)
        channels = filters
    net.chain(
        convas.Conv2D(filters=1280, kernel_size=1, use_bias=False),
        convas.BatchNormalization(),
        SWISH,
        convas.GlobalAveragePooling2D(),
        convas.Dropout(rate=0.2),
        convas.Dense(units=1000, activation="softmax"),
        after=x,
    )
    return net


EXAMPLES = (
    Example(
        "efficientnet-b0",
        efficientnet_b0,
        year=2019,
        group="Image networks",
        line="Inverted residuals that weigh their channels",
        source="Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks, "
        "arXiv:1905.11946; as keras.applications has it, with one drop rate for all blocks.",
        also="mobile depthwise separable squeeze excite swish image classification ImageNet convolutional",
    ),
)
