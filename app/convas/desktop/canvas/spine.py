"""The spine of a network: the way from an input to an output on which the most parameters lie."""

from __future__ import annotations

from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import Link
from convas.values.size import Dim


def spine(design: Design, sight: Sight, scope: int) -> frozenset[int]:
    """The ids of the links on the spine; of equal ways the longest, then the oldest. Unknown counts are nothing."""
    best: dict[int, tuple[int, int]] = {}
    before: dict[int, int] = {}
    nodes = [key for key in sight.ordered() if key in design.scopes[scope]]
    outbound = design.outbound
    for key in nodes:
        weight, length = best.get(key, (0, 0))
        reached = weight + _size(sight.figure(key).alone), length + 1
        best[key] = reached
        for link in outbound.get(key, {}).values():
            if link.target not in best or best[link.target] < reached:
                best[link.target] = reached
                before[link.target] = link.id
    ends = [key for key in nodes if not outbound.get(key)]
    found: set[int] = set()
    at = max(ends, key=lambda key: best[key], default=None)
    while at is not None and at in before:
        record = design.records[before[at]]
        assert isinstance(record, Link)
        found.add(record.id)
        at = record.source
    return frozenset(found)


def _size(count: Dim | None) -> int:
    return count if isinstance(count, int) else 0
