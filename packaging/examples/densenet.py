"""Densely connected networks."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example


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


EXAMPLES = (
    Example(
        "densenet-121",
        densenet_121,
        year=2016,
        group="Image networks",
        line="Every layer of a stage sees all layers before it",
        source="Huang, Liu, van der Maaten and Weinberger, Densely Connected Convolutional Networks, arXiv:1608.06993; "
        "as keras.applications has it.",
        also="image classification ImageNet concatenation",
    ),
)
