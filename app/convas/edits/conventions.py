"""Switching the convention: the same network drawn as the other framework has it.

Where channels stand is told by where layers over space are: what is linked with one, through layers
that keep the number of axes, is an image, a sequence of channels or a volume. Inputs of such tensors
and settings that name an axis of them are turned; all else stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias

from convas.analysis.analysis import Analysis
from convas.analysis.binding import split
from convas.analysis.finding import Finding
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Node, Record
from convas.design.sharing import whole_members
from convas.edits.edit import Edit
from convas.edits.switched_shares import renamed_shares
from convas.layers.layer import Layer, settings_of
from convas.layers.use import Use
from convas.layers.validation import SettingError, changed, plain
from convas.values import text
from convas.values.convention import RULES, Convention
from convas.values.spec import Spec

Bindings: TypeAlias = tuple[tuple[str, str], ...]


def switch(design: Design, analysis: Analysis, convention: Convention) -> Edit:
    """Count by the other framework's rules, with shapes and axes turned to where it has them."""
    header = design.header
    if header.convention == convention:
        return Edit(f"Count as {RULES[convention].title}", Delta({}))
    findings = analysis.anywhere()
    turned = _Turned(design, findings)
    pairs: list[tuple[Record, Record]] = [(header, replace(header, convention=convention))]
    done: set[int] = set()
    for node in design.all(Node):
        if node.id in done:
            continue
        members = whole_members(design, node.id)
        done.update(members)
        layer, bindings = _converted(
            node, findings[node.id].layer if node.id in findings else node.layer, turned, convention
        )
        if (layer, bindings) != (node.layer, node.bindings):
            pairs += [(design.node(key), replace(design.node(key), layer=layer, bindings=bindings)) for key in members]
    names = [before.name for before, _ in pairs if isinstance(before, Node)]
    told = (
        f"The axes of {text.listed(names[:3])}{' and others' if len(names) > 3 else ''} were turned." if names else ""
    )
    delta = Delta.replacing(*pairs)
    delta = delta.then(renamed_shares(design, analysis, delta))
    return Edit(f"Count as {RULES[convention].title}", delta, told=told)


def _converted(node: Node, counted: Layer, turned: _Turned, convention: Convention) -> tuple[Layer, Bindings]:
    """The layer with its shape and its axes where the other framework has them, and its formulas likewise.

    A formula goes where its place in the shape goes; one that tells an axis becomes the number of the turned axis.
    """
    values = _turned_settings(node, node.layer, turned, convention)
    kept: list[tuple[str, str]] = []
    for field, formula in node.bindings:
        name, path = split(field)
        now = _turned_settings(node, counted, turned, convention).get(name)
        place = path[0] if path and isinstance(path[0], int) else None
        if (
            now is not None
            and settings_of(type(node.layer))[name].role == "shape"
            and place is not None
            and len(now) > 1
        ):
            step = 1 if convention == "pytorch" else -1
            kept.append((f"{name}[{(place + step) % len(now)}]", formula))
        elif now is None or now == getattr(counted, name):
            kept.append((field, formula))
        else:
            values[name] = now
    try:
        return (changed(node.layer, **values) if values else node.layer), tuple(sorted(kept))
    except SettingError:
        return node.layer, node.bindings


def _turned_settings(node: Node, layer: Layer, turned: _Turned, convention: Convention) -> dict[str, Any]:
    kind = type(layer)
    values: dict[str, Any] = {}
    for name, setting in settings_of(kind).items():
        value = getattr(layer, name)
        if name == "data_format" and convention == "pytorch":
            values[name] = None
        elif setting.role == "shape" and node.id in turned.made and _bare(layer):
            values[name] = _rotated(value, convention)
        elif setting.role == "order":
            values[name] = _reordered(value, node.id in turned.taken, node.id in turned.made, convention)
        elif setting.role == "new axis":
            values[name] = _axes(value, turned.made[node.id], convention) if node.id in turned.made else value
        elif setting.role == "axes":
            ranks = [turned.arriving.get((node.id, index)) for index in range(len(value))]
            values[name] = tuple(
                axis if rank is None else _axes(axis, rank, convention) for axis, rank in zip(value, ranks, strict=True)
            )
        elif setting.role == "axis" and value is not None and setting.only != convention:
            rank = turned.taken.get(node.id)
            axis = value if rank is None else _axes(value, rank, convention)
            values[name] = axis if axis != 1 or not setting.only else getattr(plain(kind), name)
    return values | (layer.switched("keras" if convention == "pytorch" else "pytorch") or {})


def _bare(layer: Layer) -> bool:
    """Whether a shape tells all axes; with colours the channels are put where they belong anyhow."""
    return getattr(layer, "colours", None) is None


def _rotated(shape: tuple[Any, ...], convention: Convention) -> tuple[Any, ...]:
    if len(shape) < 2:
        return shape
    return (shape[-1], *shape[:-1]) if convention == "pytorch" else (*shape[1:], shape[0])


def _axes(value: Any, rank: int, convention: Convention) -> Any:
    """An axis, or several, of a turned tensor; the batch is axis 0 and stays."""
    if isinstance(value, tuple):
        return tuple(sorted(_axes(axis, rank, convention) for axis in value))
    place = value + rank if value < 0 else value
    if not 0 < place < rank:
        return value
    if convention == "pytorch":
        return 1 if place == rank - 1 else place + 1
    return -1 if place == 1 else place - 1


def _reordered(order: tuple[int, ...], taken: bool, made: bool, convention: Convention) -> tuple[int, ...]:
    """Which axis comes where, with the axes of the input and of the output turned or not."""
    if 0 in order:  # the batch moves too, so that channels stand nowhere in particular
        return order
    rank = len(order) + 1
    named = order
    if taken:
        named = tuple(_axes(axis, rank, convention) % rank for axis in order)
    return _rotated(named, convention) if made else named


class _Turned:
    """Which tensors have channels that change places, with their rank.

    made      by a node; taken: by a node, whichever its input; arriving: at an input of a node
    """

    def __init__(self, design: Design, findings: dict[int, Finding]) -> None:
        self._design = design
        self._above: dict[int, int] = {}
        ranks = {key: _rank(finding.outputs) for key, finding in findings.items()}
        kept: set[int] = set()
        marked: set[int] = set()
        for node in design.all(Node):
            if isinstance(node.layer, Use):
                self._join_ports(node.id, node.layer.block)
                continue
            sources = [link.source for link in design.links_in(node.id) if ranks.get(link.source) is not None]
            over_space = _over_space(node)
            for source in sources:
                if over_space:
                    (kept if _first(node) else marked).add(source)
                if ranks[source] == ranks.get(node.id) and _keeps(node):
                    self._join(source, node.id)
            if over_space and (ranks.get(node.id) or 0) > 2:
                (kept if _first(node) else marked).add(node.id)
        stays = {self._top(key) for key in kept}
        turns = {self._top(key) for key in marked} - stays
        self.made = {
            key: rank for key, rank in ranks.items() if rank is not None and rank > 2 and self._top(key) in turns
        }
        self.arriving = {
            (link.target, link.input): rank for key, rank in self.made.items() for link in design.links_out(key)
        }
        self.taken = {target: rank for (target, _), rank in self.arriving.items()}

    def _join_ports(self, use: int, block: int) -> None:
        """What is linked to a block is what its inputs are inside; what its outputs take is what it gives."""
        inputs, outputs = self._design.ports(block)
        for index, link in self._design.inbound.get(use, {}).items():
            if index < len(inputs):
                self._join(link.source, inputs[index])
        for port in outputs:
            self._join(port, use)

    def _join(self, a: int, b: int) -> None:
        top_a, top_b = self._top(a), self._top(b)
        if top_a != top_b:
            self._above[top_b] = top_a

    def _top(self, key: int) -> int:
        while key in self._above:
            key = self._above[key]
        return key


def _rank(outputs: Iterable[Spec | None]) -> int | None:
    first = next(iter(outputs), None)
    return None if first is None else first.rank


def _over_space(node: Node) -> bool:
    """Whether the kind works over axes of space, and so has channels at a certain place."""
    dims = getattr(type(node.layer), "dims", 0)
    return isinstance(dims, int) and dims > 0


def _first(node: Node) -> bool:
    """Whether its channels stand first already, by its own setting."""
    return getattr(node.layer, "data_format", None) == "channels_first"


def _keeps(node: Node) -> bool:
    """Whether axes come out in the order in which they went in."""
    return not any(setting.role in ("shape", "order") for setting in settings_of(type(node.layer)).values())
