"""Two towers that are one network."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


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


EXAMPLES = (
    Example(
        "siamese",
        siamese,
        year=2015,
        group="Image networks",
        line="Are two pictures alike? Two towers, one set of weights",
        source="After Koch, Zemel and Salakhutdinov, Siamese Neural Networks for One-shot Image Recognition, "
        "ICML Deep Learning Workshop; with two convolutions a tower instead of four.",
        also="one-shot comparison shared weights convolutional twin",
    ),
)
