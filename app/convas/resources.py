"""Where the shipped files are: in the wheel beside the package, in a checkout at its root."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder of all resources."""
    shipped = Path(__file__).parent / "_resources"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "resources"


def resource(*parts: str) -> Path:
    """A shipped file or folder, such as `resource("examples", "lenet-5.convas")`."""
    return root().joinpath(*parts)
