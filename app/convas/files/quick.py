"""Quick: a file checked while it is parsed, its links becoming records at once.

What does not pass may still be a file, or be refused in better words: the reader then goes the long way.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Annotated, Any, NotRequired

from pydantic import Field as PydanticField
from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError, with_config
from pydantic_core import core_schema as core

from convas.design.records import Link, Node, Record
from convas.files.rows import KEEPS, VERSION, LinkRow, Unlinked
from convas.layers.layer import Layer


class _Becomes:
    """Annotates a row: it becomes its record, unless it has fields that no version knows yet."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core.CoreSchema:
        row = handler.resolve_ref_schema(handler(source))
        assert row["type"] == "typed-dict"
        parts = fields(self.record)
        made = core.dataclass_args_schema(self.record.__name__, [_part(one, row["fields"]) for one in parts])
        forbids = core.CoreConfig(extra_fields_behavior="forbid")
        record = core.dataclass_schema(self.record, made, [one.name for one in parts], slots=True, config=forbids)
        return core.union_schema([record, row], mode="left_to_right")


def _part(one: Field[Any], known: dict[str, core.TypedDictField]) -> core.DataclassField:
    there = one.name in known
    schema = known[one.name]["schema"] if there else core.any_schema()
    if one.default is not MISSING:
        schema = core.with_default_schema(schema, default=one.default)
    return core.dataclass_field(one.name, schema, init=there)


@with_config(KEEPS)
class _File(Unlinked):
    version: Annotated[int, PydanticField(strict=True, ge=VERSION, le=VERSION)]
    links: NotRequired[list[Annotated[LinkRow, _Becomes(Link)]]]


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)


def parsed(data: bytes) -> dict[str, Any] | None:
    """The parts of a file, or None for what must be looked at again."""
    if b"NaN" in data or b"Infinity" in data:  # the parser would take them for numbers
        return None
    try:
        return dict(_adapter().validate_json(data))
    except ValidationError:
        return None


class _Open:
    """A node whose fields can still be set."""

    __slots__ = tuple(Node.__slots__)


def node(
    key: int,
    name: str,
    layer: Layer,
    x: int,
    y: int,
    scope: int,
    bindings: tuple[tuple[str, str], ...],
    frozen: bool,
    bypassed: bool,
    unknown: str,
    unknown_settings: str,
) -> Node:
    """A node with these fields; a frozen record, which must go round its own guard, takes four times as long."""
    made: Any = _Open()
    made.id = key
    made.name = name
    made.layer = layer
    made.x = x
    made.y = y
    made.scope = scope
    made.bindings = bindings
    made.frozen = frozen
    made.bypassed = bypassed
    made.unknown = unknown
    made.unknown_settings = unknown_settings
    made.__class__ = Node
    assert isinstance(made, Node)
    return made
