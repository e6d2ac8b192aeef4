"""Call: a constructor as a framework spells it, as data: `Conv2d(3, 20, kernel_size=3)`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Call(NamedTuple):
    """The name of a class, and its arguments by place and by name. Nothing is ever run from it."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = MappingProxyType({})
