"""Write the list of all kinds of layers again. Run: python packaging/list_layers.py"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from convas.layers import registry

TARGET = Path(__file__).parents[1] / "resources" / "layers.json"


def made() -> str:
    """One kind a line, in the order of the palette."""
    rows = [json.dumps(registry.entry(kind)._asdict(), ensure_ascii=False) for kind in registry.kinds().values()]
    return '{"layers": [\n' + ",\n".join(rows) + "\n]}\n"


if __name__ == "__main__":
    TARGET.write_text(made(), "utf-8")
    sys.exit(0)
