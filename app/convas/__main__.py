"""`python -m convas` and the `convas` command."""

from __future__ import annotations

import sys


def main() -> int:
    from convas.cli.main import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
