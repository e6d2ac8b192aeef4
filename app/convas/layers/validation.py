"""Checking settings: a value is taken, or refused in words that say what would be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from convas.layers.forms import Form, Setting
from convas.layers.layer import Layer, settings_of
from convas.values import text
from convas.values.size import LARGEST

L = TypeVar("L", bound=Layer)


class SettingError(ValueError):
    """A setting that its layer does not take. The message is a whole sentence."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


def build(kind: type[L], settings: Mapping[str, Any]) -> L:
    """A layer from its settings; the first bad one is a `SettingError`."""
    try:
        return kind.model_validate(dict(settings))
    except ValidationError as error:
        raise _refusal(kind, error) from None


def changed(layer: L, /, **settings: Any) -> L:
    """The layer with other settings; all are checked together."""
    return build(type(layer), {**vars(layer), **settings})


def differing(layer: Layer) -> dict[str, Any]:
    """The settings that are not the kind's defaults, in the order of its fields."""
    defaults = plain(type(layer))
    return {name: value for name, value in layer if value != getattr(defaults, name, None)}


_plain: dict[type[Layer], Layer] = {}


def plain(kind: type[Layer]) -> Layer:
    """The layer with nothing but defaults."""
    if kind not in _plain:
        _plain[kind] = kind()
    return _plain[kind]


def expected(form: Form) -> str:
    """What a field takes, in words: `a whole number of at least 1`."""
    said = _expected(form)
    if form.custom is not None:
        said += f", or {_expected(form.custom)}"
    return f"{said}, or empty" if form.optional else said


def _expected(form: Form) -> str:
    match form.kind:
        case "choice":
            return text.listed(list(form.options), "or")
        case "switch":
            return "on or off"
        case "number":
            return f"a whole number{_bounds(form)}"
        case "decimal":
            return f"a number{_bounds(form)}"
        case "numbers":
            gaps = ", each of which may be empty" if form.gaps else ""
            return f"{text.many(form.length, 'number' if form.fraction else 'whole number')}{_bounds(form)}{gaps}"
        case "pairs":
            return f"{text.many(form.length, 'pair')} of whole numbers{_bounds(form)}"
        case "layer":
            return form.holds.noun if form.holds is not None else "a layer"
        case "axes":
            return f"a row of {'numbers' if form.fraction else 'whole numbers'}{_bounds(form)}"
        case _:
            return f"text such as {form.examples[0]}" if form.examples else "text"


def _bounds(form: Form) -> str:
    lower, upper = form.minimum, form.maximum
    if upper is not None and upper < LARGEST:
        return f" from {text.count(lower or 0)} to {text.count(upper)}"
    return "" if lower is None or lower <= -LARGEST else f" of at least {text.count(lower)}"


def _refusal(kind: type[Layer], error: ValidationError) -> SettingError:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    setting: Setting | None = settings_of(kind).get(name)
    if setting is None:
        return SettingError(f"{kind.kind} has no setting {name}.", name)
    if first["type"] == "value_error":  # said by the field's own check
        return SettingError(str(first["ctx"]["error"]), name)
    if first["type"] == "less_than_equal":
        most = first.get("ctx", {}).get("le")
        return SettingError(f"{setting.title} must be at most {most:,}.", name)
    return SettingError(f"{setting.title} must be {expected(setting.form)}.", name)
