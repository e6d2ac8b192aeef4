"""Reading an answer: text as people hand it in becomes lines, each with a label, a calculation and the number claimed.

Lines, tables (CSV, Markdown, what Keras, torchinfo and Convas print) and lists with semicolons are read. Prose without
a number is passed over. All of it is linear in the length of the text, which may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

from convas.study.answers import arithmetic, signs
from convas.study.answers.arithmetic import Unreadable, Written
from convas.study.answers.names import called
from convas.study.answers.signs import Token
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
class Slip:
    """Arithmetic that does not hold: what was written, what it gives, and what was said that it gives."""

    written: str
    gives: Fraction
    said: Fraction


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


_ASIDE: Final = re.compile(r"\W*if (?:every|all|not|the)\b", re.IGNORECASE)
"""What begins a line about another case than the one at hand."""
_BETWEEN: Final = re.compile(r";|,\s+(?=[^\W\d_][\w \-.]{0,40}[:=])")


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
    found = _claim(signs.plain(shown))
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
    count = _claim(signs.plain(cells.count))
    claimed, within = (count.claimed, count.within) if count.claimed is not None else (None, Fraction(0))
    if claimed is None and cells.count.strip() in _NOTHING:
        claimed = Fraction(0)
    working = _claim(f": {signs.plain(cells.working)}") if cells.working else None
    quantity = _quantity(label)
    if _OTHER_UNITS.search(label) or not label.strip():
        return None
    if working is None or working.written is None:
        remark = " ".join(part for part in (cells.working, cells.remark, count.remark) if part)
        written, formula = (count.written, count.formula) if count.written and count.written.signs else (None, "")
        return Line(
            start, start + len(cells.text), cells.text, _tidied(label), remark, written, claimed, within,
            claimed is not None, count.slip, quantity, formula,
        )  # fmt: skip
    slip = working.slip
    if claimed is None:
        claimed = working.claimed
    remark = f"{working.remark} {cells.remark}".strip()
    return Line(
        start, start + len(cells.text), cells.text, _tidied(label), remark, working.written, claimed, within,
        True, slip, quantity, working.formula,
    )  # fmt: skip


@dataclass(slots=True)
class _Claim:
    label: str
    remark: str = ""
    written: Written | None = None
    claimed: Fraction | None = None
    within: Fraction = Fraction(0)
    said: bool = False
    slip: Slip | None = None
    formula: str = ""


@dataclass(slots=True)
class _Run:
    """Tokens that belong together: a calculation, or a number. `whole` tells that every bracket has its other."""

    tokens: list[Token]
    written: Written
    whole: bool
    after_colon: bool

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def calculates(self) -> bool:
        return self.written.signs > 0 and self.whole


def _claim(line: str) -> _Claim:
    """What one statement says: the words, the calculation, and the number."""
    sides: list[list[Token]] = [[]]
    for token in signs.tokens(line):
        if token.kind == "equals":
            sides.append([])
        else:
            sides[-1].append(token)
    runs = [_runs(side) for side in sides]
    told = [index for index, side in enumerate(runs) if side and index]
    return _equation(line, runs, told) if told else _bare(line, runs[0])


def _equation(line: str, runs: list[list[_Run]], told: list[int]) -> _Claim:
    """`words (3*3*4+1)*20 = 37*20 = 740 words`"""
    last = runs[told[-1]][0]
    ways = [side[-1] for side in runs[:1] if side and side[-1].calculates]
    ways += [runs[index][0] for index in told if runs[index][0].calculates]
    first = ways[0] if ways else last
    said = not last.calculates or len(ways) > 1
    slip = None
    steps = [*ways, *([] if last in ways else [last])]
    for step, following in pairwise(steps):
        within = following.tokens[0].within if len(following.tokens) == 1 else Fraction(0)
        if slip is None and abs(step.written.value - following.written.value) > within:
            slip = Slip(line[step.start : step.end].strip(), step.written.value, following.written.value)
    return _Claim(
        line[: first.start],
        line[last.end :],
        first.written if first.calculates else None,
        last.written.value,
        last.tokens[0].within if len(last.tokens) == 1 else Fraction(0),
        said,
        slip,
        line[first.start : first.end].strip() if first.calculates else "",
    )


def _bare(line: str, runs: list[_Run]) -> _Claim:
    """`words 740 words`, `words: (3*3*4+1)*20`, `words (3*3*4+1)*20 740`"""
    if not runs:
        return _Claim(line)
    last = _most_likely(line, runs)
    if last.calculates:
        clear = last.after_colon or any(token.sign in "+(" for token in last.tokens if token.kind == "sign")
        if not clear:
            return _Claim(line)
        shown = line[last.start : last.end].strip()
        return _Claim(line[: last.start], line[last.end :], last.written, last.written.value, formula=shown)
    if not last.whole and len(runs) > 1:
        return _bare(line, runs[:-1])
    within = last.tokens[0].within if len(last.tokens) == 1 else Fraction(0)
    place = runs.index(last)
    way = runs[place - 1] if place and runs[place - 1].calculates else None
    if way is not None and (way.written.value == last.written.value or any(token.sign == "+" for token in way.tokens)):
        slip = None
        if abs(way.written.value - last.written.value) > within:
            slip = Slip(line[way.start : way.end].strip(), way.written.value, last.written.value)
        shown = line[way.start : way.end].strip()
        return _Claim(
            line[: way.start], line[last.end :], way.written, last.written.value, within, True, slip, shown
        )  # fmt: skip
    return _Claim(line[: last.start], line[last.end :], None, last.written.value, within, True)


def _most_likely(line: str, runs: list[_Run]) -> _Run:
    """The number that is the claim: the one called parameters, of a total the one after the colon, else the last."""
    for run in reversed(runs):
        if _COUNTED.match(line, run.end) and not run.written.signs:
            return run
    if _quantity(line[: runs[0].start]) != "layer":
        return next((run for run in runs if run.after_colon), runs[0])
    return runs[-1]


_COUNTED: Final = re.compile(r"[ ]*(?:trainable )?(?:params?\b|parameters?\b|weights\b)", re.IGNORECASE)
_BYTES: Final = frozenset({"MB", "KB", "GB", "B", "MiB", "KiB", "GiB"})


def _runs(side: list[Token]) -> list[_Run]:
    """The calculations and numbers of one side of an equation; words in between are passed over."""
    found: list[_Run] = []
    run: list[Token] = []
    colon = after_colon = gap = False
    for token in [*side, Token("break", 0, 0)]:
        if token.kind in ("colon", "break"):
            found += _run(run, after_colon)
            run, colon, gap = [], token.kind == "colon", False
        elif token.kind == "word":
            gap = True
            if token.sign in _BYTES and run and run[-1].kind == "number":
                run = []
        else:
            if run and _apart(run[-1], token, gap):
                found += _run(run, after_colon)
                run, colon = [], False
            if not run:
                after_colon, colon = colon, False
            run.append(token)
            gap = False
    return found


def _apart(before: Token, after: Token, gap: bool) -> bool:
    """Whether two tokens without a sign between them belong to different calculations."""
    ends = before.kind == "number" or before.sign == ")"
    begins = after.kind == "number" or after.sign == "("
    if not (ends and begins):
        return False
    return gap or not (after.tight or (before.sign == ")" and after.sign == "("))


def _run(run: list[Token], after_colon: bool) -> list[_Run]:
    """The calculation that tokens make, without brackets that have no other and signs that join nothing."""
    kept, whole = _balanced(run)
    while kept and kept[-1].kind == "sign" and kept[-1].sign != ")":
        kept = kept[:-1]
    while kept and kept[0].kind == "sign" and kept[0].sign not in "(":
        kept = kept[1:]
    if not kept:
        return []
    try:
        return [_Run(kept, arithmetic.read(kept), whole, after_colon)]
    except Unreadable:
        return []


def _balanced(run: list[Token]) -> tuple[list[Token], bool]:
    open_: list[int] = []
    dropped: set[int] = set()
    whole = True
    for index, token in enumerate(run):
        if token.sign == "(":
            open_.append(index)
        elif token.sign == ")" and open_:
            start = open_.pop()
            if start + 1 == index or (run[start + 1].sign == "(" and start + 1 in dropped):
                dropped |= {start, index}
        elif token.sign == ")":
            dropped.add(index)
            whole = False
    dropped |= set(open_)
    return [token for index, token in enumerate(run) if index not in dropped], whole and not open_


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


def _quantity(label: str) -> Quantity:
    """What a line counts, by its words."""
    if _UNTRAINED.search(label):
        return "untrained"
    if _TRAINABLE.search(label) and not re.search(r"\w\d", label):
        return "trainable"
    if _TOTAL.search(label):
        return "total"
    return "total" if not label or _ANSWER.search(label) else "layer"


def _tidied(label: str) -> str:
    """A label without list marks and what led to the number."""
    return re.sub(r"\s+", " ", label).strip(" \t-\u2013\u2014*\u2022|>#.,:=(").strip()
