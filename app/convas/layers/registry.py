"""The registry: every kind of layer, found by its name. Nobody else imports a concrete layer.

Kinds are gathered from the files of `catalogue/`; their pydantic cores are built at first use.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Final

from convas.layers import catalogue
from convas.layers.layer import Layer

FAMILIES: Final[dict[str, str]] = {
    "io": "Input & output",
    "conv": "Convolution",
    "dense": "Dense",
    "pool": "Pooling & resizing",
    "shape": "Shape & merge",
    "act": "Activation",
    "norm": "Normalisation & dropout",
    "recurrent": "Recurrent",
    "attention": "Attention & embedding",
    "block": "Block",
}
"""The families and their names, in the order of the palette."""


@cache
def kinds() -> dict[str, type[Layer]]:
    """Every kind by name, by family in the order of the palette, common ones first, then as the files have them."""
    found: list[type[Layer]] = []
    for module in pkgutil.iter_modules(catalogue.__path__):
        members = vars(importlib.import_module(f"{catalogue.__name__}.{module.name}")).values()
        found += [member for member in members if _is_kind(member)]
    order = list(FAMILIES)
    found.sort(key=lambda kind: (order.index(kind.family), not kind.common))
    return {kind.kind: kind for kind in found}


def placed() -> list[type[Layer]]:
    """The kinds that can be put into any drawing."""
    return [kind for kind in kinds().values() if not kind.apart]


def find(kind: str) -> type[Layer] | None:
    """The class of a kind, or None where no such kind is known."""
    return kinds().get(kind)


def search(typed: str) -> list[type[Layer]]:
    """The kinds that a person may mean by `typed`, best first; all that can be put down for nothing typed."""
    wanted = typed.lower().split()
    ranked = [(rank, kind) for kind in placed() if (rank := _rank(kind, wanted)) is not None]
    return [kind for _, kind in sorted(ranked, key=lambda pair: pair[0])]


def nearest(typed: str, number: int = 3) -> list[str]:
    """The titles that look most like `typed`, for "no layer is called ..."."""
    titles = [kind.title for kind in placed()]
    lowered = {title.lower(): title for title in titles}
    found = difflib.get_close_matches(typed.lower(), lowered, n=number, cutoff=0.0)
    return [lowered[title] for title in found]


def _is_kind(member: object) -> bool:
    return isinstance(member, type) and issubclass(member, Layer) and bool(vars(member).get("title"))


def _rank(kind: type[Layer], wanted: list[str]) -> int | None:
    """-1 where it is called so, 0 where the title begins so, then a word, a search word, a part of one; else None."""
    title, name = kind.title.lower(), kind.kind.lower()
    if " ".join(wanted) in (title, name):
        return -1
    ranks = []
    for word in wanted:
        if title.startswith(word) or name.startswith(word):
            ranks.append(0)
        elif any(part.startswith(word) for part in title.split()) or word in kind.words.lower().split():
            ranks.append(1)
        elif any(part.lower().startswith(word) for part in kind.words.split()):
            ranks.append(2)
        elif word in name or word in title:
            ranks.append(3)
        else:
            return None
    return max(ranks, default=0)


def iterate(family: str) -> Iterator[type[Layer]]:
    """The kinds of one family, as the palette has them."""
    return (kind for kind in placed() if kind.family == family)
