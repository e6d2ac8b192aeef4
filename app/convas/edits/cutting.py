"""Cutting layers out of a drawing: where one link leads in and what it brings fits what follows, the gap closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from convas.analysis.finding import evaluate
from convas.analysis.sight import Sight
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Link, Node
from convas.edits.edit import Edit
from convas.edits.links import downstream
from convas.edits.nodes import delete
from convas.layers.use import Use
from convas.values.spec import Spec


def cut(design: Design, sight: Sight, ids: Iterable[int]) -> Edit:
    """Delete records, and lead what came in to where it went on, if that fits."""
    chosen = [key for key in ids if key in design.records]
    edit = delete(design, chosen)
    nodes = {key for key in chosen if design.get(Node, key) is not None}
    healed = _healed(design, sight, nodes)
    name = edit.name.replace("Delete", "Cut", 1)
    if not healed:
        return replace(edit, name=name)
    delta = edit.delta.then(Delta.adding(*healed))
    return Edit(f"{name} and close the gap", delta, told=edit.told)


def _healed(design: Design, sight: Sight, nodes: set[int]) -> list[Link]:
    """The links that close the gap, under the ids of those that they replace."""
    arriving = [link for key in nodes for link in design.links_in(key) if link.source not in nodes]
    leaving = [link for key in nodes for link in design.links_out(key) if link.target not in nodes]
    sources = {(link.source, link.output) for link in arriving}
    if len(sources) != 1 or len({(link.source, link.output) for link in leaving}) != 1:
        return []
    begin, end = arriving[0].target, leaving[0].source
    if begin != end and end not in downstream(design, begin):
        return []
    ((source, output),) = sources
    fed = sight.findings.get(source)
    spec = fed.outputs[output] if fed is not None and output < len(fed.outputs) else None
    if not all(_fits(design, sight, link, spec) for link in leaving):
        return []
    return [replace(link, source=source, output=output) for link in leaving]


def _fits(design: Design, sight: Sight, link: Link, spec: Spec | None) -> bool:
    """Whether a layer has no more trouble with what it would get than with what it gets."""
    found = sight.findings.get(link.target)
    if found is None or spec is None or link.input >= len(found.inputs):
        return True
    given = (*found.inputs[: link.input], spec, *found.inputs[link.input + 1 :])
    if isinstance(found.layer, Use):
        before = found.inputs[link.input]
        return before is None or getattr(before, "rank", 0) == spec.rank
    rules = design.rules
    now, then = (
        sum(problem.severity == "error" for problem in evaluate(found.layer, inputs, rules).problems)
        for inputs in (found.inputs, given)
    )
    return then <= now
