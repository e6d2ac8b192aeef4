"""Make the designs in resources/examples again, from public figures. Run: python packaging/make_examples.py"""

from __future__ import annotations

import sys
from pathlib import Path

import convas
from convas.script import Script

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


DESIGNS = {
    "cmyk-classifier": lambda: cmyk_classifier("same"),
    "cmyk-classifier-valid": lambda: cmyk_classifier("valid"),
    "lenet-5": lenet_5,
    "siamese": siamese,
    "answer-sheet": answer_sheet,
}


def main() -> int:
    for name, make in DESIGNS.items():
        net = make()
        net.arrange()
        net.save(FOLDER / f"{name}.convas")
        print(f"{name}: {net.totals.parameters:,} parameters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
