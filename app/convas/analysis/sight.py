"""Sight: what is known of the nodes of one drawing: the design's own, or the inside of a block at one place of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from convas.analysis.finding import Finding, unknown
from convas.analysis.inside import Inside, Path, Run, place_name
from convas.analysis.shares import UNCOUNTED, Figures, Group
from convas.analysis.strays import beside
from convas.analysis.totals import Totals
from convas.analysis.trials import cured
from convas.design.design import Design
from convas.design.records import Block, Link, Node, Share
from convas.layers.layer import Layer
from convas.layers.use import Use
from convas.values.problem import Mend, Problem
from convas.values.size import settle


class Sight:
    """Reads findings and tells of them.

    place      where the drawing is: (), or node, repetition, node, repetition of the blocks around it
    findings   what the rules say of each node; figures: what each node adds to the totals
    groups     share groups by key; group_of: the key by member
    """

    place: Path = ()

    def __init__(self, design: Design) -> None:
        self._design = design
        self.findings: dict[int, Finding] = {}
        self.figures: dict[int, Figures] = {}
        self.groups: dict[int, Group] = {}
        self.group_of: dict[int, int] = {}

    @property
    def pending(self) -> set[int]:
        """Nodes whose numbers are not right yet."""
        return set()

    def waits(self, node_id: int) -> bool:
        """Whether the numbers of a node are not right yet."""
        return False

    @property
    def totals(self) -> Totals:
        """What all nodes come to."""
        raise NotImplementedError

    def ordered(self) -> list[int]:
        """All nodes in execution order."""
        return [key for key in self.findings if key in self._design.records]

    def finding(self, node_id: int) -> Finding:
        """What the rules say of a node; nothing at all while it is pending for the first time."""
        found = self.findings.get(node_id)
        return unknown(self._design.node(node_id).layer) if found is None else found

    def layer(self, node_id: int) -> Layer:
        """The layer of a node as it counts, its formulas worked out."""
        node = self._design.node(node_id)
        return self.finding(node_id).layer if node.bindings else node.layer

    def figure(self, node_id: int) -> Figures:
        """What a node adds to the totals; unknown while it is pending for the first time."""
        return self.figures.get(node_id, UNCOUNTED)

    def problems(self, node_id: int) -> tuple[Problem, ...]:
        """What is wrong at a node: its layer, its links, its shares, what the file held of it."""
        node = self._design.node(node_id)
        found = list(self.findings[node_id].problems) if node_id in self.findings else []
        found += beside(self._design, node, self.layer)
        key = self.group_of.get(node_id)
        group = None if key is None else self.groups[key]
        if group is not None and group.problem is not None:
            found.append(group.problem)
        inside = self.finding(node_id).inside
        if inside is not None and not self.waits(node_id):
            found += [replace(problem, mends=(), place=place) for place, problem in inside.problems()]
        return tuple(found)

    def worst(self, node_id: int) -> str:
        """How bad the worst problem of a node is: `error`, `open`, `hint`, or nothing; quick where there is none."""
        found = self.findings.get(node_id)
        quiet = found is None or (not found.problems and found.inside is None)
        if quiet and node_id not in self.group_of:
            node = self._design.node(node_id)
            if not node.unknown_settings and self._joined(node):
                return ""
        severities = {problem.severity for problem in self.problems(node_id)}
        return next((one for one in ("error", "open", "hint") if one in severities), "")

    def _joined(self, node: Node) -> bool:
        """Whether all links to a node lead from and to ports that are there."""
        inbound = self._design.inbound.get(node.id)
        if not inbound:
            return True
        ports = self.layer(node.id).ports
        return all(
            ports.takes(index) and link.output < len(self.layer(link.source).ports.outputs)
            for index, link in inbound.items()
        )

    def where(self, node_id: int, problem: Problem) -> str:
        """The name of the layer that has a problem of a node: its own, or `stage[3]/conv1` inside a block."""
        return place_name(self._design, (node_id, *problem.place), self.finding(node_id))

    def told(self, node_id: int, problem: Problem) -> str:
        """The problem's message with the names of today."""
        return problem.told(partial(self._named, problem.place[-1] if problem.place else node_id))

    def cures(self, node_id: int, problem: Problem) -> tuple[Mend, ...]:
        """The problem's mends that would change something and cure it, with the names of today."""
        told = problem.cures(partial(self._named, node_id))
        return tuple(cure for cure in told if self._changes(node_id, cure) and self._cured(node_id, problem, cure))

    def _cured(self, node_id: int, problem: Problem, cure: Mend) -> bool:
        finding = self.findings.get(node_id)
        if finding is None or problem not in finding.problems:  # one of a share, or of the design
            return True
        link = self.feeding(node_id, max(cure.where, 0))
        before = None if link is None else self.findings.get(link.source)
        source = (finding.layer, finding.inputs, 0)
        if link is not None and before is not None:
            source = (before.layer, before.inputs, link.output)
        return cured(finding.layer, finding.inputs, self._design.rules, problem, cure, source)

    def _changes(self, node_id: int, cure: Mend) -> bool:
        if cure.share or (cure.node and self._design.get(Node, cure.node) is None):
            return self._design.get(Share, cure.share) is not None
        link = None if cure.where < 0 and not cure.kind else self.feeding(node_id, max(cure.where, 0))
        if cure.kind:
            return link is not None
        layer = self.layer(cure.node or (node_id if link is None else link.source))
        fields = type(layer).model_fields
        return all(name in fields for name, _ in cure.settings) and any(
            getattr(layer, name) != value for name, value in cure.settings
        )

    def _named(self, node_id: int, of: str) -> str:
        """The name that stands for `me`, `0` or `#12` in what is told of a node."""
        if of == "me":
            return self._design.node(node_id).name
        if of.startswith("#"):
            node = self._design.get(Node, int(of[1:]))
            return "a deleted layer" if node is None else node.name
        link = self.feeding(node_id, int(of))
        return "the input" if link is None else self._design.node(link.source).name

    def feeding(self, node_id: int, index: int) -> Link | None:
        """The link that brings the input which a rule saw at `index`; open slots of a variadic layer do not count."""
        inbound = self._design.inbound.get(node_id, {})
        if not self.layer(node_id).ports.variadic:
            return inbound.get(index)
        slots = sorted(inbound)
        return inbound[slots[index]] if index < len(slots) else None


class Inner(Sight):
    """One repetition of a block, as if it stood alone: its figures are of one time, and shares outside it left out."""

    def __init__(self, design: Design, place: Path, run: Run, pending: bool) -> None:
        super().__init__(design)
        self.place = place
        self.run = run
        self.findings, self.figures, self.groups = run.findings, run.figures, run.groups
        self.group_of = {key: group.key for group in run.groups.values() for key in group.members}
        self._pending = pending

    @property
    def pending(self) -> set[int]:
        return set(self.findings) if self._pending else set()

    def waits(self, node_id: int) -> bool:
        return self._pending

    @property
    def totals(self) -> Totals:
        counts, counts_state = self.run.counts, self._design.rules.counts_state
        return Totals(
            parameters=settle(counts.trainable + counts.frozen + (counts.state if counts_state else 0)),
            trainable=counts.trainable,
            frozen=counts.frozen,
            state=counts.state,
            if_not_shared=settle(counts.alone + (counts.alone_state if counts_state else 0)),
            operations=counts.operations,
            memory=counts.memory,
            complete=counts.known,
        )


def inner(design: Design, top: Sight, place: Path) -> Inner | None:
    """The sight of a place in a design of which the drawing's own sight is given; None where there is no such place."""
    found, at = top, 0
    while at + 1 < len(place):
        inside = opened(design, found, place[at])
        if inside is None or not 0 <= place[at + 1] < inside.repeat:
            return None
        at += 2
        found = Inner(design, place[:at], inside.run(place[at - 1]), place[0] in top.pending)
    return found if isinstance(found, Inner) else None


def arguments(design: Design, top: Sight, place: Path) -> dict[str, int]:
    """What the arguments of the block that is open at a place are there."""
    around = inner(design, top, place[:-2]) or top
    layer = around.layer(place[-2])
    block = design.get(Block, layer.block) if isinstance(layer, Use) else None
    if block is None or not isinstance(layer, Use):
        return {}
    given = dict(layer.arguments)
    return {argument.name: given.get(argument.name, argument.value) for argument in block.arguments}


def opened(design: Design, sight: Sight, use: int) -> Inside | None:
    """What is inside a node that stands for a block."""
    return None if design.get(Node, use) is None or use not in sight.findings else sight.findings[use].inside
