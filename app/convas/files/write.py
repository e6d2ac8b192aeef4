"""Writing a design: versioned JSON, one record a line, the same design always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from convas.design.records import Header, Record
from convas.files.rows import FORMAT, LISTS, VERSION, row


def to_bytes(records: Iterable[Record]) -> bytes:
    """The file of a design's records."""
    lists: dict[str, list[str]] = {name: [] for name in LISTS.values()}
    header = Header()
    for record in sorted(records, key=lambda record: record.id):
        if isinstance(record, Header):
            header = record
        else:
            lists[LISTS[type(record)]].append(_line(row(record)))
    parts = [f'"format": "{FORMAT}"', f'"version": {VERSION}', f'"design": {_line(row(header))}']
    for name, lines in lists.items():
        if lines:
            inside = ",\n".join(lines)
            parts.append(f'"{name}": [\n{inside}\n]')
    unknown_parts = json.loads(header.unknown_parts) if header.unknown_parts else {}
    parts += [f"{_line(key)}: {_line(value)}" for key, value in unknown_parts.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _line(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        shown.encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False)
    return shown
