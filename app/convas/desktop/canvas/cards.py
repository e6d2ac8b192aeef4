"""Cards: what the canvas shows of each node, made from design and analysis. The painter knows only this."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final

from convas.analysis.finding import Finding
from convas.analysis.report import letter, row
from convas.analysis.shares import Figures
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import Node
from convas.design.sharing import same_kind
from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import tokens
from convas.layers.layer import Layer
from convas.layers.use import BlockOutput, Use
from convas.values import text

MEASURES: Final = tokens()["card"]
_HEIGHT, _PORT_GAP = int(MEASURES["height"]), int(MEASURES["portGap"])
_SAMPLE: Final = "Conv2D · 128 · 10\u2009×\u200910 · valid"


@dataclass(frozen=True, slots=True)
class Card:
    """One node's look. `severity` is of its worst problem; `stale` greys numbers that are not right yet."""

    id: int
    name: str
    count: str
    summary: str
    third: str
    family: str
    icon: str
    inputs: int
    outputs: int
    severity: str = ""
    letter: str = ""
    lender: str = ""
    bypassed: bool = False
    frozen: bool = False
    unknown: bool = False
    stale: bool = False
    repeated: bool = False
    down: bool = False

    @property
    def height(self) -> int:
        """Higher for each port above three on one side."""
        return _HEIGHT if self.down else card_height(self.inputs, self.outputs)


class Cards(Mapping[int, Card]):
    """The cards of a drawing's nodes, each made when it is first asked for; `keys` says whose there are."""

    def __init__(self, keys: Collection[int], make: Callable[[int], Card]) -> None:
        self._keys, self._make = keys, make
        self._made: dict[int, Card] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, key: int) -> Card:
        found = self._made.get(key)
        if found is None:
            if key not in self._keys:
                raise KeyError(key)
            found = self._made[key] = self._make(key)
        return found

    def forget(self, key: int) -> None:
        """A node's card may be another."""
        self._made.pop(key, None)

    def forget_all(self) -> None:
        self._made.clear()


def card_height(inputs: int, outputs: int, *, down: bool = False) -> int:
    """Higher for each port above three on one side; from top to bottom the ports are above and below."""
    if down:
        return _HEIGHT
    return _HEIGHT + _PORT_GAP * max(0, max(inputs, outputs) - 3)


@cache
def card_width() -> int:
    """Wide enough for an ordinary summary in the system's font, between the look's bounds."""
    needed = MEASURES["textX"] + fonts.canvas_metrics("summary").horizontalAdvance(_SAMPLE) + MEASURES["countRight"]
    return int(min(MEASURES["maxWidth"], max(MEASURES["width"], ceil(needed / 8) * 8)))


def make_card(design: Design, sight: Sight, node: Node) -> Card:
    """The card of a node as it stands now."""
    finding, figures = sight.findings.get(node.id), sight.figures.get(node.id)
    problems = sight.problems(node.id)
    worst = next((kind for kind in ("error", "open", "hint") if any(p.severity == kind for p in problems)), "")
    lender = "" if figures is None or figures.lender is None else design.node(figures.lender).name
    lent = "" if figures is None else _lent(design, node, finding, figures)
    count = "?" if figures is None or not figures.known else _count(design, sight, node)
    told = next((problem.summary for problem in problems if problem.severity == worst and worst != "hint"), "")
    third = ""
    if finding is not None and finding.macs is not None and node.layer.ports.inputs:
        third = f"{text.short(finding.macs)} MACs · {text.memory(finding.memory)}"
    inputs, outputs = port_counts(design, sight, node)
    layer = sight.layer(node.id)
    return Card(
        id=node.id,
        name=node.name,
        count=count,
        summary=_summary(node, layer, finding, told, lent),
        third=third,
        family=node.layer.family,
        icon=node.layer.icon or node.layer.family,
        inputs=inputs,
        outputs=outputs,
        severity=worst,
        letter=letter(sight, node.id),
        lender=lender,
        bypassed=node.bypassed,
        frozen=node.frozen or (figures is not None and figures.frozen not in (None, 0) and figures.trainable == 0),
        unknown=not node.layer.title,
        stale=node.id in sight.pending,
        down=design.header.flow == "down",
        repeated=isinstance(layer, Use) and layer.repeat > 1,
    )


def port_counts(design: Design, sight: Sight, node: Node) -> tuple[int, int]:
    """How many ports are drawn: of a variadic layer one for each link, and never fewer than it needs."""
    ports = sight.layer(node.id).ports
    taken = design.inbound.get(node.id, {})
    used = max(taken, default=-1) + 1
    out = max((link.output for link in design.outbound.get(node.id, {}).values()), default=-1) + 1
    inputs = max(used, ports.needed, 1) if ports.variadic else max(len(ports.inputs), used)
    return inputs, max(len(ports.outputs), out)


def _count(design: Design, sight: Sight, node: Node) -> str:
    if not node.layer.ports.inputs or isinstance(node.layer, BlockOutput):
        return ""
    return text.count(row(design, sight, node.id).parameters)


def _summary(node: Node, layer: Layer, finding: Finding | None, told: str, lent: str) -> str:
    if node.bypassed:
        return "bypassed"
    if told:
        return told
    if lent:
        return lent
    if isinstance(layer, Use):
        return _frozen(_of_block(layer, finding)) if node.frozen else _of_block(layer, finding)
    title = layer.short or layer.title
    words = " · ".join([*([title] if title else []), *layer.brief()])
    words = words.replace(f" {text.TIMES} ", f"{text.THIN}{text.TIMES}{text.THIN}")
    return _frozen(words) if node.frozen else words


def _frozen(words: str) -> str:
    """The words behind `frozen`; settings that have no room then are left out."""
    room = card_width() - MEASURES["textX"] - MEASURES["countRight"]
    parts = ["frozen", *words.split(" · ")]
    while len(parts) > 1 and fonts.canvas_metrics("summary").horizontalAdvance(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def _lent(design: Design, node: Node, finding: Finding | None, figures: Figures) -> str:
    """`shared with conv3` for all weights; `kernel from embedding`, `2 weights from embedding` for some."""
    if figures.lender is not None and same_kind(node.layer, design.node(figures.lender).layer):
        return f"shared with {design.node(figures.lender).name}"
    if not figures.borrowed:
        return ""
    owners = list(dict.fromkeys(owner for _, owner in figures.borrowed))
    names = [design.node(owner).name for owner in owners]
    weights = () if finding is None else finding.weights or ()
    word = next((weight.word for weight in weights if weight.name == figures.borrowed[0][0]), "")
    what = word if word and len(figures.borrowed) == 1 else text.many(len(figures.borrowed), "weight")
    return f"{what} from {text.listed(names) if len(names) < 3 else text.many(len(names), 'layer')}"


def _of_block(layer: Use, finding: Finding | None) -> str:
    """`Block · 7 layers × 4 · shared`"""
    if finding is None or finding.inside is None:
        return layer.title
    layers = text.many(sum(1 for _ in finding.inside.run(0).shown()), "layer")
    times = f"{text.THIN}{text.TIMES}{text.THIN}{text.count(layer.repeat)}" if layer.repeat > 1 else ""
    return " · ".join([layer.title, layers + times, *(["shared"] if layer.shared and layer.repeat > 1 else [])])
