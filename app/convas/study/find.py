"""Find: the layers that have the words typed, at any depth, one after the other as they are come upon.

A word is looked for in a layer's name, kind, shapes and problems; one with `/` or `[` in its path, so that
`stage[3]/conv1` leads to that repetition. Repetitions that are alike are one hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Final, NamedTuple

from convas.analysis.analysis import Analysis
from convas.analysis.finding import Finding
from convas.analysis.inside import Path, Run
from convas.analysis.tree import numbers
from convas.design.design import Design
from convas.design.records import Block, Node, Note
from convas.layers.use import Use
from convas.values import text
from convas.values.problem import Problem
from convas.values.size import Dim
from convas.values.spec import ABSENT

MOST_LOOKED_AT: Final = 200_000
"""A search ends after so many layers, and says so."""
_MOST_REMEMBERED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A layer that was found. `place` leads to it; it stands alike at `meant` repetitions of the blocks around it."""

    place: Path
    path: str
    node: Node
    finding: Finding
    meant: tuple[range, ...] = ()

    @property
    def times(self) -> int:
        return prod(map(len, self.meant))


@dataclass(frozen=True, slots=True)
class NoteHit:
    """A note or frame that was found, with the line in which its first word is."""

    note: Note
    line: str


def notes_with(design: Design, typed: str) -> Iterator[NoteHit]:
    """The notes and frames that have all the words typed, oldest first."""
    words = typed.lower().split()
    for note in design.all(Note) if words else ():
        said = note.text.lower()
        if all(word in said for word in words):
            lines = [line.strip() for line in note.text.splitlines() if words[0] in line.lower()]
            yield NoteHit(note, lines[0][:200] if lines else "")


class _Step(NamedTuple):
    """A block on the way to a layer: its name, and the repetitions that are meant, of so many."""

    name: str
    meant: range
    of: int


class Words:
    """What can be read of layers, in small letters; remembered, because people type one letter after the other."""

    def __init__(self, design: Design, analysis: Analysis) -> None:
        self.design = design
        self.analysis = analysis
        self._known: dict[tuple[int, int], tuple[Node, Finding, str]] = {}

    def of(self, node: Node, finding: Finding) -> str:
        key = (id(node), id(finding))
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = (node, finding, self._read(node, finding))
        return known[2]

    def troubles(self, key: int, problems: Iterable[Problem]) -> str:
        """The same of problems."""
        return "".join(f"\n{one.summary}\n{self.analysis.told(key, one)}" for one in problems).lower()

    def _read(self, node: Node, finding: Finding) -> str:
        layer = node.layer
        block = self.design.get(Block, layer.block) if isinstance(layer, Use) else None
        kind = layer.title or layer.brief()[0]
        shapes = _plain_shapes(text.shapes(_visible(finding), text.THIN))
        said = f"{node.name}\n{layer.kind}\n{kind}\n{'' if block is None else block.name}\n{shapes}"
        if "," in shapes:
            said += f"\n{shapes.replace(',', '')}"
        return said.lower() + self.troubles(node.id, finding.problems)


class Search:
    """One search. `cut` says that it ended before all was looked at."""

    def __init__(self, words: Words, typed: str) -> None:
        self._words = words
        parts = _plain_shapes(typed).lower().split()
        self._plain = [part for part in parts if not _of_path(part)]
        self._paths = [part for part in parts if _of_path(part)]
        self._found: dict[object, bool] = {}
        self._looked = 0
        self.cut = False

    def __bool__(self) -> bool:
        return bool(self._plain or self._paths)

    def has(self, path: str, node: Node, finding: Finding, more: str = "") -> bool:
        """Whether a layer has all the words, wherever its repetitions are."""
        if self._plain:
            told = self._words.of(node, finding) + more
            if not all(word in told for word in self._plain):
                return False
        bare = f"/{_bare(path).lower()}"
        return all(_bare(word) in bare for word in self._paths)

    def inside(self, path: str, finding: Finding) -> bool:
        """Whether anything inside a block has them."""
        return finding.inside is not None and any(self._run(path, run) for run in finding.inside.runs)

    def _run(self, path: str, run: Run) -> bool:
        key = (id(run), path) if self._paths else id(run)
        known = self._found.get(key)
        if known is None and self._looked < MOST_LOOKED_AT:
            known = False
            for inner, node in run.shown():
                self._looked += 1
                below = f"{path}/{node.name}"
                if self.has(below, node, run.findings[inner]) or self.inside(below, run.findings[inner]):
                    known = True
                    break
            self._found[key] = known
        return bool(known)

    def hits(self) -> Iterator[Hit | None]:
        """What is found, in execution order; None for a layer that was looked at for nothing, so that one may pause."""
        analysis, design = self._words.analysis, self._words.design
        for key in analysis.ordered() if self else ():
            finding = analysis.findings.get(key)
            node = design.get(Node, key)
            if finding is None or node is None:
                continue
            own = [problem for problem in analysis.problems(key) if not problem.place]
            more = self._words.troubles(key, own) if len(own) > len(finding.problems) else ""
            yield from self._hits((), (), node, finding, more)
            if self.cut:
                return

    def _hits(
        self, steps: tuple[_Step, ...], keys: Path, node: Node, finding: Finding, more: str = ""
    ) -> Iterator[Hit | None]:
        self._looked += 1
        keys = (*keys, node.id)
        yield self._hit(steps, keys, node, finding, more)
        inside = finding.inside
        for index, run in enumerate(() if inside is None else inside.runs):
            assert inside is not None
            step = _Step(node.name, range(index, index + inside.times(index)), inside.repeat)
            for key, inner in run.shown():
                if self._looked >= MOST_LOOKED_AT:
                    self.cut = True
                    return
                yield from self._hits((*steps, step), keys, inner, run.findings[key])

    def _hit(self, steps: tuple[_Step, ...], keys: Path, node: Node, finding: Finding, more: str) -> Hit | None:
        told = "" if not self._plain else self._words.of(node, finding) + more
        if not all(word in told for word in self._plain):
            return None
        for word in self._paths:
            narrowed = _narrowed(word, steps, node.name)
            if narrowed is None:
                return None
            steps = narrowed
        place: list[int] = [keys[0]]
        path = ""
        for step, key in zip(steps, keys[1:], strict=True):
            place += (step.meant[0], key)
            path += f"{step.name}{numbers(step.of, step.meant)}/"
        return Hit(tuple(place), path + node.name, node, finding, tuple(step.meant for step in steps))


def _narrowed(word: str, steps: tuple[_Step, ...], name: str) -> tuple[_Step, ...] | None:
    """The steps of which a typed path such as `stage[3]/conv` tells the last; None where it leads elsewhere."""
    *above, last = word.split("/")
    if "[" in last:  # the block itself is meant, at a repetition that it has
        above, last = [*above, last], ""
    if len(above) > len(steps) or not name.lower().startswith(last):
        return None
    kept = list(steps)
    for back, part in enumerate(reversed(above), 1):
        bare, _, number = part.rstrip("]").partition("[")
        step = kept[-back]
        first = back == len(above)
        fits = step.name.lower().endswith(bare) if first else step.name.lower() == bare
        if not fits:
            return None
        if number:
            if not number.isdecimal() or int(number) not in step.meant:
                return None
            kept[-back] = step._replace(meant=range(int(number), int(number) + 1))
    return tuple(kept)


def _of_path(word: str) -> bool:
    return "/" in word or "[" in word


def _bare(path: str) -> str:
    """A path without its numbers."""
    return re.sub(r"\[[^\]/]*\]?", "", path)


def _plain_shapes(told: str) -> str:
    """`3x120x120`, however it was written."""
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", re.sub(r"\s*×\s*", "x", told.replace(text.THIN, "")))


def _visible(finding: Finding) -> list[tuple[Dim, ...] | None]:
    shown = [spec for spec in (*finding.inputs, *finding.outputs) if spec is not ABSENT]
    return [None if spec is None else spec.visible for spec in shown]
