"""Report: the rows that tables, exports and scripts show, one a layer in execution order."""

from __future__ import annotations

from dataclasses import dataclass

from convas.analysis.analysis import Analysis
from convas.analysis.explain import explain
from convas.analysis.shares import Figures
from convas.design.design import Design
from convas.values import text
from convas.values.convention import Rules
from convas.values.operations import EVERYTHING, Included
from convas.values.size import Dim
from convas.values.spec import ABSENT, Spec

Shape = tuple[Dim, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One layer's numbers. None is unknown; shapes leave the batch out; FLOPs have what was asked to be included."""

    id: int
    name: str
    kind: str
    title: str
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    parameters: Dim | None
    trainable: Dim | None
    frozen: Dim | None
    state: Dim | None
    alone: Dim | None
    shared_with: str
    group: str
    macs: Dim | None
    flops: Dim | None
    memory: Dim | None
    bypassed: bool = False


def row(design: Design, analysis: Analysis, node_id: int, included: Included = EVERYTHING) -> Row:
    """The row of one node."""
    node, finding, figures = design.node(node_id), analysis.finding(node_id), analysis.figure(node_id)
    keeps_state = design.rules.counts_state
    return Row(
        id=node_id,
        name=node.name,
        kind=node.layer.kind,
        title=node.layer.title or node.layer.brief()[0],
        inputs=tuple(_shape(spec) for spec in finding.inputs if spec is not ABSENT),
        outputs=tuple(_shape(spec) for spec in finding.outputs) or _passed(finding.inputs),
        parameters=_parameters(figures, design.rules),
        trainable=figures.trainable,
        frozen=figures.frozen,
        state=figures.state,
        alone=_counted(figures.alone, figures.alone_state if keeps_state else 0),
        shared_with=shared_with(design, analysis, node_id),
        group=letter(analysis, node_id),
        macs=finding.macs,
        flops=None if finding.operations is None else finding.operations.flops(included),
        memory=finding.memory,
        bypassed=node.bypassed,
    )


def rows(design: Design, analysis: Analysis, included: Included = EVERYTHING) -> list[Row]:
    """All rows, in execution order."""
    return [row(design, analysis, key, included) for key in analysis.ordered()]


def shared_with(design: Design, analysis: Analysis, node_id: int) -> str:
    """`conv3` for a layer that uses conv3's weights; `kernel: embedding` where only some arrays are borrowed."""
    figures = analysis.figure(node_id)
    if figures.lender is not None:
        return design.node(figures.lender).name
    return ", ".join(f"{weight}: {design.node(owner).name}" for weight, owner in figures.borrowed)


def letter(analysis: Analysis, node_id: int) -> str:
    """The letter of a node's share group, by age: A for the oldest; empty where it shares nothing."""
    key = analysis.group_of.get(node_id)
    if key is None:
        return ""
    place = sorted(analysis.groups).index(key)
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"


def calculation(design: Design, analysis: Analysis, node_id: int) -> str:
    """How a layer's parameters are counted, in one line."""
    finding = analysis.finding(node_id)
    if design.node(node_id).bypassed:
        return "bypassed, counts 0"
    explanation = explain(finding, design.rules)
    if explanation is None:
        return "unknown"
    lender = analysis.figure(node_id).lender
    if lender is None or explanation.parameters is None:
        return explanation.text
    return f"{explanation.text}, counted once at {design.node(lender).name}"


def total_calculation(design: Design, analysis: Analysis) -> str:
    """`740 + 3,620 + 310 = 4,670`: how the layers' counts add up; empty where there is nothing to add."""
    counts = [_parameters(analysis.figure(key), design.rules) for key in analysis.ordered()]
    parts = [text.count(size) for size in counts if size is not None and size != 0]
    if not parts:
        return ""
    totals = analysis.totals
    return f"{' + '.join(parts)} = {text.total(totals.parameters, totals.complete)}"


def _parameters(figures: Figures, rules: Rules) -> Dim | None:
    return _counted(figures.trainable, figures.frozen, figures.state if rules.counts_state else 0)


def _counted(*parts: Dim | None) -> Dim | None:
    total: Dim = 0
    for part in parts:
        if part is None:
            return None
        total = total + part
    return total


def _shape(spec: Spec | None) -> Shape:
    return None if spec is None else spec.visible


def _passed(inputs: tuple[Spec | None, ...]) -> tuple[Shape, ...]:
    """What an output node shows: the shape that it is given."""
    return tuple(_shape(spec) for spec in inputs if spec is not ABSENT)
