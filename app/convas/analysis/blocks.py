"""Blocks: the inside of a block evaluated as a function of its arguments and of what is linked to it.

What was found is remembered until something inside changes, at any depth. Repetitions run one after
the other until one gives what it was given: all that are left are like it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from convas.analysis.binding import effective
from convas.analysis.finding import Finding, Given, Memo, missing, unknown
from convas.analysis.inside import Counts, Inside, Run
from convas.analysis.order import ranks
from convas.analysis.shares import Figures, Group, alone, component, settle_group
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Block, Link, Node, Record, Share
from convas.layers.layer import Layer
from convas.layers.use import BlockInput, Use
from convas.values.convention import Rules
from convas.values.operations import Operations
from convas.values.problem import Problem
from convas.values.spec import ABSENT, Spec

MOST_RUNS: Final = 1_000
"""Repetitions of one use that may all be different."""
_Key = tuple[object, ...]


class Blocks:
    """Findings of layers and of uses of blocks; the only part of the analysis that looks into blocks."""

    def __init__(self, design: Design, memo: Memo) -> None:
        self._design = design
        self._memo = memo
        self._plans: dict[int, dict[int, Node]] = {}
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
        nodes = self._plan(block)
        findings: dict[int, Finding] = {}
        ports = sorted(key for key, node in nodes.items() if isinstance(node.layer, BlockInput))
        arriving = dict(zip(ports, given, strict=False))
        for key, node in nodes.items():
            if isinstance(node.layer, BlockInput):
                findings[key] = Finding(node.layer, (), (arriving.get(key),), (), 0, 0, Operations(), 0)
                continue
            layer, wrong = effective(node, values)
            inputs = self._inputs(key, layer, findings)
            if wrong is not None:
                findings[key] = unknown(layer, inputs, wrong)
            else:
                findings[key] = self.find(layer, inputs, rules, node.bypassed and bool(inputs))
            if node.unknown_settings:
                findings[key] = unknown(layer, inputs)
        groups, figures = self._shared(nodes, findings)
        return Run(nodes, findings, figures, groups, self._given(block, findings))

    def _plan(self, block: int) -> dict[int, Node]:
        """The nodes inside a block in execution order."""
        plan = self._plans.get(block)
        if plan is None:
            rank = ranks(self._design, block)
            ordered = sorted(rank, key=lambda key: (rank[key], key))
            plan = self._plans[block] = {key: self._design.node(key) for key in ordered}
        return plan

    def _inputs(self, key: int, layer: Layer, findings: dict[int, Finding]) -> Given:
        ports, inbound = layer.ports, self._design.inbound.get(key, {})
        fed = {slot: _feed(link, findings) for slot, link in inbound.items()}
        if ports.variadic:
            return tuple(spec for slot in sorted(fed) if (spec := fed[slot]) is not ABSENT)
        return tuple(fed.get(slot, ABSENT) for slot in range(len(ports.inputs)))

    def _shared(
        self, nodes: dict[int, Node], findings: dict[int, Finding]
    ) -> tuple[dict[int, Group], dict[int, Figures]]:
        place = {key: (index, key) for index, key in enumerate(nodes)}
        groups: dict[int, Group] = {}
        figures: dict[int, Figures] = {}
        for key, node in nodes.items():
            if key in self._design.shares and key not in figures:
                members, edges = component(self._design, key)
                group, found = settle_group(self._design, members, edges, findings, place.__getitem__)
                groups[group.key] = group
                figures |= found
            elif key not in figures:
                figures[key] = alone(findings[key], node.frozen)
        return groups, figures

    def _given(self, block: int, findings: dict[int, Finding]) -> Given:
        """What comes out of a block, by its outputs."""
        found = (findings[key].inputs[0] for key in self._design.ports(block)[1])
        return tuple(None if spec is ABSENT else spec for spec in found)


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
