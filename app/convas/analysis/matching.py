"""What mends a share that does not fit: a setting that makes one array as large as the other, or no share."""

from __future__ import annotations

from collections.abc import Iterator

from convas.analysis.finding import Finding, evaluate
from convas.design.design import Design
from convas.design.records import End, Share
from convas.layers.layer import Layer, settings_of
from convas.layers.validation import SettingError, changed
from convas.values import text
from convas.values.problem import Mend
from convas.values.size import Dim
from convas.values.weight import Weight


def matching(design: Design, edge: Share, findings: dict[int, Finding]) -> tuple[Mend, ...]:
    """Settings of either layer that would make its array fit, and last to take the share away."""
    ends = edge.first, edge.second
    arrays = [_array(findings, end) for end in ends]
    cures: list[Mend] = []
    for end, mine, other in zip(ends, arrays, arrays[::-1], strict=True):
        if mine is not None and other is not None:
            wanted = other.axes[::-1] if edge.transposed else other.axes
            cures += _settings(design, end, findings[end.node], mine, wanted)
    names = [f"{{#{end.node}}}" for end in ends]
    if names[0] == names[1]:
        names = [f"the {end.weight} of {name}" for end, name in zip(ends, names, strict=True)]
    return (*cures, Mend(f"Unshare {text.listed(names)}", share=edge.id))


def _array(findings: dict[int, Finding], end: End) -> Weight | None:
    """The array at an end that names one of a plain layer."""
    weights = findings[end.node].weights if end.weight and len(end.path) == 1 else None
    return next((weight for weight in weights or () if weight.name == end.weight), None)


def _settings(design: Design, end: End, finding: Finding, mine: Weight, wanted: tuple[Dim, ...]) -> Iterator[Mend]:
    """The numbers that, set to what is wanted, make the array fit and nothing else wrong."""
    layer = finding.layer
    bound = {name for name, _ in design.node(end.node).bindings}
    missing = [(have, want) for have, want in zip(mine.axes, wanted, strict=False) if have != want]
    for name, setting in settings_of(type(layer)).items():
        for have, want in missing:
            if name in bound or getattr(layer, name) != have or not isinstance(want, int):
                continue
            made = _tried(design, layer, finding, name, want)
            if made is not None and any(one.name == mine.name and one.axes == wanted for one in made.weights or ()):
                told = f"Set {setting.title.lower()} of {{#{end.node}}} to {text.count(want)}"
                yield Mend(told, settings=((name, want),), node=end.node)


def _tried(design: Design, layer: Layer, finding: Finding, name: str, value: int) -> Finding | None:
    try:
        made = evaluate(changed(layer, **{name: value}), finding.inputs, design.rules)
    except SettingError:
        return None
    wrong = sum(problem.severity == "error" for problem in made.problems)
    return made if wrong <= sum(problem.severity == "error" for problem in finding.problems) else None
