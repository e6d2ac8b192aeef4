"""Templates: what is told of the shipped examples, read from their index without opening one of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from convas.resources import resource
from convas.values.convention import RULES, Convention

_FEW = 6
_PART = re.compile(r"[A-Z]+[a-z]*|[^\W\dA-Z_]+|\d+")


@dataclass(frozen=True, slots=True)
class Template:
    """One shipped example. `line` says what it is, `source` where its numbers come from.

    `also` are more words by which it is found; `first` is its place on the first screen, or 0; no year is 0.
    """

    file: str
    name: str
    group: str
    line: str
    source: str
    convention: Convention
    parameters: int
    trainable: int
    year: int = 0
    also: str = ""
    first: int = 0

    @property
    def path(self) -> Path:
        return resource("examples", self.file)

    def matches(self, typed: str) -> bool:
        """Whether every typed word begins a word of what is told, or a part of one: `net` finds ResNet-18."""
        rules = RULES[self.convention].title
        told = " ".join((self.name, str(self.year or ""), self.group, self.line, self.source, self.also, rules))
        starts = [found.start() for found in _PART.finditer(told)]
        plain = told.lower()
        return all(any(plain.startswith(part, at) for at in starts) for part in typed.lower().split())


@cache
def templates() -> tuple[Template, ...]:
    """All of them, as they are shown: group by group, oldest first."""
    rows = json.loads(resource("examples", "index.json").read_text(encoding="utf-8"))
    return tuple(Template(**row) for row in rows)


def first_templates() -> tuple[Template, ...]:
    """The few for the first screen."""
    return tuple(sorted((one for one in templates() if one.first), key=lambda one: one.first)[:_FEW])


def nearest_names(typed: str) -> list[str]:
    """Names that were perhaps meant."""
    names = {one.name.casefold(): one.name for one in templates()}
    return [names[found] for found in get_close_matches(typed.casefold(), names, n=3, cutoff=0.6)]
