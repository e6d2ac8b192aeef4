"""Making a block of layers: links that lead in or out become its ports, and what belongs to it goes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from convas.analysis.binding import ARGUMENT
from convas.analysis.variables import environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Argument, Block, End, Link, Node, Note, Record, Share, Step
from convas.edits.arrange import COLUMN, SNAP
from convas.edits.edit import Edit, Refused
from convas.edits.links import downstream
from convas.edits.naming import checked, copied, numbered
from convas.edits.ports import DEEPEST
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values import text
from convas.values.formula import needs

_Output = tuple[int, int]
_Entry = tuple[int, int, Link | None]
"""A layer inside, its slot, and the link that leads there, if there is one."""


@dataclass(slots=True)
class _Plan:
    """What a new block asks for."""

    ids: Iterator[int]
    added: list[Record] = field(default_factory=list)
    pairs: list[tuple[Record, Record]] = field(default_factory=list)

    @property
    def delta(self) -> Delta:
        return Delta.replacing(*self.pairs).then(Delta.adding(*self.added))


def make_block(design: Design, ids: Iterable[int], name: str = "") -> tuple[Edit, Node]:
    """Put layers into a block of their own, and its first use in their place; without a name it gets a free one."""
    wanted = list(ids)
    nodes = [design.node(key) for key in sorted({key for key in wanted if design.get(Node, key) is not None})]
    chosen = {node.id for node in nodes}
    scope = _one_scope(design, nodes)
    free = free_block_name(design, name) if name else _next_name(design, scope)
    plan = _Plan(count(design.next_id()))
    block_id, use_id = next(plan.ids), next(plan.ids)
    names = list(dict.fromkeys(name for node in nodes for _, formula in node.bindings for name in needs(formula)))
    values = environment(design, scope).values
    plan.added.append(Block(block_id, free, tuple(Argument(name, values.get(name, 1)) for name in names)))
    plan.pairs += [(node, replace(node, scope=block_id)) for node in nodes]
    notes = (note for key in wanted if (note := design.get(Note, key)) is not None and note.scope == scope)
    plan.pairs += [(note, replace(note, scope=block_id)) for note in dict.fromkeys(notes)]
    inputs, outputs = _ends(design, nodes, plan, block_id, use_id)
    use = Node(
        use_id,
        use_name(design, free, scope, {node.name for node in nodes}),
        Use(block=block_id, input_names=inputs, output_names=outputs),
        _middle(node.x for node in nodes),
        _middle(node.y for node in nodes),
        scope,
        tuple((f"{ARGUMENT}{name}", name) for name in sorted(names)),
    )
    plan.added.append(use)
    for share in design.all(Share):
        after = _followed(share, chosen, use_id, block_id)
        if after != share:
            plan.pairs.append((share, after))
    return Edit(f"Make the block {free}", plan.delta), use


def free_block_name(design: Design, name: str, own: int = 0) -> str:
    """The name, if no other block has it."""
    chosen = checked(name)
    if any(block.name == chosen and block.id != own for block in design.all(Block)):
        raise Refused(f"There is a block called {chosen} already. Choose another name.", "name")
    return chosen


def _next_name(design: Design, scope: int) -> str:
    """`block_1`, or the first such name that neither a block nor a layer has."""
    return numbered(design, Use.stem, scope, {block.name for block in design.all(Block)})


def use_name(design: Design, name: str, scope: int, gone: Iterable[str] = ()) -> str:
    """The block's name, numbered where it is taken; names of layers that go into the block are free."""
    if name in gone or name not in design.names.get(scope, {}):
        return name
    return copied(design, name, scope, set()) if "{" in name or "}" in name else numbered(design, name, scope)


def _one_scope(design: Design, nodes: list[Node]) -> int:
    """The drawing that all chosen layers are in; a refusal where they make no block."""
    if not nodes:
        raise Refused("Select the layers that the block shall hold.")
    scope = nodes[0].scope
    if any(node.scope != scope for node in nodes):
        raise Refused("A block is made of layers of one drawing. Select them inside one block, or outside all.")
    ports = [node.name for node in nodes if isinstance(node.layer, (BlockInput, BlockOutput))]
    if ports:
        raise Refused(f"{text.listed(ports)} belongs to the block around it. Select the layers without it.")
    chosen = {node.id for node in nodes}
    outside = {link.target for key in chosen for link in design.links_out(key)} - chosen
    between = next((key for key in sorted(outside) if downstream(design, key) & chosen), None)
    if between is not None:
        name = design.node(between).name
        raise Refused(f"{name} stands between the layers of the block, so links would make a loop. Select it too.")
    highest = max((design.height(node.layer.block) for node in nodes if isinstance(node.layer, Use)), default=0)
    if highest + (0 if scope == TOP else design.depth(scope)) >= DEEPEST:
        raise Refused(f"Blocks can stand {DEEPEST} deep inside each other at most. Dissolve one first.")
    return scope


def _ends(
    design: Design, nodes: list[Node], plan: _Plan, block: int, use: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Plan the inputs and outputs of a block and all links that cross its border; the names of the ports."""
    taken = {node.name for node in nodes}
    left, right = min(node.x for node in nodes) - COLUMN, max(node.x for node in nodes) + COLUMN
    inputs: list[str] = []
    for index, (source, entries) in enumerate(_entries(design, nodes)):
        name = copied(design, BlockInput.stem, block, taken)
        port = Node(next(plan.ids), name, BlockInput(), left, design.node(entries[0][0]).y, block)
        plan.added.append(port)
        if source is not None:
            plan.added.append(Link(next(plan.ids), source[0], use, source[1], index))
        for target, slot, link in entries:
            if link is None:
                plan.added.append(Link(next(plan.ids), port.id, target, 0, slot))
            else:
                plan.pairs.append((link, replace(link, source=port.id, output=0)))
        taken.add(name)
        inputs.append(name)
    outputs: list[str] = []
    for index, (source, leaving) in enumerate(_exits(design, nodes)):
        name = copied(design, BlockOutput.stem, block, taken)
        port = Node(next(plan.ids), name, BlockOutput(), right, design.node(source[0]).y, block)
        plan.added += [port, Link(next(plan.ids), source[0], port.id, source[1], 0)]
        plan.pairs += [(link, replace(link, source=use, output=index)) for link in leaving]
        taken.add(name)
        outputs.append(name)
    return tuple(inputs), tuple(outputs)


def _entries(design: Design, nodes: list[Node]) -> list[tuple[_Output | None, list[_Entry]]]:
    """What leads in: a source, or none where a needed input is still open, and where it leads to."""
    chosen = {node.id for node in nodes}
    found: dict[object, tuple[_Output | None, list[_Entry]]] = {}
    for node in nodes:
        inbound, ports = design.inbound.get(node.id, {}), node.layer.ports
        wanted = () if ports.variadic else range(min(ports.needed, len(ports.inputs)))
        for slot in sorted({*inbound, *wanted}):
            link = inbound.get(slot)
            if link is None:
                found[node.id, slot, "open"] = (None, [(node.id, slot, None)])
            elif link.source not in chosen:
                source = (link.source, link.output)
                found.setdefault(source, (source, []))[1].append((node.id, slot, link))
    return list(found.values())


def _exits(design: Design, nodes: list[Node]) -> list[tuple[_Output, list[Link]]]:
    """What leads out: an output inside, and the links that leave; the first output of a layer that leads nowhere."""
    chosen = {node.id for node in nodes}
    found: dict[_Output, list[Link]] = {}
    for node in nodes:
        links = design.links_out(node.id)
        for link in links:
            if link.target not in chosen:
                found.setdefault((node.id, link.output), []).append(link)
        if not links and node.layer.ports.outputs:
            found[node.id, 0] = []
    return sorted(found.items())


def _middle(places: Iterable[int]) -> int:
    known = list(places)
    return (min(known) + max(known)) // 2 // SNAP * SNAP


def _followed(share: Share, chosen: set[int], use: int, block: int) -> Share:
    """A share whose layers went into a block: inside it, or along a path into it."""
    if share.first.node in chosen and share.second.node in chosen:
        return replace(share, scope=block)
    return replace(share, first=_longer(share.first, chosen, use), second=_longer(share.second, chosen, use))


def _longer(end: End, chosen: set[int], use: int) -> End:
    path: list[Step] = []
    for step in end.path:
        path += [Step(use), step] if step.node in chosen else [step]
    return replace(end, path=tuple(path))
