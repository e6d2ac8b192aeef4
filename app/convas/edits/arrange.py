"""Arranging a drawing tidily, from left to right, in lines like text where it is long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Flow
from convas.edits.edit import Edit
from convas.edits.layering import Edges, Grid, layered, plain_layered
from convas.edits.nodes import move

COLUMN: Final = 344
"""From one card's left edge to the next: a card, and room for a shape on the link."""
ROW: Final = 112
BELOW: Final = 120
ASIDE: Final = 288
"""The same where a drawing goes from top to bottom: to the next card below, and to one beside it."""
_ROOM: Final = 112
"""Between the cards of a line; the last needs none."""
LINE: Final = 152
"""From the last row of one line of text to the first of the next: room for shares and the returning link."""
SNAP: Final = 8
_WIDTH: Final = 3 * COLUMN - _ROOM
_BRANCHING: Final = 16
"""Columns of a line where the drawing branches: broken sooner, its shape would be lost."""


def arrange(
    design: Design, ids: Iterable[int] | None = None, width: int = _WIDTH, scope: int = TOP, *, steady: bool = False
) -> Edit:
    """Put nodes at tidy places: all of a scope, or the given ones around where they stand now.

    `width` is how far a line may reach before the drawing goes on below. The layering library does not always
    cross links the same way; with `steady` the plain layering stands in, so that the places are always the same.
    """
    chosen = sorted(node.id for node in design.nodes(scope)) if ids is None else sorted(set(ids))
    name = "Arrange all" if ids is None else "Arrange the selection"
    if not chosen:
        return move(design, {}, name=name)
    left = min(design.node(key).x for key in chosen)
    top = min(design.node(key).y for key in chosen)
    places: dict[int, tuple[int, int]] = {}
    if design.header.flow == "down":
        for nodes, edges in _components(design, chosen):
            grid = plain_layered(nodes, edges) if steady else layered(nodes, edges)
            left = _place_down(grid, left, top, places)
        return move(design, places, name=name)
    for nodes, edges in _components(design, chosen):
        chain = len(edges) < len(nodes) and all(_single(edges, end) for end in (0, 1))
        columns = max(1, (width + _ROOM) // COLUMN)
        grid = plain_layered(nodes, edges) if steady else layered(nodes, edges)
        lines = _lines(grid, edges, columns if chain else max(columns, _BRANCHING))
        top = _place(lines, left, top, places)
    return move(design, places, name=name)


def _single(edges: Edges, end: int) -> bool:
    """Whether no node has two links at one end."""
    return len({edge[end] for edge in edges}) == len(edges)


def _components(design: Design, chosen: list[int]) -> list[tuple[list[int], Edges]]:
    """Connected parts, oldest first; single nodes are gathered into one last part."""
    inside = set(chosen)
    near: dict[int, list[int]] = {key: [] for key in chosen}
    edges: list[tuple[int, int]] = []
    for key in chosen:
        for link in design.links_out(key):
            if link.target in inside:
                near[key].append(link.target)
                near[link.target].append(key)
                edges.append((key, link.target))
    part_of: dict[int, int] = {}
    parts: list[list[int]] = []
    for start in chosen:
        if start in part_of:
            continue
        part_of[start] = len(parts)
        part = [start]
        for key in part:
            for other in near[key]:
                if other not in part_of:
                    part_of[other] = len(parts)
                    part.append(other)
        parts.append(part)
    of_part: list[list[tuple[int, int]]] = [[] for _ in parts]
    for edge in dict.fromkeys(edges):
        of_part[part_of[edge[0]]].append(edge)
    made = [(sorted(part), tuple(found)) for part, found in zip(parts, of_part, strict=True)]
    alone = [nodes[0] for nodes, _ in made if len(nodes) == 1]
    rest = [(nodes, found) for nodes, found in made if len(nodes) > 1]
    return [*rest, (alone, tuple(pairwise(alone)))] if alone else list(rest)


def _lines(grid: Grid, edges: Edges, columns: int) -> list[Grid]:
    """The grid cut into lines of at most so many columns, where a single link leads across the cut."""
    last = max(column for column, _ in grid.values())
    crossing = [0] * (last + 1)
    for a, b in edges:
        for boundary in range(grid[a][0] + 1, grid[b][0] + 1):
            crossing[boundary] += 1
    starts = [0]
    while last - starts[-1] >= columns:
        cuts = [at for at in range(starts[-1] + 1, starts[-1] + columns + 1) if crossing[at] == 1]
        later = [at for at in range(starts[-1] + columns + 1, last + 2 - columns) if crossing[at] == 1]
        if not cuts and not later:
            break
        starts.append(cuts[-1] if cuts else later[0])
    lines: list[Grid] = [{} for _ in starts]
    for node, (column, row) in grid.items():
        line = max(index for index, start in enumerate(starts) if start <= column)
        lines[line][node] = (column - starts[line], row)
    return lines


def _place_down(grid: Grid, left: int, top: int, places: dict[int, tuple[int, int]]) -> int:
    """Write the places of a part down that goes from top to bottom; where the next part may begin beside it."""
    least = min(row for _, row in grid.values())
    width = 0
    for node, (column, row) in grid.items():
        x = round((row - least) * ASIDE / SNAP) * SNAP
        places[node] = (left + x, top + column * BELOW)
        width = max(width, x)
    return left + width + ASIDE + _ROOM


def turn(design: Design, flow: Flow) -> Edit:
    """Draw everything from left to right, or from top to bottom, inside blocks too."""
    header = design.header
    if header.flow == flow:
        return Edit("", Delta({}))
    turned = Design(design.snapshot())
    delta = Delta.replacing((header, replace(header, flow=flow)))
    turned.apply(delta)
    for scope in sorted(turned.scopes):
        step = arrange(turned, scope=scope).delta
        turned.apply(step)
        delta = delta.then(step)
    return Edit("Draw from left to right" if flow == "right" else "Draw from top to bottom", delta)


def _place(lines: list[Grid], left: int, top: int, places: dict[int, tuple[int, int]]) -> int:
    """Write the lines' places down; where the next part may begin."""
    for line in lines:
        least = min(row for _, row in line.values())
        height = 0
        for node, (column, row) in line.items():
            y = round((row - least) * ROW / SNAP) * SNAP
            places[node] = (left + column * COLUMN, top + y)
            height = max(height, y)
        top += height + LINE
    return top
