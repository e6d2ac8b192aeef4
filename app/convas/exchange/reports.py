"""Reports: the numbers of a design as a table, CSV, JSON or Markdown. All four say the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final, Literal

from convas.analysis.analysis import Analysis
from convas.analysis.report import Row, Shape, active_parameters, rows, total_calculation, working
from convas.design.design import Design
from convas.exchange.tables import TREE, Table, View, table
from convas.values import text
from convas.values.operations import Included
from convas.values.size import UNKNOWN, Dim, Size, value_of

Format = Literal["table", "csv", "json", "markdown"]
SUFFIXES: Final[dict[Format, str]] = {"table": ".txt", "csv": ".csv", "json": ".json", "markdown": ".md"}


def report(design: Design, analysis: Analysis, format: Format, notes: Sequence[str] = (), view: View = TREE) -> str:
    """The report of a design in one of the formats, ending with a line break; for people with notes."""
    match format:
        case "csv":
            return to_csv(design, analysis, view)
        case "json":
            return to_json(design, analysis, view)
        case "markdown":
            return to_markdown(design, analysis, notes, view)
        case "table":
            return to_table(design, analysis, notes, view)


def messages(analysis: Analysis, *, hints: bool = False) -> list[tuple[str, str]]:
    """The layer and the message of every problem; hints only if asked for."""
    return [
        (analysis.where(key, problem), analysis.told(key, problem))
        for key in analysis.ordered()
        for problem in analysis.problems(key)
        if (problem.severity == "hint") == hints
    ]


def to_table(design: Design, analysis: Analysis, notes: Sequence[str] = (), view: View = TREE) -> str:
    """Columns for the terminal, the totals in words below."""
    made = table(design, analysis, view)
    lines = [made.heads, *made.rows, made.totals]
    keep = [any(line[column] for line in lines[1:]) for column in range(len(made.heads))]
    widths = [max(len(line[column]) for line in lines) for column in range(len(made.heads))]
    rule = "-" * (sum(width + 2 for width, kept in zip(widths, keep, strict=True) if kept) - 2)
    shown = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number, kept in zip(line, widths, made.numbers, keep, strict=True)
            if kept
        ).rstrip()
        for line in lines
    ]
    head = f"{design.header.name}, counted as {design.rules.title}"
    body = [
        head,
        "",
        shown[0],
        rule,
        *shown[1:-1],
        rule,
        shown[-1],
        "",
        *_summary(design, analysis, view.included),
        *notes,
        *_told(analysis),
    ]
    return "\n".join(body) + "\n"


def to_csv(design: Design, analysis: Analysis, view: View = TREE) -> str:
    """One row a layer and a totals row; exact integers, plain ASCII signs, no cell that runs as a formula."""
    with text.digits_only():
        made = table(design, analysis, view)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in (made.heads, *made.rows, made.totals):
        writer.writerow([_harmless(_ascii_signs(cell)) for cell in line])
    return out.getvalue()


def to_markdown(design: Design, analysis: Analysis, notes: Sequence[str] = (), view: View = TREE) -> str:
    """A Markdown table and the totals in words."""
    made = table(design, analysis, view)
    head = f"# {_escaped(design.header.name)}\n\nCounted as {design.rules.title}."
    body = "\n".join(_markdown_rows(made))
    lines = (*_summary(design, analysis, view.included), *notes, *_told(analysis))
    told = "\n".join(f"- {line}" for line in lines if line)
    return f"{head}\n\n{body}\n\n{_escaped(told)}\n"


def to_json(design: Design, analysis: Analysis, view: View = TREE) -> str:
    """The numbers for programs; unknown is null."""
    return json.dumps(to_data(design, analysis, view), indent=2, ensure_ascii=False) + "\n"


def to_data(design: Design, analysis: Analysis, view: View = TREE) -> dict[str, Any]:
    """What the JSON report holds. A block has its layers inside it; flat, all layers stand in one list."""
    totals = analysis.totals
    active = active_parameters(design, analysis)
    lines = rows(design, analysis, view.included, flat=view.flat, depth=view.depth)
    return {
        "design": design.header.name,
        "convention": design.header.convention,
        "totals": {
            "parameters": _number(totals.parameters),
            "trainable": _number(totals.trainable),
            "frozen": _number(totals.frozen),
            "state": _number(totals.state),
            "if_not_shared": _number(totals.if_not_shared),
            **({} if active is None else {"active": _number(active)}),
        },
        "layers": _nested(lines, [_layer(design, line) for line in lines], view),
        "problems": [{"layer": layer, "message": message} for layer, message in messages(analysis)],
        "operations": {
            "macs": _number(totals.macs),
            "flops": _number(totals.operations.flops(view.included)),
            "included": [part for part, there in view.included._asdict().items() if there],
            "layers": _nested(lines, [_work(line) for line in lines], view),
        },
    }


def _layer(design: Design, line: Row) -> dict[str, Any]:
    return {
        "name": line.name,
        "kind": line.kind,
        "inputs": [_axes(shape) for shape in line.inputs],
        "outputs": [_axes(shape) for shape in line.outputs],
        "parameters": _number(line.parameters),
        "trainable": _number(line.trainable),
        "frozen": _number(line.frozen),
        "state": _number(line.state),
        "shared_with": line.shared_with or None,
        **({} if line.active is None else {"active": _number(line.active)}),
        "calculation": working(design, line),
    }


def _work(line: Row) -> dict[str, Any]:
    """The work of a row for one example."""
    return {"name": line.name, "macs": _number(line.macs), "flops": _number(line.flops)}


def _nested(lines: Sequence[Row], told: list[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    """Each row's record inside its block's, as `layers`, with `times` where it stands for several places."""
    if view.flat:
        return told
    top: list[dict[str, Any]] = []
    around: list[dict[str, Any]] = []
    for line, one in zip(lines, told, strict=True):
        if line.repeat > 1:
            one["times"] = line.repeat
        del around[line.depth :]
        (around[-1].setdefault("layers", []) if around else top).append(one)
        around.append(one)
    return top


def _summary(design: Design, analysis: Analysis, included: Included) -> list[str]:
    """The totals in words, and how they add up."""
    totals = analysis.totals
    parts = [f"{text.total(totals.parameters, totals.complete)} parameters"]
    if value_of(totals.saved) != 0:
        parts[0] += f" ({text.count(totals.if_not_shared)} if not shared)"
    for name, size in (("trainable", totals.trainable), ("frozen", totals.frozen), ("state", totals.state)):
        if value_of(size) != 0:
            parts.append(f"{text.count(size)} {name}")
    active = active_parameters(design, analysis)
    if active is not None:
        parts.append(f"{text.count(active)} active on each place")
    work = f"{text.count(totals.macs)} MACs, {text.count(totals.operations.flops(included))} FLOPs ({included.told})"
    return [", ".join(parts), total_calculation(design, analysis), work if value_of(totals.macs) != 0 else ""]


def _told(analysis: Analysis) -> list[str]:
    problems = [f"Problem at {name}: {message}" for name, message in messages(analysis)]
    hints = [f"Note on {name}: {message}" for name, message in messages(analysis, hints=True)]
    lines = problems + hints
    return ["", *lines] if lines else []


def _markdown_rows(made: Table) -> list[str]:
    rule = ["---:" if number else "---" for number in made.numbers]
    total = [f"**{cell}**" if cell else "" for cell in map(_escaped, made.totals)]
    body = [[_escaped(cell) for cell in line] for line in made.rows]
    return [f"| {' | '.join(line)} |" for line in (list(made.heads), rule, *body, total)]


def _escaped(cell: str) -> str:
    """A cell that Markdown shows as typed."""
    for sign in ("\\", "|", "*", "_", "`", "[", "]"):
        cell = cell.replace(sign, f"\\{sign}")
    return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _harmless(cell: str) -> str:
    """A text cell that a spreadsheet would take for a formula starts with an apostrophe."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _ascii_signs(cell: str) -> str:
    return cell.replace(text.TIMES, "x").replace(text.MINUS, "-")


def _number(size: Dim | None) -> int | str | None:
    if size is None or size is UNKNOWN:
        return None
    value = value_of(size)
    return str(size.poly) if value is None and isinstance(size, Size) else value


def _axes(shape: Shape) -> list[int | str | None] | None:
    return None if shape is None else [_number(axis) for axis in shape]
