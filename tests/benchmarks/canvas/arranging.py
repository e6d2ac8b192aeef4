"""Arranging 10,000 nodes, and three networks drawn flat against elkjs, with the crossings of both.

Set ELKJS to a folder with the npm package elkjs installed.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from canvas.large import large
from measure import Figure, Goal, alone, compared, least
from networks import Network, like_gpt_2_xl, resnet_50
from ours import records

from convas.design.design import Design
from convas.design.records import Link, Node
from convas.edits.arrange import arrange

_HERE = Path(__file__).parent


def arranging() -> Iterator[Figure]:
    design = Design(large())
    [ours] = least((lambda: arrange(design), 3))
    told = "reached" if ours <= 0.5 else "missed"
    yield Figure("arrange 10,000 nodes", f"{ours:.2f} s", "", "", "0.5 s", told)
    for name, network in (("ResNet-50", resnet_50()), ("a tower like GPT-2 XL", like_gpt_2_xl())):
        yield from _against_elk(name, network)


def _against_elk(name: str, network: Network) -> Iterator[Figure]:
    design = Design(records(network))
    ours = least((lambda: arrange(design, width=10**9), 5))[0]
    design.apply(arrange(design, width=10**9).delta)
    work, goal = f"arrange {name}, drawn flat", Goal("100 times faster", 1 / 100)
    folder = os.environ.get("ELKJS", "")
    if not folder:
        yield alone(work, ours, "elkjs", "ELKJS, a folder that has it", goal)
        return
    links = list(design.all(Link))
    given = {
        "id": "root",
        "layoutOptions": {"elk.algorithm": "layered", "elk.direction": "RIGHT"},
        "children": [{"id": str(node.id), "width": 216, "height": 56} for node in design.all(Node)],
        "edges": [{"id": f"e{one.id}", "sources": [str(one.source)], "targets": [str(one.target)]} for one in links],
    }
    done = subprocess.run(
        ["node", str(_HERE / "elk_side.js"), folder],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    theirs = _crossings(links, {int(key): tuple(place) for key, place in told["places"].items()})
    own = _crossings(links, {node.id: (node.x, node.y) for node in design.all(Node)})
    yield compared(f"{work}; {own} crossings, elkjs {theirs}", ours, "elkjs", told["seconds"], goal)


def _crossings(links: list[Link], places: dict[int, tuple[float, float]]) -> int:
    """Pairs of links, drawn straight from card to card, that cross."""
    lines = [(places[link.source], places[link.target], link) for link in links]
    return sum(_cross(a, b) for a, b in combinations(lines, 2))


def _cross(one: tuple, other: tuple) -> bool:  # type: ignore[type-arg]
    (a, b, first), (c, d, second) = one, other
    if {first.source, first.target} & {second.source, second.target}:
        return False
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
