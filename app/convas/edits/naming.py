"""Names: unique in their scope, made from the kind's stem, and safe to show and to write."""

from __future__ import annotations

import re

from convas.design.design import Design
from convas.edits.edit import Refused
from convas.layers.layer import Layer

LONGEST = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def free_name(design: Design, layer: Layer, scope: int, taken: set[str] | None = None) -> str:
    """The next free name for a layer: `conv1`, `dense_2`, `flatten`, `flatten_2`."""
    return numbered(design, layer.stem, scope, taken)


def numbered(design: Design, stem: str, scope: int, taken: set[str] | None = None) -> str:
    """The first name made from `stem` that is neither in the scope nor in `taken`."""
    used = design.names.get(scope, {})
    more = taken or set()
    if "{}" not in stem:
        if stem not in used and stem not in more:
            return stem
        stem, number = f"{stem}_{{}}", 2
    else:
        number = 1
    while (name := stem.format(number)) in used or name in more:
        number += 1
    return name


def copied(design: Design, name: str, scope: int, taken: set[str]) -> str:
    """A free name for a copy: the trailing number goes on counting."""
    used = design.names.get(scope, {})
    if name not in used and name not in taken:
        return name
    found = re.fullmatch(r"(.*?)_?(\d+)", name)
    stem = (name[: found.start(2)] if found else f"{name}_").replace("{", "{{").replace("}", "}}") + "{}"
    return numbered(design, stem, scope, taken)


def checked(name: str) -> str:
    """The name as it may be used, without outer blanks; or a refusal."""
    clean = name.strip()
    if not clean:
        raise Refused("A name needs at least one letter.", "name")
    if len(clean) > LONGEST:
        raise Refused(f"A name can have {LONGEST} letters at most.", "name")
    if _CONTROL.search(clean):
        raise Refused("A name cannot hold line breaks or control characters.", "name")
    return clean
