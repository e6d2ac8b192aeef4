"""Reading a framework's constructor call as a layer: the one way that every importer goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from convas.layers import registry
from convas.layers.layer import Layer
from convas.layers.spelling import ANYTHING, LEFT, Spelling
from convas.layers.validation import SettingError, build, changed
from convas.values.call import Call
from convas.values.convention import RULES, Convention

_COMMON: Final[dict[Convention, frozenset[str]]] = {
    "keras": frozenset({"name", "dtype", "trainable", "autocast"}),
    "pytorch": frozenset({"device", "dtype"}),
}
"""Arguments of every layer, which say nothing of its shape or count."""
_KERAS_ENDINGS: Final = ("_initializer", "_regularizer", "_constraint")


T = TypeVar("T")


class CallError(ValueError):
    """A call that is no layer; the message is a whole sentence."""


def read_call(framework: Convention, call: Call) -> Layer:
    """The layer that a constructor makes; `CallError` where it would refuse, or is not known."""
    found = spellings(framework).get(call.name)
    if found is None:
        raise CallError(f"Convas does not know the {RULES[framework].title} layer {call.name}.")
    kind, spelling = found
    given = _given(call, spelling)
    settings = dict(spelling.implies)
    for argument in spelling.arguments:
        value = given.get(argument.name, argument.default)
        if value is LEFT:
            if argument.needed:
                raise CallError(f"{call.name} needs {argument.name}.")
        elif argument.field:
            value = _inner(framework, value)
            settings[argument.field] = value if argument.read is None else argument.read(value)
    try:
        return build(kind, settings if spelling.settle is None else spelling.settle(settings))
    except SettingError as error:
        raise CallError(f"{call.name}: {error}") from None


def _inner(framework: Convention, value: Any) -> Any:
    """A layer that a layer is given is a call of its own."""
    if isinstance(value, Call):
        return read_call(framework, value)
    if isinstance(value, (list, tuple)) and any(isinstance(part, Call) for part in value):
        return tuple(_inner(framework, part) for part in value)
    return value


def read_use(
    framework: Convention, name: str, layer: Layer, tensors: Sequence[T], told: Mapping[str, Any]
) -> tuple[Layer, dict[int, T]]:
    """What a framework's call of a layer on tensors means: the layer with what it is told there, and its inputs."""
    spelling = spellings(framework)[name][1]
    if not spelling.call:
        return layer, dict(enumerate(tensors))
    ports = layer.ports.inputs
    places = [argument for argument in spelling.call if argument.field in ports]
    if len(tensors) > len(places):
        raise CallError(f"{name} is called on {len(places)} inputs at most.")
    if missing := next((place.name for place in places[len(tensors) :] if place.needed), ""):
        raise CallError(f"{name} is called without {missing}.")
    settings = {}
    for argument in spelling.call:
        value = told.get(argument.name, argument.default)
        if argument.field and argument.field not in ports and value is not LEFT:
            settings[argument.field] = value if argument.read is None else argument.read(value)
    try:
        used = changed(layer, **settings) if settings else layer
    except SettingError as error:
        raise CallError(f"{name}: {error}") from None
    return used, {ports.index(place.field): tensor for place, tensor in zip(places, tensors, strict=False)}


@cache
def spellings(framework: Convention) -> dict[str, tuple[type[Layer], Spelling]]:
    """Every spelling of a framework by the name of its class."""
    found: dict[str, tuple[type[Layer], Spelling]] = {}
    for kind in registry.kinds().values():
        for spelling in kind.spelled():
            if spelling.framework == framework and spelling.reads:
                assert spelling.name not in found, f"{spelling.name} is spelled twice"
                found[spelling.name] = (kind, spelling)
    return found


def _given(call: Call, spelling: Spelling) -> dict[str, Any]:
    """The arguments by name."""
    names = [argument.name for argument in spelling.arguments]
    if ANYTHING in names:
        return {}
    if len(call.args) > len(names):
        raise CallError(f"{call.name} takes {len(names)} arguments, and {len(call.args)} are given.")
    given = dict(zip(names, call.args, strict=False))
    for name, value in call.kwargs.items():
        if name in given:
            raise CallError(f"{call.name} is given {name} twice.")
        if name in names:
            given[name] = value
        elif not _common(spelling.framework, name):
            raise CallError(f"{call.name} has no argument {name}.")
    return given


def _common(framework: Convention, name: str) -> bool:
    return name in _COMMON[framework] or (framework == "keras" and name.endswith(_KERAS_ENDINGS))
