"""Weight: one named array that a layer owns, its axes labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from convas.values.size import Dim, product


class Weight(NamedTuple):
    """An array named and ordered as the framework does it.

    `labels` says what each axis counts ("kernel", "channels in", "filters").
    State (moving means, counters) is not trained; in Keras it still counts as parameters.
    """

    name: str
    axes: tuple[Dim, ...]
    labels: tuple[str, ...]
    state: bool = False

    @property
    def size(self) -> Dim:
        return product(self.axes)

    @property
    def word(self) -> str:
        """What people call it: an embedding's array is a table, all else has the framework's name."""
        table = self.labels[:1] == ("entries",) and self.name in ("embeddings", "weight")
        return "table" if table else self.name


_NUMBER: Final = re.compile(r"(?<=\.)\d+(?=\.)")


def alike(weights: Sequence[Weight]) -> list[tuple[Weight, int]]:
    """Arrays that differ only in the number of their layer, gathered: `layers.*.norm1.weight`, and how many."""
    found: dict[tuple[str, tuple[object, ...]], tuple[Weight, int]] = {}
    for weight in weights:
        name = _NUMBER.sub("*", weight.name)
        first, times = found.get((name, weight.axes), (weight, 0))
        found[name, weight.axes] = (first, times + 1)
    return [
        (weight if times == 1 else weight._replace(name=name), times) for (name, _), (weight, times) in found.items()
    ]
