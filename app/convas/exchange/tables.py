"""The report as a table of text cells, for the terminal, for CSV and for Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convas.analysis.analysis import Analysis
from convas.analysis.report import Row, calculation, rows
from convas.design.design import Design
from convas.values import text
from convas.values.operations import EVERYTHING, Included
from convas.values.size import Dim, value_of


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, one row a layer, and the totals; `numbers` says which columns hold counts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    numbers: tuple[bool, ...]


HEADS: Final = (
    "layer",
    "kind",
    "input shapes",
    "output shape",
    "parameters",
    "trainable",
    "frozen",
    "state",
    "shared with",
    "share of total",
    "MACs",
    "FLOPs",
    "calculation",
)
_COUNTS: Final = frozenset({"parameters", "trainable", "frozen", "state", "share of total", "MACs", "FLOPs"})
_NUMBERS: Final = tuple(head in _COUNTS for head in HEADS)


def table(design: Design, analysis: Analysis, included: Included = EVERYTHING) -> Table:
    """The report in words and numbers; FLOPs have what is `included`."""
    count = text.count
    totals = analysis.totals
    body = [_cells(design, analysis, line, totals.parameters) for line in rows(design, analysis, included)]
    last = (
        "Total" if totals.complete else "Total (at least)",
        "",
        "",
        "",
        count(totals.parameters),
        count(totals.trainable),
        count(totals.frozen),
        count(totals.state),
        "",
        "",
        count(totals.macs),
        count(totals.operations.flops(included)),
        f"{count(totals.if_not_shared)} if not shared" if value_of(totals.saved) != 0 else "",
    )
    return Table(HEADS, tuple(body), last, _NUMBERS)


def _cells(design: Design, analysis: Analysis, line: Row, whole: Dim) -> tuple[str, ...]:
    count = text.count
    return (
        line.name,
        line.kind,
        text.shapes(line.inputs),
        text.shapes(line.outputs),
        count(line.parameters),
        count(line.trainable),
        count(line.frozen),
        count(line.state),
        line.shared_with,
        text.percent(line.parameters, whole).replace(text.THIN, " "),
        count(line.macs),
        count(line.flops),
        calculation(design, analysis, line.id),
    )
