"""Inside: what was found in a block, as a tree: one run for each repetition that differs from the one before.

Arrays are flattened on demand. A path in it is a tuple of plain numbers: within a run `(node, repetition, node, ...)`,
within a node `(repetition, node, ...)`; a plain layer's own arrays stand at `()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from convas.design.design import Design
from convas.design.records import Node
from convas.layers.use import BlockInput, BlockOutput
from convas.values.operations import Operations
from convas.values.problem import Problem
from convas.values.size import Dim, settle
from convas.values.weight import Weight

if TYPE_CHECKING:
    from convas.analysis.finding import Finding, Given
    from convas.analysis.shares import Figures, Group, Slot

Path = tuple[int, ...]
MOST_ARRAYS: Final = 200_000
"""Beyond so many places of arrays nothing is flattened."""
_MOST_PROBLEMS: Final = 50
NO_WORK: Final = Operations()


@dataclass(frozen=True, slots=True)
class Held:
    """One array: where it is used first, what that place is called, and whether something there freezes it."""

    path: Path
    label: str
    weight: Weight
    frozen: bool

    @property
    def name(self) -> str:
        """`[3]/attention/kernel` of a block's use, `kernel` of a plain layer."""
        return f"{self.label}/{self.weight.name}".lstrip("/")

    @property
    def told(self) -> str:
        """The same in plain words."""
        return f"{self.label}/{self.weight.word}".lstrip("/")


@dataclass(frozen=True, slots=True)
class Arrays:
    """The arrays of a node or a run, each once; `at` has every place with the arrays it uses, by name."""

    held: list[Held] = field(default_factory=list)
    at: dict[Path, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums of what is known. `known` says whether that is all parameters, `costed` whether it is all of the work."""

    trainable: Dim = 0
    frozen: Dim = 0
    state: Dim = 0
    alone: Dim = 0
    alone_state: Dim = 0
    operations: Operations = NO_WORK
    memory: Dim = 0
    known: bool = True
    costed: bool = True

    @classmethod
    def of(cls, parts: Iterable[tuple[Figures, Finding]]) -> Counts:
        """What nodes come to together."""
        both = list(parts)
        counted = [figures.counted for figures, _ in both]
        costs = [finding.costs for _, finding in both]
        work = [one for one, _ in costs if one is not None]
        return cls(
            _sum(figures.trainable for figures in counted),
            _sum(figures.frozen for figures in counted),
            _sum(figures.state for figures in counted),
            _sum(figures.alone for figures in counted),
            _sum(figures.alone_state for figures in counted),
            Operations(*map(_sum, zip(*work, strict=True))) if work else NO_WORK,
            _sum(memory for _, memory in costs),
            all(figures.known for figures, _ in both),
            all(finding.operations is not None and finding.memory is not None for _, finding in both),
        )

    @classmethod
    def repeated(cls, runs: Iterable[tuple[Counts, int]], shared: bool) -> Counts:
        """What runs come to, each so many times; shared weights count in the first only."""
        found = cls()
        for index, (one, times) in enumerate(runs):
            kept = (0 if index else 1) if shared else times
            found = Counts(
                found.trainable + one.trainable * kept,
                found.frozen + one.frozen * kept,
                found.state + one.state * kept,
                found.alone + one.alone * times,
                found.alone_state + one.alone_state * times,
                Operations(*(a + b * times for a, b in zip(found.operations, one.operations, strict=True))),
                found.memory + one.memory * times,
                found.known and one.known,
                found.costed and one.costed,
            )
        sums = (found.trainable, found.frozen, found.state, found.alone, found.alone_state)
        trainable, frozen, state, alone, alone_state = map(settle, sums)
        work, memory = found.operations.settled(), settle(found.memory)
        return cls(trainable, frozen, state, alone, alone_state, work, memory, found.known, found.costed)


def _sum(sizes: Iterable[Dim | None]) -> Dim:
    """What is known, together."""
    found: Dim = 0
    for size in sizes:
        if size is not None:
            found = found + size
    return settle(found)


class Run:
    """One way through a block: the findings and figures of the nodes inside, in execution order.

    `nodes` are the records as they were; `groups` the share groups inside, by their keys.
    """

    def __init__(
        self,
        nodes: dict[int, Node],
        findings: dict[int, Finding],
        figures: dict[int, Figures],
        groups: dict[int, Group],
        outputs: Given,
        strays: tuple[tuple[int, Problem], ...] = (),
    ) -> None:
        self.nodes = nodes
        self.findings = findings
        self.figures = figures
        self.groups = groups
        self.outputs = outputs
        self._strays = strays
        self.counts = Counts.of((figures[key], findings[key]) for key in nodes)

    @cached_property
    def owners(self) -> dict[Slot, Slot]:
        """The arrays that are another node's, with whose they are."""
        return {slot: owner for group in self.groups.values() for slot, owner in group.owners.items()}

    @cached_property
    def sharing(self) -> frozenset[int]:
        """The nodes inside that share with each other."""
        return frozenset(key for group in self.groups.values() for key in group.members)

    @cached_property
    def places(self) -> int:
        """How many arrays there are, counted at every use."""
        return sum(places_of(finding) for finding in self.findings.values())

    @cached_property
    def size(self) -> int:
        """How many layers there are, counted at every place."""
        return sum(size_of(finding) for finding in self.findings.values())

    @cached_property
    def arrays(self) -> Arrays:
        """All arrays inside, at any depth."""
        frozen = {slot for group in self.groups.values() for slot in group.frozen}
        found, placed = Arrays(), dict[tuple[int, int], int]()
        for key, node in self.nodes.items():
            own = arrays_of(self.findings[key])
            for index, held in enumerate(own.held):
                slot = (key, index)
                owner = self.owners.get(slot, slot)
                if owner == slot:
                    still = held.frozen or node.frozen or slot in frozen
                    label = f"{node.name}{held.label}"
                    found.held.append(Held((key, *held.path), label, held.weight, still))
                    placed[slot] = len(found.held) - 1
                else:
                    placed[slot] = placed[owner]
            for path, used in own.at.items():
                found.at[(key, *path)] = tuple((name, placed[key, index]) for name, index in used)
        return found

    @cached_property
    def problems(self) -> tuple[tuple[Path, Problem], ...]:
        """What is wrong inside, with the nodes that lead there; the first of very many."""
        found: dict[tuple[Path, Problem], None] = {}
        for key in self.nodes:
            for problem in self.findings[key].problems:
                found[(key,), problem] = None
            inside = self.findings[key].inside
            if inside is not None:
                found |= dict.fromkeys(((key, *path), problem) for path, problem in inside.problems())
            if len(found) > _MOST_PROBLEMS:
                break
        found |= dict.fromkeys(((key,), problem) for key, problem in self._strays)
        for group in self.groups.values():
            if group.problem is not None:
                found |= dict.fromkeys(((key,), group.problem) for key in group.members)
        return tuple(found)[:_MOST_PROBLEMS]

    def shown(self) -> Iterator[tuple[int, Node]]:
        """The nodes inside without the ends of links, in execution order."""
        ends = (BlockInput, BlockOutput)
        return ((key, node) for key, node in self.nodes.items() if not isinstance(node.layer, ends))


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """The repetitions of a use. The last run stands for all repetitions that are left."""

    runs: tuple[Run, ...]
    repeat: int
    shared: bool
    counts: Counts

    def run(self, repetition: int) -> Run:
        return self.runs[min(repetition, len(self.runs) - 1)]

    def times(self, index: int) -> int:
        """How many repetitions a run stands for."""
        return 1 if index < len(self.runs) - 1 else self.repeat - index

    @property
    def places(self) -> int:
        return sum(run.places * self.times(index) for index, run in enumerate(self.runs))

    @property
    def size(self) -> int:
        return sum(run.size * self.times(index) for index, run in enumerate(self.runs))

    def arrays(self) -> Arrays:
        """The arrays of every repetition; those that all repetitions share are there once."""
        found = Arrays()
        for repetition in range(self.repeat):
            inner = self.run(repetition).arrays
            start = 0 if self.shared else len(found.held)
            if not self.shared or not repetition:
                number = f"[{repetition}]" if self.repeat > 1 and not self.shared else ""
                found.held.extend(
                    Held((repetition, *held.path), f"{number}/{held.label}", held.weight, held.frozen)
                    for held in inner.held
                )
            for path, used in inner.at.items():
                found.at[(repetition, *path)] = tuple((name, start + index) for name, index in used)
        return found

    def problems(self) -> dict[tuple[Path, Problem], None]:
        """What is wrong in any repetition, told once for each node, with the place where it shows first."""
        found: dict[tuple[Path, Problem], tuple[Path, Problem]] = {}
        for index, run in enumerate(self.runs[:_MOST_PROBLEMS]):
            for path, problem in run.problems:
                found.setdefault((path[::2], problem), ((index, *path), problem))
        return dict.fromkeys(found.values())


def places_of(finding: Finding) -> int:
    """How many arrays a node has, counted at every use."""
    return len(finding.weights or ()) if finding.inside is None else finding.inside.places


def size_of(finding: Finding) -> int:
    """How many layers a node stands for, counted at every place."""
    return 1 if finding.inside is None else finding.inside.size


def arrays_of(finding: Finding) -> Arrays:
    """The arrays of a node, at any depth."""
    if finding.inside is not None:
        return finding.inside.arrays()
    weights = finding.weights or ()
    named = tuple((weight.name, index) for index, weight in enumerate(weights))
    return Arrays([Held((), "", weight, False) for weight in weights], {(): named})


def place_name(design: Design, place: Path, finding: Finding) -> str:
    """`stage[3]/conv1` for a path that begins with a node, of which this is the finding."""
    said = design.node(place[0]).name
    for repetition, key in zip(place[1::2], place[2::2], strict=True):
        inside = finding.inside
        if inside is None:
            break
        finding = inside.run(repetition).findings[key]
        said += f"{f'[{repetition}]' if inside.repeat > 1 else ''}/{design.node(key).name}"
    return said


def everywhere(findings: dict[int, Finding]) -> dict[int, Finding]:
    """Findings with those of all blocks inside, each node's as it is where it stands first."""
    found: dict[int, Finding] = {}
    seen: set[int] = set()
    waiting = [findings]
    for some in waiting:
        for key, finding in some.items():
            found.setdefault(key, finding)
            for run in () if finding.inside is None else finding.inside.runs:
                if id(run) not in seen:
                    seen.add(id(run))
                    waiting.append(run.findings)
    return found
