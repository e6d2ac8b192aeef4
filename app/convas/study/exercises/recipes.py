"""Recipes: random networks of three difficulties, with numbers that a person can work with on paper."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final, Literal

from convas.study.exercises.sketch import Sketch
from convas.values.convention import Convention

Difficulty = Literal["easy", "medium", "hard"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = ("easy", "medium", "hard")
_COLOURS: Final = ("grey", "RGB", "CMYK")
_FILTERS: Final = (8, 10, 16, 20, 32)
_UNITS: Final = (10, 16, 20, 30, 50)


def easy(dice: Random) -> Sketch:
    """An image or a row of numbers, one or two convolutions, dense layers; everything is biased."""
    sketch = Sketch("keras", "Exercise")
    if dice.random() < 0.25:
        sketch.add("Input", shape=(dice.choice((8, 12, 20, 28)),), colours=None)
        for _ in range(dice.randint(1, 2)):
            sketch.add("Dense", units=dice.choice(_UNITS))
    else:
        side = dice.choice((16, 20, 28, 32))
        sketch.add("Input", shape=(side, side), colours=dice.choice(_COLOURS))
        for _ in range(dice.randint(1, 2)):
            sketch.add("Conv2D", filters=dice.choice(_FILTERS), kernel_size=3, padding="same")
        sketch.add("Flatten")
        if dice.random() < 0.5:
            sketch.add("Dense", units=dice.choice(_UNITS))
    sketch.add("Dense", units=dice.choice((2, 5, 10)))
    return sketch


def medium(dice: Random) -> Sketch:
    """Three to five convolutions with paddings, strides and pooling, two of which may share; or normalisation."""
    convention: Convention = dice.choice(("keras", "pytorch"))
    sketch = Sketch(convention, "Exercise")
    side = dice.choice((32, 48, 64, 120))
    sketch.add("Input", shape=(side, side), colours=dice.choice(_COLOURS))
    filters = dice.choice(_FILTERS)
    shares = dice.random() < 0.6
    kernel = dice.choice((3, 5))
    convs: list[int] = []
    for number in range(dice.randint(3, 5)):
        wide = filters if shares or number == 0 else dice.choice(_FILTERS)
        convs.append(
            sketch.add("Conv2D", filters=wide, kernel_size=kernel, padding=dice.choice(("same", "same", "valid")))
        )
        if not shares and dice.random() < 0.3:
            sketch.add("BatchNormalization")
        if number in (0, 2) and dice.random() < 0.6:
            sketch.add("MaxPooling2D")
    if shares:
        sketch.share(*dice.choice(_pairs(convs[1:])))
    sketch.add("Flatten")
    sketch.add("Dense", units=dice.choice(_UNITS))
    sketch.add("Dense", units=dice.choice((2, 5, 10)))
    return sketch


def _pairs(nodes: list[int]) -> list[tuple[int, int]]:
    return [(a, b) for index, a in enumerate(nodes) for b in nodes[index + 1 :]]


def hard(dice: Random) -> Sketch:
    """Branches, special convolutions, sequences, frozen layers, biases left off; a framework's rules count."""
    return dice.choice(_HARD)(dice)


def _residual(dice: Random) -> Sketch:
    """A way around two convolutions, normalisation, no biases where it follows."""
    sketch = Sketch(dice.choice(("keras", "pytorch")), "Exercise")
    side, filters = dice.choice((32, 64)), dice.choice((16, 32, 64))
    sketch.add("Input", shape=(side, side), colours=dice.choice(_COLOURS))
    start = sketch.add("Conv2D", filters=filters, kernel_size=3, padding="same")
    before = sketch.last
    for _ in range(2):
        sketch.add("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
        sketch.add("BatchNormalization")
    sketch.add("Add", before, sketch.last)
    sketch.add("GlobalAveragePooling2D")
    sketch.add("Dense", units=dice.choice((5, 10, 100)))
    if dice.random() < 0.4:
        sketch.freeze(start)
    return sketch


def _separable(dice: Random) -> Sketch:
    """A depthwise and a pointwise convolution beside an ordinary one, put together."""
    sketch = Sketch(dice.choice(("keras", "pytorch")), "Exercise")
    side, filters = dice.choice((32, 64)), dice.choice((16, 32))
    sketch.add("Input", shape=(side, side), colours=dice.choice(_COLOURS))
    start = sketch.add("Conv2D", filters=filters, kernel_size=3, padding="same")
    sketch.add("DepthwiseConv2D", start, kernel_size=dice.choice((3, 5)), padding="same")
    deep, groups = sketch.last, dice.choice((2, 4))
    other = sketch.add("Conv2D", start, filters=filters, kernel_size=3, padding="same", groups=groups)
    one = sketch.add("Conv2D", deep, filters=dice.choice((16, 32, 64)), kernel_size=1)
    channels = 1 if sketch.design.header.convention == "pytorch" else -1
    sketch.add("Concatenate", one, other, axis=channels)
    sketch.add("GlobalAveragePooling2D")
    sketch.add("Dense", units=dice.choice((5, 10)))
    return sketch


def _sequence(dice: Random) -> Sketch:
    """Words through an embedding and a recurrent layer."""
    convention: Convention = dice.choice(("keras", "pytorch"))
    sketch = Sketch(convention, "Exercise")
    steps = dice.choice((20, 40, 100))
    sketch.add("Input", shape=(steps,), colours=None, dtype="int64")
    table = sketch.add("Embedding", input_dim=dice.choice((1000, 2000, 5000)), output_dim=dice.choice((8, 16, 32)))
    settings = {"units": dice.choice((8, 16, 32))}
    kind = dice.choice(("LSTM", "GRU"))
    if convention == "pytorch":
        sketch.add(kind, **settings, bidirectional=dice.random() < 0.3, return_sequences=False)
    else:
        sketch.add(kind, **settings)
    sketch.add("Dense", units=dice.choice((2, 5, 10)))
    if dice.random() < 0.4:
        sketch.freeze(table)
    return sketch


_HARD: Final = (_residual, _separable, _sequence)
RECIPES: Final[dict[Difficulty, Callable[[Random], Sketch]]] = {"easy": easy, "medium": medium, "hard": hard}
