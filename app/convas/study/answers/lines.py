"""The verdict as rows: what tables on screen, on the terminal and in documents show alike."""

from __future__ import annotations

from dataclasses import dataclass

from convas.study.answers import verdict
from convas.study.answers.marking import Mark, Marking


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a marked answer: the sign and the word of the verdict, what was written and said, and why."""

    sign: str
    verdict: str
    name: str
    written: str
    claimed: str
    right: str
    why: str


def rows(marking: Marking) -> list[Told]:
    """A row for every mark, and one for the total."""
    found = [_row(mark) for mark in marking.marks]
    total = marking.total
    shown = "" if total.line is None else total.line.formula
    found.append(
        Told(
            verdict.SIGNS[total.verdict],
            verdict.WORDS[total.verdict],
            "Total",
            shown,
            verdict.number(total.claimed),
            verdict.adds_up_to(marking),
            verdict.total(marking),
        )
    )
    return found


def _row(mark: Mark) -> Told:
    line = mark.line
    return Told(
        verdict.SIGNS[mark.verdict],
        verdict.WORDS[mark.verdict],
        mark.name,
        "" if line is None else line.formula,
        verdict.number(mark.claimed),
        verdict.adds(mark),
        verdict.told(mark),
    )
