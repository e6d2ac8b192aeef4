"""Layering: a column and a row for every node of a directed graph, few links crossing.

`fast-sugiyama` does the work where it is installed; it is young and has no wheel for every
platform, so a plain layering by barycentres stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

Edges: TypeAlias = Sequence[tuple[int, int]]
Grid: TypeAlias = dict[int, tuple[int, float]]
"""Node -> (column, row); columns count along the links, rows may be fractions."""

_SWEEPS = 8


def layered(nodes: Sequence[int], edges: Edges) -> Grid:
    """Columns and rows of a connected graph without loops."""
    if not edges:
        return {node: (0, float(index)) for index, node in enumerate(nodes)}
    try:
        from fast_sugiyama import from_edges  # noqa: PLC0415  (there may be none for this platform)
    except ImportError:
        return plain_layered(nodes, edges)
    grid: Grid = {}
    wanted = set(nodes)
    for places, *_ in from_edges(
        list(edges), vertex_spacing=1, dummy_size=1, ranking_type="minimize", crossing_minimization="barycenter"
    ):
        top = max(y for _, (_, y) in places)
        for key, (x, y) in places:
            if key in wanted and isinstance(key, int):
                grid[key] = (round(top - y), float(x))
    if any(grid[a][0] >= grid[b][0] for a, b in edges):  # it sometimes ranks a last node before what feeds it
        return plain_layered(nodes, edges)
    return _centred(grid)


def plain_layered(nodes: Sequence[int], edges: Edges) -> Grid:
    """The same by longest paths and repeated barycentres."""
    before: dict[int, list[int]] = {node: [] for node in nodes}
    after: dict[int, list[int]] = {node: [] for node in nodes}
    for a, b in edges:
        before[b].append(a)
        after[a].append(b)
    columns = columns_of(nodes, edges)
    layers: dict[int, list[int]] = {}
    for node in nodes:
        layers.setdefault(columns[node], []).append(node)
    row = {node: float(index) for layer in layers.values() for index, node in enumerate(layer)}
    for sweep in range(_SWEEPS):
        neighbours, order = (before, sorted(layers)) if sweep % 2 == 0 else (after, sorted(layers, reverse=True))
        for column in order:
            layers[column].sort(key=_barycentre(neighbours, row))
            row.update({node: float(index) for index, node in enumerate(layers[column])})
    return _centred({node: (columns[node], row[node]) for node in nodes})


def columns_of(nodes: Sequence[int], edges: Edges) -> dict[int, int]:
    """The longest way to each node."""
    after: dict[int, list[int]] = {}
    left = dict.fromkeys(nodes, 0)
    for a, b in edges:
        after.setdefault(a, []).append(b)
        left[b] += 1
    column = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not left[node]]
    for node in ready:
        for target in after.get(node, ()):
            column[target] = max(column[target], column[node] + 1)
            left[target] -= 1
            if not left[target]:
                ready.append(target)
    return column


def _barycentre(neighbours: Mapping[int, list[int]], row: Mapping[int, float]) -> Callable[[int], float]:
    def middle(node: int) -> float:
        near = neighbours[node]
        return sum(row[other] for other in near) / len(near) if near else row[node]

    return middle


def _centred(grid: Grid) -> Grid:
    """Rows from 0 up."""
    least = min(row for _, row in grid.values())
    return {node: (column, row - least) for node, (column, row) in grid.items()}
