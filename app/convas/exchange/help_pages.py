"""Help pages: everything there is to say of a kind of layer, made from its class, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from convas.analysis.explain import Explanation, explain
from convas.analysis.finding import Finding, evaluate
from convas.layers import registry
from convas.layers.forms import Setting
from convas.layers.layer import Layer, settings_of
from convas.layers.spelling import Spelling
from convas.layers.validation import SettingError, build, expected, plain
from convas.resources import resource
from convas.values import text
from convas.values.convention import RULES, Rules
from convas.values.reading import equation
from convas.values.reading import plain as written
from convas.values.size import Dim, Size, value_of
from convas.values.spec import BATCH, Spec

_SAMPLES: Final[dict[str, tuple[tuple[int, ...], ...]]] = {
    "keras": ((32, 32, 3), (10, 8), (16,), (4, 4, 8), (8, 16, 16, 4), (14, 14, 64), (12, 12)),
    "pytorch": ((3, 32, 32), (8, 10), (16,), (8, 4, 4), (4, 8, 16, 16), (64, 14, 14), (36, 16)),
}
"""Inputs to work examples out on: an image, a sequence, a vector, a volume, a small map of many channels."""


@dataclass(frozen=True, slots=True)
class Example:
    """One layer on one input, and what the rules say of it."""

    layer: Layer
    finding: Finding
    told: Explanation
    rules: Rules


def page(kind: type[Layer]) -> str:
    """The help page of a kind, as Markdown."""
    parts = [f"# {kind.title}", *_about(kind), *_shape(kind), *_parameters(kind), *_example(kind), *_settings(kind)]
    return "\n\n".join([*parts, *_frameworks(kind)]) + "\n"


@cache
def example(kind: type[Layer], rules: Rules) -> Example | None:
    """The kind on the first input of which there is nothing to remark; None where none suits it."""
    found = list(_examples(kind, rules, dict(kind.sample_settings)))
    plainly = [shown for shown in found if not shown.finding.problems]
    return next(iter(plainly or found), None)


@cache
def exactness() -> dict[str, Any]:
    """How many records of each framework's own answers every kind was compared with."""
    found: dict[str, Any] = json.loads(resource("help", "exactness.json").read_text("utf-8"))
    return found


def _examples(kind: type[Layer], rules: Rules, settings: dict[str, Any]) -> Iterator[Example]:
    try:
        layer = build(kind, settings)
    except SettingError:
        return
    ports = layer.ports
    count = max(ports.needed, 1) if ports.variadic or ports.inputs else 0
    dims = getattr(kind, "dims", 0)
    samples = [kind.sample] if kind.sample else _SAMPLES[rules.name]
    for axes in samples if count else ((),):
        if count and not kind.sample and isinstance(dims, int) and dims and len(axes) != dims + 1:
            continue  # PyTorch would take the batch for channels
        for dtype in ("float32", "int64"):
            spec = Spec((BATCH, *axes), dtype)
            finding = evaluate(layer, (spec,) * count, rules)
            told = explain(finding, rules)
            wrong = any(problem.severity == "error" for problem in finding.problems)
            if told is not None and not wrong and all(made and made.axes[:1] == (BATCH,) for made in finding.outputs):
                yield Example(layer, finding, told, rules)


def _about(kind: type[Layer]) -> list[str]:
    told = " ".join((kind.__doc__ or "").split())
    family = registry.FAMILIES[kind.family]
    notes = [told, f"Family: {family}. In files and scripts: `{kind.kind}`."]
    if kind.only is not None:
        other = next(rules.title for name, rules in RULES.items() if name != kind.only)
        notes.append(f"Only {RULES[kind.only].title} has it; {other} has no such layer. {kind.instead}".strip())
    return notes


def _shape(kind: type[Layer]) -> list[str]:
    lines: list[str] = []
    for rules in _conventions(kind):
        for word, settings in _variants(kind):
            for shown in list(_examples(kind, rules, settings))[:1]:
                formulas = [f"`{formula}`" for formula in _formulas(shown)]
                if formulas:
                    lines.append(f"- {rules.title}{word}: {', '.join(formulas)}")
    if not lines:
        return ["## Shape", _plain_shape(kind)]
    return ["## Shape", "Each axis of the output, worked out from the input's axis (in):", "\n".join(lines)]


def _plain_shape(kind: type[Layer]) -> str:
    """The shape rule where there is nothing to work out."""
    for rules in _conventions(kind):
        shown = example(kind, rules)
        if shown is not None and shown.finding.inputs:
            given, made = (_shapes(specs) for specs in (shown.finding.inputs, shown.finding.outputs))
            if shown.finding.inputs[0] == shown.finding.outputs[0]:
                return "The output has the shape of the input."
            word = "becomes" if len(shown.finding.inputs) == 1 else "become"
            return f"For instance {given} {word} {made}."
    return "Its settings say the shape."


def _shapes(specs: Iterable[Spec | None]) -> str:
    return text.listed([text.shape(spec.visible) for spec in specs if spec is not None])


def _variants(kind: type[Layer]) -> list[tuple[str, dict[str, Any]]]:
    """The settings that change which rule holds, with the words for them."""
    padding = settings_of(kind).get("padding")
    if padding is None or not padding.form.options:
        return [("", {})]
    found: list[tuple[str, dict[str, Any]]] = [
        (f", padding {option}", {"padding": option}) for option in padding.form.options
    ]
    return [*found, (", padding in numbers", {"padding": 1})]


def _formulas(shown: Example) -> list[str]:
    axes = [axis for made in shown.told.shapes for axis in made]
    told = [written(axis, "names") for axis in axes if isinstance(axis, Size) and axis.op not in ("leaf", "poly")]
    return list(dict.fromkeys(told))


def _parameters(kind: type[Layer]) -> list[str]:
    for rules in _conventions(kind):
        shown = example(kind, rules)
        if shown is not None and shown.told.parameters is not None:
            rows = [
                f"| `{weight.name}` | {_labels(weight.labels)} | {'state' if weight.state else 'trainable'} |"
                for weight in shown.told.weights
            ]
            head = [f"| array in {rules.title} | axes | |", "| --- | --- | --- |"]
            formula = _named(shown.told.parameters)
            return [
                "## Parameters",
                f"`{formula}`",
                "\n".join([*head, *rows]),
                *([kind.differs] if kind.differs else []),
            ]
    return ["## Parameters", "It has no weights."] if example(kind, RULES[kind.only or "keras"]) is not None else []


def _labels(labels: tuple[str, ...]) -> str:
    return f" {text.TIMES} ".join(labels) if labels else "one number"


def _named(size: Dim) -> str:
    return written(size, "names")


def _example(kind: type[Layer]) -> list[str]:
    parts: list[str] = []
    for rules in _conventions(kind):
        shown = example(kind, rules)
        if shown is None:
            continue
        finding = shown.finding
        given = ", ".join(text.shape(spec.visible) for spec in finding.inputs if spec is not None)
        made = ", ".join(text.shape(spec.visible) for spec in finding.outputs if spec is not None)
        settings = ", ".join(shown.layer.brief())
        lines = [f"{rules.title}, {settings or 'as it comes'}: {given} → {made}" if given else f"{rules.title}: {made}"]
        lines += [f"    {line}" for line in shown.told.shape_lines()]
        if shown.told.parameters is not None:
            one = value_of(shown.told.parameters) == 1
            lines.append(f"    {shown.told.text} {'parameter' if one else 'parameters'}")
        lines += [f"    {word}: {equation(size)}" for word, size in shown.told.work_lines()]
        parts.append(_block(lines))
    return ["## Example", *parts] if parts else []


def _block(lines: list[str]) -> str:
    return "\n".join(["```", *lines, "```"])


def _settings(kind: type[Layer]) -> list[str]:
    rows = [_setting(kind, setting) for setting in settings_of(kind).values()]
    if not rows:
        return []
    return [
        "## Settings",
        "\n".join(["| setting | takes | at first | what it does |", "| --- | --- | --- | --- |", *rows]),
    ]


def _setting(kind: type[Layer], setting: Setting) -> str:
    first = getattr(plain(kind), setting.name)
    only = f" Only in {RULES[setting.only].title}." if setting.only in RULES else ""
    takes = expected(setting.form).replace("|", "\\|")
    return f"| {setting.title} (`{setting.name}`) | {takes} | {_value(first)} | {setting.description}{only} |"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f" {text.TIMES} ".join(_value(part) for part in value) or "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Layer):
        return type(value).title
    return "empty" if value in (None, "") else str(value)


def _frameworks(kind: type[Layer]) -> list[str]:
    parts = ["## In the frameworks"]
    if kind.family == "block":
        parts.append("It is your own: what you state is shown, and no framework is asked.")
    for name, rules in RULES.items():
        found = [spelling for spelling in kind.spelled() if spelling.framework == name]
        parts += [_spelling(kind, spelling) for spelling in found]
        if kind.family == "block":
            continue
        if not found and kind.only in (None, name):
            told = kind.in_keras if rules.keras else kind.in_pytorch
            parts.append(told or f"{rules.title} has no layer of its own for it.")
        checked = _checked(name, found)
        if checked:
            parts.append(checked)
    return parts


def _spelling(kind: type[Layer], spelling: Spelling) -> str:
    titles = {name: setting.title for name, setting in settings_of(kind).items()}
    named = ", ".join(argument.name for argument in spelling.arguments if argument.name[:1] not in "_*")
    prefix = "keras.layers." if spelling.framework == "keras" else "torch.nn."
    lines = [f"`{prefix}{spelling.name}({named})`"]
    told = [
        f"`{argument.name}` is {titles[argument.field]}"
        for argument in spelling.arguments
        if argument.field in titles and argument.name != argument.field
    ]
    told += [f"{titles[name]} is {_value(value)}" for name, value in spelling.implies.items() if name in titles]
    return "\n\n".join([*lines, *([f"{'; '.join(told)}."] if told else [])])


def _checked(framework: str, found: list[Spelling]) -> str:
    known = exactness().get(framework, {})
    number = _answers(framework, found)
    if not number:
        return ""
    return (
        f"Compared with {text.many(number, 'answer')} of {known['version']}: shapes, arrays, counts and errors agree."
    )


def _answers(framework: str, found: Iterable[Spelling]) -> int:
    types = exactness().get(framework, {}).get("types", {})
    return sum(types.get(spelling.name, 0) for spelling in found if spelling.reads)


def exactness_page() -> str:
    """How many answers of the real frameworks each family was compared with."""
    rows = []
    for family, title in registry.FAMILIES.items():
        kinds = list(registry.iterate(family))
        spelled = [spelling for kind in kinds for spelling in kind.spelled()]
        counts = [text.count(_answers(name, [s for s in spelled if s.framework == name])) for name in RULES]
        if kinds:
            rows.append(f"| {title} | {len(kinds)} | {' | '.join(counts)} |")
    versions = " | ".join(exactness().get(name, {}).get("version", rules.title) for name, rules in RULES.items())
    told = (
        "Every kind of layer was compared with what the frameworks themselves answer for many settings and inputs: "
        "the shapes, every array by name, the counts, and what they refuse. All of these agree."
    )
    head = [f"| family | kinds | {versions} |", "| --- | ---: | ---: | ---: |"]
    return "\n".join(["# How exact it is", "", told, "", *head, *rows]) + "\n"


def _conventions(kind: type[Layer]) -> list[Rules]:
    return [rules for name, rules in RULES.items() if kind.only in (None, name)]
