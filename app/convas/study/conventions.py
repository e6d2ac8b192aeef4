"""What the two conventions count differently in a design, layer by layer, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convas.analysis.analysis import Analysis
from convas.analysis.report import Row
from convas.design.design import Design
from convas.values.convention import RULES, Convention
from convas.values.size import Dim


@dataclass(frozen=True, slots=True)
class Difference:
    """One layer's parameters by two conventions; None is unknown. `why` is a sentence."""

    id: int
    name: str
    before: Dim | None
    after: Dim | None
    why: str


def differences(design: Design, analysis: Analysis, before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    """The layers whose count is another one now; `design` and `analysis` are those of `after`."""
    earlier = {row.id: row for row in before}
    found: list[Difference] = []
    for row in after:
        was = earlier.get(row.id)
        if was is None or was.parameters == row.parameters:
            continue
        found.append(Difference(row.id, row.name, was.parameters, row.parameters, _why(design, analysis, was, row)))
    return found


def _why(design: Design, analysis: Analysis, was: Row, row: Row) -> str:
    layer = design.node(row.id).layer
    if row.parameters is None:
        wrong = [problem for problem in analysis.problems(row.id) if problem.severity != "hint"]
        return analysis.told(row.id, wrong[0]) if wrong else "Its input is not known."
    if was.parameters is None:
        other: Convention = "keras" if design.header.convention == "pytorch" else "pytorch"
        return f"It could not be counted as {RULES[other].title}."
    if (was.trainable, was.frozen) == (row.trainable, row.frozen):
        return type(layer).differs or "State counts as parameters in Keras, and not in PyTorch."
    if type(layer).differs:
        return type(layer).differs
    if was.shared_with != row.shared_with:
        return "It shares its weights in one of the two only."
    return "Its input has another shape."
