"""Readings: what a design counts where an exercise leaves something open, such as the padding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from convas.analysis.analysis import Analysis
from convas.analysis.totals import Totals
from convas.design.design import Design
from convas.design.records import Node, Record
from convas.layers.validation import changed
from convas.values import text

PADDINGS: Final = ("same", "valid")
MOST_RECORDS: Final = 2000
"""No exercise is larger; in a larger design nobody asks, and counting it anew takes time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The totals if every layer with a padding had this one; `current` says that it is so now."""

    padding: str
    totals: Totals
    current: bool


def in_words(design: Design) -> str:
    """`If every convolution had padding same: 8,651,940 (as drawn); valid: 7,271,940`; empty where nothing is open."""
    told = [
        f"{reading.padding}: {text.total(reading.totals.parameters, reading.totals.complete)}"
        f"{' (as drawn)' if reading.current else ''}"
        for reading in paddings(design)
    ]
    return f"If every convolution had padding {'; '.join(told)}" if told else ""


def paddings(design: Design) -> list[Reading]:
    """What each padding gives, where the design has layers with `same` or `valid` and is not too large.

    A padding with which the design would not fit together is no reading of it.
    """
    if len(design.records) > MOST_RECORDS:
        return []
    chosen = {padding for node in design.all(Node) if (padding := _padding(node)) is not None}
    if not chosen:
        return []
    found = [Reading(padding, _totals(design, padding), chosen == {padding}) for padding in PADDINGS]
    whole = [reading for reading in found if reading.totals.complete] or found
    return [] if all(reading.current for reading in whole) else whole


def _padding(node: Node) -> str | None:
    """The padding of a convolution; pooling keeps its own, because exercises mean the convolutions."""
    if node.layer.family != "conv":
        return None
    value = getattr(node.layer, "padding", None)
    return value if isinstance(value, str) and value in PADDINGS else None


def _totals(design: Design, padding: str) -> Totals:
    records: list[Record] = []
    for record in design.snapshot():
        if isinstance(record, Node) and _padding(record) is not None:
            records.append(replace(record, layer=changed(record.layer, padding=padding)))
        else:
            records.append(record)
    other = Analysis(Design(records))
    other.settle()
    return other.totals
