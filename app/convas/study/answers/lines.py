"""The verdict as rows: what tables on screen, on the terminal and in documents show alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convas.study.answers import verdict
from convas.study.answers.marking import Mark, Marking
from convas.values import text


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


MOST_MISSING: Final = 100
"""Of so many layers that an answer leaves out the rest is only counted."""


def shown(marking: Marking) -> tuple[Mark, ...]:
    """The marks that have a row of their own."""
    lacking = [mark for mark in marking.marks if mark.line is None]
    return marking.marks[: len(marking.marks) - max(0, len(lacking) - MOST_MISSING)]


def rows(marking: Marking) -> list[Told]:
    """A row for every mark, and one for the total."""
    kept = shown(marking)
    found = [_row(mark) for mark in kept]
    if len(kept) < len(marking.marks):
        more = text.many(len(marking.marks) - len(kept), "more layer")
        found.append(Told(verdict.SIGNS["missing"], verdict.WORDS["missing"], f"{more}", "", "", "", ""))
    total = marking.total
    written = "" if total.line is None else total.line.formula
    found.append(
        Told(
            verdict.SIGNS[total.verdict],
            verdict.WORDS[total.verdict],
            "Total",
            written,
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
