"""Analysis: what all rules say of a design, kept right while it changes.

A change marks nodes; marked nodes are evaluated in execution order, each at most once, and only
nodes whose inputs really changed pass the mark on. Share groups that were touched are settled
afterwards, and the totals follow by differences. `settle` may stop early: `pending` tells what
is not right yet.
"""

from __future__ import annotations

from contextlib import nullcontext
from time import perf_counter
from typing import Final

from convas.analysis.binding import Effective
from convas.analysis.blocks import Blocks
from convas.analysis.finding import Finding, Given, Memo, unknown
from convas.analysis.inside import Path, everywhere
from convas.analysis.order import Order, Waiting
from convas.analysis.shares import Figures, alone, component, settle_group
from convas.analysis.sight import Sight, inner
from convas.analysis.totals import Sums, Totals, is_incomplete
from convas.analysis.variables import Environment, environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Header, Link, Node, Record, Share, Variable
from convas.layers.layer import Layer
from convas.values.collection import no_collection
from convas.values.convention import Rules
from convas.values.spec import ABSENT, Spec


class Analysis(Sight):
    """Findings, figures, share groups and totals of the drawing itself (the top scope).

    A new analysis has everything still to settle. `environment` says what the variables are worth.
    """

    def __init__(self, design: Design, memo: Memo | None = None) -> None:
        super().__init__(design)
        self._memo = memo or Memo()
        self._loose: set[int] = set()
        self._lettered: list[int] = []
        self._regrouped = False
        self._sums = Sums()
        self._incomplete = 0
        self._ordered: list[int] | None = None
        self._effective = Effective()
        self._blocks = Blocks(design, self._memo, self._effective)
        self.environment = Environment()
        self.order = Order(design)
        self._waiting = Waiting(self.order)
        self.restart()

    @property
    def totals(self) -> Totals:
        return self._sums.totals(self._design.rules, self._incomplete)

    @property
    def pending(self) -> set[int]:
        """Nodes whose numbers are not right yet; empty once all is settled."""
        return self._waiting.marked | self._loose

    def waits(self, node_id: int) -> bool:
        return node_id in self._waiting.marked or node_id in self._loose

    @property
    def evaluated(self) -> int:
        """How many times a layer's rules have run."""
        return self._memo.evaluated

    def ordered(self) -> list[int]:
        """All nodes in execution order."""
        if self._ordered is None:
            self._ordered = sorted(self.order.rank, key=self.order.key)
        return self._ordered

    def anywhere(self) -> dict[int, Finding]:
        """What the rules say of every node of the design, inside blocks where it stands first."""
        return everywhere(self.findings)

    def sight(self, place: Path) -> Sight | None:
        """The drawing itself for (), or the block around a place: node, repetition, and so on inwards."""
        return inner(self._design, self, place) if place else self

    # following changes

    def restart(self) -> None:
        """Forget everything and mark all nodes."""
        self.findings, self.figures = {}, {}
        self.groups, self.group_of, self._lettered = {}, {}, []
        self._loose = set()
        self._sums, self._ordered = Sums(), None
        self._incomplete = sum(
            is_incomplete(one) for one in self._design.records.values() if type(one) is not Link or one.unknown
        )
        self._blocks.forget()
        self.order.all()
        self.environment = environment(self._design)
        self._waiting.all()

    def update(self, delta: Delta) -> set[int]:
        """Take in a change that the design has made; the nodes whose numbers it may touch directly."""
        rerank: set[int] = set()
        dirty = self._blocks.update(delta)
        gone: set[int] = set()
        for change in delta.changes.values():
            for record, sign in ((change.before, -1), (change.after, 1)):
                if record is not None and is_incomplete(record):
                    self._incomplete += sign
            self._sort(change.before, change.after, rerank, dirty, gone)
        dirty |= self._revalued(delta)
        for key in gone:
            self._forget(key)
        rerank -= gone
        moved = self.order.update(key for key in rerank if self._here(key))
        if moved or gone:
            self._ordered = None
        self._loose.update(key for key in moved if key in self._design.shares)
        self._waiting.add(key for key in dirty | rerank if key not in gone and self._here(key))
        return (dirty | rerank | moved) - gone

    def _revalued(self, delta: Delta) -> set[int]:
        """The nodes with formulas of variables that are worth something else after a change."""
        if not any(isinstance(change.before or change.after, Variable) for change in delta.changes.values()):
            return set()
        before, self.environment = self.environment, environment(self._design)
        users = self._design.users
        return {key for name in before.differing(self.environment) for key in users.get((TOP, name), ())}

    def settle(self, seconds: float | None = None) -> set[int]:
        """Evaluate what is marked, for as long as given, but at least one node; the nodes that changed."""
        with no_collection() if len(self._waiting.marked) > _MANY else nullcontext():
            return self._settle(None if seconds is None else perf_counter() + seconds)

    def _settle(self, until: float | None) -> set[int]:
        changed: set[int] = set()
        rules = self._design.rules
        alike: _Alike = {}
        while (key := self._waiting.take()) is not None:
            if self._evaluate(key, rules, alike):
                changed.add(key)
            if until is not None and perf_counter() > until:
                return changed
        while self._loose:
            changed |= self._regroup(next(iter(self._loose)))
            if until is not None and perf_counter() > until:
                return changed
        return changed | self._relettered()

    def _relettered(self) -> set[int]:
        """The members of share groups that stand at another place among the groups, and so have another letter."""
        if not self._regrouped:
            return set()
        self._regrouped = False
        place = {key: index for index, key in enumerate(self._lettered)}
        self._lettered = sorted(self.groups)
        moved = (key for index, key in enumerate(self._lettered) if place.get(key) != index)
        return {member for key in moved for member in self.groups[key].members}

    def _sort(
        self, before: Record | None, after: Record | None, rerank: set[int], dirty: set[int], gone: set[int]
    ) -> None:
        """What one change of a record asks for."""
        record = after if after is not None else before
        if isinstance(record, Node):
            if after is None or record.scope != TOP:
                gone.add(record.id)
            elif not isinstance(before, Node) or before.scope != TOP:
                rerank.add(record.id)
            elif isinstance(before, Node) and isinstance(after, Node) and _counts_differ(before, after):
                dirty.add(record.id)
        elif isinstance(record, Link):
            rerank.update(link.target for link in (before, after) if isinstance(link, Link))
        elif isinstance(record, Share):
            for edge in (before, after):
                if isinstance(edge, Share) and edge.scope == TOP:
                    self._loose.update({edge.first.node, edge.second.node})
        elif isinstance(before, Header) and isinstance(after, Header) and before.convention != after.convention:
            dirty.update(self.order.rank)

    def _here(self, key: int) -> bool:
        node = self._design.get(Node, key)
        return node is not None and node.scope == TOP

    def _forget(self, key: int) -> None:
        finding, figures = self.findings.pop(key, None), self.figures.pop(key, None)
        if finding is not None:
            self._sums.add(finding, -1)
        if figures is not None:
            self._sums.add(figures, -1)
        self._waiting.discard(key)
        self._loose.discard(key)
        self.order.forget(key)
        self._ungroup(key)

    def _evaluate(self, key: int, rules: Rules, alike: _Alike) -> bool:
        """Evaluate one node; whether anything that others see is different now.

        `alike` has what was found of other nodes since the design last changed.
        """
        node = self._design.node(key)
        before = self.findings.get(key)
        links = self._design.inbound.get(key, _NO_LINKS)
        like, given, known = None, None, None
        if len(links) == 1 and 0 in links and not (node.bindings or node.bypassed or node.unknown_settings):
            given = self._feed(links[0])
            like = (id(node.layer), id(given), node.frozen)
            known = alike.get(like)
        if known is None:
            found = self._found(node, before, rules)
            known = (node.layer, given, found, alone(found, node.frozen))
            if like is not None:
                alike[like] = known
        _, _, after, figures = known
        if after is not before:
            self.findings[key] = after
            self._sums.add(after, 1)
            if before is not None:
                self._sums.add(before, -1)
            if key in self._design.outbound and (before is None or before.outputs != after.outputs):
                self._waiting.follow(self._design.outbound[key])
        if key in self._design.shares:
            self._loose.add(key)
            return before is not after
        return self._figure(key, figures) or before is not after

    def _found(self, node: Node, before: Finding | None, rules: Rules) -> Finding:
        layer, wrong = self._effective.of(node, self.environment.values, self.environment.faults)
        inputs = self._inputs(node.id, layer)
        if wrong is not None:
            found = unknown(layer, inputs, wrong)
            return before if before is not None and before == found else found
        found = self._blocks.find(layer, inputs, rules, node.bypassed and bool(inputs))
        return unknown(layer, found.inputs) if node.unknown_settings else found

    def _inputs(self, key: int, layer: Layer) -> Given:
        inbound = self._design.inbound.get(key, _NO_LINKS)
        ports = layer.ports
        slots = sorted(inbound) if ports.variadic else range(len(ports.inputs))
        return tuple([self._feed(inbound[slot]) if slot in inbound else ABSENT for slot in slots])

    def _feed(self, link: Link) -> Spec | None:
        finding = self.findings.get(link.source)
        outputs = () if finding is None else finding.outputs
        return outputs[link.output] if link.output < len(outputs) else None

    def _figure(self, key: int, figures: Figures) -> bool:
        before = self.figures.get(key)
        if before is figures or before == figures:
            return False
        if before is not None:
            self._sums.add(before, -1)
        self._sums.add(figures, 1)
        self.figures[key] = figures
        return True

    def _regroup(self, start: int) -> set[int]:
        """Settle the group that a node belongs to now, or let it stand alone."""
        members, edges = component(self._design, start)
        old = {key for member in members for key in self._old_members(member)}
        for member in members:
            self._ungroup(member)
        self._loose -= members
        changed = {member for member in members | old if member in self.findings}
        if not edges or not members <= self.order.rank.keys():  # a share that leads out of its drawing joins nothing
            if start in self.findings:
                self._figure(start, alone(self.findings[start], self._design.node(start).frozen))
            return changed
        group, figures = settle_group(self._design, members, edges, self.findings, self.order.key)
        self.groups[group.key] = group
        self._regrouped = True
        for member in members:
            self.group_of[member] = group.key
            self._figure(member, figures[member])
        return changed

    def _old_members(self, key: int) -> tuple[int, ...]:
        group = self.groups.get(self.group_of.get(key, -1))
        return () if group is None else group.members

    def _ungroup(self, key: int) -> None:
        """Take a node out of its group; those that stay in are looked at again."""
        group_key = self.group_of.pop(key, None)
        group = None if group_key is None else self.groups.pop(group_key, None)
        if group is None:
            return
        self._regrouped = True
        for member in group.members:
            if self.group_of.pop(member, None) is not None:
                self._loose.add(member)


def _counts_differ(before: Node, after: Node) -> bool:
    return (
        before.layer is not after.layer
        or before.bindings != after.bindings
        or before.frozen != after.frozen
        or before.bypassed != after.bypassed
        or before.unknown_settings != after.unknown_settings
    )


_Alike = dict[tuple[int, int, bool], tuple[Layer, Spec | None, Finding, Figures]]
_MANY: Final = 1_000
_NO_LINKS: Final[dict[int, Link]] = {}
