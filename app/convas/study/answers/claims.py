"""Claims: what one statement says: the words before, the calculation that was written, and the number that it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from convas.study.answers import arithmetic, signs
from convas.study.answers.arithmetic import Unreadable, Written
from convas.study.answers.signs import Token


@dataclass(frozen=True, slots=True)
class Slip:
    """Arithmetic that does not hold: what was written, what it gives, and what was said that it gives."""

    written: str
    gives: Fraction
    said: Fraction


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says; `said` tells that the number stands there by itself, and is not just what was calculated.

    A number that was written short is right within `within`.
    """

    label: str
    remark: str = ""
    written: Written | None = None
    claimed: Fraction | None = None
    within: Fraction = Fraction(0)
    said: bool = False
    slip: Slip | None = None
    formula: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """Tokens that belong together: a calculation, or a number. `whole` tells that every bracket has its other."""

    tokens: tuple[Token, ...]
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
    def value(self) -> Fraction:
        return self.written.value

    @property
    def within(self) -> Fraction:
        return self.tokens[0].within if len(self.tokens) == 1 else Fraction(0)

    @property
    def calculates(self) -> bool:
        return self.written.signs > 0 and self.whole

    def has(self, *wanted: str) -> bool:
        return any(token.kind == "sign" and token.sign in wanted for token in self.tokens)

    def shown(self, line: str) -> str:
        return line[self.start : self.end].strip()


def claim(line: str, *, total: bool = False) -> Claim:
    """What a line says; of a `total` the number after the colon counts, elsewhere the last one."""
    sides: list[list[Token]] = [[]]
    for token in signs.tokens(line):
        if token.kind == "equals":
            sides.append([])
        else:
            sides[-1].append(token)
    runs = [_runs(side) for side in sides]
    told = [index for index, side in enumerate(runs) if side and index]
    found = _equation(line, runs, told) if told else _bare(line, runs[0], total=total)
    none = _NONE.search(line)
    if none is not None and (found.claimed is None or (not found.slip and not found.written)):
        number = _COUNTED.match(line, len(line) - len(found.remark)) if found.claimed is not None else None
        if number is None:
            return Claim(line[: none.start()], line[none.start() :], None, Fraction(0), said=True)
    return found


_NONE: Final = re.compile(
    r"\b(?:no|without|keine)\s+(?:(?:new|additional|extra|more|further|own|neuen|weiteren)\s+)?(?:params?|weights?\b)",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"[ ]*(?:trainable )?(?:params?\b|parameters?\b|weights\b)", re.IGNORECASE)
_BYTES: Final = frozenset({"MB", "KB", "GB", "B", "MiB", "KiB", "GiB"})
_ORDER: Final = frozenset({"layer", "layers", "schicht", "step", "no", "nr"})


def _equation(line: str, runs: list[list[_Run]], told: list[int]) -> Claim:
    """`words (3*3*4+1)*20 = 37*20 = 740 words`"""
    last = _result(line, runs[told[-1]])
    ways = [side[-1] for side in runs[:1] if side and side[-1].calculates]
    ways += [runs[index][0] for index in told if runs[index][0].calculates]
    if ways and ways[0].value != last.value and _is_shape(ways[0].shown(line)) and _words_after(line, ways[0]):
        ways = ways[1:]  # 20 filters of 3x3x4 plus bias = 740
    first = ways[0] if ways else last
    steps = [*ways, *([] if last in ways else [last])]
    written, slip = (first.written if first.calculates else None), None
    for step, following in pairwise(steps):
        if abs(step.value - following.value) <= following.within:
            continue
        if following.calculates and following.tokens[0].value == step.value:  # 3*3*4*20 = 720 + 20 = 740
            written = _gone_on(step, following)
        elif slip is None:
            slip = Slip(step.shown(line), step.value, following.value)
    first_said = runs[told[-1]][0]
    if last is not first_said and slip is not None and first_said.value == slip.gives:
        written, slip = None, None  # 3*3*4*20 = 720 weights and 20 biases, so 740
    start = min([first.start, *([first_said.start] if not ways else [])])
    return Claim(
        line[:start],
        line[last.end :],
        written,
        last.value,
        last.within,
        not last.calculates or len(ways) > 1,
        slip,
        first.shown(line) if written is not None else "",
    )


def _result(line: str, side: Sequence[_Run]) -> _Run:
    """The number that the last side of an equation comes to: what is called so, or what those before it add up to."""
    sum_: Fraction = side[0].value
    for run in side[1:]:
        if run.written.signs == 0 and (run.value == sum_ or _COUNTED.match(line, run.end)):
            return run if not _COUNTED.match(line, side[0].end) or run.value == sum_ else side[0]
        sum_ += run.value
    return side[0]


def _gone_on(step: _Run, following: _Run) -> Written | None:
    """Two steps as one calculation: the second begins with what the first one gave."""
    opened, closed = Token("sign", 0, 0, "("), Token("sign", 0, 0, ")")
    try:
        return arithmetic.read([opened, *step.tokens, closed, *following.tokens[1:]])
    except Unreadable:
        return None


def _is_shape(shown: str) -> bool:
    """Whether it may be a size and no calculation: `3x3x4`."""
    return re.fullmatch(r"\d+(?:\s?[xX×]\s?\d+)+", shown) is not None


def _words_after(line: str, run: _Run) -> bool:
    """Whether words stand between a calculation and the next sign of equality."""
    return re.search(r"[^\W\d_]{2}", re.split("[=\u2248\u2192]", line[run.end :], maxsplit=1)[0]) is not None


def _bare(line: str, runs: list[_Run], *, total: bool) -> Claim:
    """`words 740 words`, `words: (3*3*4+1)*20`, `words (3*3*4+1)*20 740`"""
    if not runs:
        return Claim(line)
    last = _most_likely(line, runs, total=total)
    if last.calculates:
        if not (last.after_colon or last.has("+", "(")) or _is_shape(last.shown(line)):
            return Claim(line)
        return Claim(line[: last.start], line[last.end :], last.written, last.value, formula=last.shown(line))
    if not last.whole and len(runs) > 1:
        return _bare(line, runs[:-1], total=total)
    place = runs.index(last)
    way = runs[place - 1] if place and runs[place - 1].calculates else None
    if way is None or not (way.value == last.value or way.has("+")):
        return Claim(line[: last.start], line[last.end :], None, last.value, last.within, True)
    slip = None
    if abs(way.value - last.value) > last.within:
        slip = Slip(way.shown(line), way.value, last.value)
    return Claim(line[: way.start], line[last.end :], way.written, last.value, last.within, True, slip, way.shown(line))


def _most_likely(line: str, runs: list[_Run], *, total: bool) -> _Run:
    """The number that is the claim: the one called parameters, of a total the one after the colon, else the last."""
    for run in reversed(runs):
        if _COUNTED.match(line, run.end) and not run.written.signs:
            return run
    if total:
        return next((run for run in runs if run.after_colon), runs[0])
    return runs[-1]


def _runs(side: list[Token]) -> list[_Run]:
    """The calculations and numbers of one side of an equation; words in between are passed over."""
    found: list[_Run] = []
    run: list[Token] = []
    colon = after_colon = gap = False
    for token in [*side, Token("break", 0, 0)]:
        if token.kind in ("colon", "break"):
            found += _run(run, after_colon=after_colon)
            run, colon, gap = [], token.kind == "colon", False
        elif token.kind == "word":
            gap = True
            if token.sign in _BYTES and run and run[-1].kind == "number":
                run = []
        else:
            if run and _apart(run[-1], token, gap=gap):
                found += _run(run, after_colon=after_colon)
                run, colon = [], False
            if not run:
                after_colon, colon = colon, False
            run.append(token)
            gap = False
    return found


def _apart(before: Token, after: Token, *, gap: bool) -> bool:
    """Whether two tokens without a sign between them belong to different calculations."""
    ends = before.kind == "number" or before.sign == ")"
    begins = after.kind == "number" or after.sign == "("
    if not (ends and begins):
        return False
    return gap or not (after.tight or (before.sign == ")" and after.sign == "("))


def _run(run: list[Token], *, after_colon: bool) -> list[_Run]:
    """The calculation that tokens make, without brackets that have no other and signs that join nothing."""
    kept, whole = _balanced(run)
    while kept and kept[-1].kind == "sign" and kept[-1].sign != ")":
        kept = kept[:-1]
    while kept and kept[0].kind == "sign" and kept[0].sign not in "(":
        kept = kept[1:]
    if not kept:
        return []
    try:
        return [_Run(tuple(kept), arithmetic.read(kept), whole, after_colon)]
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
