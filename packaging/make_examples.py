"""Make the designs in resources/examples again, from public figures. Run: python packaging/make_examples.py"""

from __future__ import annotations

import sys
from pathlib import Path

import convas
from convas.design.records import TOP, Block
from convas.edits.arrange import COLUMN, ROW, arrange
from convas.edits.nodes import move
from convas.script import BlockScript, Script

FOLDER = Path(__file__).parents[1] / "resources" / "examples"


def cmyk_classifier(padding: str) -> Script:
    """The exercise: five convolutions, the third and fifth being one layer, and two dense layers."""
    net = convas.new("CMYK classifier" if padding == "same" else "CMYK classifier, valid")
    image = net.add(convas.Input(shape=(120, 120), colours="CMYK"))
    convs = net.chain(*(convas.Conv2D(filters=20, kernel_size=3, padding=padding) for _ in range(5)), after=image)
    net.chain(convas.Flatten(), convas.Dense(units=30), convas.Dense(units=10), after=convs[-1])
    net.share(convs[2], convs[4])
    return net


def lenet_5() -> Script:
    """LeCun et al. 1998, as it is usually taught: 28 x 28 digits, full connection in the second convolution."""
    net = convas.new("LeNet-5")
    net.chain(
        convas.Input(shape=(28, 28), colours="grey"),
        convas.Conv2D(filters=6, kernel_size=5, padding="same", activation="tanh"),
        convas.AveragePooling2D(),
        convas.Conv2D(filters=16, kernel_size=5, activation="tanh"),
        convas.AveragePooling2D(),
        convas.Flatten(),
        convas.Dense(units=120, activation="tanh"),
        convas.Dense(units=84, activation="tanh"),
        convas.Dense(units=10, activation="softmax"),
    )
    return net


def siamese() -> Script:
    """Two towers that share every layer, joined at the end: are these two pictures alike?"""
    net = convas.new("Siamese towers")
    towers = [
        net.chain(
            convas.Input(shape=(105, 105), colours="grey"),
            convas.Conv2D(filters=64, kernel_size=10, activation="relu"),
            convas.MaxPooling2D(),
            convas.Conv2D(filters=128, kernel_size=7, activation="relu"),
            convas.MaxPooling2D(),
            convas.Flatten(),
            convas.Dense(units=256, activation="sigmoid"),
        )
        for _ in "ab"
    ]
    names = ("input", "conv1", "pool_1", "conv2", "pool_2", "flatten", "dense")
    for letter, tower in zip("ab", towers, strict=True):
        for node, name in zip(tower, names, strict=True):
            net.rename(node, f"{name}_{letter}")
    for first, second in zip(*towers, strict=True):
        if net.design.node(first).layer.kind in ("Conv2D", "Dense"):
            net.share(first, second)
    joined = net.add(convas.Concatenate(), towers[0][-1], towers[1][-1])
    net.chain(convas.Dense(units=1, activation="sigmoid"), after=joined)
    return net


def answer_sheet() -> Script:
    """The network that a wrong answer sheet to the exercise describes."""
    net = convas.new("Answer sheet")

    def conv(filters: int) -> object:
        return convas.Conv2D(filters=filters, kernel_size=3, padding="same")

    def pool() -> object:
        return convas.MaxPooling2D(pool_size=3, strides=2, padding="same")

    net.chain(
        convas.Input(shape=(120, 120), colours="grey"), conv(20), conv(20), pool(), conv(40), conv(40), pool(), conv(80)
    )
    return net


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


def u_net() -> Script:
    """Ronneberger et al. 2015: 572 x 572 pixels, no padding, so that what goes across is cropped."""
    net = convas.new("U-Net")
    net.variable("width", 64)
    conv = convas.Conv2D(kernel_size=3, activation="relu")
    with net.block("convolutions", filters=64) as convs:
        x = convs.add(conv, convs.input(), filters="filters")
        convs.output(convs.add(conv, x, filters="filters"))
    with net.block("up", filters=64, crop=4) as up:
        x, across = up.input("below"), up.input("across")
        x = up.add(convas.Conv2DTranspose(kernel_size=2, strides=2), x, filters="filters")
        around = (("crop", "crop"), ("crop", "crop"))
        y = up.add(convas.Cropping2D(cropping=((4, 4), (4, 4))), across, cropping=around)
        up.output(up.use(convs, up.add(convas.Concatenate(), y, x), filters="filters"))
    x = net.add(convas.Input(shape=(572, 572), colours="grey"))
    across = []
    for level in range(5):
        x = net.use(convs, x, name=f"down{level + 1}", filters=f"{2**level} * width" if level else "width")
        if level < 4:
            across.append(x)
            x = net.add(convas.MaxPooling2D(), x)
    for level, crop in zip((3, 2, 1, 0), (4, 16, 40, 88), strict=True):
        filters = f"{2**level} * width" if level else "width"
        x = net.use(up, x, across[level], name=f"up{level + 1}", filters=filters, crop=crop)
    net.add(convas.Conv2D(filters=2, kernel_size=1), x)
    return net


def densenet_121() -> Script:
    """Huang et al. 2016, as keras.applications has it."""
    net = convas.new("DenseNet-121")
    net.variable("growth", 32)

    def before(block: BlockScript, x: int) -> int:
        return block.chain(convas.BatchNormalization(), convas.Activation(), after=x)[-1]

    with net.block("dense layer", growth=32) as layer:
        x = layer.input()
        one = convas.Conv2D(kernel_size=1, use_bias=False)
        y = layer.add(one, before(layer, x), filters="4 * growth")
        three = convas.Conv2D(kernel_size=3, padding="same", use_bias=False)
        layer.output(layer.add(convas.Concatenate(), x, layer.add(three, before(layer, y), filters="growth")))
    with net.block("transition", filters=128) as transition:
        x = before(transition, transition.input())
        x = transition.add(convas.Conv2D(kernel_size=1, use_bias=False), x, filters="filters")
        transition.output(transition.add(convas.AveragePooling2D(), x))
    image = net.chain(convas.Input(shape=(224, 224), colours="RGB"), convas.ZeroPadding2D(padding=3))[-1]
    x = net.add(convas.Conv2D(kernel_size=7, strides=2, use_bias=False), image, filters="2 * growth")
    pool = convas.MaxPooling2D(pool_size=3, strides=2)
    x = net.chain(convas.BatchNormalization(), convas.Activation(), convas.ZeroPadding2D(padding=1), pool, after=x)[-1]
    for stage, (repeat, filters) in enumerate([(6, "4"), (12, "8"), (24, "16"), (16, "")], 1):
        x = net.use(layer, x, name=f"dense{stage}", repeat=repeat, growth="growth")
        if filters:
            x = net.use(transition, x, name=f"transition{stage}", filters=f"{filters} * growth")
    net.chain(
        convas.BatchNormalization(),
        convas.Activation(),
        convas.GlobalAveragePooling2D(),
        convas.Dense(units=1000, activation="softmax"),
        after=x,
    )
    return net


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


def convnext_tiny() -> Script:
    """Liu et al. 2022, as torchvision has it; channels go last and back where they are normalised."""
    net = convas.new("ConvNeXt-Tiny", "pytorch")
    net.variable("width", 96)
    last, first = convas.Permute(dims=(2, 3, 1)), convas.Permute(dims=(3, 1, 2))
    with net.block("channel norm") as norm:
        norm.output(norm.chain(last, convas.LayerNormalization(epsilon=1e-6), first, after=norm.input())[-1])
    with net.block("ConvNeXt", channels=96) as usual:
        x = usual.input()
        y = usual.chain(
            convas.DepthwiseConv2D(kernel_size=7, padding=3), last, convas.LayerNormalization(epsilon=1e-6), after=x
        )[-1]
        y = usual.add(convas.Activation(function="gelu"), usual.add(convas.Dense(), y, units="4 * channels"))
        y = usual.chain(first, convas.LayerScale(axis=1), after=usual.add(convas.Dense(), y, units="channels"))[-1]
        usual.output(usual.add(convas.Add(), x, y))
    with net.block("down", channels=192) as down:
        made = convas.Conv2D(kernel_size=2, strides=2)
        down.output(down.add(made, down.use(norm, down.input()), filters="channels"))
    x = net.add(convas.Input(shape=(224, 224), colours="RGB"))
    x = net.use(norm, net.add(convas.Conv2D(kernel_size=4, strides=4), x, filters="width"))
    for stage, repeat in enumerate((3, 3, 9, 3)):
        channels = f"{2**stage} * width" if stage else "width"
        if stage:
            x = net.use(down, x, name=f"down{stage}", channels=channels)
        x = net.use(usual, x, name=f"stage{stage + 1}", repeat=repeat, channels=channels)
    net.chain(
        convas.GlobalAveragePooling2D(),
        convas.LayerNormalization(epsilon=1e-6),
        convas.Dense(units=1000),
        after=x,
    )
    return net


DESIGNS = {
    "cmyk-classifier": lambda: cmyk_classifier("same"),
    "cmyk-classifier-valid": lambda: cmyk_classifier("valid"),
    "lenet-5": lenet_5,
    "siamese": siamese,
    "answer-sheet": answer_sheet,
    "resnet-18": resnet_18,
    "resnet-50": resnet_50,
    "resnet-50-keras": resnet_50_keras,
    "u-net": u_net,
    "densenet-121": densenet_121,
    "mobilenet-v2": mobilenet_v2,
    "convnext-tiny": convnext_tiny,
}


def as_a_u(net: Script) -> None:
    """Down on the left and up on the right, each level in a row of its own."""
    places = {"input": (0, 0), "conv1": (14, 0)}
    for level in range(5):
        places |= {f"down{level + 1}": (2 * level + 1, level), f"pool_{level + 1}": (2 * level + 2, level + 1)}
        places |= {f"up{level + 1}": (13 - level, level)}
    nodes = [node for node in net.design.nodes() if node.name in places]
    net.apply(move(net.design, {n.id: (places[n.name][0] * COLUMN, places[n.name][1] * 2 * ROW) for n in nodes}))


PLACED = {"u-net": as_a_u}
"""Drawings with a shape of their own; all others are arranged."""


def main() -> int:
    for name, make in DESIGNS.items():
        net = make()
        for scope in (TOP, *(block.id for block in net.design.all(Block))):
            net.apply(arrange(net.design, scope=scope, steady=True))
        if name in PLACED:
            PLACED[name](net)
        net.save(FOLDER / f"{name}.convas")
        print(f"{name}: {net.totals.parameters:,} parameters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
