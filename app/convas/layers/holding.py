"""Holding: a setting that is itself a layer, as wrappers such as TimeDistributed have.

In a file it is `{"kind": "LSTM", "settings": {"units": 8}}`. A kind or a setting that this version does not know is
kept as it was read, and never counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from convas.layers import registry
from convas.layers.availability import foreign
from convas.layers.forms import Holds, Sort
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.unknown import Unknown
from convas.layers.validation import SettingError, build, changed, differing
from convas.values.convention import Rules
from convas.values.problem import Mend, Problem, ShapeError
from convas.values.size import Dim, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

HOLDS: Final = "holds"
"""Marks in the schema where a layer stands."""
_DEEPEST: Final = 8


def takes(holds: Holds, kind: type[Layer]) -> bool:
    """Whether layers of a kind can be held."""
    if kind is Unknown:
        return True
    if not kind.title or kind.apart:
        return False
    if holds.sort != "any":
        return kind.recurrence == holds.sort
    places = kind.places
    return not places.variadic and places.needed == len(places.inputs) == 1 and len(places.outputs) == 1


def takers(holds: Holds) -> list[type[Layer]]:
    """The kinds that can be held, as the palette has them."""
    return [kind for kind in registry.placed() if takes(holds, kind)]


def written(layer: Layer) -> dict[str, Any]:
    """A held layer as a file has it."""
    if isinstance(layer, Unknown):
        kept: dict[str, Any] = json.loads(layer.settings)
        return kept
    settings = {name: plain(value) for name, value in differing(layer).items()}
    return {"kind": layer.kind, **({"settings": settings} if settings else {})}


def plain(value: Any) -> Any:
    """The value of a setting as a file has it."""
    if isinstance(value, Layer):
        return written(value)
    return [plain(part) for part in value] if isinstance(value, (tuple, list)) else value


def read(told: Any) -> Layer:
    """The layer in a setting's value; a `ValueError` says in a sentence what would be one."""
    if isinstance(told, Layer):
        return told
    name = told.get("kind") if isinstance(told, Mapping) else None
    settings = (told.get("settings") or {}) if isinstance(told, Mapping) else None
    if not isinstance(name, str) or not isinstance(settings, Mapping) or not _nameable(name):
        raise ValueError("Choose a kind of layer to hold.")
    kind = registry.find(name)
    if kind is not None and settings.keys() <= kind.model_fields.keys() and told.keys() <= {"kind", "settings"}:
        return build(kind, settings)
    try:
        return Unknown(name=name, settings=json.dumps(told, allow_nan=False))
    except (TypeError, ValueError):
        raise ValueError(f"{name[:40]} has settings that no file can hold.") from None


def _nameable(name: str) -> bool:
    return 0 < len(name) <= 100 and name == name.strip() and name.isprintable()


def depth(layer: Layer) -> int:
    """How many layers are inside each other."""
    return 1 + max((depth(value) for _, value in layer if isinstance(value, Layer)), default=0)


def _held(holds: Holds) -> Any:
    def checked(told: Any) -> Layer:
        layer = build(type(told), dict(told)) if isinstance(told, Layer) else read(told)
        if not takes(holds, type(layer)):
            raise ValueError(f"{type(layer).title or 'This'} cannot stand here. Choose {holds.noun}.")
        if depth(layer) > _DEEPEST:
            raise ValueError(f"There is room for {_DEEPEST} layers inside each other.")
        return layer

    return checked


def _annotated(sort: Sort) -> Any:
    holds = Holds(sort)
    return (holds, BeforeValidator(_held(holds)), PlainSerializer(written), WithJsonSchema({HOLDS: sort}))


_ANY, _LAYER, _CELL = _annotated("any"), _annotated("layer"), _annotated("cell")
AnyLayer = Annotated[Layer, _ANY[0], _ANY[1], _ANY[2], _ANY[3]]
"""A layer with one input and one output."""
RecurrentLayer = Annotated[Layer, _LAYER[0], _LAYER[1], _LAYER[2], _LAYER[3]]
"""A layer that reads sequences."""
AnyCell = Annotated[Layer, _CELL[0], _CELL[1], _CELL[2], _CELL[3]]
"""One step of a recurrence."""


def inside(layer: Layer, inputs: Specs, rules: Rules, field: str = "layer") -> Specs:
    """What a held layer makes of inputs; what is wrong with it is told of the setting that holds it."""
    strange = foreign(layer, rules)
    if strange is not None:
        raise raised(strange, layer, field)
    if len(layer.ports.inputs) != len(inputs):
        mend = Mend("Switch its starting states off", settings=(("initial_state", False),))
        raise ShapeError(
            "several inputs",
            "{me} gives the layer in it one input, and that layer takes several. Let it take one.",
            field,
            *lifted((mend,), layer, field),
        )
    try:
        return layer.outputs(inputs, rules)
    except ShapeError as error:
        raise raised(error.problem, layer, field) from None


def raised(problem: Problem, layer: Layer, field: str) -> ShapeError:
    """The problem of a held layer as one of the layer that holds it."""
    return ShapeError(problem.summary, problem.message, field, *lifted(problem.mends, layer, field))


def lifted(mends: tuple[Mend, ...], layer: Layer, field: str) -> list[Mend]:
    """The mends that set the held layer's own settings, as settings of the layer that holds it."""
    found = []
    for mend in mends:
        if mend.kind or mend.where != -1:
            continue
        try:
            found.append(Mend(mend.label, settings=((field, changed(layer, **dict(mend.settings))),)))
        except SettingError:
            continue
    return found


def repeated(work: Operations, times: Dim) -> Operations:
    """The same work several times."""
    return Operations(*(part if value_of(part) == 0 else times * part for part in work))


def called(layer: Layer) -> str:
    """The name that Keras gives a layer of its kind: `conv_lstm2d`."""
    name = next((spelling.name for spelling in layer.spelled() if spelling.framework == "keras"), layer.kind)
    parted = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", parted).lower()


def under(name: str, weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
    """The arrays of a held layer, with its name before theirs."""
    return tuple(weight._replace(name=f"{name}/{weight.name}") for weight in weights)


def without(name: str, weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
    """The arrays that a name stands before, without it."""
    start = f"{name}/"
    found = (weight for weight in weights if weight.name.startswith(start))
    return tuple(weight._replace(name=weight.name.removeprefix(start)) for weight in found)


def card_of(layer: Layer) -> list[str]:
    """A held layer on a card: its name and the first of what it says."""
    return [type(layer).short or type(layer).title or layer.kind, *layer.brief()[:1]]


def one_step(x: Spec) -> Spec:
    """One step of a sequence."""
    return x.having((x.axes[0], *x.axes[2:]))


def hints_of(layer: Layer, inputs: Specs, rules: Rules, field: str) -> list[Hint]:
    """What a held layer says of itself, its mends set where it is held."""
    found = []
    for hint in layer.hints(inputs, layer.outputs(inputs, rules), rules):
        mends = tuple(lifted(hint.mends, layer, field))
        found.append(Hint(hint.summary, hint.message, hint.severity, mends))
    return found
