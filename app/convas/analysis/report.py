"""Report: the rows that tables, exports and scripts show, in execution order: one a layer, or blocks as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from convas.analysis.explain import explain
from convas.analysis.finding import Finding
from convas.analysis.inside import Counts, Inside, Path
from convas.analysis.shares import Figures
from convas.analysis.sight import Sight
from convas.analysis.tree import Branch, Tree
from convas.design.design import Design
from convas.values import text
from convas.values.convention import Rules
from convas.values.operations import EVERYTHING, Included
from convas.values.reading import Token, equation
from convas.values.size import Dim, settle
from convas.values.spec import ABSENT, Spec

Shape = tuple[Dim, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One layer's numbers. None is unknown; shapes leave the batch out; FLOPs have what was asked to be included.

    `active` is how many parameters work on one place, where not all do: a mixture of experts.
    `path` is the name with the blocks around it; `repeat` is how many places the row stands for, and its numbers are
    of all of them, so that the rows inside a block add up to the block's. `place` leads to the first of them.
    """

    id: int
    name: str
    kind: str
    title: str
    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    parameters: Dim | None
    trainable: Dim | None
    frozen: Dim | None
    state: Dim | None
    alone: Dim | None
    shared_with: str
    group: str
    macs: Dim | None
    flops: Dim | None
    memory: Dim | None
    bypassed: bool = False
    active: Dim | None = None
    path: str = ""
    depth: int = 0
    repeat: int = 1
    place: Path = ()
    branch: Branch | None = field(default=None, repr=False, compare=False)


def row(design: Design, sight: Sight, node_id: int, included: Included = EVERYTHING) -> Row:
    """The row of one node of the drawing."""
    branch = next(Tree(design, sight, node_id).rows(1))
    return _row(design, sight, branch, included, branch.name)


def rows(
    design: Design,
    sight: Sight,
    included: Included = EVERYTHING,
    *,
    flat: bool = False,
    depth: int | None = 1,
) -> list[Row]:
    """All rows, in execution order: `depth` levels of blocks, or all for None; flat, every layer by its path."""
    found: list[Row] = []
    for key in sight.ordered():
        tree = Tree(design, sight, key)
        branches = tree.flat() if flat else tree.rows(depth)
        found += (_row(design, sight, one, included, one.name if flat else one.node.name) for one in branches)
    return found


def branch_row(design: Design, sight: Sight, branch: Branch, included: Included = EVERYTHING) -> Row:
    """The row of a branch of the tree."""
    return _row(design, sight, branch, included, branch.node.name)


def parameters_at(design: Design, sight: Sight, place: Path, meant: tuple[range, ...]) -> Dim | None:
    """What the layer at a place counts, at these repetitions of the blocks around it."""
    return _parameters(Tree(design, sight, place[0]).figures(place, meant), design.rules)


def _row(design: Design, sight: Sight, branch: Branch, included: Included, name: str) -> Row:
    node, finding, figures, times = branch.node, branch.finding, branch.figures, len(branch.places)
    rules = design.rules
    return Row(
        id=node.id,
        name=name,
        kind=node.layer.kind,
        title=node.layer.title or node.layer.brief()[0],
        inputs=tuple(_shape(spec) for spec in finding.inputs if spec is not ABSENT),
        outputs=tuple(_shape(spec) for spec in finding.outputs) or _passed(finding.inputs),
        parameters=_parameters(figures, rules),
        trainable=figures.trainable,
        frozen=figures.frozen,
        state=figures.state,
        alone=_counted(figures.alone, figures.alone_state if rules.counts_state else 0),
        shared_with=branch.shared_with,
        group=letter(sight, node.id) if not branch.depth else "",
        macs=_times(finding.macs, times),
        flops=None if finding.operations is None else _times(finding.operations.flops(included), times),
        memory=_times(finding.memory, times),
        bypassed=node.bypassed,
        active=_times(finding.active, times),
        path=branch.name,
        depth=branch.depth,
        repeat=times,
        place=branch.places[0],
        branch=branch,
    )


def active_parameters(design: Design, sight: Sight) -> Dim | None:
    """How many of all parameters work on one place; None where all do. Those that are shared count once."""
    idle: Dim = 0
    some = False
    for one in rows(design, sight, flat=True):
        if one.active is not None and one.alone is not None and one.parameters not in (None, 0):
            some, idle = True, idle + one.alone * one.repeat - one.active
    return settle(sight.totals.parameters - idle) if some else None


def letter(sight: Sight, node_id: int) -> str:
    """The letter of a node's share group, by age: A for the oldest; empty where it shares nothing."""
    key = sight.group_of.get(node_id)
    if key is None:
        return ""
    place = sorted(sight.groups).index(key)
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"


def calculation(design: Design, sight: Sight, node_id: int) -> str:
    """How a layer's parameters are counted, in one line."""
    return _calculation(design, next(Tree(design, sight, node_id).rows(1)))


def working(design: Design, shown: Row) -> str:
    """The same for a row, also of a layer inside a block."""
    return "" if shown.branch is None else _calculation(design, shown.branch)


def shared_with(design: Design, sight: Sight, node_id: int) -> str:
    """`conv3` for a layer that uses conv3's weights; `kernel: embedding` where only some arrays are borrowed."""
    return next(Tree(design, sight, node_id).rows(1)).shared_with


def lent_words(design: Design, finding: Finding, figures: Figures) -> str:
    """`768 × 50,257 counted once at embedding`, for what a layer borrows while it counts the rest itself."""
    if figures.lender is not None or not figures.borrowed:
        return ""
    axes = {weight.name: weight.axes for weight in finding.weights or ()}
    by_owner: dict[int, list[str]] = {}
    for name, owner in figures.borrowed:
        by_owner.setdefault(owner, []).append(text.shape(axes[name]) if name in axes else "")
    told = []
    for owner, shapes in by_owner.items():
        many = finding.inside is not None or len(shapes) > _MOST_TOLD
        what = text.many(len(shapes), "weight") if many else text.listed(shapes)
        told.append(f"{what} counted once at {design.node(owner).name}")
    return ", ".join(told)


def _calculation(design: Design, branch: Branch) -> str:
    figures, times = branch.figures, len(branch.places)
    if branch.node.bypassed:
        return "bypassed, counts 0"
    total = _parameters(figures, design.rules)
    explanation = explain(branch.finding, design.rules)
    if branch.finding.inside is not None:
        told, one = _of_block(branch.finding.inside, design.rules)
    elif explanation is not None:
        told, one = explanation.text, _settled(explanation.parameters)
    else:
        return "unknown"
    if total is None:
        return "unknown"
    if figures.lender is not None or (branch.shared_with and total == 0):
        return f"{told}, counted once at {branch.shared_with}"
    lent = lent_words(design, branch.finding, figures) if times == 1 else ""
    if lent and explanation is not None:
        own = explanation.own([name for name, _ in figures.borrowed])
        return lent if own is None else f"{lent}; + {equation(own)}"
    if lent or (times == 1 and branch.shared_with and total != one):
        return f"{told}; {lent or branch.shared_with}, so {text.count(total)} here"
    if times == 1 or one == 0:
        return told
    if total == one * times:
        return f"{text.count(times)} {text.TIMES} {text.count(one)} = {text.count(total)}; one is {told}"
    return f"{told}, used {text.count(times)} times"


def _of_block(inside: Inside, rules: Rules) -> tuple[str, Dim]:
    """`12 × 7,087,872 = 85,054,464`, or how the layers inside add up; and the count of all repetitions."""
    pieces, total = block_pieces(inside, rules)
    told = " ".join([*(piece.shown for piece in pieces), *(["="] if pieces else []), text.count(total)])
    return (f"{told}, shared by {text.count(inside.repeat)} repetitions" if inside.shared else told), total


def block_pieces(inside: Inside, rules: Rules) -> tuple[list[Token], Dim]:
    """How a block adds up, in captioned pieces, where it adds up anything; and the count of all repetitions."""
    total = _of_counts(inside.counts, rules)
    pieces: list[Token] = []
    if inside.repeat == 1 or inside.shared:
        run = inside.runs[0]
        parts = [(_parameters(run.figures[key], rules), node.name) for key, node in run.shown()]
        known = [Token(text.count(part), name) for part, name in parts if part]
        for piece in known if len(known) > 1 else ():
            pieces += [_PLUS, piece] if pieces else [piece]
        return pieces, total
    for index, run in enumerate(inside.runs[:_MOST_TOLD]):
        times = inside.times(index)
        caption = "one repetition" if times == inside.repeat else "each" if times > 1 else f"[{index}]"
        count = [Token(text.count(_of_counts(run.counts, rules)), caption)]
        if times > 1:
            count = [Token(text.count(times), "repetitions"), Token(text.TIMES, sign=True), *count]
        pieces += [_PLUS, *count] if pieces else count
    return [*pieces, *([_PLUS, Token("…", sign=True)] if len(inside.runs) > _MOST_TOLD else [])], total


def within(design: Design, sight: Sight, node_id: int, included: Included = EVERYTHING) -> list[Row]:
    """The rows of what is inside a node, one level deep."""
    branches = Tree(design, sight, node_id).rows(2)
    return [_row(design, sight, one, included, one.node.name) for one in branches if one.depth]


def _of_counts(counts: Counts, rules: Rules) -> Dim:
    return settle(counts.trainable + counts.frozen + (counts.state if rules.counts_state else 0))


def _settled(size: Dim | None) -> Dim:
    return 0 if size is None else settle(size)


def _times(size: Dim | None, times: int) -> Dim | None:
    return None if size is None else settle(size * times) if times > 1 else size


def total_calculation(design: Design, sight: Sight) -> str:
    """`740 + 3,620 + 310 = 4,670`: how the layers' counts add up; empty where there is nothing to add."""
    counts = [_parameters(sight.figure(key), design.rules) for key in sight.ordered()]
    parts = [text.count(size) for size in counts if size is not None and size != 0]
    if not parts:
        return ""
    totals = sight.totals
    return f"{' + '.join(parts)} = {text.total(totals.parameters, totals.complete)}"


def _parameters(figures: Figures, rules: Rules) -> Dim | None:
    return _counted(figures.trainable, figures.frozen, figures.state if rules.counts_state else 0)


def _counted(*parts: Dim | None) -> Dim | None:
    total: Dim = 0
    for part in parts:
        if part is None:
            return None
        total = total + part
    return total


def _shape(spec: Spec | None) -> Shape:
    return None if spec is None else spec.visible


def _passed(inputs: tuple[Spec | None, ...]) -> tuple[Shape, ...]:
    """What an output node shows: the shape that it is given."""
    return tuple(_shape(spec) for spec in inputs if spec is not ABSENT)


_MOST_TOLD: Final = 6
_PLUS: Final = Token("+", sign=True)
