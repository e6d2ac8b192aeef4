"""Spelling: how each framework writes a kind of layer, as data that reads both ways.

A kind lists its spellings. The first of a framework is how it is written; all are understood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from convas.values.convention import Convention

LEFT: Final = object()
"""No default of its own: where the framework is told nothing, ours is the same."""
ANYTHING: Final = "*"
"""Stands in place of arguments where the framework takes whatever is given, and keeps nothing of it."""
Convert = Callable[[Any], Any]


class Argument(NamedTuple):
    """One argument of a constructor.

    name     what the framework calls it
    field    the setting that it is; empty where it changes neither shape nor count and is not kept
    needed   whether it must be given
    default  what the framework takes where nothing is said, if our default means something else
    read     turns the framework's value into ours; write: ours into the framework's
    """

    name: str
    field: str = ""
    needed: bool = False
    default: Any = LEFT
    read: Convert | None = None
    write: Convert | None = None


class Spelling(NamedTuple):
    """One way to write a kind in one framework.

    `implies` are settings that the name alone says (`ReLU` is an activation whose function is relu).
    `settle` is for what no single argument tells: it gets the settings read, and gives those to build with.
    Without `reads` the kind is written so, but the name is read as another kind.
    `call` is how the layer is used, where that is not one tensor for each port in order: the arguments of the call,
    whose fields are names of ports, or settings that this framework is told there.
    """

    framework: Convention
    name: str
    arguments: tuple[Argument, ...] = ()
    implies: Mapping[str, Any] = MappingProxyType({})
    settle: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    reads: bool = True
    call: tuple[Argument, ...] = ()


Spellings = tuple[Spelling, ...]


def keras(
    name: str,
    *arguments: str | Argument,
    settle: Any = None,
    reads: bool = True,
    call: tuple[str | Argument, ...] = (),
    **implies: Any,
) -> Spelling:
    """How Keras writes it. An argument is `units`, `dilation_rate=dilation`, `seed=` (not kept); `!` must be given."""
    return Spelling(
        "keras", name, tuple(map(_argument, arguments)), implies, settle, reads, tuple(map(_argument, call))
    )


def pytorch(
    name: str,
    *arguments: str | Argument,
    settle: Any = None,
    reads: bool = True,
    call: tuple[str | Argument, ...] = (),
    **implies: Any,
) -> Spelling:
    """How PyTorch writes it; arguments as in `keras`."""
    return Spelling(
        "pytorch", name, tuple(map(_argument, arguments)), implies, settle, reads, tuple(map(_argument, call))
    )


def _argument(told: str | Argument) -> Argument:
    if isinstance(told, Argument):
        return told
    bare = told.removesuffix("!")
    name, renamed, field = bare.partition("=")
    return Argument(name, field if renamed else name, needed=bare != told)
