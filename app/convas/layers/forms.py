"""Forms: what a form, a listing or a help page needs to know of a layer's fields, read off the class."""

from __future__ import annotations

import types
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from convas.layers.layer import Layer

WORDS: Final[dict[str, str]] = {
    "channels_last": "last",
    "channels_first": "first",
    "reflect": "mirror",
    "replicate": "repeat",
    "circular": "wrap",
    "constant": "one value",
    "nearest-exact": "nearest, exact",
    "lanczos3": "Lanczos 3",
    "lanczos5": "Lanczos 5",
}
"""What people read for the frameworks' words, where a setting has no label of its own."""

FormKind = Literal["number", "decimal", "numbers", "pairs", "choice", "switch", "axes", "text", "layer"]
Sort = Literal["any", "layer", "cell"]
_NOUNS: Final[dict[str, str]] = {
    "any": "a layer with one input and one output",
    "layer": "a recurrent layer, such as LSTM",
    "cell": "a recurrent cell, such as LSTMCell",
}


@dataclass(frozen=True, slots=True)
class Holds:
    """Marks a setting that holds a layer: any one, a recurrent one or a cell."""

    sort: Sort

    @property
    def noun(self) -> str:
        return _NOUNS[self.sort]


@dataclass(frozen=True, slots=True)
class Form:
    """How one field is filled in.

    kind      number, decimal; numbers: a fixed row of `length`; pairs: `length` pairs;
              choice: one of `options`; switch; axes: any number of sizes, names or ?; text;
              layer: another layer, of the sort that `holds` says
    custom    a second form beside the choice, for fields such as padding ("same" or numbers)
    examples  of a text that has a form of its own, such as `kernel: 3 × 4; bias: 4`
    optional  may be left empty (None)
    gaps      each number of a row may be left empty
    fraction  the numbers of a row need not be whole
    """

    kind: FormKind
    minimum: int | None = None
    maximum: int | None = None
    length: int = 1
    options: tuple[str, ...] = ()
    optional: bool = False
    custom: Form | None = None
    gaps: bool = False
    fraction: bool = False
    examples: tuple[str, ...] = ()
    holds: Holds | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a layer as people see it."""

    name: str
    title: str
    description: str
    default: Any
    form: Form
    rare: bool = False
    only: str = ""
    instead: str = ""
    structural: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    role: str = ""

    def offering(self, options: tuple[str, ...]) -> Setting:
        """The setting with fewer choices."""
        return replace(self, form=replace(self.form, options=options))

    def label(self, option: str) -> str:
        """An option in words."""
        return dict(self.labels).get(option, WORDS.get(option, option))


def describe(cls: type[Layer]) -> tuple[Setting, ...]:
    """The settings of a kind, in the order of its fields; without what the design keeps in them by itself."""
    return tuple(_setting(name, info) for name, info in cls.model_fields.items() if not _kept(info))


def _kept(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("kept"))


def _setting(name: str, info: FieldInfo) -> Setting:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    labels = extra.get("labels")
    return Setting(
        name=name,
        title=info.title or name,
        description=info.description or "",
        default=info.default,
        form=replace(_form(info.annotation, list(info.metadata)), examples=tuple(map(str, info.examples or ()))),
        rare=bool(extra.get("rare")),
        only=str(extra.get("only") or ""),
        instead=str(extra.get("instead") or ""),
        structural=bool(extra.get("structural")),
        labels=tuple((str(key), str(value)) for key, value in labels.items()) if isinstance(labels, dict) else (),
        role=str(extra.get("role") or ""),
    )


def _form(annotation: Any, metadata: list[Any]) -> Form:
    annotation, metadata = _bare(annotation, metadata)
    held = next((item for item in metadata if isinstance(item, Holds)), None)
    if held is not None:
        return Form("layer", holds=held)
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _union([_form(arg, []) for arg in get_args(annotation) if arg is not type(None)], annotation)
    if origin is Literal:
        return Form("choice", options=tuple(str(option) for option in get_args(annotation)))
    if origin is tuple:
        return _row(get_args(annotation))
    if annotation is bool:
        return Form("switch")
    if annotation in (int, float):
        bounds = _bounds(metadata)
        return Form("number" if annotation is int else "decimal", minimum=bounds[0], maximum=bounds[1])
    return Form("text")


def _union(forms: list[Form], annotation: Any) -> Form:
    """`"same" | (3, 3)`, `(2, 2) | None`, or an axis: a number, a name or nothing."""
    optional = type(None) in get_args(annotation)
    first, *others = forms
    if others and first.kind == "number" and others[0].kind == "text":
        return Form("axes", optional=optional)
    return Form(
        first.kind,
        first.minimum,
        first.maximum,
        first.length,
        first.options,
        optional,
        others[0] if others else None,
        first.gaps,
        first.fraction,
        holds=first.holds,
    )


def _row(args: tuple[Any, ...]) -> Form:
    inner = _form(args[0], [])
    fraction = inner.kind == "decimal"
    if len(args) == 2 and args[1] is Ellipsis:
        return Form("axes", minimum=inner.minimum, fraction=fraction)
    kind: FormKind = "pairs" if inner.kind == "numbers" else "numbers"
    return Form(kind, inner.minimum, inner.maximum, len(args), gaps=inner.optional, fraction=fraction)


def _bare(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    while hasattr(annotation, "__metadata__"):
        metadata = [*metadata, *annotation.__metadata__]
        annotation = annotation.__origin__
    return annotation, metadata


def _bounds(metadata: list[Any]) -> tuple[int | None, int | None]:
    lower = upper = None
    for item in metadata:
        for bound in item.metadata if isinstance(item, FieldInfo) else [item]:
            if isinstance(bound, Ge) and isinstance(bound.ge, (int, float)):
                lower = int(bound.ge)
            elif isinstance(bound, Le) and isinstance(bound.le, (int, float)):
                upper = int(bound.le)
    return lower, upper
