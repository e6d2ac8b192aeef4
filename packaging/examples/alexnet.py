"""AlexNet: the network that made convolutions famous."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


def alexnet() -> Script:
    """Krizhevsky 2014, as torchvision has it."""
    net = convas.new("AlexNet", "pytorch")
    relu = convas.Activation()
    pool = convas.MaxPooling2D(pool_size=3, strides=2)
    net.chain(
        convas.Input(shape=(224, 224), colours="RGB"),
        convas.Conv2D(filters=64, kernel_size=11, strides=4, padding=2),
        relu,
        pool,
        convas.Conv2D(filters=192, kernel_size=5, padding=2),
        relu,
        pool,
        convas.Conv2D(filters=384, kernel_size=3, padding=1),
        relu,
        convas.Conv2D(filters=256, kernel_size=3, padding=1),
        relu,
        convas.Conv2D(filters=256, kernel_size=3, padding=1),
        relu,
        pool,
        convas.AdaptiveAveragePooling2D(output_size=6),
        convas.Flatten(),
        convas.Dropout(rate=0.5),
        convas.Dense(units=4096),
        relu,
        convas.Dropout(rate=0.5),
        convas.Dense(units=4096),
        relu,
        convas.Dense(units=1000),
    )
    return net


EXAMPLES = (
    Example(
        "alexnet",
        alexnet,
        year=2014,
        group="Image networks",
        line="Five convolutions, and nearly all weights in three dense layers",
        source="Krizhevsky, One Weird Trick for Parallelizing Convolutional Neural Networks, arXiv:1404.5997; "
        "as torchvision has it. The first AlexNet, of 2012, was wider.",
        also="image classification ImageNet convolutional Sutskever Hinton 2012",
    ),
)
