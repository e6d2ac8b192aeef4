"""The canvas's speed, as ratios against others in one run: python tests/benchmarks/canvas_run.py [ROW...]

Rows: frames, items, edit, start, memory, netron, nodegraph, arrange; all without a name. What others need is told in
canvas/*_side.py; without it their rows say what is missing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from canvas.against_items import against_items
from canvas.arranging import arranging
from canvas.frames import frames
from canvas.netron_side import against_netron
from canvas.node_graph_side import against_node_graph
from canvas.one_edit import one_edit
from canvas.processes import memory, starting
from measure import Figure, table

ROWS: dict[str, Callable[[], Iterator[Figure]]] = {
    "frames": frames,
    "items": against_items,
    "edit": one_edit,
    "start": starting,
    "memory": memory,
    "netron": against_netron,
    "nodegraph": against_node_graph,
    "arrange": arranging,
}


def main() -> None:
    figures: list[Figure] = []
    for name in sys.argv[1:] or ROWS:
        for figure in ROWS[name]():
            figures.append(figure)
            print(figure.work, figure.ours, figure.told, file=sys.stderr)  # noqa: T201
    print(table(figures))  # noqa: T201


if __name__ == "__main__":
    main()
