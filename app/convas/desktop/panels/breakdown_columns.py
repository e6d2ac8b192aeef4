"""The breakdown's columns: how a row reads in each, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, Final

from convas.analysis.report import Row
from convas.values import text
from convas.values.size import Dim, value_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how a row reads in it, what it is sorted by, and whether it holds numbers."""

    head: str
    tip: str
    told: Callable[[Row], str]
    key: Callable[[Row], Any]
    number: bool = False
    wide: int = 96


def _shapes(shapes: tuple[tuple[Dim, ...] | None, ...]) -> str:
    return text.shapes(shapes, text.THIN)


def _size(size: Dim | None) -> int:
    """Sorts unknown sizes before all known ones."""
    return -1 if size is None else (value_of(size) or 0)


def _volume(row: Row) -> int:
    return sum(prod(value_of(axis) or 1 for axis in shape) for shape in row.outputs if shape is not None)


COLUMNS: Final[tuple[Column, ...]] = (
    Column("Layer", "Name of the layer", lambda r: r.name, lambda r: r.name.lower(), wide=192),
    Column("Kind", "What kind of layer it is", lambda r: r.title, lambda r: r.title.lower(), wide=136),
    Column("Output shape", "Without the batch", lambda r: _shapes(r.outputs), _volume, number=True, wide=124),
    Column(
        "Parameters",
        "Counted once where shared",
        lambda r: text.count(r.parameters),
        lambda r: _size(r.parameters),
        number=True,
    ),
    Column("Share of total", "Of all parameters", lambda _: "", lambda r: _size(r.parameters), wide=176),
    Column(
        "Trainable", "Changed by training", lambda r: text.count(r.trainable), lambda r: _size(r.trainable), number=True
    ),
    Column(
        "Frozen", "Kept from training", lambda r: text.count(r.frozen), lambda r: _size(r.frozen), number=True, wide=80
    ),
    Column(
        "State",
        "Kept but never trained, such as moving means",
        lambda r: text.count(r.state),
        lambda r: _size(r.state),
        number=True,
        wide=80,
    ),
    Column("Shared with", "Whose weights it uses", lambda r: r.shared_with, lambda r: r.shared_with.lower(), wide=110),
    Column(
        "Input shapes",
        "Without the batch",
        lambda r: _shapes(r.inputs),
        lambda r: _shapes(r.inputs),
        number=True,
        wide=140,
    ),
    Column(
        "MACs",
        "Multiply-accumulates for one input",
        lambda r: text.count(r.macs),
        lambda r: _size(r.macs),
        number=True,
        wide=110,
    ),
    Column(
        "FLOPs",
        "Floating-point operations for one input",
        lambda r: text.count(r.flops),
        lambda r: _size(r.flops),
        number=True,
        wide=110,
    ),
    Column(
        "Memory",
        "Bytes of the outputs for one input",
        lambda r: text.memory(r.memory),
        lambda r: _size(r.memory),
        number=True,
        wide=90,
    ),
)
SHARE: Final = next(index for index, column in enumerate(COLUMNS) if column.head == "Share of total")
