"""The registry: every kind of layer, found by its name. Nobody else imports a concrete layer.

Kinds are gathered from the files of `catalogue/`; their pydantic cores are built at first use. A list of them that is
shipped beside (`resources/layers.json`, made by `packaging/list_layers.py`) says in which file each one is, so that a
window or a command reads no file that it has no layer of.
"""

from __future__ import annotations

import difflib
import importlib
import json
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeGuard, TypeVar

from convas.layers import catalogue
from convas.layers.layer import Layer
from convas.resources import resource

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


class Listed(NamedTuple):
    """A kind as lists show it, without its file being read; `about` is the first line of what it does."""

    kind: str
    title: str
    family: str
    icon: str
    common: bool
    apart: str
    words: str
    about: str
    module: str

    def load(self) -> type[Layer]:
        """The class itself."""
        found = find(self.kind)
        assert found is not None, self.kind
        return found


K = TypeVar("K", type[Layer], Listed)


@cache
def listed() -> tuple[Listed, ...]:
    """Every kind that can be put into any drawing, in the order of the palette, as lists show it."""
    return tuple(one for one in _shipped().values() if not one.apart)


@cache
def _shipped() -> dict[str, Listed]:
    """The shipped list, where it is of the files that are there; else what the files themselves say."""
    try:
        rows = json.loads(resource("layers.json").read_text("utf-8"))["layers"]
        found = {row["kind"]: Listed(**row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError):
        found = {}
    there = {f"{_HOME}.{module.name}" for module in pkgutil.iter_modules(catalogue.__path__)}
    named = {one.module for one in found.values() if one.module.startswith(f"{_HOME}.")}
    if named and named <= there:
        return found
    return {kind.kind: entry(kind) for kind in kinds().values()}


def entry(kind: type[Layer]) -> Listed:
    """A kind as lists show it."""
    about = (kind.__doc__ or "").strip().splitlines()[0]
    module = kind.__module__.removeprefix(f"{__package__}.")
    return Listed(kind.kind, kind.title, kind.family, kind.icon, kind.common, kind.apart, kind.words, about, module)


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
    if kind in _loaded:
        return _loaded[kind]
    known = _shipped().get(kind)
    if known is None:
        return kinds().get(kind)
    module = importlib.import_module(f"{__package__}.{known.module}")
    found = vars(module).get(kind)
    if not _is_kind(found):
        return kinds().get(kind)
    _loaded[kind] = found
    return found


_HOME: Final = "catalogue"
_loaded: dict[str, type[Layer]] = {}


def search(typed: str) -> list[type[Layer]]:
    """The kinds that a person may mean by `typed`, best first; all that can be put down for nothing typed."""
    return _best(placed(), typed)


def look_up(typed: str) -> list[Listed]:
    """The same from the list alone."""
    return _best(listed(), typed)


def _best(among: Sequence[K], typed: str) -> list[K]:
    wanted = typed.lower().split()
    ranked = [(rank, kind) for kind in among if (rank := _rank(kind, wanted)) is not None]
    return [kind for _, kind in sorted(ranked, key=lambda pair: pair[0])]


def nearest(typed: str, number: int = 3) -> list[str]:
    """The titles that look most like `typed`, for "no layer is called ..."."""
    titles = [kind.title for kind in listed()]
    lowered = {title.lower(): title for title in titles}
    found = difflib.get_close_matches(typed.lower(), lowered, n=number, cutoff=0.0)
    return [lowered[title] for title in found]


def _is_kind(member: object) -> TypeGuard[type[Layer]]:
    return isinstance(member, type) and issubclass(member, Layer) and bool(vars(member).get("title"))


def _rank(kind: type[Layer] | Listed, wanted: list[str]) -> int | None:
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
