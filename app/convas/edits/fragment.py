"""Fragment: what was copied, as a small design of its own that can stand anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from convas.analysis.variables import environment
from convas.design.design import Design
from convas.design.records import TOP, Block, Header, Link, Node, Note, Record, Share, Variable
from convas.edits.copying import inside_of
from convas.edits.edit import Refused
from convas.edits.shares import rejoined
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values import text
from convas.values.formula import needs


@dataclass(frozen=True, slots=True)
class Incoming:
    """A link that led to what was copied from a layer that was not; the layer is known by its id and its name."""

    source: int
    name: str
    target: int
    output: int = 0
    input: int = 0


@dataclass(frozen=True, slots=True)
class Fragment:
    """A drawing with the blocks that it uses and the variables that its formulas need."""

    design: Design
    incoming: tuple[Incoming, ...] = ()


def fragment(design: Design, ids: Iterable[int]) -> Fragment:
    """What is selected of one drawing, links and shares between it, and all that it needs."""
    wanted = sorted(set(ids))
    nodes = [node for key in wanted if (node := design.get(Node, key)) is not None]
    notes = [note for key in wanted if (note := design.get(Note, key)) is not None]
    ports = [node for node in nodes if isinstance(node.layer, (BlockInput, BlockOutput))]
    scopes = {node.scope for node in nodes} | {note.scope for note in notes}
    if len(scopes) > 1:
        raise Refused("What is copied must be in one drawing. Select it inside one block, or outside all.")
    nodes = [node for node in nodes if node not in ports]
    if not nodes and not notes:
        names = text.listed([port.name for port in ports])
        raise Refused(
            f"{names} belongs to the block around it. Select the layers beside it." if ports else "Select what to copy."
        )
    (scope,) = scopes
    chosen = {node.id for node in nodes}
    links = [link for node in nodes for link in design.links_in(node.id)]
    numbers = count(design.next_id() + len(design.records))
    records: list[Record] = [
        Header(design.header.name, design.header.convention),
        *_variables(design, scope, nodes, numbers),
        *(record for block in blocks_of(design, nodes) for record in (block, *inside_of(design, block.id).records)),
        *(replace(node, scope=TOP) for node in nodes),
        *(replace(note, scope=TOP) for note in notes),
        *(link for link in links if link.source in chosen),
        *(replace(share, scope=TOP) for share in _shares(design, scope, chosen)),
    ]
    incoming = tuple(
        Incoming(link.source, design.node(link.source).name, link.target, link.output, link.input)
        for link in links
        if link.source not in chosen
    )
    return Fragment(Design(records), incoming)


def blocks_of(design: Design, nodes: Iterable[Node]) -> list[Block]:
    """The blocks that nodes stand for, and those inside them at any depth, oldest first."""
    waiting = [node.layer.block for node in nodes if isinstance(node.layer, Use)]
    seen: dict[int, Block] = {}
    while waiting:
        key = waiting.pop()
        block = design.get(Block, key)
        if key not in seen and block is not None:
            seen[key] = block
            waiting += [node.layer.block for node in design.nodes(key) if isinstance(node.layer, Use)]
    return [seen[key] for key in sorted(seen)]


def _shares(design: Design, scope: int, chosen: set[int]) -> Iterator[Share]:
    """The shares between chosen nodes; what shares through one that is not chosen shares directly."""
    others = [key for key in design.scopes.get(scope, ()) if key in design.shares and key not in chosen]
    kept = [share for share in design.all(Share) if share.scope == scope]
    for share in (*kept, *rejoined(design, others)):
        if share.first.node in chosen and share.second.node in chosen:
            yield share


def _variables(design: Design, scope: int, nodes: list[Node], numbers: Iterator[int]) -> Iterator[Variable]:
    """What the names in formulas stand for; the arguments of a block become variables with their usual values."""
    waiting = [name for node in nodes for _, formula in node.bindings for name in needs(formula)]
    known = {variable.name: variable for variable in design.all(Variable)} if scope == TOP else {}
    values = environment(design, scope).values
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in known:
            yield known[name]
            waiting += needs(known[name].formula) if known[name].formula else ()
        elif name in values:
            yield Variable(next(numbers), name, values[name])


def middle(design: Design) -> tuple[int, int]:
    """The middle of the places of a drawing, as corners of cards."""
    nodes, notes = list(design.nodes()), [note for note in design.all(Note) if note.scope == TOP]
    across = [*(node.x for node in nodes), *(note.x for note in notes)] or [0]
    down = [*(node.y for node in nodes), *(note.y for note in notes)] or [0]
    return (min(across) + max(across)) // 2, (min(down) + max(down)) // 2


def linked(design: Design) -> list[Link]:
    """The links of the drawing itself, oldest first."""
    return sorted((link for node in design.nodes() for link in design.links_in(node.id)), key=lambda link: link.id)
