"""The report as a table of text cells, for the terminal, for CSV and for Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from convas.analysis.analysis import Analysis
from convas.analysis.report import Row, rows, working
from convas.design.design import Design
from convas.values import text
from convas.values.operations import EVERYTHING, Included
from convas.values.size import Dim, value_of


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, one row a layer, and the totals; `numbers` says which columns hold counts.

    A design with blocks also has the level of each row, from 1, and how many times it stands there.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    numbers: tuple[bool, ...]


class View(NamedTuple):
    """What a report shows: blocks as a tree of so many levels (all for None), or flat every layer by its path.

    FLOPs have what is `included`.
    """

    flat: bool = False
    depth: int | None = None
    included: Included = EVERYTHING


TREE: Final = View()
FLAT: Final = View(flat=True)
LEVELS: Final = ("level", "times")
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


def table(design: Design, analysis: Analysis, view: View = TREE) -> Table:
    """The report in words and numbers."""
    count = text.count
    totals = analysis.totals
    lines = rows(design, analysis, view.included, flat=view.flat, depth=view.depth)
    tree = any(line.depth or line.repeat > 1 for line in lines) and not view.flat
    body = [_cells(design, line, totals.parameters, tree) for line in lines]
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
        count(totals.operations.flops(view.included)),
        f"{count(totals.if_not_shared)} if not shared" if value_of(totals.saved) != 0 else "",
    )
    if tree:
        return Table((*HEADS, *LEVELS), tuple(body), (*last, "", ""), (*_NUMBERS, True, True))
    return Table(HEADS, tuple(body), last, _NUMBERS)


def _cells(design: Design, line: Row, whole: Dim, tree: bool) -> tuple[str, ...]:
    count = text.count
    cells = (
        line.path,
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
        working(design, line),
    )
    return (*cells, count(line.depth + 1), count(line.repeat)) if tree else cells
