"""Stated: shapes and weights that a person types for a layer that Convas has no rules for.

`8 × 8 × 32; 10` are two shapes, `kernel: 3 × 4; mean: 4 state` two weights. What cannot be read is a
`ValueError` whose message is a whole sentence.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator, Field

from convas.values.size import LARGEST, UNKNOWN, Dim, symbol

SAME: Final = "same"
_MOST: Final = 256
_AXIS_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}")
_WEIGHT_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_./]{0,63}")
_NUMBER: Final = re.compile(r"[0-9][0-9,_]{0,29}")
_STATE: Final = "state"


class Stated(NamedTuple):
    """One weight as it was typed."""

    name: str
    axes: tuple[int, ...]
    state: bool


def shapes(typed: str) -> tuple[tuple[Dim, ...] | None, ...]:
    """The shapes in a text, without the batch; None for `same`, the shape of the first input."""
    parts = _parts(typed)
    if not parts:
        raise ValueError("Give the shape of every output, such as 8 × 8 × 32; 10, or same.")
    return tuple(None if part.lower() == SAME else tuple(map(_axis, _words(part))) for part in parts)


def weights(typed: str) -> tuple[Stated, ...]:
    """The weights in a text; no text is none."""
    found = tuple(map(_weight, _parts(typed)))
    names = [weight.name for weight in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"Two weights are called {twice}. Give each a name of its own.")
    return found


def _weight(part: str) -> Stated:
    name, colon, rest = (piece.strip() for piece in part.partition(":"))
    if not colon or not _WEIGHT_NAME.fullmatch(name):
        raise ValueError(f"“{part}” is no weight. Write a name and a shape, such as kernel: 3 × 4.")
    words = _words(rest)
    state = words[-1:] == [_STATE]
    axes = tuple(map(_axis, words[:-1] if state else words))
    numbers = tuple(axis for axis in axes if isinstance(axis, int))
    if not axes or len(numbers) < len(axes):
        raise ValueError(f"The weight {name} needs a shape in numbers, such as {name}: 3 × 4.")
    return Stated(name, numbers, state)


def _axis(word: str) -> Dim:
    if _NUMBER.fullmatch(word):
        number = int(word.replace(",", "").replace("_", ""))
        if not 1 <= number <= LARGEST:
            raise ValueError(f"“{word}” is no size. Sizes go from 1 to {LARGEST:,}.")
        return number
    if word == "?":
        return UNKNOWN
    if _AXIS_NAME.fullmatch(word):
        return symbol(word)
    raise ValueError(f"“{word}” is no size. Write a number, a name such as T, or ? for what is not known.")


def _parts(typed: str) -> list[str]:
    parts = [part.strip() for part in typed.split(";") if part.strip()]
    if len(parts) > _MOST:
        raise ValueError(f"There is room for {_MOST} entries.")
    return parts


def _words(part: str) -> list[str]:
    return re.sub(r"[×*()]|(?<=[0-9\s])x(?=[0-9\s])|,\s", " ", part).split()


def _checked_shapes(typed: str) -> str:
    shapes(typed)
    return typed


def _checked_weights(typed: str) -> str:
    weights(typed)
    return typed


ShapesText = Annotated[
    str,
    Field(strict=True, max_length=10_000, examples=["8 × 8 × 32; 10", "T × ?", SAME]),
    AfterValidator(_checked_shapes),
]
"""The shapes of all outputs, as typed."""
WeightsText = Annotated[
    str,
    Field(strict=True, max_length=10_000, examples=["kernel: 3 × 4; bias: 4", "mean: 12 state", ""]),
    AfterValidator(_checked_weights),
]
"""Names and shapes of all weights, as typed."""
