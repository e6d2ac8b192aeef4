"""Reading a design. Any file may be hostile: it is bounded, checked whole, and nothing of it is run.

Every refusal is one sentence that names the place. Kinds and fields of a newer version are kept.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from convas.design.design import Design
from convas.design.records import TOP, Argument, Block, End, Header, Link, Node, Note, Record, Share, Step, Variable
from convas.edits.edit import Refused
from convas.edits.naming import checked
from convas.files import quick
from convas.files.check import check
from convas.files.errors import FileError, cannot
from convas.files.rows import FORMAT, VERSION, FileRow
from convas.layers import registry
from convas.layers.layer import Layer
from convas.layers.unknown import Unknown
from convas.layers.validation import SettingError, build
from convas.values.collection import no_collection
from convas.values.formula import nameable

LARGEST_FILE: Final = 256 * 2**20
"""Bytes. A design of a hundred thousand layers takes about 20 MiB."""
MOST_RECORDS: Final = 1_000_000


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, if it is a file and not too large."""
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            what = "it is a folder" if stat.S_ISDIR(kind) else "it is no plain file"
            raise FileError(f"{path.name or path} cannot be opened: {what}.")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise cannot("opened", path, error) from None
    if len(data) > LARGEST_FILE:
        raise FileError(f"{path.name} cannot be opened: it is larger than {LARGEST_FILE // 2**20} MiB.")
    return data


def from_bytes(data: bytes, name: str = "This file", wanted: str = "opened") -> Design:
    """The design in a file. `name` is what messages call the file, `wanted` what was to be done with it."""
    try:
        with no_collection():
            return _design(_bounded(quick.parsed(data) or _checked(_parsed(data))))
    except FileError as error:
        raise FileError(f"{name} cannot be {wanted}: {error}") from None


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        raw = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise FileError(f"it is no Convas file, or it is damaged ({_where(str(error))}).") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise FileError("it is no Convas file.")
    version = raw.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileError("it does not say which version of the format it has.")
    if version > VERSION:
        raise FileError(
            f"it was made by a newer Convas (format {version}, this one knows {VERSION}). "
            "Install the newer Convas to open it."
        )
    return raw


def _where(said: str) -> str:
    """The parser's words without its own vocabulary."""
    return said.splitlines()[0].replace("EOF", "the end of the file").replace("`", "'")


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(FileRow)


def _bounded(file: dict[str, Any]) -> dict[str, Any]:
    if sum(len(part) for part in file.values() if isinstance(part, list)) > MOST_RECORDS:
        raise FileError(f"it has more than {MOST_RECORDS:,} entries.")
    return file


def _checked(raw: dict[str, Any]) -> dict[str, Any]:
    """The file with every known field of the right type."""
    try:
        file: dict[str, Any] = _adapter().validate_python(_bounded(raw))
    except ValidationError as error:
        raise _damage(raw, error) from None
    return file


def _damage(raw: dict[str, Any], error: ValidationError) -> FileError:
    first = error.errors(include_url=False, include_input=False)[0]
    loc = [part for part in first["loc"] if not isinstance(part, str) or "[" not in part]
    where = _place(raw, loc)
    what = first["msg"][0].lower() + first["msg"][1:]
    return FileError(f"{where}: {what}.")


def _place(raw: Any, loc: list[Any]) -> str:
    """`nodes, entry 3 (conv1), at`"""
    said = str(loc[0]) if loc else "the file"
    entry = raw.get(loc[0]) if isinstance(raw, dict) and loc else None
    if len(loc) > 1 and isinstance(loc[1], int):
        said += f", entry {loc[1] + 1}"
        row = entry[loc[1]] if isinstance(entry, list) and loc[1] < len(entry) else None
        if isinstance(row, dict) and isinstance(row.get("name"), str):
            said += f" ({row['name'][:40]!r})"
        return ", ".join([said, *(str(part) for part in loc[2:3])])
    return ", ".join([said, *(str(part) for part in loc[1:2])])


def _design(file: dict[str, Any]) -> Design:
    layers: dict[bytes, tuple[Layer, str]] = {}
    unknown_parts = _unknown(file, {"format", "version", "design", *_MAKERS})
    records: list[Record] = [_header(file["design"], unknown_parts)]
    for name, make in _MAKERS.items():
        rows = file.get(name, ())
        before = len(records)
        try:
            for row in rows:
                records.append(make(row, layers) if type(row) is dict else row)  # noqa: PERF401
        except (Refused, SettingError, FileError) as error:
            raise FileError(f"{_place(file, [name, len(records) - before])}: {error}") from None
    try:
        design = Design(records)
    except ValueError as error:
        raise FileError(f"{error}.") from None
    check(design)
    return design


def _header(row: Mapping[str, Any], unknown_parts: str) -> Header:
    try:
        name = checked(row["name"]) if "name" in row else "Untitled"
    except Refused as error:
        raise FileError(f"design, name: {error}") from None
    return Header(
        name, row["convention"], row.get("note", ""), _unknown(row, _HEADER), unknown_parts, row.get("flow", "right")
    )


def _node(row: Mapping[str, Any], layers: dict[bytes, tuple[Layer, str]]) -> Node:
    kind, settings = row["kind"], row.get("settings") or {}
    key = to_json((kind, settings))
    found = layers.get(key)
    if found is None:
        found = layers[key] = _layer(kind, settings)
    layer, unknown_settings = found
    x, y = row.get("at", (0, 0))
    bindings = _bindings(row["bindings"]) if "bindings" in row else ()
    return quick.node(
        row["id"],
        checked(row["name"]),
        layer,
        x,
        y,
        row.get("block", TOP),
        bindings,
        row.get("frozen", False),
        row.get("bypassed", False),
        _unknown(row, _NODE),
        unknown_settings,
    )


def _bindings(told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({checked(field): _formula(formula) for field, formula in told.items()}.items()))


def _formula(told: str) -> str:
    """The formula as it stands; whether it gives a number is seen where it is used."""
    if not told.isprintable():
        raise FileError("a formula holds line breaks or control characters.")
    return told


def _layer(kind: str, settings: dict[str, Any]) -> tuple[Layer, str]:
    """The layer, and its settings that are not known, as JSON text."""
    known = registry.find(kind)
    if known is None:
        checked(kind)
        return Unknown(name=kind, settings=_text(settings)), ""
    fields = known.model_fields
    strange = {name: value for name, value in settings.items() if name not in fields}
    taken = {name: value for name, value in settings.items() if name in fields} if strange else settings
    return build(known, taken), _text(strange) if strange else ""


def _link(row: Mapping[str, Any], _: object) -> Link:
    return Link(
        row["id"], row["source"], row["target"], row.get("output", 0), row.get("input", 0), _unknown(row, _LINK)
    )


def _share(row: Mapping[str, Any], _: object) -> Share:
    first, second = _end(row["first"]), _end(row["second"])
    return Share(row["id"], first, second, row.get("block", TOP), row.get("transposed", False), _unknown(row, _SHARE))


def _end(told: Any) -> End:
    if isinstance(told, int):
        return End((Step(told),))
    if not told["path"]:
        raise FileError("a path is empty.")
    path = tuple(Step(step) if isinstance(step, int) else Step(*step) for step in told["path"])
    weight = told.get("weight", "")
    return End(path, checked(weight) if weight else "", _unknown(told, _END))


def _block(row: Mapping[str, Any], _: object) -> Block:
    arguments = tuple(Argument(name, value) for name, value in row.get("arguments", {}).items())
    return Block(row["id"], checked(row["name"]), arguments, _unknown(row, _BLOCK))


def _variable(row: Mapping[str, Any], _: object) -> Variable:
    if not nameable(row["name"]):
        raise FileError("a variable's name has letters a to z, digits and _.")
    return Variable(
        row["id"],
        row["name"],
        row["value"],
        _formula(row.get("formula", "")),
        row.get("minimum"),
        row.get("maximum"),
        _unknown(row, _VARIABLE),
    )


def _note(row: Mapping[str, Any], _: object) -> Note:
    (x, y), (width, height) = row.get("at", (0, 0)), row.get("size", (208, 56))
    return Note(
        row["id"],
        row["text"],
        x,
        y,
        width,
        height,
        row.get("block", TOP),
        row.get("frame", False),
        row.get("colour", ""),
        _unknown(row, _NOTE),
    )


_HEADER = frozenset({"name", "convention", "note", "flow"})
_NODE = frozenset({"id", "name", "kind", "settings", "bindings", "at", "block", "frozen", "bypassed"})
_LINK = frozenset({"id", "source", "target", "output", "input"})
_SHARE = frozenset({"id", "first", "second", "transposed", "block"})
_END = frozenset({"path", "weight"})
_BLOCK = frozenset({"id", "name", "arguments"})
_VARIABLE = frozenset({"id", "name", "value", "formula", "minimum", "maximum"})
_NOTE = frozenset({"id", "text", "at", "size", "block", "frame", "colour"})
_MAKERS: Final[dict[str, Callable[[Mapping[str, Any], dict[bytes, tuple[Layer, str]]], Record]]] = {
    "variables": _variable,
    "blocks": _block,
    "nodes": _node,
    "links": _link,
    "shares": _share,
    "notes": _note,
}


def _unknown(row: Mapping[str, Any], known: frozenset[str] | set[str]) -> str:
    if row.keys() <= known:
        return ""
    return _text({key: value for key, value in row.items() if key not in known})


def _text(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=True, allow_nan=False)
    except ValueError:
        raise FileError("a number in it is too large.") from None
