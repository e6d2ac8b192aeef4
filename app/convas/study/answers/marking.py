"""Marking: an answer against a design, line by line, with the mistake that explains each wrong one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, Literal

from convas.analysis.analysis import Analysis
from convas.analysis.report import Row, rows, working
from convas.design.design import Design
from convas.study.answers import matching, reading
from convas.study.answers.claims import Slip
from convas.study.answers.explaining import Explanation, explanations, together
from convas.study.answers.matching import Pairs
from convas.study.answers.names import bare, called
from convas.study.answers.network import Network
from convas.study.answers.reading import Line
from convas.study.answers.subject import Basis, Subject
from convas.study.answers.summing import Sum, judged
from convas.values import text
from convas.values.size import value_of

Verdict = Literal["right", "wrong", "missing", "extra", "unknown", "aside"]
"""`unknown`: the layer itself cannot be counted; `aside`: a layer was named, and nothing claimed of it."""
MOST_ROWS: Final = 5_000
"""Layers inside blocks are looked at one by one up to so many."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of one line, or of a layer that no line is about.

    right     what the layer adds to the totals; claimed what the answer says it does
    line      its place among the lines of the answer; `row` the layer that it is about
    explanations   the mistakes that give the number, all that are equally likely; none where nothing explains it
    added     how the counts of several layers add up
    also      more layers that the line is about: `conv2-4`
    by_calculation   the calculation that was written gives another number than the one beside it, which is right
    """

    verdict: Verdict
    line: Line | None = None
    row: Row | None = None
    place: int | None = None
    right: int | None = None
    added: str = ""
    explanations: tuple[Explanation, ...] = ()
    slip: Slip | None = None
    by_calculation: bool = False
    also: tuple[Row, ...] = ()
    design: Design | None = field(default=None, repr=False, compare=False)

    @property
    def working(self) -> str:
        """How the layer is rightly counted, or how several add up; worked out when it is wanted."""
        return working(self.design, self.row) if self.design is not None and self.row is not None else self.added

    @property
    def rows(self) -> tuple[Row, ...]:
        """All layers that the line is about."""
        return self.also if self.row is None else (self.row, *self.also)

    @property
    def name(self) -> str:
        """The layer's name, or what the answer calls it."""
        if self.also:
            return text.listed([row.path or row.name for row in self.rows])
        if self.row is not None:
            return self.row.path or self.row.name
        return "" if self.line is None else self.line.label

    @property
    def claimed(self) -> Fraction | None:
        return None if self.line is None else self.line.claimed


@dataclass(frozen=True, slots=True)
class Marking:
    """A whole answer, marked. `rows` are the layers that lines can be about, `pairs` which line is about which."""

    design: Design
    basis: Basis
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    pairs: Pairs
    marks: tuple[Mark, ...]
    total: Sum

    @property
    def right(self) -> bool:
        """Whether nothing is wrong or missing."""
        return self.total.verdict != "wrong" and all(mark.verdict in ("right", "aside") for mark in self.marks)

    @property
    def points(self) -> tuple[int, int]:
        """How many claims are right, of how many that were to be made."""
        judged = [mark for mark in self.marks if mark.verdict != "aside" and not _says_nothing(mark)]
        if self.total.claimed is None:
            return sum(mark.verdict == "right" for mark in judged), len(judged)
        return sum(mark.verdict == "right" for mark in judged) + (self.total.verdict == "right"), len(judged) + 1


def mark(
    design: Design,
    answer: str,
    *,
    analysis: Analysis | None = None,
    by_hand: Mapping[int, str | None] | None = None,
    basis: Basis | None = None,
) -> Marking:
    """Mark an answer; `reading.NoAnswer` where there is nothing to mark.

    `by_hand` says for lines, by their place, which layer they are about: its path, or None for no layer. The basis
    is trainable parameters where the answer speaks of these, and all parameters elsewhere.
    """
    if analysis is None:
        analysis = Analysis(design)
        analysis.settle()
    lines = reading.read(answer)
    claims = [line for line in lines if line.quantity == "layer"]
    chosen: Basis = basis or _basis(lines)
    rows_, pairs = _matched(design, analysis, claims, by_hand or {})
    network = Network(design, analysis)
    subjects = {index: Subject(network, row, chosen) for index, row in enumerate(rows_)}
    marks: dict[int, Mark] = {}
    gathered = {place: rest for place, rest in matching.several(claims, rows_, by_hand or {}).items() if place in pairs}
    for place, index in sorted(pairs.items(), key=lambda pair: pair[1]):
        if place in gathered:
            marks[place] = _marked_together(claims[place], place, [subjects[one] for one in gathered[place]])
            continue
        found = _marked(claims[place], place, subjects[index])
        marks[place] = found
        _carry(network, found)
    listed = [marks.get(place) or _extra(line, place) for place, line in enumerate(claims)]
    listed += _missing(subjects, {*pairs.values(), *(one for rest in gathered.values() for one in rest)})
    only_total = not any(mark.line is not None and mark.claimed is not None for mark in listed)
    if only_total:
        listed = [mark for mark in listed if mark.verdict != "missing"]
    total = judged(network, chosen, lines, _adding(listed), list(subjects.values()), only_total=only_total)
    return Marking(design, chosen, tuple(claims), tuple(rows_), pairs, tuple(_ordered(listed)), total)


def _basis(lines: Sequence[Line]) -> Basis:
    told = {line.quantity for line in lines}
    return "trainable" if "trainable" in told and "total" not in told else "parameters"


def _matched(
    design: Design, analysis: Analysis, claims: Sequence[Line], by_hand: Mapping[int, str | None]
) -> tuple[list[Row], Pairs]:
    """The layers that the lines are about: those of the drawing, or those inside its blocks too."""
    ways = [rows(design, analysis)]
    if any(row.branch is not None and row.branch.finding.inside is not None for row in ways[0]):
        ways.append(_opened(design, analysis, claims))
        deep: list[Row] = rows(design, analysis, flat=True)
        if len(deep) <= MOST_ROWS:
            ways.append(deep)
    best: tuple[float, list[Row], Pairs] | None = None
    for way in ways:
        places = {row.path or row.name: index for index, row in enumerate(way)}
        fixed = {line: None if path is None else places.get(path) for line, path in by_hand.items()}
        known = {line: row for line, row in fixed.items() if row is not None or by_hand[line] is None}
        pairs = matching.match(claims, way, known)
        points = matching.score(claims, way, pairs)
        if best is None or points > best[0]:
            best = (points, way, pairs)
    assert best is not None
    return best[1], best[2]


def _opened(design: Design, analysis: Analysis, claims: Sequence[Line]) -> list[Row]:
    """The rows with what is inside the blocks of which an answer names layers, such as `stage1/conv1`."""
    named = {name.split("/", 1)[0] for line in claims for name in called(line.label).names if "/" in name}
    found: list[Row] = []
    opened = False
    for row in rows(design, analysis, depth=2):
        if not row.depth:
            opened = bare(row.name) in named
        if (row.depth > 0) is opened:
            found.append(row)
    return found


_SHARED: Final = ("shar", "same as", "tied", "reus", "counted once", "once at", "already", "geteilt", "again 0")


def _marked(line: Line, place: int, subject: Subject) -> Mark:
    row, right = subject.row, subject.right
    found = Mark("right", line, row, place, right, slip=line.slip, design=subject.network.design)
    if line.claimed is None:
        return replace(found, verdict="aside" if not right else "missing")
    if right is None:
        return replace(found, verdict="unknown", slip=None)
    said = f"{line.label} {line.remark}".lower()
    counts_elsewhere = row.alone is not None and right == 0 and line.means(value_of(row.alone) or -1)
    each = row.repeat > 1 and line.means(right // row.repeat)
    fits = line.means(right) or each or (counts_elsewhere and any(word in said for word in _SHARED))
    if fits and line.slip is None:
        return found
    if not right and not row.alone and (not line.said or _tells_size(line, subject)):
        return replace(found, verdict="aside", slip=None)
    value = line.written.whole if line.written is not None and line.slip is not None else line.whole
    if line.slip is not None and value == right:
        return replace(found, verdict="wrong")
    reasons = () if value is None else tuple(explanations(subject, value, line.written))
    return replace(found, verdict="wrong", explanations=reasons, by_calculation=fits)


def _tells_size(line: Line, subject: Subject) -> bool:
    """Whether a line about a layer without parameters tells how many numbers come out: `flatten: 288,000 values`."""
    finding = subject.network.finding(subject.row)
    made = finding.outputs[0] if finding is not None and finding.outputs else None
    volume = None if made is None else value_of(made.volume)
    return not line.in_table and volume is not None and line.means(volume) and "param" not in line.text.lower()


def _marked_together(line: Line, place: int, subjects: Sequence[Subject]) -> Mark:
    """A line about several layers, such as `conv2-4: 3 * 3,620 = 10,860`."""
    rights = [subject.right for subject in subjects]
    right = sum(one for one in rights if one is not None) if None not in rights else None
    shown = [text.count(one) for one in rights if one]
    told = f"{' + '.join(shown)} = {text.count(right)}" if len(shown) > 1 else text.count(right)
    first, *rest = (subject.row for subject in subjects)
    found = Mark("right", line, first, place, right, told, slip=line.slip, also=tuple(rest))
    if line.claimed is None or right is None:
        return replace(found, verdict="unknown" if right is None else "missing")
    if line.means(right) and line.slip is None:
        return found
    each = {subject.right or value_of(subject.row.alone or 0) for subject in subjects}
    if line.slip is None and len(each) == 1 and line.claimed in each:
        return found  # what one of them has
    value = line.written.whole if line.written is not None and line.slip is not None else line.whole
    reasons = () if value is None or value == right else tuple(together(subjects, value))
    return replace(found, verdict="wrong", explanations=reasons, by_calculation=line.means(right))


def _carry(network: Network, mark: Mark) -> None:
    """Remember what a wrong line took its layer to give, for the lines of those that follow it."""
    if mark.row is None or len(mark.explanations) != 1:
        return
    for change in mark.explanations[0]:
        if change.slot in ("filters", "units") and change.given is not None:
            network.carried[mark.row.id] = change.given


def _extra(line: Line, place: int) -> Mark:
    return Mark("extra", line, None, place, slip=line.slip)


def _missing(subjects: Mapping[int, Subject], told: Collection[int]) -> list[Mark]:
    """The layers with parameters that no line is about."""
    return [
        Mark("missing", None, one.row, None, one.right, design=one.network.design)
        for index, one in subjects.items()
        if index not in told and one.right
    ]


def _adding(marks: Sequence[Mark]) -> list[tuple[str, Fraction]]:
    """What the lines add up from: what each claims, and nothing for one that says it counts elsewhere."""
    found: list[tuple[str, Fraction]] = []
    for one in marks:
        if one.claimed is None or one.verdict == "aside":
            continue
        short = one.line is not None and one.line.within
        known = one.verdict == "right" and one.right is not None and not short
        found.append((one.name, Fraction(one.right) if known and one.right is not None else one.claimed))
    return found


def _ordered(marks: Sequence[Mark]) -> list[Mark]:
    """As the answer has them; what is missing stands at its end."""
    return sorted(marks, key=lambda one: (one.line is None, one.place if one.place is not None else 0))


def _says_nothing(mark: Mark) -> bool:
    """Whether a line about a layer without parameters says just that."""
    return mark.verdict == "right" and mark.right == 0 and mark.claimed == 0 and not (mark.row and mark.row.alone)
