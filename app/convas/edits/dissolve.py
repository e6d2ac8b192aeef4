"""Edits that take a block apart: dissolve a use into its layers, or peel one repetition off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final, NamedTuple

from convas.analysis.binding import ARGUMENT, effective
from convas.analysis.variables import environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Block, End, Link, Node, Record, Share, Step
from convas.edits import naming
from convas.edits.arrange import COLUMN
from convas.edits.copying import Inside, copied, has_weights, inside_of, moved
from convas.edits.edit import Edit, Refused
from convas.layers.use import BlockInput, BlockOutput, Use
from convas.values import text
from convas.values.formula import LONGEST, FormulaError, needs, parse

MOST_LAYERS: Final = 5_000
_Feed = tuple[int, int] | None
"""An output that a link may come from, if there is one."""


class _Place(NamedTuple):
    """What stands where a repetition stood: layers under other ids, in a use or by themselves."""

    of: dict[int, int]
    use: Step | None = None

    def path(self, step: Step) -> tuple[Step, ...]:
        """The way to a layer that stood in the repetition."""
        there = replace(step, node=self.of.get(step.node, step.node))
        return (there,) if self.use is None else (self.use, there)


def dissolve(design: Design, use: int) -> Edit:
    """The layers of a block in its place, each repetition with its own; a block that stands nowhere else goes."""
    node, layer, block = _used(design, use)
    inside = inside_of(design, block.id)
    drawn = [one for one in inside.nodes if not isinstance(one.layer, (BlockInput, BlockOutput))]
    if layer.repeat * len(drawn) > MOST_LAYERS:
        many = text.count(layer.repeat * len(drawn))
        raise Refused(f"{node.name} would become {many} layers, too many to draw. Repeat it less often first.")
    ids = count(design.next_id())
    copies = [{one.id: next(ids) for one in drawn} for _ in range(layer.repeat)]
    added: list[Record] = [*_copies(design, node, layer, block, drawn, copies)]
    feeds = _feeds(design, node, len(layer.input_names))
    for of in copies:
        links, outs = _wired(design, inside, of, feeds, ids)
        added += links
        added += [
            replace(one, id=next(ids), scope=node.scope, first=moved(one.first, of), second=moved(one.second, of))
            for one in inside.shares
        ]
        feeds = [*outs[: len(feeds)], *feeds[len(outs) :]]
    for note in inside.notes:
        added.append(replace(note, id=next(ids), scope=node.scope))
    if layer.shared:
        for one in filter(lambda one: has_weights(one.layer), drawn):
            first = End((Step(copies[0][one.id]),))
            added += [Share(next(ids), first, End((Step(of[one.id]),)), node.scope) for of in copies[1:]]
    places = [_Place(of) for of in copies]
    shares = _followed(design, use, places, [one.id for one in drawn if has_weights(one.layer)], ids)
    left = _relinked(design, use, outs)
    gone: list[Record] = [node, *design.links_in(use)]
    if len(design.uses.get(block.id, ())) == 1:
        gone += [block, *inside.records]
    delta = Delta.replacing(*_aside(design, node, drawn, layer.repeat)).then(left).then(shares)
    return Edit(f"Dissolve {node.name}", delta.then(Delta.removing(*gone)).then(Delta.adding(*added)))


def peel(design: Design, use: int, repetition: int) -> Edit:
    """One repetition, counted from 0, as a use of a copy of the block, so that it can be made to differ.

    Nothing else changes: what was shared stays shared until it is unshared.
    """
    node, layer, block = _used(design, use)
    if not 0 <= repetition < layer.repeat:
        raise Refused(f"{node.name} has no repetition {repetition}. They go from 0 to {layer.repeat - 1}.")
    if any(end.path[-1].node == use for share in _naming(design, use) for end in (share.first, share.second)):
        raise Refused(f"{node.name} shares all its weights with another block. Unshare it first.")
    ids = count(design.next_id())
    other = replace(block, id=next(ids), name=_block_name(design, block.name))
    inside = inside_of(design, block.id)
    made, of = copied(inside, other.id, ids)
    counts = [(False, repetition), (True, 1), (False, layer.repeat - 1 - repetition)]
    taken: set[str] = set()
    parts: list[tuple[Node, bool]] = []
    for peeled, times in counts:
        if times:
            own = layer.model_copy(update={"repeat": times, **({"block": other.id} if peeled else {})})
            name = naming.copied(design, node.name, node.scope, taken) if parts else node.name
            taken.add(name)
            bindings = tuple(pair for pair in node.bindings if pair[0] != "repeat")
            key, x = (next(ids), node.x + COLUMN * len(parts)) if parts else (node.id, node.x)
            parts.append((replace(node, id=key, name=name, layer=own, x=x, bindings=bindings), peeled))
    added: list[Record] = [other, *made.records, *(part for part, _ in parts[1:])]
    feeds = _feeds(design, node, len(layer.input_names))
    for part, _ in parts:
        added += [
            Link(next(ids), feed[0], part.id, feed[1], index) for index, feed in enumerate(feeds) if feed is not None
        ]
        outs: list[_Feed] = [(part.id, index) for index in range(len(layer.output_names))]
        feeds = [*outs[: len(feeds)], *feeds[len(outs) :]]
    places = [
        _Place(of if peeled else {}, Step(part.id, local))
        for part, peeled in parts
        for local in range(part.layer.repeat if isinstance(part.layer, Use) else 0)
    ]
    weighted = [one.id for one in inside.nodes if has_weights(one.layer)]
    if layer.shared:
        starts = [_Place(of if peeled else {}, Step(part.id)) for part, peeled in parts]
        for key in weighted:
            first, *others = (End(start.path(Step(key))) for start in starts)
            added += [Share(next(ids), first, end, node.scope) for end in others]
    shares = _followed(design, use, places, weighted, ids)
    aside = [
        (one, replace(one, x=one.x + COLUMN * (len(parts) - 1)))
        for one in design.nodes(node.scope)
        if one.x > node.x and len(parts) > 1
    ]
    delta = Delta.replacing(*aside, (node, parts[0][0])).then(_relinked(design, use, outs)).then(shares)
    gone = design.links_in(use)
    return Edit(f"Peel {node.name}[{repetition}] off", delta.then(Delta.removing(*gone)).then(Delta.adding(*added)))


def _used(design: Design, use: int) -> tuple[Node, Use, Block]:
    """A use as it counts, and its block."""
    node = design.node(use)
    block = design.get(Block, node.layer.block) if isinstance(node.layer, Use) else None
    if block is None:
        raise Refused(f"{node.name} is no block.")
    if node.bypassed:
        raise Refused(f"{node.name} is bypassed. Use it again first.")
    env = environment(design, node.scope)
    layer, wrong = effective(node, env.values, env.faults)
    if wrong is not None:
        raise Refused(f"A formula of {node.name} gives no number. Mend it first.")
    assert isinstance(layer, Use)
    return node, layer, block


def _copies(
    design: Design, node: Node, layer: Use, block: Block, drawn: list[Node], copies: list[dict[int, int]]
) -> Iterator[Node]:
    """The layers of every repetition, side by side."""
    bound = {name.removeprefix(ARGUMENT): formula for name, formula in node.bindings if name.startswith(ARGUMENT)}
    values = {one.name: one.value for one in block.arguments} | dict(layer.arguments)
    numbers = {name: value for name, value in values.items() if name not in bound}
    told = {name: _bracketed(bound[name]) if name in bound else str(value) for name, value in values.items()}
    left, top = min((one.x for one in drawn), default=0), min((one.y for one in drawn), default=0)
    taken: set[str] = set()
    for repetition, of in enumerate(copies):
        x = node.x - left + repetition * _width(drawn)
        for one in drawn:
            name = naming.copied(design, one.name, node.scope, taken)
            taken.add(name)
            yield replace(
                _worked_out(one, numbers, told),
                id=of[one.id],
                name=name,
                x=x + one.x,
                y=node.y + one.y - top,
                scope=node.scope,
                frozen=one.frozen or node.frozen,
            )


def _worked_out(node: Node, numbers: dict[str, int], told: dict[str, str]) -> Node:
    """A layer outside its block: with numbers where all that a formula needs is known, else with longer formulas."""
    closed = tuple(pair for pair in node.bindings if set(needs(pair[1])) <= numbers.keys())
    layer, wrong = effective(replace(node, bindings=closed), numbers)
    if wrong is not None:
        layer, closed = node.layer, ()
    kept = tuple((field, _put_in(formula, told)) for field, formula in node.bindings if (field, formula) not in closed)
    return replace(node, layer=layer, bindings=kept)


def _put_in(formula: str, told: dict[str, str]) -> str:
    """A formula with formulas put in for names."""
    try:
        parsed = parse(formula)
    except FormulaError:
        return formula
    for token in reversed(parsed.tokens):
        if token.kind == "name" and token.shown in parsed.names and token.shown in told:
            end = token.position + len(token.shown)
            formula = formula[: token.position] + told[token.shown] + formula[end:]
    if len(formula) > LONGEST:
        raise Refused("A formula would become too long. Give the block's arguments as numbers first.")
    return formula


def _bracketed(formula: str) -> str:
    return formula if formula.strip().isidentifier() else f"({formula})"


def _width(drawn: list[Node]) -> int:
    return COLUMN + max((one.x for one in drawn), default=0) - min((one.x for one in drawn), default=0)


def _aside(design: Design, node: Node, drawn: list[Node], repeat: int) -> list[tuple[Node, Node]]:
    """Room on the right for what takes the place of a use."""
    further = repeat * _width(drawn) - COLUMN
    return [(one, replace(one, x=one.x + further)) for one in design.nodes(node.scope) if one.x > node.x]


def _feeds(design: Design, node: Node, inputs: int) -> list[_Feed]:
    inbound = design.inbound.get(node.id, {})
    return [(inbound[index].source, inbound[index].output) if index in inbound else None for index in range(inputs)]


def _wired(
    design: Design, inside: Inside, of: dict[int, int], feeds: list[_Feed], ids: Iterator[int]
) -> tuple[list[Link], list[_Feed]]:
    """The links of one repetition, and where its outputs come from."""
    inputs = [node.id for node in inside.nodes if isinstance(node.layer, BlockInput)]
    outputs = [node.id for node in inside.nodes if isinstance(node.layer, BlockOutput)]

    def source(link: Link) -> _Feed:
        if link.source in of:
            return of[link.source], link.output
        index = inputs.index(link.source)
        return feeds[index] if index < len(feeds) else None

    links = [
        Link(next(ids), feed[0], of[link.target], feed[1], link.input)
        for link in inside.links
        if link.target in of and (feed := source(link)) is not None
    ]
    given = [next(iter(design.links_in(key)), None) for key in outputs]
    return links, [None if link is None else source(link) for link in given]


def _relinked(design: Design, use: int, outs: list[_Feed]) -> Delta:
    """The links that leave a use, from what took its place."""
    delta = Delta({})
    for link in design.links_out(use):
        feed = outs[link.output] if link.output < len(outs) else None
        if feed is None:
            delta = delta.then(Delta.removing(link))
        else:
            delta = delta.then(Delta.replacing((link, replace(link, source=feed[0], output=feed[1]))))
    return delta


def _naming(design: Design, use: int) -> list[Share]:
    """The shares whose paths lead through a node, or end there."""
    return [
        share
        for share in design.all(Share)
        if any(step.node == use for end in (share.first, share.second) for step in end.path)
    ]


def _followed(design: Design, use: int, places: list[_Place], weighted: list[int], ids: Iterator[int]) -> Delta:
    """The shares that lead to a use or into it, now to what took its place."""
    delta = Delta({})
    for share in _naming(design, use):
        if any(end.path[-1].node == use for end in (share.first, share.second)):
            pairs = _whole(share, use, places, weighted)
        else:
            first, second = _ends(share.first, use, places), _ends(share.second, use, places)
            pairs = [(first[0], end, False) for end in first[1:]] if first else []
            pairs += [(first[0], end, share.transposed) for end in second] if first else []
        made = [replace(share, id=next(ids), first=a, second=b, transposed=turned) for a, b, turned in pairs if a != b]
        delta = delta.then(Delta.removing(share)).then(Delta.adding(*made))
    return delta


def _ends(end: End, use: int, places: list[_Place]) -> list[End]:
    """The ends that one end becomes where its path leads through the use."""
    at = next((index for index, step in enumerate(end.path) if step.node == use), None)
    if at is None:
        return [end]
    before, step, below, after = end.path[:at], end.path[at], end.path[at + 1], end.path[at + 2 :]
    meant = range(len(places)) if step.repetition is None else [step.repetition]
    return [replace(end, path=(*before, *places[index].path(below), *after)) for index in meant if index < len(places)]


def _whole(share: Share, use: int, places: list[_Place], weighted: list[int]) -> list[tuple[End, End, bool]]:
    """All weights of a use and all of another, layer by layer."""
    here, there = share.first, share.second
    if here.path[-1].node != use:
        here, there = there, here
    pairs: list[tuple[End, End, bool]] = []
    for repetition, place in enumerate(places):
        for key in weighted:
            own = replace(here, path=(*here.path[:-1], *place.path(Step(key))))
            other = (*there.path[:-1], replace(there.path[-1], repetition=repetition), Step(key))
            pairs.append((own, replace(there, path=other), False))
    return pairs


def _block_name(design: Design, name: str) -> str:
    """The next free name for a copy of a block."""
    taken = {block.name for block in design.all(Block)}
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"
