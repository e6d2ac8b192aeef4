"""Residual networks."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example


def convolved(block: BlockScript, x: int, size: int, filters: str, *, stride: str | int = 1, act: bool = True) -> int:
    """A convolution without bias and its normalisation, as residual networks have them in PyTorch."""
    around = (size // 2, size // 2)
    x = block.add(
        convas.Conv2D(kernel_size=size, padding=around, use_bias=False), x, filters=filters, strides=(stride, stride)
    )
    return block.chain(convas.BatchNormalization(), *([convas.Activation()] if act else []), after=x)[-1]


def joined(block: BlockScript, x: int, way: int) -> None:
    """The end of a residual block."""
    block.output(block.add(convas.Activation(), block.add(convas.Add(), x, way)))


def stem(net: Script) -> int:
    """How residual networks begin."""
    image = net.add(convas.Input(shape=(224, 224), colours="RGB"))
    x = net.add(convas.Conv2D(kernel_size=7, strides=2, padding=3, use_bias=False), image, filters="width")
    pool = convas.MaxPooling2D(pool_size=3, strides=2, padding=1)
    return net.chain(convas.BatchNormalization(), convas.Activation(), pool, after=x)[-1]


def resnet_18() -> Script:
    """He et al. 2015, as torchvision has it."""
    net = convas.new("ResNet-18", "pytorch")
    net.variable("width", 64)
    with net.block("basic", filters=64) as basic:
        x = basic.input()
        joined(basic, convolved(basic, convolved(basic, x, 3, "filters"), 3, "filters", act=False), x)
    with net.block("basic, halving", filters=128) as halving:
        x = halving.input()
        y = convolved(halving, convolved(halving, x, 3, "filters", stride=2), 3, "filters", act=False)
        joined(halving, y, convolved(halving, x, 1, "filters", stride=2, act=False))
    x = net.use(basic, stem(net), repeat=2, name="stage1", filters="width")
    for stage in (2, 3, 4):
        filters = f"{2 ** (stage - 1)} * width"
        x = net.use(halving, x, name=f"stage{stage}a", filters=filters)
        x = net.use(basic, x, name=f"stage{stage}b", filters=filters)
    net.chain(convas.GlobalAveragePooling2D(), convas.Dense(units=1000), after=x)
    return net


def resnet_50() -> Script:
    """He et al. 2015, with the stride in the middle of a bottleneck, as torchvision has it."""
    net = convas.new("ResNet-50", "pytorch")
    net.variable("width", 64)
    with net.block("bottleneck", filters=64) as usual:
        x = usual.input()
        y = convolved(usual, convolved(usual, x, 1, "filters"), 3, "filters")
        joined(usual, convolved(usual, y, 1, "4 * filters", act=False), x)
    with net.block("bottleneck, changing", filters=64, stride=2) as first:
        x = first.input()
        y = convolved(first, convolved(first, x, 1, "filters"), 3, "filters", stride="stride")
        way = convolved(first, x, 1, "4 * filters", stride="stride", act=False)
        joined(first, convolved(first, y, 1, "4 * filters", act=False), way)
    x = stem(net)
    for stage, (repeat, stride) in enumerate([(2, 1), (3, 2), (5, 2), (2, 2)]):
        filters = f"{2**stage} * width" if stage else "width"
        x = net.use(first, x, name=f"stage{stage + 1}a", filters=filters, stride=stride)
        x = net.use(usual, x, name=f"stage{stage + 1}b", repeat=repeat, filters=filters)
    net.chain(convas.GlobalAveragePooling2D(), convas.Dense(units=1000), after=x)
    return net


def resnet_50_keras() -> Script:
    """The same as keras.applications has it: convolutions with bias, the stride in the first of a bottleneck."""
    net = convas.new("ResNet-50 of Keras")
    net.variable("width", 64)

    def conv(block: BlockScript, x: int, size: int, filters: str, stride: str | int = 1) -> int:
        made = convas.Conv2D(kernel_size=size, padding="same")
        return block.add(convas.BatchNormalization(), block.add(made, x, filters=filters, strides=(stride, stride)))

    def bottleneck(block: BlockScript, x: int, stride: str | int) -> int:
        y = block.add(convas.Activation(), conv(block, x, 1, "filters", stride))
        y = block.add(convas.Activation(), conv(block, y, 3, "filters"))
        return conv(block, y, 1, "4 * filters")

    with net.block("bottleneck", filters=64) as usual:
        x = usual.input()
        joined(usual, bottleneck(usual, x, 1), x)
    with net.block("bottleneck, changing", filters=64, stride=2) as first:
        x = first.input()
        joined(first, bottleneck(first, x, "stride"), conv(first, x, 1, "4 * filters", "stride"))
    image = net.chain(convas.Input(shape=(224, 224), colours="RGB"), convas.ZeroPadding2D(padding=3))[-1]
    x = net.add(convas.Conv2D(kernel_size=7, strides=2), image, filters="width")
    pool = convas.MaxPooling2D(pool_size=3, strides=2)
    x = net.chain(convas.BatchNormalization(), convas.Activation(), convas.ZeroPadding2D(padding=1), pool, after=x)[-1]
    for stage, (repeat, stride) in enumerate([(2, 1), (3, 2), (5, 2), (2, 2)]):
        filters = f"{2**stage} * width" if stage else "width"
        x = net.use(first, x, name=f"stage{stage + 1}a", filters=filters, stride=stride)
        x = net.use(usual, x, name=f"stage{stage + 1}b", repeat=repeat, filters=filters)
    net.chain(convas.GlobalAveragePooling2D(), convas.Dense(units=1000, activation="softmax"), after=x)
    return net


PAPER = "He, Zhang, Ren and Sun, Deep Residual Learning for Image Recognition, arXiv:1512.03385"
ALSO = "residual skip connections image classification ImageNet convolutional"
EXAMPLES = (
    Example(
        "resnet-18",
        resnet_18,
        year=2015,
        group="Image networks",
        line="Every two convolutions have a way around them",
        source=f"{PAPER}; as torchvision has it.",
        also=ALSO,
        first=3,
    ),
    Example(
        "resnet-50",
        resnet_50,
        year=2015,
        group="Image networks",
        line="Sixteen bottlenecks of three convolutions each",
        source=f"{PAPER}; as torchvision has it, with the stride in the middle of a bottleneck.",
        also=ALSO,
    ),
    Example(
        "resnet-50-keras",
        resnet_50_keras,
        year=2015,
        group="Image networks",
        line="The same with biases, and the stride at a bottleneck's start",
        source=f"{PAPER}; as keras.applications has it.",
        also=ALSO,
    ),
)
