"""Make the designs in resources/examples and their index again, from public figures.

Run: python packaging/make_examples.py [NAME ...]; with names, only those designs are written anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from examples import examples

FOLDER = Path(__file__).parents[1] / "resources" / "examples"


def main(*names: str) -> int:
    rows = []
    for example in examples():
        net = example.drawn()
        rows.append(example.row(net))
        if not names or example.file in names:
            net.save(FOLDER / f"{example.file}.convas")
            print(f"{example.file}: {net.totals.parameters:,} parameters")
    words = json.dumps(rows, ensure_ascii=False, indent=2)
    (FOLDER / "index.json").write_text(f"{words}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
