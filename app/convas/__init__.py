"""Convas: draw a neural network, and every shape and every count is there, exact and explained.

From a script: `new`, `open`, the kinds of layers by name (`convas.Conv2D`), and `Script`'s verbs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from convas.version import __version__

if TYPE_CHECKING:
    from convas.edits.edit import Refused
    from convas.files.errors import FileError
    from convas.script import Script, new
    from convas.script import open_design as open  # noqa: A004

__all__ = ["FileError", "Refused", "Script", "__version__", "kinds", "new", "open"]

_PLACES = {
    "new": ("convas.script", "new"),
    "open": ("convas.script", "open_design"),
    "Script": ("convas.script", "Script"),
    "Refused": ("convas.edits.edit", "Refused"),
    "FileError": ("convas.files.errors", "FileError"),
    "kinds": ("convas.layers.registry", "kinds"),
}


def __getattr__(name: str) -> Any:
    """Import at first use, so that the command line starts at once."""
    if name in _PLACES:
        module, attribute = _PLACES[name]
        return getattr(import_module(module), attribute)
    if name[:1].isupper():
        kind = import_module("convas.layers.registry").find(name)
        if kind is not None:
            return kind
    raise AttributeError(f"convas has no {name}")
