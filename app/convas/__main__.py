"""`python -m convas` and the `convas` command. Here alone the command line meets the window."""

from __future__ import annotations

import sys

from convas.cli.main import main as run
from convas.design.design import Design
from convas.exchange.pictures import Wanted


def main() -> int:
    return run(show_window, draw_picture)


def show_window(file: str | None) -> int:
    """Open the window; Qt is imported only now."""
    from convas.desktop.application import run as show  # noqa: PLC0415

    return show(file)


def draw_picture(design: Design, wanted: Wanted) -> bytes:
    """Make a picture; Qt is imported only now."""
    from convas.desktop.pictures.headless import drawn  # noqa: PLC0415

    return drawn(design, wanted)


if __name__ == "__main__":
    sys.exit(main())
