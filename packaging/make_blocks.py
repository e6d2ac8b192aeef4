"""Make the ready-made blocks in resources/blocks again, for each convention. Run: python packaging/make_blocks.py"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from examples.transformer_parts import laid_out
from ready_block import Draw, Ready
from ready_transformers import TRANSFORMERS

import convas
from convas.design.delta import Delta
from convas.design.records import TOP, Block
from convas.edits.arrange import arrange
from convas.edits.edit import Edit
from convas.layers.layer import Layer
from convas.script import Script
from convas.values import text
from convas.values.convention import Convention

FOLDER = Path(__file__).parents[1] / "resources" / "blocks"


def residual(draw: Draw, stride: bool) -> None:
    x = draw.block.input()
    y = draw.normed(draw.conv(x, 3, "filters", "stride" if stride else 1))
    y = draw.normed(draw.conv(y, 3, "filters"), "")
    way = draw.normed(draw.conv(x, 1, "filters", "stride"), "") if stride else x
    draw.block.output(draw.act(draw.add(y, way)))


def bottleneck(draw: Draw, stride: bool) -> None:
    x = draw.block.input()
    y = draw.normed(draw.conv(x, 1, "filters"))
    y = draw.normed(draw.conv(y, 3, "filters", "stride" if stride else 1))
    y = draw.normed(draw.conv(y, 1, "4 * filters"), "")
    way = draw.normed(draw.conv(x, 1, "4 * filters", "stride"), "") if stride else x
    draw.block.output(draw.act(draw.add(y, way)))


def pre_activation(draw: Draw) -> None:
    x = draw.block.input()
    y = draw.conv(draw.normed(x), 3, "filters")
    draw.block.output(draw.add(draw.conv(draw.normed(y), 3, "filters"), x))


def inverted(draw: Draw, stride: bool) -> None:
    x = draw.block.input()
    y = draw.normed(draw.conv(x, 1, "expand * channels"), "relu6")
    spread = convas.DepthwiseConv2D(kernel_size=3, padding=draw.around(3), use_bias=False)
    step = "stride" if stride else 1
    y = draw.normed(draw.block.add(spread, y, strides=(step, step)), "relu6")
    y = draw.normed(draw.conv(y, 1, "filters" if stride else "channels"), "")
    draw.block.output(y if stride else draw.add(y, x))


def dense_layer(draw: Draw) -> None:
    x = draw.block.input()
    y = draw.conv(draw.normed(x), 1, "4 * growth")
    y = draw.conv(draw.normed(y), 3, "growth")
    draw.block.output(draw.block.add(convas.Concatenate(), x, y))


def inception(draw: Draw) -> None:
    x = draw.block.input()

    def conv(x: int, size: int, filters: str) -> int:
        return draw.act(draw.conv(x, size, filters, bias=True))

    pool = convas.MaxPooling2D(pool_size=3, strides=1, padding=draw.around(3))
    branches = (
        conv(x, 1, "one"),
        conv(conv(x, 1, "three_before"), 3, "three"),
        conv(conv(x, 1, "five_before"), 5, "five"),
        conv(draw.block.add(pool, x), 1, "pooled"),
    )
    draw.block.output(draw.block.add(convas.Concatenate(), *branches))


def squeeze(draw: Draw) -> None:
    x = draw.block.input()
    y = draw.block.add(convas.GlobalAveragePooling2D(keepdims=True), x)
    y = draw.act(draw.conv(y, 1, "channels // ratio", bias=True))
    y = draw.act(draw.conv(y, 1, "channels", bias=True), "sigmoid")
    draw.block.output(draw.block.add(convas.Multiply(), x, y))


def convolutions(draw: Draw, x: int) -> int:
    x = draw.act(draw.conv(x, 3, "filters", bias=True))
    return draw.act(draw.conv(x, 3, "filters", bias=True))


def u_net_down(draw: Draw) -> None:
    x = convolutions(draw, draw.block.input())
    draw.block.output(draw.block.add(convas.MaxPooling2D(), x), "below")
    draw.block.output(x, "across")


def u_net_up(draw: Draw) -> None:
    below, across = draw.block.input("below"), draw.block.input("across")
    x = draw.block.add(convas.Conv2DTranspose(kernel_size=2, strides=2), below, filters="filters")
    draw.block.output(convolutions(draw, draw.block.add(convas.Concatenate(), across, x)))


def convnext(draw: Draw) -> None:
    block = draw.block
    x = block.input()
    y = block.add(convas.DepthwiseConv2D(kernel_size=7, padding=draw.around(7)), x)
    turned = [] if draw.keras else [draw.last]
    y = block.chain(*turned, convas.LayerNormalization(epsilon=1e-6), after=y)[-1]
    y = block.add(
        convas.Dense(), draw.act(block.add(convas.Dense(), y, units="4 * channels"), "gelu"), units="channels"
    )
    back = [convas.LayerScale()] if draw.keras else [draw.first, convas.LayerScale(axis=1)]
    block.output(draw.add(x, block.chain(*back, after=y)[-1]))


def mlp_mixer(draw: Draw) -> None:
    block = draw.block

    def mlp(x: int, inside: str, outside: str) -> int:
        return block.add(convas.Dense(), draw.act(block.add(convas.Dense(), x, units=inside), "gelu"), units=outside)

    x = block.input()
    turn = convas.Permute(dims=(2, 1))
    y = mlp(block.chain(convas.LayerNormalization(epsilon=1e-6), turn, after=x)[-1], "token_units", "tokens")
    x = draw.add(x, block.add(turn, y))
    y = mlp(block.add(convas.LayerNormalization(epsilon=1e-6), x), "channel_units", "channels")
    block.output(draw.add(x, y))


IMAGE = ((56, 56, 64),)
READY = TRANSFORMERS | {
    "residual-basic": Ready(
        "residual", lambda draw: residual(draw, False), {"filters": 64},
        "Two convolutions and a way around them.", "He and others, ResNet, 2015.", IMAGE,
    ),
    "residual-basic-changing": Ready(
        "residual, changing", lambda draw: residual(draw, True), {"filters": 128, "stride": 2},
        "Two convolutions and a way around them that changes size and channels.",
        "He and others, ResNet, 2015.", IMAGE,
    ),
    "residual-bottleneck": Ready(
        "bottleneck", lambda draw: bottleneck(draw, False), {"filters": 64},
        "Narrow, convolve, widen, and a way around.", "He and others, ResNet, 2015.", ((56, 56, 256),),
    ),
    "residual-bottleneck-changing": Ready(
        "bottleneck, changing", lambda draw: bottleneck(draw, True), {"filters": 128, "stride": 2},
        "Narrow, convolve, widen, and a way around that changes size and channels.",
        "He and others, ResNet, 2015.", ((56, 56, 256),),
    ),
    "residual-pre-activation": Ready(
        "pre-activation residual", pre_activation, {"filters": 64},
        "A residual block that normalises and activates before it convolves.",
        "He and others, Identity mappings, 2016.", IMAGE,
    ),
    "inverted-residual": Ready(
        "inverted residual", lambda draw: inverted(draw, False), {"channels": 24, "expand": 6},
        "Widens, convolves each channel, narrows, and a way around.",
        "Sandler and others, MobileNetV2, 2018.", ((56, 56, 24),),
    ),
    "inverted-residual-changing": Ready(
        "inverted residual, changing", lambda draw: inverted(draw, True),
        {"channels": 16, "filters": 24, "stride": 2, "expand": 6},
        "Widens, convolves each channel and narrows to another size.",
        "Sandler and others, MobileNetV2, 2018.", ((112, 112, 16),),
    ),
    "dense-layer": Ready(
        "dense layer", dense_layer, {"growth": 32},
        "Adds a few channels to all that came before.", "Huang and others, DenseNet, 2016.", IMAGE,
    ),
    "inception": Ready(
        "Inception", inception,
        {"one": 64, "three_before": 96, "three": 128, "five_before": 16, "five": 32, "pooled": 32},
        "Four branches with kernels of different sizes, joined.",
        "Szegedy and others, GoogLeNet, 2014.", ((28, 28, 192),),
    ),
    "squeeze-and-excite": Ready(
        "squeeze-and-excite", squeeze, {"channels": 64, "ratio": 16},
        "Weighs the channels by what the whole image shows.", "Hu and others, SE networks, 2017.", IMAGE,
    ),
    "u-net-down": Ready(
        "U-Net down", u_net_down, {"filters": 64},
        "Two convolutions, then half the size below and the whole across.",
        "Ronneberger and others, U-Net, 2015.", ((128, 128, 1),),
    ),
    "u-net-up": Ready(
        "U-Net up", u_net_up, {"filters": 64},
        "Twice the size, joined with what comes across, and two convolutions.",
        "Ronneberger and others, U-Net, 2015.", ((64, 64, 128), (128, 128, 64)),
    ),
    "convnext": Ready(
        "ConvNeXt", convnext, {"channels": 96},
        "A large kernel for each channel, two dense layers, layer scale, and a way around.",
        "Liu and others, ConvNeXt, 2022.", ((56, 56, 96),),
    ),
    "mlp-mixer": Ready(
        "MLP-Mixer", mlp_mixer,
        {"tokens": 196, "channels": 512, "token_units": 256, "channel_units": 2048},
        "Mixes the patches of an image, then its channels, with dense layers only.",
        "Tolstikhin and others, MLP-Mixer, 2021.", ((196, 512),),
    ),
}  # fmt: skip


def shaped(shape: tuple[int, ...], convention: Convention) -> Layer:
    """An input with its channels where the framework has them."""
    turned = shape if convention == "keras" or len(shape) < 3 else (shape[-1], *shape[:-1])
    return convas.Input(shape=turned, colours=None)


def counted(ready: Ready, convention: Convention) -> Script:
    """A design that uses the block once on the input to count it with."""
    net = drawn(ready, convention)
    (use,) = net.design.nodes()
    for index, shape in enumerate(ready.inputs):
        net.link(net.add(shaped(shape, convention)), use.id, input=index)
    return net


def drawn(ready: Ready, convention: Convention) -> Script:
    """A design that holds the block and one use of it."""
    net = convas.new(ready.name[0].upper() + ready.name[1:], convention)
    with net.block(ready.name, **ready.arguments) as block:
        ready.draw(Draw(block, convention))
    net.use(block, repeat=ready.shared, shared=ready.shared > 1)
    return net


def main() -> int:
    for convention in ("keras", "pytorch"):
        folder = FOLDER / convention
        folder.mkdir(parents=True, exist_ok=True)
        for name, ready in READY.items():
            parameters = counted(ready, convention).totals.parameters
            seen = " and ".join(" × ".join(str(axis) for axis in shape) for shape in ready.inputs)
            net = drawn(ready, convention)
            note = f"{ready.told}\n{ready.source}\n{text.count(parameters)} parameters for {seen}."
            header = net.design.header
            net.apply(Edit("Describe", Delta.replacing((header, replace(header, note=note)))))
            for scope in (TOP, *(block.id for block in net.design.all(Block))):
                net.apply(arrange(net.design, scope=scope, steady=True))
                if scope != TOP and ready.lines:
                    laid_out(net, scope, ready.lines)
            net.save(folder / f"{name}.convas")
            print(f"{convention} {name}: {parameters:,} parameters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
