"""Weight: one named array that a layer owns, its axes labelled."""

from __future__ import annotations

from typing import NamedTuple

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
