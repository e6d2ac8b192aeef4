"""Fragments as text: what is copied goes through the clipboard, a mail or a file as a small design.

The text of a whole design is a fragment too. Text from outside is checked as a file is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, Final, NotRequired

from pydantic import Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import HEADER
from convas.edits.fragment import Fragment, Incoming
from convas.files.errors import FileError
from convas.files.quoted import unquoted
from convas.files.read import LARGEST_FILE, from_bytes
from convas.files.rows import FORMAT, Id, Index, Word
from convas.files.write import to_bytes

INCOMING: Final = "incoming"
MIME: Final = "application/x-convas"
_WHAT: Final = "What was copied"
NOT_OURS: Final = f"{_WHAT} is no part of a design. Copy layers first, then paste."
A_PICTURE: Final = f"{_WHAT} is a picture, and no part of a design."


class IncomingRow(TypedDict):
    """A link from a layer that is not in the text; it is found again by its id and its name."""

    source: Id
    name: Word
    target: Id
    output: NotRequired[Index]
    input: NotRequired[Index]


def to_text(copied: Fragment) -> str:
    """The text of what was copied: the same as a file has."""
    header = copied.design.header
    if copied.incoming:
        rows = [_row(link) for link in copied.incoming]
        header = replace(header, unknown_parts=json.dumps({INCOMING: rows}))
    records = [record for record in copied.design.snapshot() if record.id != HEADER]
    return to_bytes([header, *records]).decode()


def from_text(told: str) -> Fragment:
    """What a text holds; a `FileError` with one short sentence where it is no part of a design.

    What mail and chat do to a text is seen through.
    """
    if len(told) > LARGEST_FILE:
        raise FileError(f"{_WHAT} is too long to be pasted.")
    if told.lstrip().startswith("{") and f'"{FORMAT}"' in told:
        try:
            return _read(told)
        except FileError:
            found = unquoted(told)
            if found is None or found == told.strip():
                raise
    else:
        found = unquoted(told)
        if found is None:
            raise FileError(NOT_OURS)
    return _read(found)


def _read(told: str) -> Fragment:
    return from_design(from_bytes(told.encode(errors="surrogatepass"), _WHAT, "pasted"))


def from_design(design: Design) -> Fragment:
    """A design as something to paste; what it says of links from outside is no unknown part of it any more."""
    header = design.header
    parts: dict[str, Any] = json.loads(header.unknown_parts) if header.unknown_parts else {}
    if INCOMING not in parts:
        return Fragment(design)
    try:
        rows = _adapter().validate_python(parts[INCOMING])
    except ValidationError:
        raise FileError(f"{_WHAT} cannot be pasted: its links from outside are damaged.") from None
    rest = {name: part for name, part in parts.items() if name != INCOMING}
    design.apply(Delta.replacing((header, replace(header, unknown_parts=json.dumps(rest) if rest else ""))))
    return Fragment(design, tuple(Incoming(**row) for row in rows))


@cache
def _adapter() -> TypeAdapter[list[IncomingRow]]:
    return TypeAdapter(Annotated[list[IncomingRow], Field(max_length=1_000_000)])


def _row(link: Incoming) -> dict[str, Any]:
    told = {
        "source": link.source,
        "name": link.name,
        "target": link.target,
        "output": link.output or None,
        "input": link.input or None,
    }
    return {key: value for key, value in told.items() if value is not None}
