"""Edits of bindings: a setting becomes a formula, or a number again. Nodes that are one layer follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from convas.analysis.binding import ARGUMENT, at, effective, put, setting_at, split, worked_out
from convas.analysis.binding import given as given_argument
from convas.analysis.variables import NO_NAMES, Environment, environment, layer_of
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Node, Record
from convas.design.sharing import whole_members
from convas.edits.edit import Edit, Refused
from convas.edits.settings import given, set_settings
from convas.layers import registry
from convas.layers.forms import Form
from convas.layers.layer import Layer, setting_of, settings_of
from convas.layers.use import Use
from convas.layers.validation import SettingError, changed
from convas.values import text
from convas.values.formula import FormulaError, nameable

_NUMBER: Final = re.compile(r"[-+]?[0-9.,]+")


def bind(design: Design, ids: Iterable[int], field: str, formula: str, *, merge: str = "") -> Edit:
    """Keep a setting, or one number of a row such as `kernel_size[0]`, as a formula."""
    return bind_all(design, ids, {field: formula}, merge=merge)


def bind_all(
    design: Design,
    ids: Iterable[int],
    formulas: dict[str, str],
    numbers: dict[str, Any] | None = None,
    *,
    merge: str = "",
    known: Mapping[str, int] = NO_NAMES,
) -> Edit:
    """Keep several settings as formulas, and set others. The numbers behind formulas are what they give now.

    `known` are names that will be there when the edit is carried out.
    """
    chosen = list(ids)
    formulas = {field: written(formula) for field, formula in formulas.items()}
    pairs: list[tuple[Record, Record]] = []
    for key in dict.fromkeys(member for start in chosen for member in whole_members(design, start)):
        node = design.node(key)
        after = given(design, node, numbers) if numbers else node
        pairs.append((node, _bound(after, formulas, environment(design, node.scope).known(known))))
    return Edit(_name(design, chosen, formulas), Delta.replacing(*pairs), merge)


def unbind(design: Design, ids: Iterable[int], field: str) -> Edit:
    """Make a setting a number again: the one that its formula gives now."""
    chosen = list(ids)
    pairs: list[tuple[Record, Record]] = []
    for key in dict.fromkeys(member for start in chosen for member in whole_members(design, start)):
        node = design.node(key)
        pairs.append((node, freed(node, layer_of(design, node), {field})))
    whose = design.node(chosen[0]).name if len(chosen) == 1 else text.many(len(chosen), "layer")
    return Edit(f"Take the formula off {whose}", Delta.replacing(*pairs))


def assign(
    design: Design,
    ids: Iterable[int],
    settings: dict[str, Any],
    *,
    merge: str = "",
    known: Mapping[str, int] = NO_NAMES,
) -> Edit:
    """Set settings; text where a number goes is a formula: `{"filters": "4 * width", "kernel_size": ("k", 3)}`.

    In a shape, a name that is no variable is an open axis, such as `T`. `known` are names that will be there.
    """
    chosen = list(ids)
    node = design.node(chosen[0])
    env = environment(design, node.scope).known(known)
    numbers: dict[str, Any] = {}
    formulas: dict[str, str] = {}
    for name, value in settings.items():
        found = _formulas(settings_of(type(node.layer)), name, value, env)
        if found == {name: value}:
            formulas |= found
            continue
        for field, formula in found.items():
            value = put(_frozen(value), split(field)[1], resolved(field, written(formula), env))
        numbers[name] = value
        formulas |= found
    if not formulas:
        return set_settings(design, chosen, numbers, merge=merge)
    return bind_all(design, chosen, formulas, numbers, merge=merge, known=known)


def freed(node: Node, counted: Layer, fields: set[str]) -> Node:
    """The node with numbers in place of formulas; `counted` is its layer as it counts now."""
    values = dict(node.layer)
    for field, _ in node.bindings:
        argument = field.removeprefix(ARGUMENT)
        if isinstance(counted, Use) and argument != field and field in fields:
            known = values.get("arguments", dict(node.layer)["arguments"])
            values["arguments"] = given_argument(known, argument, dict(counted.arguments).get(argument))
            continue
        name, path = split(field)
        if field not in fields or name not in values:
            continue
        try:
            now = getattr(counted, name)
            values[name] = put(values[name], path, at(now, path)) if path else now
        except LookupError:
            continue
    kept = tuple(pair for pair in node.bindings if pair[0] not in fields)
    try:
        return replace(node, layer=changed(node.layer, **values), bindings=kept)
    except SettingError:
        return replace(node, layer=counted, bindings=kept)


def written(formula: str) -> str:
    """The formula as it is kept: on one line."""
    return " ".join(formula.split())


def _bound(node: Node, formulas: dict[str, str], env: Environment) -> Node:
    for field in formulas:
        _check_place(node, field)
    names = {split(field)[0] for field in formulas if not split(field)[1]}
    kept = {
        field: formula
        for field, formula in node.bindings
        if field not in formulas and split(field)[0] not in names and not _covered(field, formulas)
    }
    for field, formula in formulas.items():
        resolved(field, formula, env)
    after = replace(node, bindings=tuple(sorted({**kept, **formulas}.items())))
    layer, wrong = effective(after, env.values, env.faults)
    if wrong is not None:
        alone, mine = effective(replace(node, bindings=tuple(formulas.items())), env.values, env.faults)
        if mine is not None:
            raise Refused(_reason(node, formulas, env), wrong.setting)
        return replace(after, layer=alone)
    return replace(after, layer=layer)


def _covered(field: str, formulas: dict[str, str]) -> bool:
    """Whether a formula for the whole setting stood where now one of its numbers gets its own."""
    name, path = split(field)
    return not path and any(split(other)[0] == name for other in formulas)


def _check_place(node: Node, field: str) -> None:
    name, path = split(field)
    known = setting_at(node.layer, field)
    if known is None or not node.layer.title:
        raise Refused(f"{node.name} has no setting {field}.", name)
    form = known.form
    numeric = form.kind in ("number", "decimal", "numbers", "pairs", "axes") or form.custom is not None
    if not numeric:
        raise Refused(f"{known.title} is no number, so it takes no formula.", name)
    try:
        at(getattr(node.layer, name), path)
    except LookupError:
        raise Refused(f"{known.title} of {node.name} has no such number. Set it to numbers first.", name) from None


def _reason(node: Node, formulas: dict[str, str], env: Environment) -> str:
    """Why the settings refuse what the formulas give."""
    for field, formula in formulas.items():
        name, path = split(field)
        value = worked_out(formula, env.values, env.faults)
        try:
            changed(node.layer, **{name: put(getattr(node.layer, name), path, value)})
        except SettingError as error:
            return f"{formula} = {text.count(value)}. {error}"
    return "The settings do not fit each other."


def resolved(field: str, formula: str, env: Environment) -> int:
    """What a formula gives; refused where it gives nothing."""
    strange = env.stranger(formula)
    if strange:
        raise Refused(strange, split(field)[0])
    try:
        return worked_out(formula, env.values, env.faults)
    except FormulaError as error:
        raise Refused(str(error), split(field)[0]) from None


def _formulas(known: dict[str, Any], name: str, value: Any, env: Environment) -> dict[str, str]:
    """The parts of a value that are formulas, by field."""
    if name not in known:
        return {}
    form: Form = known[name].form
    if form.kind == "layer":
        return _inner_formulas(name, value, env)
    if isinstance(value, str):
        takes = form.kind in ("number", "decimal", "numbers", "pairs") or form.custom is not None
        word = value in form.options or (form.kind == "choice" and _is_free(value, env))
        return {name: value} if takes and not word and _is_formula(value) else {}
    found: dict[str, str] = {}
    if isinstance(value, (tuple, list)) and not form.fraction:
        for index, part in enumerate(value):
            if isinstance(part, str) and _is_formula(part):
                if form.kind != "axes" or not _is_free(part, env):
                    found[f"{name}[{index}]"] = part
            elif isinstance(part, (tuple, list)):
                inside = _formulas(known, name, part, env)
                found |= {f"{name}[{index}]{field[len(name) :]}": formula for field, formula in inside.items()}
    return found


def _inner_formulas(name: str, value: Any, env: Environment) -> dict[str, str]:
    """The parts of a held layer's settings that are formulas; it is given as a file has it."""
    settings = value.get("settings") if isinstance(value, dict) else None
    kind = registry.find(str(value.get("kind"))) if isinstance(settings, dict) else None
    if kind is None or not isinstance(settings, dict):
        return {}
    found: dict[str, str] = {}
    for inner, told in settings.items():
        found |= {f"{name}.{field}": words for field, words in _formulas(settings_of(kind), inner, told, env).items()}
    return found


def _is_free(words: str, env: Environment) -> bool:
    """Whether text is a name that is no variable."""
    return nameable(words) and words not in env.values and words not in env.faults


def _is_formula(words: str) -> bool:
    """Whether text could be a formula, rather than a number that the setting does not take."""
    return bool(words.strip()) and not _NUMBER.fullmatch(words.strip())


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, (tuple, list)) else value


def _name(design: Design, chosen: list[int], formulas: dict[str, str]) -> str:
    node = design.node(chosen[0])
    whose = node.name if len(chosen) == 1 else text.many(len(chosen), "layer")
    kind = type(node.layer)
    found = [setting_at(node.layer, field) or setting_of(kind, split(field)[0]) for field in formulas]
    titles = dict.fromkeys(setting.title.lower() for setting in found)
    said = f"Set {text.listed(list(titles))} of {whose}"
    return f"{said} to {next(iter(formulas.values()))}" if len(formulas) == 1 else f"{said} to formulas"
