"""Tables in an answer: rows under a heading that names a column of counts, with any of the usual marks between cells.

CSV with commas, semicolons or tabs, Markdown, boxes as Keras draws them, and columns kept apart by spaces.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Cells:
    """A row: what names the layer, the count, how it was worked out, and the rest of the words."""

    text: str
    label: str
    count: str
    working: str = ""
    remark: str = ""


_Places = list[tuple[int, str]]
"""Cells with where they begin in the line."""
_COUNT: Final = re.compile(
    r"^(?:#\s*|no\.? of |number of )?"
    r"(?:params?|parameters?|trainable(?: params?| parameters?)?|weights|count|variables)(?:\s*#|\s*\(.*\))?$",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"^(?:layer|name|node|block|module|step|path)s?\b", re.IGNORECASE)
_KIND: Final = re.compile(r"^(?:kind|type|layer type|class)\b", re.IGNORECASE)
_WORKING: Final = re.compile(r"calculation|formula|working|computation|how|rechnung", re.IGNORECASE)
_REMARK: Final = re.compile(r"shared|note|remark|comment", re.IGNORECASE)
_RULE: Final = re.compile(r"^[\s|+:=\-_\u2500-\u257f]*$")
_TREE: Final = re.compile(r"^[\s\u2500-\u257f|]*(?:[\u251c\u2514\u2502][\u2500\-]*)+")


def table_rows(lines: Sequence[tuple[int, str]]) -> tuple[list[tuple[int, Cells]], list[tuple[int, str]]]:
    """The rows of tables, and the lines that belong to none."""
    rows: list[tuple[int, Cells]] = []
    rest: list[tuple[int, str]] = []
    reader: _Reader | None = None
    for start, line in lines:
        shown = line.rstrip("\r\n")
        heading = _heading(shown)
        if heading is not None:
            reader = heading
            continue
        if not shown.strip():
            if reader is not None and reader.by_space and reader.found:
                reader = None
            continue
        if _RULE.match(shown):
            continue
        cells = None if reader is None else reader.row(shown)
        if cells is None:
            rest.append((start, _without_marks(line)))
        else:
            rows.append((start, cells))
    return rows, rest


class _Reader:
    """Reads rows under one heading."""

    def __init__(self, split: Callable[[str], _Places], heads: _Places, by_space: bool) -> None:
        self._split = split
        self._heads = heads
        self.by_space = by_space
        self.found = 0
        names = [name.strip() for _, name in heads]
        self._count = _one(names, _COUNT)
        self._name = _one(names, _NAME)
        self._kind = _one(names, _KIND)
        self._working = _one(names, _WORKING)
        self._remark = _one(names, _REMARK)

    @property
    def usable(self) -> bool:
        return self._count is not None and (self._name is not None or self._kind is not None or len(self._heads) == 2)

    def row(self, line: str) -> Cells | None:
        cells = self._split(line)
        by_column = self._placed(cells) if self.by_space else dict(enumerate(text for _, text in cells))
        if len(cells) < 2 or self._count not in by_column:
            return None
        name = self._name if self._name is not None else (self._kind if self._kind is not None else 0)
        label = _TREE.sub("", by_column.get(name, "")).strip()
        if self._kind is not None and self._kind != name and by_column.get(self._kind, "").strip():
            label = f"{label} ({by_column[self._kind].strip()})"
        self.found += 1
        assert self._count is not None
        working, remark = (
            "" if column is None else by_column.get(column, "").strip() for column in (self._working, self._remark)
        )
        return Cells(line, label, by_column[self._count].strip(), working, f"shared with {remark}" if remark else "")

    def _placed(self, cells: _Places) -> dict[int, str]:
        """Each cell under the heading that it overlaps most, or else that is nearest."""
        found: dict[int, str] = {}
        for start, text in cells:
            end = start + len(text)
            best = max(
                range(len(self._heads)),
                key=lambda index: _overlap(start, end, self._heads[index]),
            )
            found[best] = f"{found[best]}  {text}" if best in found else text
        return found


def _overlap(start: int, end: int, head: tuple[int, str]) -> int:
    """How far two stretches of a line lie over each other; below 0, how far they are apart."""
    return min(end, head[0] + len(head[1])) - max(start, head[0])


def _heading(line: str) -> _Reader | None:
    for split, by_space in _SPLITS:
        heads = split(line)
        if len(heads) < 2:
            continue
        reader = _Reader(split, heads, by_space)
        if reader.usable:
            return reader
    return None


def _one(names: list[str], pattern: re.Pattern[str]) -> int | None:
    found = [index for index, name in enumerate(names) if pattern.search(name)]
    if pattern is _COUNT:  # where there are several, "parameters" comes before "trainable"
        found.sort(key=lambda index: "trainable" in names[index].lower())
    return found[0] if found else None


def _by(mark: str) -> Callable[[str], _Places]:
    def split(line: str) -> _Places:
        if mark not in line:
            return []
        try:
            cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True))
        except (csv.Error, StopIteration):
            return []
        return list(enumerate(cells))

    return split


def _barred(line: str) -> _Places:
    """Markdown, and boxes as Keras draws them."""
    if not re.search(r"[|\u2502\u2503]", line):
        return []
    cells = re.split(r"[|\u2502\u2503]", line)
    outer = [cell for index, cell in enumerate(cells) if cell.strip() or 0 < index < len(cells) - 1]
    return list(enumerate(outer))


def _spaced(line: str) -> _Places:
    return [(match.start(), match.group()) for match in re.finditer(r"\S+(?: \S+)*", line)]


def _without_marks(line: str) -> str:
    """A row of a table without a heading, as a line of words and numbers."""
    if re.search(r"[|\u2502\u2503\t]", line):
        return re.sub(r"[|\u2502\u2503\t]", lambda mark: ":" if mark.start() else " ", line)
    return line


_SPLITS: Final = (
    (_by("\t"), False),
    (_barred, False),
    (_by(";"), False),
    (_by(","), False),
    (_spaced, True),
)
