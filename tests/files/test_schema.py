"""The shipped JSON schema is the one of the code, and takes what Convas writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from convas.files.schema import schema, text
from convas.resources import resource

EXAMPLES = sorted(resource("examples").glob("*.convas"))


def test_the_shipped_schema_is_the_one_of_the_code() -> None:
    shipped = resource("schema", "convas-1.schema.json").read_text(encoding="utf-8")
    assert shipped == text(), "run: python -m convas.files.schema > resources/schema/convas-1.schema.json"


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_valid(path: Path) -> None:
    Draft202012Validator(schema()).validate(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("node", "fine"),
    [
        ({"id": 1, "name": "a", "kind": "Conv2D", "settings": {"filters": 3, "kernel_size": [3, 3]}}, True),
        ({"id": 1, "name": "a", "kind": "Conv2D", "settings": {"filters": 0}}, False),
        ({"id": 1, "name": "a", "kind": "Conv2D", "settings": {"kernel_size": [3, 3, 3]}}, False),
        ({"id": 1, "name": "a", "kind": "Conv2D", "settings": {"of_tomorrow": True}}, True),
        ({"id": 1, "name": "a", "kind": "OfTomorrow", "settings": {"filters": 0}}, True),
        ({"id": 0, "name": "a", "kind": "Flatten"}, False),
        ({"id": 1, "name": "", "kind": "Flatten"}, False),
    ],
)
def test_settings_are_checked_by_kind(node: dict[str, object], fine: bool) -> None:
    file = {"format": "convas", "version": 1, "design": {"convention": "keras"}, "nodes": [node]}
    assert Draft202012Validator(schema()).is_valid(file) is fine
