"""Order: every node's rank, the longest way of links that leads to it. It says what runs first."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from convas.design.design import Design
from convas.design.records import TOP


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


def ranks(design: Design, scope: int = TOP) -> dict[int, int]:
    """The ranks of all nodes of a scope."""
    left = {node.id: len(design.inbound.get(node.id, ())) for node in design.nodes(scope)}
    ready = [key for key, count in left.items() if not count]
    rank = dict.fromkeys(ready, 0)
    for key in ready:
        after = rank[key] + 1
        for link in design.outbound.get(key, {}).values():
            target = link.target
            left[target] -= 1
            rank[target] = max(rank.get(target, 0), after)
            if not left[target]:
                ready.append(target)
    return rank
