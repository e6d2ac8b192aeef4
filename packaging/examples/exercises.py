"""Exercises as courses set them."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example


def cmyk_classifier(padding: str) -> Script:
    """The exercise: five convolutions, the third and fifth being one layer, and two dense layers."""
    net = convas.new("CMYK classifier" if padding == "same" else "CMYK classifier, valid")
    image = net.add(convas.Input(shape=(120, 120), colours="CMYK"))
    convs = net.chain(*(convas.Conv2D(filters=20, kernel_size=3, padding=padding) for _ in range(5)), after=image)
    net.chain(convas.Flatten(), convas.Dense(units=30), convas.Dense(units=10), after=convs[-1])
    net.share(convs[2], convs[4])
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


EXAMPLES = (
    Example(
        "cmyk-classifier",
        lambda: cmyk_classifier("same"),
        group="Exercises",
        line="Five convolutions, two of them one layer, and two dense layers",
        source="An exercise: how many parameters are trained? Padding same.",
        also="CMYK image classification shared weights convolutional",
        first=1,
    ),
    Example(
        "cmyk-classifier-valid",
        lambda: cmyk_classifier("valid"),
        group="Exercises",
        line="The same exercise where no border is added",
        source="An exercise: how many parameters are trained? Padding valid.",
        also="CMYK image classification shared weights convolutional",
    ),
    Example(
        "answer-sheet",
        answer_sheet,
        group="Exercises",
        line="What a wrong answer sheet to the exercise drew",
        source="An answer sheet that adds up to 32,780, where its own drawing has 54,380.",
        also="convolutional mistake marking",
    ),
)
