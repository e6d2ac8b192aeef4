"""Checking a file's records against each other: what no drawing can be is refused, with the place."""

from __future__ import annotations

from collections.abc import Iterable

from convas.design.records import HEADER, TOP, Block, End, Link, Node, Note, Record, Share, Variable
from convas.design.sharing import same_kind
from convas.files.errors import FileError


def check(records: Iterable[Record]) -> None:
    """Refuse records that contradict each other."""
    by_id: dict[int, Record] = {}
    for record in records:
        if record.id in by_id and record.id != HEADER:
            raise FileError(f"two entries have the id {record.id}.")
        by_id[record.id] = record
    nodes = {key: record for key, record in by_id.items() if isinstance(record, Node)}
    blocks = {TOP, *(key for key, record in by_id.items() if isinstance(record, Block))}
    _check_names(nodes)
    _check_variables(record for record in by_id.values() if isinstance(record, Variable))
    for record in by_id.values():
        if isinstance(record, (Node, Note, Share)) and record.scope not in blocks:
            raise FileError(f"entry {record.id} is in block {record.scope}, which is not there.")
        if isinstance(record, Share):
            _check_share(record, nodes)
    _check_links([record for record in by_id.values() if isinstance(record, Link)], nodes)


def _check_names(nodes: dict[int, Node]) -> None:
    seen: set[tuple[int, str]] = set()
    for node in nodes.values():
        if (node.scope, node.name) in seen:
            raise FileError(f"two layers are called {node.name!r}.")
        seen.add((node.scope, node.name))


def _check_variables(variables: Iterable[Variable]) -> None:
    seen: set[str] = set()
    for variable in variables:
        if variable.name in seen:
            raise FileError(f"two variables are called {variable.name!r}.")
        seen.add(variable.name)


def _check_links(links: list[Link], nodes: dict[int, Node]) -> None:
    slots: set[tuple[int, int]] = set()
    after: dict[int, list[int]] = {}
    arriving = dict.fromkeys(nodes, 0)
    for link in links:
        for end in (link.source, link.target):
            if end not in nodes:
                raise FileError(f"link {link.id} leads to layer {end}, which is not there.")
        if nodes[link.source].scope != nodes[link.target].scope:
            raise FileError(f"link {link.id} leads into or out of a block.")
        if (link.target, link.input) in slots:
            raise FileError(f"link {link.id} leads to an input of {nodes[link.target].name!r} that has a link already.")
        slots.add((link.target, link.input))
        after.setdefault(link.source, []).append(link.target)
        arriving[link.target] += 1
    ready = [key for key, count in arriving.items() if not count]
    for key in ready:
        for target in after.get(key, ()):
            arriving[target] -= 1
            if not arriving[target]:
                ready.append(target)
    if len(ready) < len(nodes):
        looped = next(key for key, count in arriving.items() if count)
        raise FileError(f"its links make a loop at {nodes[looped].name!r}.")


def _check_share(share: Share, nodes: dict[int, Node]) -> None:
    for end in (share.first, share.second):
        for step in end.path:
            if step.node not in nodes:
                raise FileError(f"share {share.id} names layer {step.node}, which is not there.")
        if nodes[end.node].scope != share.scope:
            raise FileError(f"share {share.id} names a layer of another block.")
    if _same(share.first, share.second):
        raise FileError(f"share {share.id} joins a layer with itself.")
    a, b = nodes[share.first.node], nodes[share.second.node]
    if share.whole and not same_kind(a.layer, b.layer):
        raise FileError(f"share {share.id} joins {a.name!r} and {b.name!r}, which are of different kinds.")


def _same(a: End, b: End) -> bool:
    """Whether two ends are one place; a path without a repetition means all of them."""
    if a.weight != b.weight or len(a.path) != len(b.path):
        return False
    return all(
        x.node == y.node and (x.repetition == y.repetition or None in (x.repetition, y.repetition))
        for x, y in zip(a.path, b.path, strict=True)
    )
