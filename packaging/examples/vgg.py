"""VGG: nothing but small convolutions, one after the other."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


def vgg_16() -> Script:
    """Simonyan and Zisserman 2014, configuration D, as keras.applications has it."""
    net = convas.new("VGG-16")
    net.variable("width", 64)
    conv = convas.Conv2D(kernel_size=3, padding="same", activation="relu")
    stages = {}
    for count, words in ((2, "two convolutions"), (3, "three convolutions")):
        with net.block(words, filters=64) as stage:
            x = stage.input()
            for _ in range(count):
                x = stage.add(conv, x, filters="filters")
            stage.output(stage.add(convas.MaxPooling2D(), x))
        stages[count] = stage
    x = net.add(convas.Input(shape=(224, 224), colours="RGB"))
    for number, (count, times) in enumerate([(2, 1), (2, 2), (3, 4), (3, 8), (3, 8)], 1):
        filters = "width" if times == 1 else f"{times} * width"
        x = net.use(stages[count], x, name=f"stage{number}", filters=filters)
    net.chain(
        convas.Flatten(),
        convas.Dense(units=4096, activation="relu"),
        convas.Dense(units=4096, activation="relu"),
        convas.Dense(units=1000, activation="softmax"),
        after=x,
    )
    return net


EXAMPLES = (
    Example(
        "vgg-16",
        vgg_16,
        year=2014,
        group="Image networks",
        line="Thirteen convolutions of 3 by 3 and three dense layers",
        source="Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, "
        "arXiv:1409.1556; as keras.applications has it.",
        also="image classification ImageNet convolutional",
    ),
)
