"""Trials: whether a mend would really cure a problem, found out by doing it to specs and not to the design."""

from __future__ import annotations

from convas.analysis.finding import evaluate
from convas.layers import registry
from convas.layers.layer import Layer
from convas.layers.validation import SettingError, build, changed
from convas.values.convention import Rules
from convas.values.problem import Mend, Problem
from convas.values.spec import Spec

Inputs = tuple[Spec | None, ...]


def cured(
    layer: Layer, inputs: Inputs, rules: Rules, problem: Problem, cure: Mend, source: tuple[Layer, Inputs, int]
) -> bool:
    """Whether the layer is better off with the cure. `source` brings the input in question by that output."""
    at = max(cure.where, 0)
    try:
        if cure.kind:
            kind = registry.find(cure.kind)
            if kind is None or at >= len(inputs):
                return False
            made = evaluate(build(kind, dict(cure.settings)), (inputs[at],), rules)
            given = _with(inputs, at, made.outputs[0] if made.outputs else None)
        elif cure.where >= 0:
            before, arriving, port = source
            outputs = evaluate(changed(before, **dict(cure.settings)), arriving, rules).outputs
            given = _with(inputs, at, outputs[port] if port < len(outputs) else None)
        else:
            layer, given = changed(layer, **dict(cure.settings)), inputs
    except SettingError:
        return False
    if given[at : at + 1] == (None,) and inputs[at] is not None:
        return False
    left = [found for found in evaluate(layer, given, rules).problems if found.severity == problem.severity]
    if problem in left or any(found.setting and found.setting == problem.setting for found in left):
        return False
    return not left or len(inputs) > 2 or all(found.summary != problem.summary for found in left)


def _with(inputs: Inputs, at: int, spec: Spec | None) -> Inputs:
    return (*inputs[:at], spec, *inputs[at + 1 :])
