"""Convolutions with the manners of transformers."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


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


EXAMPLES = (
    Example(
        "convnext-tiny",
        convnext_tiny,
        year=2022,
        group="Image networks",
        line="A residual network with the manners of a transformer",
        source="Liu, Mao, Wu, Feichtenhofer, Darrell and Xie, A ConvNet for the 2020s, arXiv:2201.03545; as "
        "torchvision has it.",
        also="image classification ImageNet convolutional layer scale depthwise",
    ),
)
