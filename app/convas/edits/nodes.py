"""Edits of nodes: add, delete, rename, move, freeze, bypass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import FARTHEST, HEADER, TOP, Block, Link, Node, Note, Record, Share
from convas.design.sharing import whole_members
from convas.edits.edit import Edit, Refused
from convas.edits.naming import checked, free_name
from convas.edits.ports import in_step, placed
from convas.edits.shares import rejoined
from convas.layers.layer import Layer
from convas.values import text


def add_node(
    design: Design, layer: Layer, x: int = 0, y: int = 0, *, name: str = "", scope: int = TOP
) -> tuple[Edit, Node]:
    """A new node; without a name it gets the next free one of its kind."""
    layer = placed(design, layer, scope)
    chosen = checked(name) if name else free_name(design, layer, scope)
    if design.named(chosen, scope) is not None:
        raise Refused(f"There is a layer called {chosen} already. Choose another name.", "name")
    node = Node(design.next_id(), chosen, layer, _within(x), _within(y), scope)
    return Edit(f"Add {chosen}", in_step(design, Delta.adding(node))), node


def delete(design: Design, ids: Iterable[int]) -> Edit:
    """Delete records with what hangs on them; what shared through nodes that go stays shared."""
    gone: dict[int, Record] = {key: design.records[key] for key in ids if key in design.records and key != HEADER}
    scopes = {key for key, record in gone.items() if isinstance(record, Block)}
    if scopes:
        gone |= {record.id: record for record in design.snapshot() if getattr(record, "scope", TOP) in scopes}
        _check_unused(design, scopes, gone)
    nodes = [record for record in gone.values() if isinstance(record, Node)]
    for share in design.all(Share):
        if any(step.node in gone for end in (share.first, share.second) for step in end.path[1:]):
            gone[share.id] = share
    for node in nodes:
        for link in (*design.links_in(node.id), *design.links_out(node.id)):
            gone[link.id] = link
        for share in design.shares_of(node.id):
            gone[share.id] = share
    kept = [share for share in rejoined(design, {node.id for node in nodes}) if share.scope not in scopes]
    delta = Delta.removing(*gone.values()).then(Delta.adding(*kept))
    return Edit(_deletion(design, list(gone.values()), nodes), in_step(design, delta))


def _check_unused(design: Design, blocks: set[int], gone: Mapping[int, Record]) -> None:
    """Refuse to delete blocks that stand somewhere."""
    for block in sorted(blocks):
        used = [design.node(key).name for key in sorted(design.uses.get(block, ())) if key not in gone]
        if used:
            record = design.get(Block, block)
            name = "The block" if record is None else record.name
            few = text.listed(used[:3]) + (" and others" if len(used) > 3 else "")
            raise Refused(f"{name} is used by {few}. Delete or dissolve {'it' if len(used) == 1 else 'them'} first.")


def _deletion(design: Design, gone: list[Record], nodes: list[Node]) -> str:
    if nodes:
        return f"Delete {_called(nodes)}"
    if len(gone) == 1:
        record = gone[0]
        if isinstance(record, Link):
            return f"Delete the link {design.node(record.source).name} to {design.node(record.target).name}"
        if isinstance(record, Share):
            return f"Unshare {design.node(record.first.node).name} and {design.node(record.second.node).name}"
        return "Delete a frame" if isinstance(record, Note) and record.frame else "Delete a note"
    return f"Delete {text.many(len(gone), 'thing')}"


def rename(design: Design, node_id: int, name: str) -> Edit:
    node = design.node(node_id)
    chosen = checked(name)
    other = design.named(chosen, node.scope)
    if other is not None and other.id != node_id:
        raise Refused(f"There is a layer called {chosen} already. Choose another name.", "name")
    return Edit(f"Rename {node.name} to {chosen}", in_step(design, Delta.replacing((node, replace(node, name=chosen)))))


def move(design: Design, places: Mapping[int, tuple[int, int]], *, name: str = "", merge: str = "") -> Edit:
    """Put nodes and notes at new places."""
    pairs: list[tuple[Record, Record]] = []
    for key, (x, y) in places.items():
        record = design.records[key]
        if isinstance(record, (Node, Note)):
            pairs.append((record, replace(record, x=_within(x), y=_within(y))))
    first = pairs[0][0] if len(pairs) == 1 else None
    layers = sum(isinstance(record, Node) for record, _ in pairs)
    noted = "a frame" if isinstance(first, Note) and first.frame else text.many(len(pairs), "note")
    what = first.name if isinstance(first, Node) else text.many(layers, "layer") if layers else noted
    return Edit(name or f"Move {what}", Delta.replacing(*pairs), merge)


def freeze(design: Design, ids: Iterable[int], frozen: bool) -> Edit:
    """Keep the weights of nodes from being trained, or train them again; sharers follow."""
    members = [member for key in ids for member in whole_members(design, key)]
    nodes = _each(design, members)
    pairs = ((node, replace(node, frozen=frozen)) for node in nodes)
    return Edit(f"{'Freeze' if frozen else 'Unfreeze'} {_called(nodes)}", Delta.replacing(*pairs))


def bypass(design: Design, ids: Iterable[int], bypassed: bool) -> Edit:
    """Let the input pass through nodes unchanged, or put them back to work."""
    nodes = _each(design, ids)
    ends = [node.name for node in nodes if not node.layer.ports.inputs or not node.layer.ports.outputs]
    if ends and bypassed:
        raise Refused(f"{text.listed(ends)} cannot be bypassed: nothing would pass through.")
    pairs = ((node, replace(node, bypassed=bypassed)) for node in nodes)
    return Edit(f"{'Bypass' if bypassed else 'Use again'} {_called(nodes)}", Delta.replacing(*pairs))


def _within(place: int) -> int:
    return max(-FARTHEST, min(FARTHEST, place))


def _each(design: Design, ids: Iterable[int]) -> list[Node]:
    return [design.node(key) for key in dict.fromkeys(ids)]


def _called(nodes: list[Node]) -> str:
    return nodes[0].name if len(nodes) == 1 else text.many(len(nodes), "layer")
