"""Checking the records of a file against each other: what no drawing can be is refused, with the place."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from convas.design.design import Design
from convas.design.records import TOP, Block, End, Link, Node, Note, Share, Variable
from convas.design.sharing import same_kind
from convas.edits.ports import DEEPEST
from convas.files.errors import FileError
from convas.layers.use import BlockInput, BlockOutput, Use


def check(design: Design) -> None:
    """Refuse a design whose records contradict each other. Its look-ups already hold most of what is asked."""
    nodes = {key: record for key, record in design.records.items() if type(record) is Node}
    blocks = {block.id: block for block in design.all(Block)}
    _check_names(design, nodes.values())
    _check_blocks(blocks, nodes)
    _check_variables(design.all(Variable))
    records: Iterable[Node | Note | Share] = (*design.all(Note), *design.all(Share))
    if not design.scopes.keys() <= {TOP, *blocks}:
        records = sorted((*nodes.values(), *records), key=lambda record: record.id)
    for record in records:
        if record.scope != TOP and record.scope not in blocks:
            raise FileError(f"entry {record.id} is in block {record.scope}, which is not there.")
    for share in design.all(Share):
        _check_share(share, nodes)
    _check_links([record for record in design.records.values() if type(record) is Link], design, nodes)


def _check_names(design: Design, nodes: Collection[Node]) -> None:
    if sum(map(len, design.names.values())) == len(nodes):
        return
    seen: set[tuple[int, str]] = set()
    for node in nodes:
        if (node.scope, node.name) in seen:
            raise FileError(f"two layers are called {node.name!r}.")
        seen.add((node.scope, node.name))


def _check_blocks(blocks: dict[int, Block], nodes: dict[int, Node]) -> None:
    """Refuse uses of blocks that are not there, or that would hold themselves; and ports that are not their block's."""
    held: dict[int, set[int]] = {key: set() for key in (TOP, *blocks)}
    ports: dict[int, tuple[list[str], list[str]]] = {key: ([], []) for key in (TOP, *blocks)}
    about = {key: node for key, node in nodes.items() if node.layer.family == Use.family}
    for node in (about[key] for key in sorted(about)):
        if isinstance(node.layer, Use):
            if node.layer.block not in blocks:
                raise FileError(f"{node.name!r} stands for block {node.layer.block}, which is not there.")
            held.get(node.scope, set()).add(node.layer.block)
        elif isinstance(node.layer, (BlockInput, BlockOutput)) and node.scope in ports:
            if node.scope == TOP:
                raise FileError(f"{node.name!r} is the input or output of a block, and stands in none.")
            ports[node.scope][isinstance(node.layer, BlockOutput)].append(node.name)
    _check_nesting(blocks, held)
    for node in about.values():
        layer = node.layer
        if isinstance(layer, Use) and (list(layer.input_names), list(layer.output_names)) != ports[layer.block]:
            raise FileError(f"{node.name!r} has other inputs or outputs than its block {blocks[layer.block].name!r}.")


def _check_nesting(blocks: dict[int, Block], held: dict[int, set[int]]) -> None:
    """Refuse blocks inside themselves, and blocks too deep inside each other."""
    deep = dict.fromkeys(held, 0)
    around = dict.fromkeys(held, 0)
    for key in (key for inside in held.values() for key in inside):
        around[key] += 1
    ready = [key for key, count in around.items() if not count]
    for key in ready:
        for inner in held[key]:
            deep[inner] = max(deep[inner], deep[key] + 1)
            around[inner] -= 1
            if not around[inner]:
                ready.append(inner)
    rest = held.keys() - set(ready)
    if rest:
        raise FileError(f"the block {_circle(rest, held, blocks)} holds itself.")
    if max(deep.values()) > DEEPEST:
        raise FileError(f"its blocks stand more than {DEEPEST} deep inside each other.")


def _circle(rest: set[int], held: dict[int, set[int]], blocks: dict[int, Block]) -> str:
    """`'a' inside 'b' inside 'a'`: one way round; every block of the rest is held by another of it."""
    around = {inner: key for key in sorted(rest) for inner in held[key] & rest}
    trail = [min(rest)]
    while trail[-1] not in trail[:-1]:
        trail.append(around[trail[-1]])
    return " inside ".join(repr(blocks[key].name) for key in trail[trail.index(trail[-1]) :])


def _check_variables(variables: Iterable[Variable]) -> None:
    seen: set[str] = set()
    for variable in variables:
        if variable.name in seen:
            raise FileError(f"two variables are called {variable.name!r}.")
        seen.add(variable.name)


def _check_links(links: list[Link], design: Design, nodes: dict[int, Node]) -> None:
    forward = True
    for link in links:
        source, target = nodes.get(link.source), nodes.get(link.target)
        if source is None or target is None:
            lost = link.source if source is None else link.target
            raise FileError(f"link {link.id} leads to layer {lost}, which is not there.")
        if source.scope != target.scope:
            raise FileError(f"link {link.id} leads into or out of a block.")
        forward = forward and link.source < link.target
    if sum(map(len, design.inbound.values())) < len(links):
        _check_slots(links, nodes)
    if not forward:  # where all links lead to later layers there is no loop
        _check_loops(links, nodes)


def _check_slots(links: list[Link], nodes: dict[int, Node]) -> None:
    slots: set[tuple[int, int]] = set()
    for link in links:
        if (link.target, link.input) in slots:
            raise FileError(f"link {link.id} leads to an input of {nodes[link.target].name!r} that has a link already.")
        slots.add((link.target, link.input))


def _check_loops(links: list[Link], nodes: dict[int, Node]) -> None:
    after: dict[int, list[int]] = {}
    arriving = dict.fromkeys(nodes, 0)
    for link in links:
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
