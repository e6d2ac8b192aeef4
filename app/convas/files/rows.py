"""Rows: how each record is written in a file. One row a line; what equals its default is left out.

The typed dictionaries check what is read and are the source of the JSON schema; the functions
turn records into rows. Fields that no version knows yet are kept as JSON text and written back.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from convas.design.records import (
    FARTHEST,
    MOST_INPUTS,
    Block,
    End,
    Header,
    Link,
    Node,
    Note,
    Record,
    Share,
    Step,
    Variable,
)
from convas.layers.holding import written
from convas.layers.layer import Layer
from convas.layers.unknown import Unknown
from convas.layers.validation import differing
from convas.values.size import LARGEST

FORMAT: Final = "convas"
VERSION: Final = 1

KEEPS: Final = ConfigDict(extra="allow")
"""Fields of a newer version are let through, kept and written back."""

Id = Annotated[int, Field(strict=True, ge=1, le=2**53)]
Index = Annotated[int, Field(strict=True, ge=0, le=MOST_INPUTS)]
Place = Annotated[int, Field(strict=True, ge=-FARTHEST, le=FARTHEST)]
Side = Annotated[int, Field(strict=True, ge=1, le=FARTHEST)]
Number = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
Word = Annotated[str, Field(strict=True, min_length=1, max_length=100)]
Text = Annotated[str, Field(strict=True, max_length=100_000)]
Flag = Annotated[bool, Field(strict=True)]
Formula = Annotated[str, Field(strict=True, min_length=1, max_length=1000)]


@with_config(KEEPS)
class HeaderRow(TypedDict):
    """What holds for the whole design."""

    name: NotRequired[Word]
    convention: Literal["keras", "pytorch"]
    note: NotRequired[Text]
    flow: NotRequired[Literal["right", "down"]]


@with_config(KEEPS)
class NodeRow(TypedDict):
    """One use of a layer; `block` is the block whose inside it belongs to."""

    id: Id
    block: NotRequired[Id]
    name: Word
    kind: Word
    settings: NotRequired[dict[str, Any]]
    bindings: NotRequired[dict[str, Formula]]
    at: NotRequired[tuple[Place, Place]]
    frozen: NotRequired[Flag]
    bypassed: NotRequired[Flag]


@with_config(KEEPS)
class LinkRow(TypedDict):
    """A data edge between ports; a port that is not told is the first."""

    id: Id
    source: Id
    target: Id
    output: NotRequired[Index]
    input: NotRequired[Index]


@with_config(KEEPS)
class EndRow(TypedDict):
    """One side of a share of arrays: nodes from the outside in, each with its repetition if one is meant."""

    path: list[Id | tuple[Id, Index]]
    weight: NotRequired[Word]


@with_config(KEEPS)
class ShareRow(TypedDict):
    """Two ends that use the same weights; a bare number is a whole layer."""

    id: Id
    block: NotRequired[Id]
    first: Id | EndRow
    second: Id | EndRow
    transposed: NotRequired[Flag]


@with_config(KEEPS)
class BlockRow(TypedDict):
    """A sub-graph used as one node, with its arguments and their defaults."""

    id: Id
    name: Word
    arguments: NotRequired[dict[str, Number]]


@with_config(KEEPS)
class VariableRow(TypedDict):
    """A named number."""

    id: Id
    name: Word
    value: Number
    formula: NotRequired[Formula]
    minimum: NotRequired[Number]
    maximum: NotRequired[Number]


@with_config(KEEPS)
class NoteRow(TypedDict):
    """Words on the canvas, or a titled area behind layers."""

    id: Id
    block: NotRequired[Id]
    text: Text
    at: NotRequired[tuple[Place, Place]]
    size: NotRequired[tuple[Side, Side]]
    frame: NotRequired[Flag]
    colour: NotRequired[Word]


class Unlinked(TypedDict):
    """All of a file but its version and its links."""

    format: Literal["convas"]
    design: HeaderRow
    variables: NotRequired[list[VariableRow]]
    blocks: NotRequired[list[BlockRow]]
    nodes: NotRequired[list[NodeRow]]
    shares: NotRequired[list[ShareRow]]
    notes: NotRequired[list[NoteRow]]


@with_config(KEEPS)
class FileRow(Unlinked):
    """A whole file."""

    version: Literal[1]
    links: NotRequired[list[LinkRow]]


LISTS: Final[dict[type[Record], str]] = {
    Variable: "variables",
    Block: "blocks",
    Node: "nodes",
    Link: "links",
    Share: "shares",
    Note: "notes",
}
"""Where each kind of record stands, in the order of the file."""


def row(record: Record) -> dict[str, Any]:
    """The row of a record."""
    told: dict[str, Any]
    match record:
        case Header():
            told = {"name": record.name, "convention": record.convention, "note": record.note or None}
            told["flow"] = record.flow if record.flow != "right" else None
        case Node():
            told = _node(record)
        case Link():
            told = {
                "id": record.id,
                "source": record.source,
                "target": record.target,
                "output": record.output or None,
                "input": record.input or None,
            }
        case Share():
            told = {
                "id": record.id,
                "first": _end(record.first),
                "second": _end(record.second),
                "transposed": record.transposed or None,
                "block": record.scope or None,
            }
        case Block():
            arguments = {argument.name: argument.value for argument in record.arguments}
            told = {"id": record.id, "name": record.name, "arguments": arguments or None}
        case Variable():
            told = {
                "id": record.id,
                "name": record.name,
                "value": record.value,
                "formula": record.formula or None,
                "minimum": record.minimum,
                "maximum": record.maximum,
            }
        case Note():
            told = _note(record)
    kept = {key: value for key, value in told.items() if value is not None}
    return {**kept, **json.loads(record.unknown)} if record.unknown else kept


def _node(node: Node) -> dict[str, Any]:
    layer = node.layer
    if isinstance(layer, Unknown):
        kind, settings = layer.name, json.loads(layer.settings)
    else:
        kind, settings = layer.kind, {name: _setting(value) for name, value in differing(layer).items()}
    if node.unknown_settings:
        settings = {**settings, **json.loads(node.unknown_settings)}
    return {
        "id": node.id,
        "name": node.name,
        "kind": kind,
        "settings": settings or None,
        "bindings": dict(node.bindings) or None,
        "at": [node.x, node.y],
        "block": node.scope or None,
        "frozen": node.frozen or None,
        "bypassed": node.bypassed or None,
    }


def _setting(value: Any) -> Any:
    return written(value) if isinstance(value, Layer) else value


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "text": note.text,
        "at": [note.x, note.y],
        "size": [note.width, note.height],
        "block": note.scope or None,
        "frame": note.frame or None,
        "colour": note.colour or None,
    }


def _end(end: End) -> Any:
    if len(end.path) == 1 and not end.weight and not end.unknown and end.path[0].repetition is None:
        return end.node
    told: dict[str, Any] = {"path": [_step(step) for step in end.path]}
    if end.weight:
        told["weight"] = end.weight
    return {**told, **json.loads(end.unknown)} if end.unknown else told


def _step(step: Step) -> Any:
    return step.node if step.repetition is None else [step.node, step.repetition]
