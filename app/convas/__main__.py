"""`python -m convas` and the `convas` command. Here alone the command line meets the window."""

from __future__ import annotations

import sys

from convas.cli.main import main as run


def main() -> int:
    return run(show_window)


def show_window(file: str | None) -> int:
    """Open the window; Qt is imported only now."""
    from convas.desktop.application import run as show  # noqa: PLC0415

    return show(file)


if __name__ == "__main__":
    sys.exit(main())
