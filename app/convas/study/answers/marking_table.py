"""A class of answers: one line an answer, and the mistakes that were made most often."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from convas.study.answers import verdict
from convas.study.answers.documents import Format, escaped, page, to_data
from convas.study.answers.marking import Mark, Marking
from convas.values import text

_HEADS: Final = ("Answer", "", "Right", "Total", "Mistakes")
_MOST_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Handed:
    """One answer that was handed in: its name, and how it was marked, or why it could not be read."""

    name: str
    marking: Marking | None
    trouble: str = ""

    @property
    def right(self) -> bool:
        return self.marking is not None and self.marking.right


def mistakes(marking: Marking) -> list[str]:
    """The sorts of mistakes in an answer, in order, each once; of ties the likeliest."""
    found = [kind for mark in marking.marks for kind in _of(mark)]
    total = marking.total
    if total.adds_up is False and total.verdict == "wrong":
        found.append("the sum does not add up")
    elif total.verdict == "wrong" and total.lines is None:
        found.append(total.reasons[0].kind if total.reasons else "no explanation found")
    return list(dict.fromkeys(found))


def _of(mark: Mark) -> Iterator[str]:
    match mark.verdict:
        case "missing":
            yield "layer missing"
        case "extra":
            yield "layer too many"
        case "wrong":
            if mark.slip is not None:
                yield "arithmetic slip"
            if mark.explanations:
                yield from (change.kind for change in mark.explanations[0])
            elif mark.slip is None:
                yield "no explanation found"


def commonest(answers: Sequence[Handed]) -> list[tuple[str, int]]:
    """The mistakes with how many answers have each, the most frequent first."""
    counted = Counter(kind for one in answers if one.marking is not None for kind in mistakes(one.marking))
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def document(answers: Sequence[Handed], format: Format, design: str) -> str:
    """The marking table of a class in one of the formats, ending with a line break."""
    title = f"{text.many(len(answers), 'answer')}, checked against {design}"
    match format:
        case "table":
            return _text(answers, title)
        case "markdown":
            return _markdown(answers, title)
        case "html":
            return page(title, _html(answers))
        case "json":
            return json.dumps(_data(answers, design), indent=2, ensure_ascii=False) + "\n"


def _cells(one: Handed) -> tuple[str, str, str, str, str]:
    if one.marking is None:
        return one.name, "?", "", "", one.trouble
    got, of = one.marking.points
    found = mistakes(one.marking)
    told = ", ".join(found[:_MOST_TOLD]) + (f" and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else "")
    sign = verdict.SIGNS["right" if one.right else "wrong"]
    return one.name, sign, f"{got} of {of}", verdict.number(one.marking.total.claimed), told


def _summary(answers: Sequence[Handed]) -> str:
    right = sum(one.right for one in answers)
    return f"{text.count(right)} of {text.many(len(answers), 'answer')} all right."


def _text(answers: Sequence[Handed], title: str) -> str:
    cells = [_HEADS, *map(_cells, answers)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADS))]
    lines = [title, ""]
    for name, sign, points, total, told in cells:
        shown = (name.ljust(widths[0]), sign.ljust(widths[1]), points.rjust(widths[2]), total.rjust(widths[3]), told)
        lines.append("  ".join(shown).rstrip())
    lines += ["", _summary(answers)]
    found = commonest(answers)
    lines += ["", "The commonest mistakes", *(f"{text.count(times).rjust(5)}  {kind}" for kind, times in found)] * (
        bool(found)
    )
    return "\n".join(lines) + "\n"


def _markdown(answers: Sequence[Handed], title: str) -> str:
    lines = [f"# {escaped(title)}", "", _summary(answers), ""]
    lines += ["| Answer | | Right | Total | Mistakes |", "|---|---|---:|---:|---|"]
    lines += [f"| {' | '.join(map(escaped, _cells(one)))} |" for one in answers]
    found = commonest(answers)
    if found:
        lines += ["", "## The commonest mistakes", "", "| Mistake | Answers |", "|---|---:|"]
        lines += [f"| {escaped(kind)} | {text.count(times)} |" for kind, times in found]
    return "\n".join(lines) + "\n"


def _html(answers: Sequence[Handed]) -> str:
    body = [f"<p class='head'>{html.escape(_summary(answers))}</p>", "<table>"]
    body.append("<tr><th>Answer</th><th></th><th class='n'>Right</th><th class='n'>Total</th><th>Mistakes</th></tr>")
    for one in answers:
        name, sign, *numbers, told = map(html.escape, _cells(one))
        cells = "".join(f"<td class='n'>{shown}</td>" for shown in numbers)
        body.append(f"<tr><td>{name}</td><td>{sign}</td>{cells}<td>{told}</td></tr>")
    body.append("</table>")
    found = commonest(answers)
    if found:
        body.append("<h2>The commonest mistakes</h2>\n<table>\n<tr><th>Mistake</th><th class='n'>Answers</th></tr>")
        body += [
            f"<tr><td>{html.escape(kind)}</td><td class='n'>{text.count(times)}</td></tr>" for kind, times in found
        ]
        body.append("</table>")
    return "\n".join(body)


def _data(answers: Sequence[Handed], design: str) -> dict[str, Any]:
    return {
        "design": design,
        "answers": [
            {"answer": one.name, "trouble": one.trouble} if one.marking is None else to_data(one.marking, one.name)
            for one in answers
        ],
        "commonest_mistakes": [{"kind": kind, "answers": times} for kind, times in commonest(answers)],
    }
