"""The shipped examples, one file a network or a family. A new file is found by itself: it lists its `EXAMPLES`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from examples.example import GROUPS, Example


def examples() -> list[Example]:
    """All of them: group by group, oldest first, and as their file lists them."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = [example for module in modules for example in getattr(module, "EXAMPLES", ())]
    return sorted(found, key=lambda example: (GROUPS.index(example.group), example.year or 0))
