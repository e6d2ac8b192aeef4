"""Design: one document's records with the look-ups that everything needs: links by port, names by scope.

It is mutable in one way only, `apply(delta)`, which costs what the delta touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from convas.design.delta import Delta
from convas.design.records import HEADER, TOP, Block, Header, Link, Node, Note, Record, Share, Variable
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values.convention import Rules
from convas.values.formula import needs

R = TypeVar("R", Node, Link, Share, Block, Variable, Note)


class Design:
    """The records by id, and what follows from them.

    inbound    node -> {input index: link}; outbound: node -> {link id: link}
    shares     node -> {share id: share}, under the outermost node of both ends
    names      scope -> {node name: node id}
    uses       block -> {id of a node that stands for it}
    users      (scope, name in a formula) -> {node id}
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records: dict[int, Record] = {}
        self._kinds: dict[type[Record], dict[int, Record]] = defaultdict(dict)
        self.inbound: dict[int, dict[int, Link]] = defaultdict(dict)
        self.outbound: dict[int, dict[int, Link]] = defaultdict(dict)
        self.shares: dict[int, dict[int, Share]] = defaultdict(dict)
        self.scopes: dict[int, dict[int, None]] = defaultdict(dict, {TOP: {}})
        self.names: dict[int, dict[str, int]] = defaultdict(dict, {TOP: {}})
        self.uses: dict[int, dict[int, None]] = defaultdict(dict)
        self.users: dict[tuple[int, str], dict[int, None]] = defaultdict(dict)
        self._next = 1
        self._put(Header())
        links, outbound, inbound = self._kinds[Link], self.outbound, self.inbound
        for record in records:
            key = record.id
            if key in self.records and key != HEADER:
                raise ValueError(f"two entries have the id {key}")
            if type(record) is Link:  # what _put does, for the most frequent kind
                self.records[key] = links[key] = record
                inbound[record.target][record.input] = outbound[record.source][key] = record
            else:
                self._put(record)
        self._next = max(self.records) + 1

    # reading

    @property
    def header(self) -> Header:
        header = self.records[HEADER]
        assert isinstance(header, Header)
        return header

    @property
    def rules(self) -> Rules:
        return self.header.rules

    def node(self, node_id: int) -> Node:
        record = self.records[node_id]
        assert isinstance(record, Node)
        return record

    def get(self, kind: type[R], record_id: int) -> R | None:
        """The record of that kind and id, if there is one."""
        record = self.records.get(record_id)
        return record if isinstance(record, kind) else None

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a kind, oldest first."""
        table = self._kinds.get(kind, {})
        return (record for key in sorted(table) if isinstance(record := table[key], kind))

    def nodes(self, scope: int = TOP) -> Iterator[Node]:
        """The nodes of one scope, oldest first."""
        return (self.node(node_id) for node_id in sorted(self.scopes.get(scope, ())))

    def named(self, name: str, scope: int = TOP) -> Node | None:
        node_id = self.names.get(scope, {}).get(name)
        return None if node_id is None else self.node(node_id)

    def links_in(self, node_id: int) -> list[Link]:
        """The links into a node, by input."""
        inbound = self.inbound.get(node_id, {})
        return [inbound[index] for index in sorted(inbound)]

    def links_out(self, node_id: int) -> list[Link]:
        """The links out of a node, oldest first."""
        return sorted(self.outbound.get(node_id, {}).values(), key=lambda link: link.id)

    def shares_of(self, node_id: int) -> list[Share]:
        return sorted(self.shares.get(node_id, {}).values(), key=lambda share: share.id)

    def ports(self, block: int) -> tuple[list[int], list[int]]:
        """The nodes that are the inputs and the outputs of a block, in order."""
        inside = sorted(self.scopes.get(block, ()))
        kinds = [(key, type(self.node(key).layer)) for key in inside]
        return [key for key, kind in kinds if kind is BlockInput], [key for key, kind in kinds if kind is BlockOutput]

    def contains(self, block: int, other: int) -> bool:
        """Whether one block is another or has it inside, at any depth."""
        seen, waiting = {other}, [other]
        while waiting:
            scopes = {self.node(key).scope for key in self.uses.get(waiting.pop(), ())} - seen
            seen |= scopes
            waiting += scopes
        return block in seen

    def height(self, block: int) -> int:
        """How many blocks stand inside each other, from this one inwards."""
        return _longest(block, lambda at: {node.layer.block for node in self.nodes(at) if isinstance(node.layer, Use)})

    def depth(self, block: int) -> int:
        """How many blocks stand inside each other, from the drawing to this one."""
        return _longest(block, lambda at: {self.node(key).scope for key in self.uses.get(at, ())} - {TOP})

    def variable(self, name: str) -> Variable | None:
        """The variable of that name."""
        return next((variable for variable in self.all(Variable) if variable.name == name), None)

    def bound(self, name: str, scope: int = TOP) -> list[Node]:
        """The nodes of a scope whose formulas use a name, oldest first."""
        return [self.node(key) for key in sorted(self.users.get((scope, name), ()))]

    def next_id(self) -> int:
        """An id that was never used in this design since it was opened."""
        return self._next

    def snapshot(self) -> tuple[Record, ...]:
        """All records as they are now, oldest first: for saving and for work in the background."""
        return tuple(self.records[key] for key in sorted(self.records))

    # changing

    def apply(self, delta: Delta) -> None:
        """Put the delta's `after` in place of its `before`."""
        moved = []
        for key, change in delta.changes.items():
            before, after = change.before, change.after
            if isinstance(before, Node) and isinstance(after, Node) and _stays(before, after):
                self.records[key] = self._kinds[Node][key] = after
                continue
            if before is not None:
                self._take(self.records[key])
            if after is not None:
                moved.append(after)
        for record in moved:
            self._put(record)

    def _put(self, record: Record) -> None:
        key = record.id
        self.records[key] = self._kinds[type(record)][key] = record
        if key >= self._next:
            self._next = key + 1
        if isinstance(record, Link):
            self.inbound[record.target][record.input] = record
            self.outbound[record.source][key] = record
        elif isinstance(record, Node):
            self.scopes[record.scope][key] = None
            self.names[record.scope][record.name] = key
            if type(record.layer) is Use:
                self.uses[record.layer.block][key] = None
            for name in _needed(record) if record.bindings else ():
                self.users[record.scope, name][key] = None
        elif isinstance(record, Share):
            for end in (record.first, record.second):
                self.shares[end.node][key] = record

    def _take(self, record: Record) -> None:
        del self.records[record.id]
        del self._kinds[type(record)][record.id]
        if isinstance(record, Node):
            del self.scopes[record.scope][record.id]
            names = self.names[record.scope]
            if names.get(record.name) == record.id:
                del names[record.name]
            if isinstance(record.layer, Use):
                del self.uses[record.layer.block][record.id]
            for name in _needed(record):
                users = self.users[record.scope, name]
                del users[record.id]
                if not users:
                    del self.users[record.scope, name]
        elif isinstance(record, Link):
            _drop(self.inbound, record.target, record.input)
            _drop(self.outbound, record.source, record.id)
        elif isinstance(record, Share):
            for node_id in {record.first.node, record.second.node}:
                _drop(self.shares, node_id, record.id)


def _stays(before: Node, after: Node) -> bool:
    """Whether every look-up finds the node where it was."""
    kept = before.name == after.name and before.scope == after.scope and before.bindings == after.bindings
    return kept and before.layer.sort == after.layer.sort


def _longest(start: int, following: Callable[[int], set[int]]) -> int:
    """How many steps the longest way has, the start counted."""
    lengths: dict[int, int] = {}
    waiting = [start]
    while waiting:
        at = waiting[-1]
        open_ = following(at) - lengths.keys()
        if open_:
            waiting += open_
        else:
            lengths[waiting.pop()] = 1 + max((lengths[other] for other in following(at)), default=0)
    return lengths[start]


def _needed(node: Node) -> set[str]:
    """The names that a node's formulas use."""
    return {name for _, formula in node.bindings for name in needs(formula)}


def _drop(table: dict[int, dict[int, R]], key: int, inner: int) -> None:
    entry = table[key]
    del entry[inner]
    if not entry:
        del table[key]
