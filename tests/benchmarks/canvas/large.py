"""The large drawing that the canvas is measured with: 10,000 nodes and 12,000 links, in rows of a hundred."""

from __future__ import annotations

from convas import Activation, Add, BatchNormalization, Conv2D, Input
from convas.design.records import Header, Link, Node, Record

NODES = 10_000
_PER_ROW = 100
_COLUMN, _ROW = 344, 152


def large(count: int = NODES) -> list[Record]:
    """Residual blocks of five layers, one after the other."""
    conv = Conv2D(filters=8, padding="same")
    kinds = (conv, BatchNormalization(), Activation(), conv, Add())
    found: list[Record] = [Header(name="Large"), _node(1, Input(shape=(64, 64, 3), colours=None))]
    link, entry = count, 1
    for key in range(2, count + 1):
        phase = (key - 2) % 5
        first = key <= 6
        found.append(_node(key, Activation() if first and phase == 4 else kinds[phase]))
        link += 1
        found.append(Link(link, key - 1, key))
        if phase == 0:
            entry = key - 1
        elif phase == 4 and not first:
            link += 1
            found.append(Link(link, entry, key, 0, 1))
    return found


def _node(key: int, layer: object) -> Node:
    row, column = divmod(key - 1, _PER_ROW)
    lower = 60 if (key - 2) % 5 == 1 else 0
    return Node(key, f"n{key}", layer, column * _COLUMN, row * _ROW + lower)  # type: ignore[arg-type]
