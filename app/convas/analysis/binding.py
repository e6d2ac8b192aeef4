"""Bindings: settings that are formulas. The layer that counts is the one with the formulas worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from convas.design.records import Node
from convas.layers.layer import Layer, settings_of
from convas.layers.use import Use
from convas.layers.validation import SettingError, build
from convas.values.formula import FormulaError, needs, parse
from convas.values.problem import Problem

_PATH: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[[0-9]{1,4}\]){0,2})")
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


def split(field: str) -> tuple[str, tuple[int, ...]]:
    """`kernel_size[0]` as the setting and the place in it."""
    found = _PATH.fullmatch(field)
    if found is None:
        return field, ()
    return found[1], tuple(int(part) for part in re.findall(r"[0-9]+", found[2]))


def given(arguments: tuple[tuple[str, int], ...], name: str, number: int | None) -> tuple[tuple[str, int], ...]:
    """The arguments of a use with another value for one of them, or without it."""
    rest = [pair for pair in arguments if pair[0] != name]
    return tuple(sorted(rest if number is None else [*rest, (name, number)]))


def at(value: Any, path: tuple[int, ...]) -> Any:
    """What stands at a place in the value of a setting."""
    for place in path:
        if not isinstance(value, (tuple, list)):
            raise LookupError
        value = value[place]
    return value


def put(value: Any, path: tuple[int, ...], number: int) -> Any:
    """The value of a setting with a number at a place in it."""
    if not path:
        return number
    if not isinstance(value, tuple) or path[0] >= len(value):
        raise LookupError
    inner = put(value[path[0]], path[1:], number)
    return (*value[: path[0]], inner, *value[path[0] + 1 :])


def _whose(node: Node, field: str) -> str:
    name, path = split(field)
    title = settings_of(type(node.layer))[name].title
    return f"{title} {' '.join(str(place + 1) for place in path)}".strip() + " of {me}"


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, FormulaError) else "There is no such number to set. Take the formula off."


def _problem(setting: str, message: str) -> Problem:
    return Problem(BAD, message, "error", setting)


def _plain(words: str) -> str:
    """Without braces, which stand for names in messages."""
    return words.replace("{", "(").replace("}", ")")
