"""Counts the golden records that every kind is compared with, for the help: resources/help/exactness.json.

Run with the tests on the path: python packaging/make_exactness.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FRAMEWORKS = {"keras": ("keras", "Keras 3.15"), "pytorch": ("torch", "PyTorch 2.13")}


def tally() -> dict[str, Any]:
    """For each framework its version, and the number of records by type."""
    sys.path.insert(0, str(ROOT / "tests"))
    from golden.exceptions import reason
    from golden.verdict import records

    found: dict[str, Any] = {}
    for name, (framework, version) in FRAMEWORKS.items():
        types = {
            type_: sum(not reason(framework, record) for record in rows)
            for type_, rows in sorted(records(framework).items())
        }
        found[name] = {"version": version, "types": types}
    return found


def text() -> str:
    return json.dumps(tally(), indent=1) + "\n"


if __name__ == "__main__":
    (ROOT / "resources" / "help" / "exactness.json").write_text(text(), encoding="utf-8")
