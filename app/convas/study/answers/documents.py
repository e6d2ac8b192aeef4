"""A marked answer as a document: for the terminal, as Markdown, as a page of HTML, and as JSON for programs."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final, Literal

from convas.study.answers import verdict
from convas.study.answers.lines import Told, rows
from convas.study.answers.marking import Mark, Marking

Format = Literal["table", "json", "markdown", "html"]
SUFFIXES: Final[dict[Format, str]] = {"table": ".txt", "json": ".json", "markdown": ".md", "html": ".html"}
_HEADS: Final = ("", "Layer", "Answer", "Right", "")


def document(marking: Marking, format: Format, title: str = "") -> str:
    """A marked answer in one of the formats, ending with a line break; `title` is the answer's name."""
    match format:
        case "table":
            return to_text(marking, title)
        case "markdown":
            return to_markdown(marking, title)
        case "html":
            return page(_heading(marking, title), _html(marking))
        case "json":
            return json.dumps(to_data(marking, title), indent=2, ensure_ascii=False) + "\n"


def to_text(marking: Marking, title: str = "") -> str:
    """Columns for the terminal, what is to be said of a line below it."""
    told = rows(marking)
    cells = [(row.sign, row.name, row.claimed, row.right) for row in told]
    widths = [max(len(cell[column]) for cell in (*cells, _HEADS[:4])) for column in range(4)]
    lines = [_heading(marking, title), "", _columns(_HEADS, widths)]
    for row, cell in zip(told, cells, strict=True):
        lines.append(_columns(cell, widths))
        lines += [f"{' ' * (widths[0] + 2)}{row.why}"] if row.why else []
    lines += ["", verdict.headline(marking), *verdict.extras(marking)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    sign, name, claimed, right = cells[:4]
    return f"{sign.ljust(widths[0])}  {name.ljust(widths[1])}  {claimed.rjust(widths[2])}  {right.rjust(widths[3])}"


def to_markdown(marking: Marking, title: str = "") -> str:
    """A heading, the verdict in a sentence, and a table."""
    lines = [f"# {escaped(_heading(marking, title))}", "", escaped(verdict.headline(marking)), ""]
    lines += ["| | Layer | Answer | Right | |", "|---|---|---:|---:|---|"]
    for row in rows(marking):
        answer = f"{row.written} = {row.claimed}" if row.written else row.claimed
        cells = (f"{row.sign} {row.verdict}", row.name, answer, row.right, row.why)
        lines.append(f"| {' | '.join(map(escaped, cells))} |")
    lines += ["", *(escaped(one) for one in verdict.extras(marking))]
    return "\n".join(lines).rstrip() + "\n"


def _html(marking: Marking) -> str:
    body = [f"<p class='head'>{html.escape(verdict.headline(marking))}</p>", "<table>"]
    body.append("<tr><th></th><th>Layer</th><th class='n'>Answer</th><th class='n'>Right</th><th></th></tr>")
    body += [_html_row(row) for row in rows(marking)]
    body.append("</table>")
    body += [f"<p>{html.escape(one)}</p>" for one in verdict.extras(marking)]
    return "\n".join(body)


def _html_row(row: Told) -> str:
    written = f"<br><small>{html.escape(row.written)}</small>" if row.written else ""
    kind = html.escape(row.verdict.replace(" ", "-"), quote=True)
    return (
        f"<tr class='{kind}'><td title='{html.escape(row.verdict, quote=True)}'>{row.sign}</td>"
        f"<td>{html.escape(row.name)}{written}</td><td class='n'>{html.escape(row.claimed)}</td>"
        f"<td class='n'>{html.escape(row.right)}</td><td>{html.escape(row.why)}</td></tr>"
    )


_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em;
  color: #1c1e26; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid #d5d8e0; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.right td:first-child { color: #12693a; } .wrong td:first-child, .missing td:first-child,
.too-many td:first-child { color: #a8201a; font-weight: bold; } .head { font-weight: 600; }
@media (prefers-color-scheme: dark) { body { color: #e6e8ef; background: #16181f; }
  th, td { border-color: #3a3f4d; } .right td:first-child { color: #6fd39b; }
  .wrong td:first-child, .missing td:first-child, .too-many td:first-child { color: #ff9a94; } }
"""


def page(title: str, body: str) -> str:
    """A whole page that needs nothing else."""
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{html.escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def to_data(marking: Marking, title: str = "") -> dict[str, Any]:
    """The verdict for programs. Numbers that are not known are null."""
    got, of = marking.points
    total = marking.total
    return {
        "answer": title or None,
        "design": marking.design.header.name,
        "convention": marking.design.header.convention,
        "counted": marking.basis,
        "right": marking.right,
        "claims": of,
        "claims_right": got,
        "lines": [_mark(mark) for mark in marking.marks],
        "total": {
            "verdict": total.verdict,
            "claimed": _number(total.claimed),
            "right": total.right,
            "lines_add_up_to": _number(total.lines),
            "adds_up": total.adds_up,
            "with_another_padding": dict(total.otherwise),
            "told": verdict.total(marking),
        },
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "verdict": mark.verdict,
        "layers": [row.path or row.name for row in mark.rows],
        "written": None if mark.line is None else mark.line.text,
        "claimed": _number(mark.claimed),
        "right": mark.right,
        "calculation": mark.working or None,
        "mistakes": [[{"kind": change.kind, "told": change.said} for change in way] for way in mark.explanations],
        "slip": None if mark.slip is None else mark.slip.written,
        "told": verdict.told(mark),
    }


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _heading(marking: Marking, title: str) -> str:
    return f"{title or 'Answer'}, checked against {marking.design.header.name}"


def escaped(cell: str) -> str:
    """A cell that Markdown shows as typed."""
    for sign in ("\\", "|", "*", "_", "`", "[", "]", "<"):
        cell = cell.replace(sign, f"\\{sign}")
    return cell.replace("\n", " ")
