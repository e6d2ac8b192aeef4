"""Announcing: a node in one sentence, as a screen reader says it."""

from __future__ import annotations

from convas.analysis.report import lent_words, letter
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.layers.use import Use
from convas.values import text


def announcement(design: Design, sight: Sight, node_id: int) -> str:
    """`conv5, Conv2D, 120 × 120 × 20, 0 parameters, shared with conv3, no problems`"""
    node, finding, figures = design.node(node_id), sight.finding(node_id), sight.figure(node_id)
    told = [node.name, node.layer.title or node.layer.kind]
    shapes = [text.shape(spec.visible) for spec in finding.outputs if spec is not None and spec.known]
    told.append(", ".join(shapes) if shapes else "shape not known")
    layer = sight.layer(node_id)
    if isinstance(layer, Use) and layer.repeat > 1:
        told.append(f"{text.count(layer.repeat)} times")
    if node.layer.ports.inputs:
        parts = [figures.trainable, figures.frozen, figures.state if design.rules.counts_state else 0]
        known = [part for part in parts if part is not None]
        count = sum(known[1:], known[0]) if len(known) == len(parts) else None
        told.append(
            "parameters not known" if count is None else f"{text.count(count)} parameter{'' if count == 1 else 's'}"
        )
    if figures.lender is not None:
        told.append(f"shared with {design.node(figures.lender).name}")
    elif letter(sight, node_id):
        told.append(f"share group {letter(sight, node_id)}")
    lent = lent_words(design, finding, figures)
    if lent:
        told.append(lent)
    told += [word for word, so in (("bypassed", node.bypassed), ("frozen", node.frozen)) if so]
    problems = [problem for problem in sight.problems(node_id) if problem.severity != "hint"]
    told.append(
        f"{text.many(len(problems), 'problem')}: {sight.told(node_id, problems[0])}" if problems else "no problems"
    )
    return ", ".join(told)
