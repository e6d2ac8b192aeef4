"""The JSON schema of the file, made from the rows and the kinds. Run: python -m convas.files.schema"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from convas.files.rows import VERSION, FileRow
from convas.layers import registry
from convas.layers.holding import HOLDS


def schema() -> dict[str, Any]:
    """What a file may hold: every record, and for every known kind its settings.

    Unknown kinds and fields are allowed, because newer versions may have them.
    """
    made = TypeAdapter(FileRow).json_schema()
    definitions = made["$defs"]
    for name, kind in registry.kinds().items():
        definitions[name] = _settings(kind.model_json_schema())
    choices = [
        {
            "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
            "then": {"properties": {"settings": {"$ref": f"#/$defs/{name}"}}},
        }
        for name in registry.kinds()
    ]
    definitions["Kinds"] = {"title": "What settings each kind has", "allOf": choices}
    definitions["NodeRow"]["allOf"] = [{"$ref": "#/$defs/Kinds"}]
    definitions["HeldLayer"] = {
        "title": "A layer that a setting holds",
        "type": "object",
        "properties": {"kind": {"type": "string"}, "settings": {"type": "object"}},
        "required": ["kind"],
        "allOf": [{"$ref": "#/$defs/Kinds"}],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Convas design, format {VERSION}",
        **{key: value for key, value in made.items() if key != "title"},
    }


def _settings(made: dict[str, Any]) -> dict[str, Any]:
    """A kind's settings; fields of a newer version may stand beside them."""
    made.pop("additionalProperties", None)
    made.pop("$defs", None)
    for told in made.get("properties", {}).values():
        for part in (told, *told.get("anyOf", ())):
            if part.get(HOLDS):
                part.pop(HOLDS)
                part["$ref"] = "#/$defs/HeldLayer"
    return made


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(text(), end="")  # noqa: T201
