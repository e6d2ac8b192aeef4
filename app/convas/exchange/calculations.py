"""A layer's calculation to hand in: as text, as Markdown or as LaTeX, all from the rule that counts."""

from __future__ import annotations

from typing import Literal

from convas.analysis.explain import Explanation, explain
from convas.analysis.report import Row, lent_words, row, total_calculation, working
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.values import text
from convas.values.operations import EVERYTHING, Included
from convas.values.reading import equation, latex
from convas.values.size import Dim, Size
from convas.values.weight import alike

Style = Literal["text", "markdown", "latex"]
Lines = list[tuple[str, Dim]]


def layer_calculation(
    design: Design, sight: Sight, node_id: int, style: Style = "text", included: Included = EVERYTHING
) -> str:
    """Everything that is worked out for one layer: parameters, each array, each axis, the work."""
    shown = row(design, sight, node_id, included)
    told = None if shown.bypassed else explain(sight.finding(node_id), design.rules)
    head = f"{shown.name} ({shown.title}, counted as {design.rules.title})"
    shapes = f"{_shapes(shown.inputs)} → {_shapes(shown.outputs)}" if shown.inputs else _shapes(shown.outputs)
    if told is None:
        lines: Lines = []
        note = [_untold(design, sight, shown)]
    else:
        lines, note = _lines(told, included), _note(design, shown)
    match style:
        case "text":
            return "\n".join([head, f"Shape: {shapes}", *(f"{name}: {equation(size)}" for name, size in lines), *note])
        case "markdown":
            body = [f"- {name}: `{equation(size)}`" for name, size in lines]
            return "\n".join(
                [f"**{_plain(head)}**", "", f"- Shape: {shapes}", *body, *(f"- {_plain(n)}" for n in note)]
            )
        case "latex":
            rows = " \\\\\n".join(f"  \\text{{{_tex(name)}}} &= {latex(size)}" for name, size in lines)
            about = [f"% {line}" for line in (head, shapes, *note)]
            return "\n".join([*about, "\\begin{align*}", rows, "\\end{align*}"])


def design_calculation(design: Design, sight: Sight, style: Style = "text") -> str:
    """How the layers' counts add up to the total."""
    told = total_calculation(design, sight) or "0"
    totals = sight.totals
    saved = f" ({text.count(totals.if_not_shared)} if not shared)" if totals.saved != 0 else ""
    match style:
        case "text":
            return f"{design.header.name}: {told} parameters{saved}"
        case "markdown":
            return f"**{_plain(design.header.name)}**: `{told}` parameters{saved}"
        case "latex":
            return f"\\[ {told.replace(',', '{,}')} \\]"


def _untold(design: Design, sight: Sight, shown: Row) -> str:
    """What is said of a node without a calculation of its own."""
    if shown.bypassed:
        return "Bypassed, counts 0."
    if sight.finding(shown.id).inside is not None and shown.parameters is not None:
        return f"Parameters: {working(design, shown)}"
    return "Not known: see its problems."


def _lines(told: Explanation, included: Included) -> Lines:
    lines: Lines = [] if told.parameters is None else [("Parameters", told.parameters)]
    if told.active is not None:
        lines.append(("Active parameters", told.active))
    if len(told.weights) > 1:
        lines += [
            (f"{one.name} (state)" if one.state else one.name, one.size if times == 1 else one.size * times)
            for one, times in alike(told.weights)
        ]
    for axes in told.shapes:
        lines += [("Axis", axis) for axis in axes if isinstance(axis, Size) and axis.op not in ("leaf", "poly")]
    return list(dict.fromkeys(lines)) + told.work_lines(included)


def _note(design: Design, shown: Row) -> list[str]:
    """Where the weights count that are another's."""
    branch = shown.branch
    if branch is not None and lent_words(design, branch.finding, branch.figures):
        return [f"Counted here: {working(design, shown)}"]
    return [f"Counted once at {shown.shared_with}."] if shown.shared_with else []


def _shapes(shapes: tuple[tuple[Dim, ...] | None, ...]) -> str:
    return ", ".join(text.shape(shape) for shape in shapes)


def _plain(words: str) -> str:
    """Words that Markdown shows as typed."""
    for sign in ("\\", "*", "_", "`", "[", "]", "<"):
        words = words.replace(sign, f"\\{sign}")
    return words


def _tex(words: str) -> str:
    """Words that LaTeX shows as typed."""
    for sign in ("\\", "{", "}"):
        words = words.replace(sign, "")
    for sign in ("_", "&", "%", "$", "#"):
        words = words.replace(sign, f"\\{sign}")
    return words
