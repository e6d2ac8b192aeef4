"""Pasting: what was copied is added under new ids and free names, with the blocks and variables that it needs.

A block that is here already, the same in all it holds, is used again. Nothing that is here changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from convas.analysis.analysis import Analysis
from convas.analysis.binding import ARGUMENT, effective, split
from convas.analysis.variables import computed, environment, layer_of
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import FARTHEST, TOP, Block, End, Link, Node, Note, Record, Share, Variable
from convas.edits.arrange import SNAP
from convas.edits.bindings import freed
from convas.edits.conventions import switch
from convas.edits.copying import inside_of
from convas.edits.edit import Edit, Refused
from convas.edits.fragment import Fragment, blocks_of, fragment, linked, middle
from convas.edits.naming import LONGEST
from convas.edits.ports import DEEPEST, placed
from convas.edits.sameness import Sameness
from convas.layers.layer import Layer, settings_of
from convas.layers.use import Use
from convas.values import text
from convas.values.convention import RULES
from convas.values.formula import needs

ASIDE = 24
"""How far a copy stands beside what is there already."""
BELOW = 80
"""How far a duplicate stands below its original: clear of its card."""


def paste(
    design: Design,
    copied: Fragment,
    scope: int = TOP,
    at: tuple[int, int] | None = None,
    *,
    keep_incoming: bool = False,
    adopt: bool = True,
) -> tuple[Edit, tuple[int, ...]]:
    """Add what was copied to a drawing, its middle at `at`; the ids of what stands there now.

    With `keep_incoming`, copies are linked from where the originals were, as far as that is in this drawing.
    With `adopt`, a design with nothing in it counts from then on as what was copied did; else that is turned.
    """
    empty = adopt and not any(design.all(Node)) and not any(design.all(Block))
    here = copied.design if empty else _converted(copied.design, design)
    if not any(here.nodes()) and not any(note.scope == TOP for note in here.all(Note)):
        raise Refused("There is nothing in what was copied. Copy some layers first.")
    plan = _Plan(design, here, scope, count(design.next_id()))
    if here is not copied.design:
        plan.told.append(f"What was copied now counts as {RULES[design.header.convention].title}.")
    elif here.header.convention != design.header.convention:
        plan.told.append(f"This design counts as {RULES[here.header.convention].title} now, as what was copied did.")
    plan.bring_variables()
    plan.bring_blocks()
    made = plan.bring_drawing(at)
    if keep_incoming:
        plan.link_again(copied)
    header = design.header
    taken = Delta.replacing((header, replace(header, convention=here.header.convention)))
    delta = taken.then(Delta.adding(*plan.added))
    return Edit(f"Paste {_called(plan.added, made)}", delta, told=" ".join(plan.told)), tuple(made)


def duplicate(design: Design, ids: Iterable[int]) -> tuple[Edit, tuple[int, ...]]:
    """The selection once more, a little aside."""
    wanted = list(ids)
    copied = fragment(design, wanted)
    scope = next(record.scope for key in wanted if isinstance(record := design.records.get(key), (Node, Note)))
    edit, made = paste(design, copied, scope)
    return replace(edit, name=edit.name.replace("Paste", "Duplicate", 1)), made


def _called(added: list[Record], made: list[int]) -> str:
    """What the history calls all that was pasted."""
    nodes = [record for record in added if isinstance(record, Node) and record.id in made]
    if len(nodes) == 1:
        return nodes[0].name
    return text.many(len(nodes), "layer") if nodes else text.many(len(made), "note")


def _converted(source: Design, design: Design) -> Design:
    """What was copied as it is by the convention of the design where it goes."""
    convention = design.header.convention
    if source.header.convention == convention:
        return source
    turned = Design(source.snapshot())
    analysis = Analysis(turned)
    analysis.settle()
    turned.apply(switch(turned, analysis, convention).delta)
    return turned


class Names:
    """Free names, quickly: the trailing number of a taken one goes on counting."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def free(self, name: str) -> str:
        """The name if nobody has it, else a numbered one; it is taken from now on."""
        if name in self._taken:
            found = re.fullmatch(r"(.*?)(_?)(\d{1,9})", name)
            stem = f"{found[1]}{found[2]}" if found else f"{name}_"
            number = self._next.get(stem, 1 if found else 2)
            while (name := _fitted(stem, number)) in self._taken:
                number += 1
            self._next[stem] = number + 1
        self._taken.add(name)
        return name


def _fitted(stem: str, number: int) -> str:
    return f"{stem[: LONGEST - len(str(number))]}{number}"


@dataclass(slots=True)
class _Plan:
    """What a paste asks for. `nodes` and `blocks` say what became of those that were copied."""

    design: Design
    here: Design
    scope: int
    ids: Iterator[int]
    added: list[Record] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    nodes: dict[int, int] = field(default_factory=dict)
    blocks: dict[int, int] = field(default_factory=dict)

    def bring_variables(self) -> None:
        """Variables that are missing come along; one that is there stays what it is."""
        if self.scope != TOP:
            return
        there = {variable.name: variable for variable in self.design.all(Variable)}
        ours, theirs = environment(self.design), environment(self.here)
        brought: dict[str, Variable] = {}
        for variable in self.here.all(Variable):
            name = variable.name
            if name not in there:
                brought[name] = replace(variable, id=next(self.ids))
            elif ours.values.get(name) != theirs.values.get(name):
                now = text.count(ours.values[name]) if name in ours.values else "unknown"
                was = text.count(theirs.values[name]) if name in theirs.values else "unknown"
                self.told.append(f"{name} is {now} here and was {was} where this was copied.")
        faults = computed({**there, **brought}).faults
        for name, variable in brought.items():
            if name in faults and name not in theirs.faults:
                brought[name] = replace(variable, formula="", value=theirs.values[name])
        self.added += brought.values()

    def bring_blocks(self) -> None:
        """Blocks that are not here yet, the same under the same name, come along with all inside."""
        same = Sameness()
        by_number: dict[int, list[Block]] = {}
        new: list[tuple[Block, str]] = []
        bare = {block.id: re.sub(r"_\d+$", "", block.name) for block in self.design.all(Block)}
        for block in blocks_of(self.here, self.here.nodes()):
            number = same.number(self.here, block.id)
            if number not in by_number:
                alike = [one for one in self.design.all(Block) if block.name in (one.name, bare[one.id])]
                by_number[number] = [one for one in alike if same.number(self.design, one.id) == number]
            found = [one for one in by_number[number] if block.name in (one.name, bare[one.id])]
            found.sort(key=lambda one: one.name != block.name)
            if found:
                self._use_again(block, found[0])
            else:
                new.append((block, block.name))
        self._check_circle()
        names = Names(block.name for block in self.design.all(Block))
        for block, wanted in new:
            name = names.free(wanted)
            if name != wanted:
                self.told.append(f"The block {wanted} differs from the one here, so it came along as {name}.")
            made = replace(block, id=next(self.ids), name=name)
            self.blocks[block.id] = made.id
            self.added.append(made)
            self._check_depth(block)
            for node in self.here.nodes(block.id):
                self.nodes[node.id] = next(self.ids)
        for block, _ in new:
            inside = inside_of(self.here, block.id)
            self._add(self.blocks[block.id], inside.nodes, inside.links, inside.shares, inside.notes)

    def bring_drawing(self, at: tuple[int, int] | None) -> list[int]:
        """The layers and notes themselves; their ids."""
        nodes, notes = list(self.here.nodes()), [note for note in self.here.all(Note) if note.scope == TOP]
        for node in nodes:
            self.nodes[node.id] = next(self.ids)
        dx, dy = self._aside(nodes, notes, at)
        names = Names(self.design.names.get(self.scope, {}))
        moved = [
            replace(self._closed(node), name=names.free(node.name), x=_within(node.x + dx), y=_within(node.y + dy))
            for node in nodes
        ]
        shares = [share for share in self.here.all(Share) if share.scope == TOP]
        notes = [replace(note, x=_within(note.x + dx), y=_within(note.y + dy)) for note in notes]
        placed_notes = self._add(self.scope, moved, linked(self.here), shares, notes)
        return [*(self.nodes[node.id] for node in nodes), *placed_notes]

    def link_again(self, copied: Fragment) -> None:
        """Links into the copies from what fed the originals."""
        taken = {(link.target, link.input) for link in self.added if isinstance(link, Link)}
        added = {record.id: record for record in self.added}
        for link in copied.incoming:
            source = self.design.get(Node, link.source)
            target = added.get(self.nodes.get(link.target, 0))
            if source is None or (source.name, source.scope) != (link.name, self.scope) or not isinstance(target, Node):
                continue
            fits = link.output < len(layer_of(self.design, source).ports.outputs) and target.layer.ports.takes(
                link.input
            )
            if fits and (target.id, link.input) not in taken:
                taken.add((target.id, link.input))
                self.added.append(Link(next(self.ids), source.id, target.id, link.output, link.input))

    def _use_again(self, block: Block, found: Block) -> None:
        self.blocks[block.id] = found.id
        ours = self.design.names.get(found.id, {})
        for node in self.here.nodes(block.id):
            self.nodes[node.id] = ours[node.name]

    def _check_circle(self) -> None:
        """Refuse a block inside itself; the blocks of the drawing that was copied are named first."""
        if self.scope == TOP:
            return
        drawn = [node.layer.block for node in self.here.nodes() if isinstance(node.layer, Use)]
        for key in dict.fromkeys((*drawn, *self.blocks)):
            if key in self.blocks:
                placed(self.design, Use(block=self.blocks[key]), self.scope)

    def _check_depth(self, block: Block) -> None:
        if self.scope != TOP and self.here.height(block.id) + self.design.depth(self.scope) >= DEEPEST:
            raise Refused(f"Blocks can stand {DEEPEST} deep inside each other at most. Dissolve one first.")

    def _add(
        self, scope: int, nodes: list[Node], links: list[Link], shares: list[Share], notes: list[Note]
    ) -> list[int]:
        """Add records of one drawing under their new ids; the ids of the notes."""
        for node in nodes:
            self.added.append(replace(node, id=self.nodes[node.id], layer=self._layer(node.layer), scope=scope))
        for link in links:
            source, target = self.nodes[link.source], self.nodes[link.target]
            self.added.append(replace(link, id=next(self.ids), source=source, target=target))
        for share in shares:
            first, second = self._end(share.first), self._end(share.second)
            self.added.append(replace(share, id=next(self.ids), first=first, second=second, scope=scope))
        made = [replace(note, id=next(self.ids), scope=scope) for note in notes]
        self.added += made
        return [note.id for note in made]

    def _layer(self, layer: Layer) -> Layer:
        return layer.model_copy(update={"block": self.blocks[layer.block]}) if isinstance(layer, Use) else layer

    def _end(self, end: End) -> End:
        return replace(end, path=tuple(replace(step, node=self.nodes[step.node]) for step in end.path))

    def _closed(self, node: Node) -> Node:
        """Inside a block, formulas of names that it does not have become the numbers that they gave."""
        if self.scope == TOP or not node.bindings:
            return node
        known = environment(self.design, self.scope).values
        lost = {where: formula for where, formula in node.bindings if any(name not in known for name in needs(formula))}
        if not lost:
            return node
        theirs = environment(self.here)
        whole = [pair for pair in node.bindings if split(pair[0])[0] in {split(where)[0] for where in lost}]
        counted, _ = effective(replace(node, bindings=tuple(whole)), theirs.values, theirs.faults)
        missing = sorted({name for formula in lost.values() for name in needs(formula) if name not in known})
        titles = text.listed([_title(node, where) for where in lost])
        block = self.design.get(Block, self.scope)
        self.told.append(
            f"{titles} of {node.name} {'is a number' if len(lost) == 1 else 'are numbers'} here, because "
            f"{'the block' if block is None else block.name} has no argument {text.listed(missing, 'or')}."
        )
        return freed(node, counted, set(lost))

    def _aside(self, nodes: list[Node], notes: list[Note], at: tuple[int, int] | None) -> tuple[int, int]:
        """How far to move what was copied, so that nothing lies exactly on something else."""
        dx, dy = ASIDE, BELOW
        if at is not None:
            x, y = middle(self.here)
            dx, dy = (round((place - now) / SNAP) * SNAP for place, now in ((at[0], x), (at[1], y)))
        taken = {(node.x, node.y) for node in self.design.nodes(self.scope)}
        taken |= {(note.x, note.y) for note in self.design.all(Note) if note.scope == self.scope}
        places = [*((node.x, node.y) for node in nodes), *((note.x, note.y) for note in notes)]
        while any((x + dx, y + dy) in taken for x, y in places):
            dx, dy = dx + ASIDE, dy + ASIDE
        return dx, dy


def _title(node: Node, where: str) -> str:
    argument = where.removeprefix(ARGUMENT)
    if argument != where:
        return argument
    known = settings_of(type(node.layer)).get(split(where)[0])
    return where if known is None else known.title


def _within(place: int) -> int:
    return max(-FARTHEST, min(FARTHEST, place))
