"""Order: every node's rank, the longest way of links that leads to it. It says what runs first, and what waits."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from convas.design.design import Design
from convas.design.records import TOP, Link


class Order:
    """Ranks kept right while links come and go. Execution order is (rank, creation number)."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self.rank: dict[int, int] = {}

    def key(self, node_id: int) -> tuple[int, int]:
        return self.rank[node_id], node_id

    def update(self, nodes: Iterable[int]) -> set[int]:
        """Right the ranks from nodes whose incoming links changed on; which nodes have another rank now."""
        rank, inbound, outbound = self.rank, self._design.inbound, self._design.outbound
        queue = [(rank.get(key, 0), key) for key in nodes]
        heapify(queue)
        waiting = {key for _, key in queue}
        moved: set[int] = set()
        while queue:
            _, key = heappop(queue)
            if key not in waiting:
                continue
            waiting.discard(key)
            new = max((rank.get(link.source, 0) + 1 for link in inbound.get(key, {}).values()), default=0)
            if rank.get(key) == new:
                continue
            rank[key] = new
            moved.add(key)
            for link in outbound.get(key, {}).values():
                if link.target not in waiting:
                    waiting.add(link.target)
                    heappush(queue, (max(new + 1, rank.get(link.target, 0)), link.target))
        return moved

    def all(self) -> set[int]:
        """The ranks of every node from nothing: one pass from the inputs on."""
        self.rank = ranks(self._design)
        return set(self.rank)

    def forget(self, node_id: int) -> None:
        self.rank.pop(node_id, None)


class Waiting:
    """Nodes that wait to be evaluated, and are taken out in execution order. `marked` are those that do.

    Many at once stand in a sorted row, later ones in a heap; of either an entry may be out of date.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._row: list[tuple[int, int]] = []
        self._heap: list[tuple[int, int]] = []
        self.marked: set[int] = set()

    def all(self) -> None:
        """Every node waits."""
        rank = self._order.rank
        self._row = sorted(zip(rank.values(), rank, strict=True), reverse=True)
        self._heap = []
        self.marked = set(rank)

    def add(self, keys: Iterable[int]) -> None:
        for key in keys:
            if key not in self.marked:
                self.marked.add(key)
                heappush(self._heap, (self._order.rank[key], key))

    def follow(self, links: dict[int, Link]) -> None:
        """The ends of links wait."""
        for link in links.values():
            if link.target not in self.marked:
                self.add((link.target,))

    def discard(self, key: int) -> None:
        self.marked.discard(key)

    def take(self) -> int | None:
        """The first of those that wait, which waits no longer; None where none is left."""
        row, heap, marked = self._row, self._heap, self.marked
        while row or heap:
            rank, key = row.pop() if row and (not heap or row[-1] < heap[0]) else heappop(heap)
            if key not in marked:
                continue
            now = self._order.rank[key]
            if rank == now:
                marked.discard(key)
                return key
            heappush(heap, (now, key))
        return None


def ranks(design: Design, scope: int = TOP) -> dict[int, int]:
    """The ranks of all nodes of a scope."""
    inbound, outbound = design.inbound, design.outbound
    keys = design.scopes.get(scope, {})
    left = {key: len(inbound[key]) if key in inbound else 0 for key in keys}
    ready = [key for key in keys if not left[key]]
    rank = dict.fromkeys(ready, 0)
    for key in ready:
        links = outbound.get(key)
        if links is None:
            continue
        after = rank[key] + 1
        for link in links.values():
            target = link.target
            left[target] -= 1
            if rank.get(target, 0) < after:
                rank[target] = after
            if not left[target]:
                ready.append(target)
    return rank
