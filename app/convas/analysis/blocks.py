"""Blocks: the inside of a block evaluated as a function of its arguments and of what is linked to it.

What was found is remembered until something inside changes, at any depth. Repetitions run one after
the other until one gives what it was given: all that are left are like it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from convas.analysis.binding import Effective
from convas.analysis.finding import Finding, Given, Memo, missing, unknown
from convas.analysis.inside import NO_WORK, Counts, Inside, Run
from convas.analysis.order import ranks
from convas.analysis.shares import Alone, Figures, Group, component, settle_group
from convas.analysis.strays import beside
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Block, Link, Node, Record, Share
from convas.layers.layer import Layer
from convas.layers.use import Use
from convas.values.convention import Rules
from convas.values.problem import Problem
from convas.values.spec import ABSENT, Spec

MOST_RUNS: Final = 1_000
"""Repetitions of one use that may all be different."""
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The inside of a block: its nodes in execution order, and which of them are its inputs and its outputs."""

    nodes: dict[int, Node]
    entries: list[int]
    exits: list[int]


class Blocks:
    """Findings of layers and of uses of blocks; the only part of the analysis that looks into blocks."""

    def __init__(self, design: Design, memo: Memo, layers: Effective) -> None:
        self._design = design
        self._memo = memo
        self._layers = layers
        self._alone = Alone()
        self._plans: dict[int, _Plan] = {}
        self._runs: dict[int, dict[_Key, Run]] = {}
        self._uses: dict[int, dict[_Key, Finding]] = {}

    def find(self, layer: Layer, inputs: Given, rules: Rules, bypassed: bool) -> Finding:
        """What is so of a layer, or of a block where the layer stands for one."""
        if bypassed or type(layer) is not Use or self._design.get(Block, layer.block) is None:
            return self._memo.find(layer, inputs, rules, bypassed)
        known = self._uses.setdefault(layer.block, {})
        key = (layer, *map(_sign, inputs), rules.name)
        found = known.get(key)
        if found is None:
            found = known[key] = self._use(layer, inputs, rules)
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._plans, self._runs, self._uses = {}, {}, {}

    def update(self, delta: Delta) -> set[int]:
        """Forget what a change of the design touches inside blocks; the uses in the drawing that it touches."""
        waiting = [scope for change in delta.changes.values() for scope in self._scopes(change.before, change.after)]
        touched: set[int] = set()
        uses: set[int] = set()
        while waiting:
            block = waiting.pop()
            if block in touched:
                continue
            touched.add(block)
            self._plans.pop(block, None)
            self._runs.pop(block, None)
            self._uses.pop(block, None)
            for key in self._design.uses.get(block, ()):
                scope = self._design.node(key).scope
                if scope == TOP:
                    uses.add(key)
                else:
                    waiting.append(scope)
        return uses

    def _scopes(self, before: Record | None, after: Record | None) -> Iterable[int]:
        """The blocks whose inside a changed record belongs to, if it can count there."""
        if isinstance(before, Node) and isinstance(after, Node):
            in_drawing = before.scope == TOP and after.scope == TOP
            if in_drawing or replace(before, x=after.x, y=after.y) == after:
                return
        for record in (before, after):
            if isinstance(record, Block):
                yield record.id
            elif isinstance(record, (Node, Share)) and record.scope != TOP:
                yield record.scope
            elif isinstance(record, Link):
                target = self._design.get(Node, record.target)
                if target is not None and target.scope != TOP:
                    yield target.scope

    def _use(self, layer: Use, inputs: Given, rules: Rules) -> Finding:
        runs: list[Run] = []
        given = inputs
        while len(runs) < layer.repeat:
            if len(runs) == MOST_RUNS:
                return unknown(layer, inputs, _TOO_MANY)
            run = self._run(layer, given, rules)
            runs.append(run)
            following = (*run.outputs[: len(given)], *given[len(run.outputs) :])
            if following == given:
                break
            given = following
        inside = Inside(tuple(runs), layer.repeat, layer.shared, Counts())
        problems = [] if (lacking := missing(layer, inputs)) is None else [lacking]
        shared = layer.shared
        if shared and len(runs) > 1 and not _alike(runs):
            shared = False
            problems.append(_UNLIKE)
        counts = Counts.repeated(((run.counts, inside.times(index)) for index, run in enumerate(runs)), shared)
        return Finding(
            layer=layer,
            inputs=inputs,
            outputs=tuple(runs[-1].outputs[: len(layer.output_names)]),
            weights=() if counts.known else None,
            trainable=counts.trainable if counts.known else None,
            state=counts.state if counts.known else None,
            operations=counts.operations if counts.costed else None,
            memory=counts.memory if counts.costed else None,
            problems=tuple(problems),
            inside=Inside(tuple(runs), layer.repeat, shared, counts),
        )

    def _run(self, layer: Use, given: Given, rules: Rules) -> Run:
        block = self._design.get(Block, layer.block)
        assert block is not None
        values = {argument.name: argument.value for argument in block.arguments}
        values |= {name: value for name, value in layer.arguments if name in values}
        known = self._runs.setdefault(block.id, {})
        key = (*values.items(), *map(_sign, given), rules.name)
        found = known.get(key)
        if found is None:
            found = known[key] = self._evaluated(block.id, values, given, rules)
        return found

    def _evaluated(self, block: int, values: dict[str, int], given: Given, rules: Rules) -> Run:
        plan = self._plan(block)
        findings: dict[int, Finding] = {}
        for key, spec in zip_longest(plan.entries, given[: len(plan.entries)]):
            findings[key] = Finding(plan.nodes[key].layer, (), (spec,), (), 0, 0, NO_WORK, 0)
        for key, node in plan.nodes.items():
            if key in findings:
                continue
            layer, wrong = self._layers.of(node, values)
            inputs = self._inputs(key, layer, findings)
            if wrong is not None:
                findings[key] = unknown(layer, inputs, wrong)
            else:
                findings[key] = self.find(layer, inputs, rules, node.bypassed and bool(inputs))
            if node.unknown_settings:
                findings[key] = unknown(layer, inputs)
        groups, figures = self._shared(plan.nodes, findings)
        outputs = tuple(_known(findings[key].inputs[0]) for key in plan.exits)
        strays = tuple(
            (key, problem)
            for key, node in plan.nodes.items()
            for problem in beside(self._design, node, lambda key: findings[key].layer)
        )
        return Run(plan.nodes, findings, figures, groups, outputs, strays)

    def _plan(self, block: int) -> _Plan:
        plan = self._plans.get(block)
        if plan is None:
            rank = ranks(self._design, block)
            ordered = sorted(rank, key=lambda key: (rank[key], key))
            plan = self._plans[block] = _Plan(
                {key: self._design.node(key) for key in ordered}, *self._design.ports(block)
            )
        return plan

    def _inputs(self, key: int, layer: Layer, findings: dict[int, Finding]) -> Given:
        ports, inbound = layer.ports, self._design.inbound.get(key, {})
        if ports.variadic:
            fed = (_feed(inbound[slot], findings) for slot in sorted(inbound))
            return tuple([spec for spec in fed if spec is not ABSENT])
        slots = range(len(ports.inputs))
        return tuple([_feed(inbound[slot], findings) if slot in inbound else ABSENT for slot in slots])

    def _shared(
        self, nodes: dict[int, Node], findings: dict[int, Finding]
    ) -> tuple[dict[int, Group], dict[int, Figures]]:
        groups: dict[int, Group] = {}
        figures: dict[int, Figures] = {}
        place: dict[int, tuple[int, int]] = {}
        for key, node in nodes.items():
            if key in self._design.shares and key not in figures:
                place = place or {key: (index, key) for index, key in enumerate(nodes)}
                members, edges = component(self._design, key)
                if not members <= nodes.keys():  # a share that leads out of its drawing joins nothing
                    figures[key] = self._alone.of(findings[key], node.frozen)
                    continue
                group, found = settle_group(self._design, members, edges, findings, place.__getitem__)
                groups[group.key] = group
                figures |= found
            elif key not in figures:
                figures[key] = self._alone.of(findings[key], node.frozen)
        return groups, figures


def _known(spec: Spec | None) -> Spec | None:
    return None if spec is ABSENT else spec


def _feed(link: Link, findings: dict[int, Finding]) -> Spec | None:
    outputs = findings[link.source].outputs
    return outputs[link.output] if link.output < len(outputs) else None


def _sign(spec: Spec | None) -> object:
    """What stands for an input among what is remembered; one that is not linked equals nothing else."""
    return "absent" if spec is ABSENT else spec


def _alike(runs: list[Run]) -> bool:
    """Whether repetitions have the same arrays."""
    first, *others = ([(held.path, held.weight) for held in run.arrays.held] for run in runs)
    return all(other == first for other in others)


_TOO_MANY: Final = Problem(
    "too many shapes",
    f"{{me}} gives another shape at each of {MOST_RUNS:,} repetitions. Repeat it less often, or keep the shape inside.",
    setting="repeat",
)
_UNLIKE: Final = Problem(
    "repetitions differ",
    "The repetitions of {me} cannot share their weights: the shapes change from one to the next, and the weights "
    "with them. Turn shared weights off, or keep the shape inside.",
    setting="shared",
)
