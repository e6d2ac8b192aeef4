"""Matching: which line of an answer is about which layer, by name, by kind and by order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from convas.analysis.report import Row
from convas.layers import registry
from convas.layers.layer import Layer
from convas.study.answers.names import Called, bare, called, sorts
from convas.study.answers.reading import Line
from convas.values.size import value_of

MOST_PAIRS: Final = 300_000
"""Beyond so many pairs of lines and layers only names count, and order is not looked at."""
_NEVER: Final = -1e9
_SURE: Final = 100.0

Pairs = dict[int, int]
"""Which line is about which row, by their places."""


def match(lines: Sequence[Line], rows: Sequence[Row], by_hand: Mapping[int, int | None] | None = None) -> Pairs:
    """The row of every line that has one; `by_hand` says it for some lines, None for a line about no layer.

    A line about several layers is paired with the first of them (see `several`).
    """
    fixed = dict(by_hand or {})
    gathered = several(lines, rows, fixed)
    fixed |= {line: places[0] for line, places in gathered.items()}
    also = {row for places in gathered.values() for row in places[1:]}
    known = [called(line.label) for line in lines]
    pairs = {line: row for line, row in fixed.items() if row is not None}
    pairs |= _named(known, rows, set(fixed) | _from_nought(known, rows), set(pairs.values()))
    table = _Scores(lines, rows, known)
    free_lines = [index for index in range(len(lines)) if index not in pairs and index not in fixed]
    if not free_lines or len(free_lines) * len(rows) > MOST_PAIRS:
        return pairs
    open_rows = [index for index in range(len(rows)) if index not in also]
    if _in_order(pairs):
        kept = [index for index in range(len(lines)) if index in pairs or index not in fixed]
        if len(kept) * len(open_rows) > MOST_PAIRS:
            kept = free_lines
        return pairs | _aligned(kept, open_rows, table, pairs)
    free_rows = [index for index in open_rows if index not in pairs.values()]
    return pairs | _aligned(free_lines, free_rows, table, {})


def several(lines: Sequence[Line], rows: Sequence[Row], apart: Collection[int] = ()) -> dict[int, tuple[int, ...]]:
    """The rows of lines that are about more than one, such as `conv2-4`; lines `apart` are looked at singly."""
    table = _Scores(lines, rows, known := [called(line.label) for line in lines])
    found: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    for index, one in enumerate(known):
        meant = [table.numbered(one.sort, number) for number in one.numbers]
        places = [row for row in meant if row is not None]
        if index in apart or len(places) < 2 or len(places) < len(meant) or taken & set(places):
            continue
        taken |= set(places)
        found[index] = tuple(places)
    return found


def score(lines: Sequence[Line], rows: Sequence[Row], pairs: Pairs) -> float:
    """How well lines and rows go together: to choose between the blocks of a design and what is inside them."""
    known = [called(line.label) for line in lines]
    names = {bare(row.path or row.name) for row in rows} | {bare(row.name) for row in rows}
    told = sum(any(name in names for name in known[line].names) for line in pairs)
    equal = sum(lines[line].claimed == value_of(rows[row].parameters or 0) for line, row in pairs.items())
    return 2 * told + equal + len(pairs) - 0.5 * abs(len(lines) - sum(1 for row in rows if row.parameters))


def _named(known: Sequence[Called], rows: Sequence[Row], fixed: set[int], taken: set[int]) -> Pairs:
    """Lines that have the very name of one layer."""
    places: dict[str, list[int]] = defaultdict(list)
    exact = {name: place for place, row in enumerate(rows) for name in (row.name, row.path) if name}
    often_exact = Counter(name for row in rows for name in {row.name, row.path} if name)
    for place, named in enumerate(rows):
        for name in {bare(named.name), bare(named.path or named.name)}:
            places[name].append(place)
    wanted: dict[int, int] = {}
    for index, one in enumerate(known):
        if index in fixed:
            continue
        row = exact[one.exact] if often_exact[one.exact] == 1 else None
        if row is None:
            row = next((places[name][0] for name in one.names if len(places.get(name, ())) == 1), None)
        if row is not None and row not in taken:
            wanted[index] = row
    often = Counter(wanted.values())
    return {line: row for line, row in wanted.items() if often[row] == 1}


def _from_nought(known: Sequence[Called], rows: Sequence[Row]) -> set[int]:
    """Lines such as `dense_1` that are the second of their sort, because there is a `dense` before."""
    names = {bare(row.name) for row in rows}
    bare_sorts = {one.sort for one in known if one.sort and one.number is None and not names & set(one.names)}
    return {index for index, one in enumerate(known) if one.number is not None and one.sort in bare_sorts}


def _in_order(pairs: Pairs) -> bool:
    rows = [pairs[line] for line in sorted(pairs)]
    return rows == sorted(rows)


class _Scores:
    """How well each line fits each row."""

    def __init__(self, lines: Sequence[Line], rows: Sequence[Row], known: Sequence[Called]) -> None:
        self._lines = lines
        self._rows = rows
        self._known = known
        self._kinds = [_kind(row) for row in rows]
        self._values = [value_of(row.parameters) if row.parameters is not None else None for row in rows]
        self._counted = _places([bool(row.parameters) or bool(row.alone) for row in rows])
        self._ordinals: dict[str, dict[int, int]] = {}
        self._numbers = _usable_numbers(known, rows)

    def pair(self, line: int, row: int) -> float:
        one, claim, value = self._known[line], self._lines[line], self._values[row]
        bare_row = not (value or self._rows[row].alone)
        found = 1.0
        if one.sort:
            if one.sort not in sorts(self._kinds[row]):
                return _NEVER
            found = 6.0
            number = self._numbers.get(line)
            if number is not None:
                found += 4.0 if self._ordinal(one.sort, row) == number else -2.0
        elif one.place is not None:
            found += 4.0 if self._counted.get(row) == one.place else -0.5
        if claim.claimed is None:
            return found - (0.0 if bare_row else 3.0)
        if bare_row and claim.claimed != 0:
            return found - 4.0 if one.sort else _NEVER
        if not bare_row and claim.claimed == 0:
            found -= 1.0
        return found + (3.0 if value is not None and value and claim.means(value) else 0.0)

    def skip_row(self, row: int) -> float:
        return -2.0 if self._values[row] or self._rows[row].alone else 0.0

    def skip_line(self, line: int) -> float:
        return -1.0 if self._known[line].sort else -1.5

    def numbered(self, sort: str, number: int) -> int | None:
        """The row that is called by this number, or else is so far along among its sort, or among all that count."""
        if not sort:
            return next((row for row, place in self._counted.items() if place == number), None)
        for row, kind in enumerate(self._kinds):
            digits = self._rows[row].name.rpartition("_")[2].lstrip("abcdefghijklmnopqrstuvwxyz")
            if sort in sorts(kind) and digits == str(number):
                return row
        return next((row for row in range(len(self._rows)) if self._ordinal(sort, row) == number), None)

    def _ordinal(self, sort: str, row: int) -> int | None:
        if sort not in self._ordinals:
            self._ordinals[sort] = _places([sort in sorts(kind) for kind in self._kinds])
        return self._ordinals[sort].get(row)


def _kind(row: Row) -> type[Layer]:
    return registry.find(row.kind) or Layer


def _places(chosen: Sequence[bool]) -> dict[int, int]:
    """The chosen ones counted from 1."""
    return {row: place for place, row in enumerate((index for index, yes in enumerate(chosen) if yes), 1)}


def _usable_numbers(known: Sequence[Called], rows: Sequence[Row]) -> dict[int, int]:
    """The numbers in names, where they count that sort of layer from 1; frameworks that begin without one, or at 0.

    Numbers that count something else, such as all layers of a session, are left out: order decides then.
    """
    found: dict[int, int] = {}
    by_sort: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(known):
        if one.sort:
            by_sort[one.sort].append(index)
    for sort, lines in by_sort.items():
        there = sum(sort in sorts(_kind(row)) for row in rows)
        numbers = [known[line].number for line in lines]
        told = [number for number in numbers if number is not None]
        if not told:
            continue
        begins = 0 if 0 in told or (numbers[0] is None and numbers.count(None) == 1 and 1 in told) else 1
        counted = [(0 if number is None else number) + 1 - begins for number in numbers]
        if len(set(told)) == len(told) and max(counted) <= there + 3:
            found |= {line: n for line, n, told_ in zip(lines, counted, numbers, strict=True)
                      if told_ is not None or not begins}  # fmt: skip
    return found


def _aligned(lines: list[int], rows: list[int], table: _Scores, fixed: Pairs) -> Pairs:
    """The best way to go through lines and rows side by side, each in its order."""
    held = set(fixed.values())
    width = len(rows) + 1
    before = [0.0] * width
    for column, row in enumerate(rows, 1):
        before[column] = before[column - 1] + (table.skip_row(row) if row not in held else -_SURE)
    choices: list[bytearray] = []
    for line in lines:
        now = [before[0] + (table.skip_line(line) if line not in fixed else -_SURE)] + [0.0] * (width - 1)
        choice = bytearray(width)
        choice[0] = 1
        for column, row in enumerate(rows, 1):
            if line in fixed:
                pair = _SURE if fixed[line] == row else _NEVER
            else:
                pair = _NEVER if row in held else table.pair(line, row)
            both = before[column - 1] + pair
            up = before[column] + (table.skip_line(line) if line not in fixed else -_SURE)
            left = now[column - 1] + (table.skip_row(row) if row not in held else -_SURE)
            best = max(both, up, left)
            now[column] = best
            choice[column] = 0 if best == both else 1 if best == up else 2
        choices.append(choice)
        before = now
    found: Pairs = {}
    at, column = len(lines), width - 1
    while at and column:
        step = choices[at - 1][column]
        if step == 0:
            found[lines[at - 1]] = rows[column - 1]
        at -= step != 2
        column -= step != 1
    return found
