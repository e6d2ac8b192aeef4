"""Network: what the explanations need to know of a design: who feeds whom, and what else it could have been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from convas.analysis.analysis import Analysis
from convas.analysis.finding import Finding
from convas.analysis.report import Row
from convas.design.design import Design
from convas.design.records import Node, Record
from convas.edits.conventions import switch
from convas.edits.edit import Refused
from convas.layers.layer import Layer
from convas.layers.validation import SettingError, changed
from convas.study.answers.counting import Parts, parts_from, parts_of
from convas.study.readings import MOST_RECORDS, PADDINGS
from convas.values.convention import RULES, Convention
from convas.values.size import value_of
from convas.values.spec import Spec

_MOST_POOLS: Final = 12


class Network:
    """A design with its analysis, and what it gives when one thing of it is supposed to be different."""

    def __init__(self, design: Design, analysis: Analysis) -> None:
        self.design = design
        self.analysis = analysis
        self.rules = design.rules
        self.carried: dict[int, int] = {}
        """How many channels an answer took a layer to give, by the explanation of an earlier line."""

    def finding(self, row: Row) -> Finding | None:
        return None if row.branch is None else row.branch.finding

    @cached_property
    def inputs(self) -> list[tuple[Node, Spec]]:
        """What the network is given."""
        found = self.analysis.findings
        nodes = [node for node in self.design.nodes() if node.layer.kind == "Input" and node.id in found]
        return [(node, spec) for node in nodes for spec in found[node.id].outputs[:1] if spec is not None]

    @cached_property
    def settings(self) -> dict[str, tuple[object, ...]]:
        """The values that layers of the drawing have for a setting."""
        found: dict[str, dict[object, None]] = {}
        for finding in self.analysis.anywhere().values():
            for name, value in vars(finding.layer).items():
                if isinstance(value, (int, tuple)) and not isinstance(value, bool):
                    found.setdefault(name, {})[value] = None
        return {name: tuple(values)[:_MOST_VALUES] for name, values in found.items()}

    def before(self, row: Row) -> Iterator[tuple[Node, Finding]]:
        """The layers before one, nearest first, along its first input."""
        sight = self.analysis.sight(row.place[:-1])
        at = row.id
        for _ in range(_FAR):
            link = self.design.inbound.get(at, {}).get(0)
            if link is None or sight is None:
                return
            at = link.source
            yield self.design.node(at), sight.finding(at)

    @property
    def small(self) -> bool:
        """Whether it can be counted anew for a supposition."""
        return len(self.design.records) <= MOST_RECORDS

    @cached_property
    def variants(self) -> list[tuple[str, dict[int, Finding]]]:
        """What the network were with another padding or pooling, and the words for it."""
        if not self.small:
            return []
        nodes = list(self.design.all(Node))
        made: list[tuple[str, dict[int, Layer | None]]] = []
        for padding in PADDINGS:
            convs = {node.id: _padded(node.layer, padding) for node in nodes if node.layer.family == "conv"}
            made.append((f"padding {padding}", {key: layer for key, layer in convs.items() if layer is not None}))
        pools = [node for node in nodes if "Pool" in node.layer.kind and "Global" not in node.layer.kind]
        made += [(f"without {node.name}", {node.id: None}) for node in pools[:_MOST_POOLS]]
        if len(pools) > 1:
            made.append(("without the pooling", {node.id: None for node in pools}))
        for padding in PADDINGS:
            other = {node.id: _padded(node.layer, padding) for node in pools}
            made.append(
                (f"padding {padding} in the pooling", {key: one for key, one in other.items() if one is not None})
            )
        strided = {node.id: _unstrided(node.layer) for node in nodes if node.layer.family == "conv"}
        made.append(("without the strides", {key: layer for key, layer in strided.items() if layer is not None}))
        return [(words, self._supposed(layers)) for words, layers in made if layers]

    def _supposed(self, layers: dict[int, Layer | None]) -> dict[int, Finding]:
        """The findings with other layers; those that are None are left out."""
        records: list[Record] = []
        for record in self.design.snapshot():
            if isinstance(record, Node) and record.id in layers:
                layer = layers[record.id]
                record = replace(record, bypassed=True) if layer is None else replace(record, layer=layer, bindings=())
            records.append(record)
        other = Analysis(Design(records))
        other.settle()
        return other.findings

    @cached_property
    def elsewhere(self) -> tuple[str, dict[int, Parts]]:
        """The other framework's name, and how it counts each layer of the drawing."""
        convention: Convention = "pytorch" if self.rules.keras else "keras"
        title = RULES[convention].title
        if not self.small:
            return title, {}
        twin = Design(self.design.snapshot())
        try:
            twin.apply(switch(twin, self.analysis, convention).delta)
        except (Refused, SettingError):
            return title, {}
        other = Analysis(twin)
        other.settle()
        state = RULES[convention].counts_state
        found = {key: parts_from(finding.weights or (), state=state) for key, finding in other.findings.items()}
        return title, {key: parts for key, parts in found.items() if parts}

    def parts(self, layer: Layer, given: tuple[Spec, ...]) -> Parts | None:
        return parts_of(layer, given, self.rules, state=self.rules.counts_state)


def channels(spec: Spec | None, axis: int) -> int | None:
    """How long an axis of a tensor is, where that is a number; counted from the end for one below 0."""
    if spec is None or not -spec.rank <= axis < spec.rank:
        return None
    return value_of(spec.axes[axis])


def _padded(layer: Layer, padding: str) -> Layer | None:
    now = getattr(layer, "padding", None)
    if not isinstance(now, str) or now == padding or now not in PADDINGS:
        return None
    try:
        return changed(layer, padding=padding)
    except SettingError:
        return None


def _unstrided(layer: Layer) -> Layer | None:
    strides = getattr(layer, "strides", None)
    if not isinstance(strides, tuple) or all(one == 1 for one in strides):
        return None
    try:
        return changed(layer, strides=(1,) * len(strides))
    except SettingError:
        return None


_MOST_VALUES: Final = 16
_FAR: Final = 64
