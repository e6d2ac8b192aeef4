"""Reading an answer: text as people hand it in becomes lines, each with a label, a calculation and the number claimed.

Lines, tables (CSV, Markdown, what Keras, torchinfo and Convas print) and lists with semicolons are read. Prose without
a number is passed over. All of it is linear in the length of the text, which may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from convas.study.answers import signs
from convas.study.answers.arithmetic import Written
from convas.study.answers.claims import Slip, claim
from convas.study.answers.names import called
from convas.study.answers.tables import Cells, table_rows

MOST_CHARACTERS: Final = 2**17
"""A longer text is no answer to an exercise."""
MOST_LINES: Final = 1_000
_LONGEST_LINE: Final = 2_000
_MOST_WORDS: Final = 6
"""A line without a number that has more is prose."""

Quantity = Literal["layer", "total", "trainable", "untrained"]


class NoAnswer(ValueError):
    """The text cannot be read as an answer. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One claim. `start` and `end` are its place in the text.

    label      the words before the calculation; remark: the words after it
    written    the calculation, where there is one; claimed: the number it is said to give, right within `within`
    said       the number stands there by itself, and is not just what was calculated
    """

    start: int
    end: int
    text: str
    label: str
    remark: str = ""
    written: Written | None = None
    claimed: Fraction | None = None
    within: Fraction = Fraction(0)
    said: bool = False
    slip: Slip | None = None
    quantity: Quantity = "layer"
    formula: str = ""
    in_table: bool = False

    @property
    def whole(self) -> int | None:
        """The number claimed, where it is a whole one."""
        return None if self.claimed is None or self.claimed.denominator != 1 else self.claimed.numerator

    def means(self, value: int) -> bool:
        """Whether the number claimed is this one; one that was written short is compared by its digits."""
        return self.claimed is not None and abs(self.claimed - value) <= self.within


def read(text: str) -> list[Line]:
    """The lines of an answer; `NoAnswer` where there is no number to check."""
    if len(text) > MOST_CHARACTERS:
        raise NoAnswer(f"The answer is longer than {MOST_CHARACTERS // 1024} KiB. Give only its lines of numbers.")
    if "\x00" in text or _strange(text):
        raise NoAnswer("The answer is no text. Save it as plain text, CSV or Markdown.")
    found = [line for start, piece in _pieces(text) if (line := _line(start, piece)) is not None]
    if not any(line.claimed is not None for line in found):
        raise NoAnswer("There is no number in the answer. Write lines such as conv1: (3*3*4+1)*20 = 740.")
    return found


def _strange(text: str) -> bool:
    """Whether so many characters are none of writing that it must be a file of another kind."""
    odd = sum(1 for sign in text[:4096] if (ord(sign) < 32 and sign not in "\t\n\r\f\v") or sign == "\ufffd")
    return odd * 20 > len(text[:4096])


def _pieces(text: str) -> Iterator[tuple[int, str | Cells]]:
    """The parts of the text that can be a line each, with where they begin."""
    lines: list[tuple[int, str]] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if number >= MOST_LINES:
            raise NoAnswer(f"The answer has more than {MOST_LINES:,} lines. Give only its lines of numbers.")
        if len(line) <= _LONGEST_LINE:
            lines.append((at, line))
        at += len(line)
    rows, rest = table_rows(lines)
    pieces: list[tuple[int, str | Cells]] = [*rows]
    for start, line in rest:
        if not _ASIDE.match(line):
            pieces += _statements(start, line)
    return iter(sorted(pieces, key=lambda pair: pair[0]))


_ASIDE: Final = re.compile(
    r"\W*if (?:every|all|not|the)\b|#{1,6}\s[^:=]*$|[^:=]*\bcounted as (?:keras|pytorch)\b", re.IGNORECASE
)
"""A line about another case than the one at hand, a heading, or the title of a report."""
_BETWEEN: Final = re.compile(r";|,\s+(?=[^\W\d_][\w \-.]{0,40}[:=])|\.\s+(?=[A-Z][\w ]{0,40}[:=])")


def _statements(start: int, line: str) -> Iterator[tuple[int, str]]:
    """`conv1: 740; conv2: 3620` in two."""
    at = 0
    for match in _BETWEEN.finditer(line):
        if match.group() != ";" and not re.search("[:=]", line[at : match.start()]):
            continue  # conv2, conv3: 7,240
        yield start + at, line[at : match.start()]
        at = match.end()
    yield start + at, line[at:]


def _line(start: int, piece: str | Cells) -> Line | None:
    if isinstance(piece, Cells):
        return _of_cells(start, piece)
    shown = piece.strip()
    if not shown:
        return None
    begin = start + piece.index(shown)
    line = signs.plain(shown)
    found = claim(line, total=_quantity(_before_numbers(line)) != "layer")
    label = _tidied(found.label)
    quantity = _quantity(label)
    if found.claimed is None and (len(shown.split()) > _MOST_WORDS or not called(label).sort):
        return None
    if _OTHER_UNITS.search(shown):
        return None
    return Line(
        begin, begin + len(shown), shown, label, found.remark, found.written, found.claimed, found.within, found.said,
        found.slip, quantity, found.formula,
    )  # fmt: skip


def _of_cells(start: int, cells: Cells) -> Line | None:
    """The line that a row of a table is: the count stands in a column of its own."""
    label = signs.plain(cells.label)
    count = claim(signs.plain(cells.count))
    claimed, within = (count.claimed, count.within) if count.claimed is not None else (None, Fraction(0))
    if claimed is None and cells.count.strip() in _NOTHING:
        claimed = Fraction(0)
    told = cells.working and not re.search(r"\u2026|\.\.\.", cells.working)
    working = claim(f": {signs.plain(cells.working).split(';')[0]}") if told else None
    quantity = _quantity(label)
    if _OTHER_UNITS.search(label) or not label.strip():
        return None
    if working is None or working.written is None:
        remark = " ".join(part for part in (cells.working, cells.remark, count.remark) if part)
        written, formula = (count.written, count.formula) if count.written and count.written.signs else (None, "")
        return Line(
            start, start + len(cells.text), cells.text, _tidied(label), remark, written, claimed, within,
            claimed is not None, count.slip, quantity, formula, True,
        )  # fmt: skip
    slip = working.slip
    if claimed is None:
        claimed = working.claimed
    elif claimed and slip is None and abs(claimed - working.written.value) > within:
        slip = Slip(working.formula, working.written.value, claimed)
    remark = f"{working.remark} {cells.remark}".strip()
    return Line(
        start, start + len(cells.text), cells.text, _tidied(label), remark, working.written, claimed, within,
        True, slip, quantity, working.formula, True,
    )  # fmt: skip


_TOTAL: Final = re.compile(
    r"\b(?:total|totals|sum|summe|gesamt|insgesamt|altogether|overall|in all|all together|together|zusammen|all layers"
    r"|everything|whole network)\b",
    re.IGNORECASE,
)
_UNTRAINED: Final = re.compile(r"\b(?:non|not|un)[- ]?trainable\b|\bfrozen params\b", re.IGNORECASE)
_TRAINABLE: Final = re.compile(r"\btrainable\b|\btrained\b", re.IGNORECASE)
_ANSWER: Final = re.compile(r"^\W*(?:the\s+)?(?:answer|solution|result|params|parameters|number of)\b", re.IGNORECASE)
_OTHER_UNITS: Final = re.compile(
    r"\b(?:MACs?|FLOPs?|mult-adds|(?:KiB|MiB|GiB|KB|MB|GB)\)?:|pass size|params size|total size|input size"
    r"|optimizer params)\b",
    re.IGNORECASE,
)
_NOTHING: Final = frozenset({"-", "--", "\u2013", "\u2014", "none", "no weights", "no parameters"})


def _before_numbers(line: str) -> str:
    """The words that a line begins with."""
    return re.split(r"\d", line, maxsplit=1)[0]


def _quantity(label: str) -> Quantity:
    """What a line counts, by its words; one that begins with a layer's name counts that."""
    found = _TOTAL.search(label)
    if found is not None and called(label[: found.start()]).sort:
        return "layer"
    if _UNTRAINED.search(label):
        return "untrained"
    if _TRAINABLE.search(label) and not re.search(r"\w\d", label):
        return "trainable"
    if found is not None:
        return "total"
    return "total" if not label or _ANSWER.search(label) else "layer"


def _tidied(label: str) -> str:
    """A label without list marks and what led to the number."""
    return re.sub(r"\s+", " ", label).strip(" \t-\u2013\u2014*\u2022|>#.,:=(").strip()
