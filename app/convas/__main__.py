"""`python -m convas` and the `convas` command."""

from __future__ import annotations

import sys


def main() -> int:
    from convas.cli.main import main as run  # noqa: PLC0415  (nothing is imported to look at the name)

    return run()


if __name__ == "__main__":
    sys.exit(main())
