"""Bindings: settings that are formulas. The layer that counts is the one with the formulas worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from convas.design.records import Node
from convas.layers.forms import Setting
from convas.layers.layer import Layer, settings_of
from convas.layers.use import Use
from convas.layers.validation import SettingError, build
from convas.values.formula import FormulaError, needs, parse
from convas.values.problem import Problem

_WORD: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_PLACE: Final = rf"\[[0-9]{{1,4}}\]|\.{_WORD}"
_PATH: Final = re.compile(rf"({_WORD})((?:{_PLACE}){{0,16}})")
Path: TypeAlias = tuple[int | str, ...]
"""Where in the value of a setting: a place in a row, or a setting of the layer that stands there."""
ARGUMENT: Final = "argument:"
"""Begins the name of a binding that is about an argument of a block."""
BAD: Final = "bad formula"
"""How a card says that a formula gives nothing."""
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def effective(node: Node, env: Mapping[str, int], faults: Mapping[str, str] = NOTHING) -> tuple[Layer, Problem | None]:
    """The layer with its formulas worked out; where one gives nothing, the literal one and what is wrong.

    `faults` says of names that are not in `env` why they have no value.
    """
    if not node.bindings:
        return node.layer, None
    values: dict[str, Any] = dict(node.layer)
    for field, formula in node.bindings:
        argument = field.removeprefix(ARGUMENT)
        if isinstance(node.layer, Use) and argument != field:
            try:
                values["arguments"] = given(values["arguments"], argument, worked_out(formula, env, faults))
            except FormulaError as error:
                return node.layer, _problem(field, f"{argument} of {{me}} is {_plain(formula)}. {_plain(str(error))}")
            continue
        name, path = split(field)
        if name not in values:
            return node.layer, _problem(name, f"{{me}} has no setting {name}. Take its formula off.")
        try:
            values[name] = put(values[name], path, worked_out(formula, env, faults))
        except (FormulaError, LookupError) as error:
            return node.layer, _problem(name, f"{_whose(node, field)} is {_plain(formula)}. {_plain(_why(error))}")
    try:
        return build(type(node.layer), values), None
    except SettingError as error:
        bad = next((formula for field, formula in node.bindings if split(field)[0] == error.name), "")
        said = f"{{me}} has the formula {_plain(bad)}. " if bad else ""
        return node.layer, _problem(error.name, f"{said}{error}")


class Effective:
    """Layers with their formulas worked out, remembered, so that equal ones are one; forgets all when it holds many."""

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._known: dict[tuple[object, ...], tuple[Layer, Layer, Problem | None]] = {}

    def of(
        self, node: Node, env: Mapping[str, int], faults: Mapping[str, str] = NOTHING
    ) -> tuple[Layer, Problem | None]:
        """What `effective` says."""
        if not node.bindings:
            return node.layer, None
        names = (name for _, formula in node.bindings for name in needs(formula))
        key = (id(node.layer), node.bindings, *((env.get(name), faults.get(name)) for name in names))
        found = self._known.get(key)
        if found is None:
            if len(self._known) > self._most:
                self._known.clear()
            found = self._known[key] = (node.layer, *effective(node, env, faults))
        return found[1:]


def worked_out(formula: str, env: Mapping[str, int], faults: Mapping[str, str] = NOTHING) -> int:
    """What a formula gives; a `FormulaError` also says why a name in it has no value."""
    parsed = parse(formula)
    for name in parsed.names:
        if name not in env and name in faults:
            raise FormulaError(faults[name])
    return parsed.value(env)


def split(field: str) -> tuple[str, Path]:
    """`kernel_size[0]` as the setting and the place in it; `layer.units` as a setting of the layer in a setting."""
    found = _PATH.fullmatch(field)
    if found is None:
        return field, ()
    parts = re.findall(_PLACE, found[2])
    return found[1], tuple(part[1:] if part[0] == "." else int(part[1:-1]) for part in parts)


def setting_at(layer: Layer, field: str) -> Setting | None:
    """The setting that a field names, where need be of a layer that is held."""
    name, path = split(field)
    for place in (part for part in path if isinstance(part, str)):
        held = getattr(layer, name, None)
        if not isinstance(held, Layer):
            return None
        layer, name = held, place
    return settings_of(type(layer)).get(name)


def given(arguments: tuple[tuple[str, int], ...], name: str, number: int | None) -> tuple[tuple[str, int], ...]:
    """The arguments of a use with another value for one of them, or without it."""
    rest = [pair for pair in arguments if pair[0] != name]
    return tuple(sorted(rest if number is None else [*rest, (name, number)]))


def at(value: Any, path: Path) -> Any:
    """What stands at a place in the value of a setting; a held layer may also be as a file has it."""
    for place in path:
        if isinstance(place, str):
            value = _settings(value)[place]
        elif isinstance(value, (tuple, list)):
            value = value[place]
        else:
            raise LookupError
    return value


def put(value: Any, path: Path, number: int) -> Any:
    """The value of a setting with a number at a place in it. Held layers are checked when their holder is built."""
    if not path:
        return number
    place, rest = path[0], path[1:]
    if isinstance(place, str):
        inner = put(_settings(value)[place], rest, number)
        if isinstance(value, Layer):
            return value.model_copy(update={place: inner})
        return {**value, "settings": {**_settings(value), place: inner}}
    if not isinstance(value, tuple) or place >= len(value):
        raise LookupError
    return (*value[:place], put(value[place], rest, number), *value[place + 1 :])


def _settings(value: Any) -> dict[str, Any]:
    """The settings of a held layer."""
    if isinstance(value, Layer):
        return dict(value)
    told = value.get("settings") if isinstance(value, Mapping) else None
    if not isinstance(told, Mapping):
        raise LookupError
    return dict(told)


def _whose(node: Node, field: str) -> str:
    setting = setting_at(node.layer, field)
    path = split(field)[1]
    places = [str(place + 1) for place in path if isinstance(place, int)]
    title = split(field)[0] if setting is None else setting.title
    return " ".join([title, *places, "of {me}"])


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, FormulaError) else "There is no such number to set. Take the formula off."


def _problem(setting: str, message: str) -> Problem:
    return Problem(BAD, message, "error", setting)


def _plain(words: str) -> str:
    """Without braces, which stand for names in messages."""
    return words.replace("{", "(").replace("}", ")")
