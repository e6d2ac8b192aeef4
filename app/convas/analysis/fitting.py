"""Which arrays of two nodes can be one array: what a share of single weights has to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import groupby, islice
from typing import Final, NamedTuple

from convas.analysis.finding import Finding
from convas.analysis.inside import MOST_ARRAYS, Held, arrays_of, places_of
from convas.analysis.shares import Slot
from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import End, Step
from convas.layers.use import Use
from convas.values import text
from convas.values.size import Dim, value_of
from convas.values.weight import Weight

MOST_FITS: Final = 200
"""More pairs than that are not offered."""
_MOST_TRIED: Final = 20_000
_Shape = tuple[bool, tuple[Dim, ...]]


class Fit(NamedTuple):
    """An array of the first node and one of the second that fit each other, the second turned or not.

    `names` are the arrays in plain words, those inside blocks by their paths; `shape` is the first's. `saves` is how
    many parameters less there are when they are one, and `state` says that the framework counts them apart.
    """

    first: End
    second: End
    transposed: bool
    names: tuple[str, str]
    shape: tuple[Dim, ...]
    saves: Dim
    state: bool

    @property
    def told(self) -> str:
        """`table with kernel, turned (50,257 × 768)`"""
        turned = ", turned" if self.transposed else ""
        return f"{self.names[0]} with {self.names[1]}{turned} ({text.shape(self.shape)})"


def fitting(design: Design, sight: Sight, first: int, second: int, most: int = MOST_FITS) -> list[Fit]:
    """The pairs that fit and are not one yet, matrices before rows and larger ones before smaller.

    A matrix fits where its shape is the other's, or the other's turned. A square one fits both ways: between layers
    of one kind it is taken as it stands, else a kernel in Keras (inputs × units) meets a table (entries × width)
    turned, and one in PyTorch as it stands. Bypassed layers have no arrays to offer, nor has a share that is wrong.
    """
    if _wrong(sight, first) or _wrong(sight, second):
        return []
    mine, theirs = _arrays(design, sight, first), _arrays(design, sight, second)
    alike = type(design.node(first).layer) is type(design.node(second).layer)
    turned_first = design.rules.keras and not alike
    by_shape: dict[_Shape, list[int]] = {}
    for place, held in enumerate(theirs):
        by_shape.setdefault(_shape(held.weight), []).append(place)

    def pairs(level: Iterable[int]) -> Iterator[tuple[int, int, int, int, bool]]:
        """The pairs of arrays of one size: how unlike their names, how unlikely this way round, which, turned."""
        for at in level:
            a = mine[at]
            for order, turned in enumerate((turned_first, not turned_first)):
                for place in () if turned and len(a.weight.axes) != 2 else by_shape.get(_shape(a.weight, turned), ()):
                    itself = first == second and place <= at
                    if not itself and not _one(sight, (first, at), (second, place)):
                        yield _unlike(a, theirs[place]), order, at, place, turned

    found: list[Fit] = []
    for _, level in groupby(sorted(range(len(mine)), key=lambda at: _rank(mine[at])), lambda at: _rank(mine[at])):
        best = nsmallest(most - len(found), islice(pairs(level), _MOST_TRIED))
        found += (_fit(design, sight, first, mine[a], second, theirs[b], turned) for _, _, a, b, turned in best)
        if len(found) >= most:
            break
    return found


def partners(design: Design, sight: Sight, first: int, among: Iterable[int]) -> set[int]:
    """Those of some nodes with an array that fits one of the first's."""
    if _wrong(sight, first) or design.node(first).bypassed:
        return set()
    known: dict[int, frozenset[_Shape]] = {}
    wanted = _both_ways(_shapes(sight.finding(first), known))
    near = sight.group_of.get(first)
    found: set[int] = set()
    for key in among:
        if key == first or design.node(key).bypassed or wanted.isdisjoint(_shapes(sight.finding(key), known)):
            continue
        group = sight.group_of.get(key)
        if group is None or (group != near and not _wrong(sight, key)) or fitting(design, sight, first, key, 1):
            found.add(key)
    return found


def why_not(design: Design, sight: Sight, first: int, second: int) -> str:
    """Why nothing fits, and what would."""
    names = {key: design.node(key).name for key in (first, second)}
    for key, name in names.items():
        if design.node(key).bypassed:
            return f"{name} is bypassed and has no weights. Use it again first."
        if _wrong(sight, key):
            return f"{name} has a share that does not fit. Mend or unshare that first."
        finding = sight.finding(key)
        if finding.weights is None and finding.inside is None:
            return f"The weights of {name} are not known yet. Link and mend it first."
        if places_of(finding) > MOST_ARRAYS:
            return f"{name} has more than {text.count(MOST_ARRAYS)} weights. Share single weights inside the block."
        if not places_of(finding):
            return f"{name} has no weights to share."
    mine, theirs = (min(_arrays(design, sight, key), key=_rank) for key in (first, second))
    shapes = _shapes(sight.finding(first), {})
    if _both_ways(shapes) & _shapes(sight.finding(second), {}):
        return f"{names[first]} and {names[second]} share all weights that fit already."
    return (
        f"{_owned(design, second, theirs)} is {text.shape(theirs.weight.axes)}, "
        f"{_owned(design, first, mine)} {text.shape(mine.weight.axes)}: their shapes must be equal, or turned."
    )


def array_name(design: Design, node: int, held: Held) -> str:
    """`kernel` of a plain layer; `layers[0]/attention/query.weight` of one inside a block."""
    if not isinstance(design.node(node).layer, Use):
        return held.weight.word
    between = "/" if design.rules.keras else "."
    return f"{design.node(node).name}{held.label}{between}{held.weight.word}"


def _fit(design: Design, sight: Sight, first: int, a: Held, second: int, b: Held, turned: bool) -> Fit:
    return Fit(
        _end(sight.finding(first), first, a),
        _end(sight.finding(second), second, b),
        turned,
        (array_name(design, first, a), array_name(design, second, b)),
        a.weight.axes,
        a.weight.size if design.rules.counts_state or not a.weight.state else 0,
        a.weight.state,
    )


def _end(finding: Finding, node: int, held: Held) -> End:
    """Where an array stands: of repetitions that are one layer, and of one alone, no number is told."""
    steps: list[Step] = []
    for repetition, key in zip(held.path[::2], held.path[1::2], strict=True):
        inside = finding.inside
        assert inside is not None
        steps.append(Step(node, None if inside.repeat == 1 or inside.shared else repetition))
        finding, node = inside.run(repetition).findings[key], key
    return End((*steps, Step(node)), held.weight.name)


def _owned(design: Design, node: int, held: Held) -> str:
    name = array_name(design, node, held)
    return name if isinstance(design.node(node).layer, Use) else f"{design.node(node).name}'s {name}"


def _arrays(design: Design, sight: Sight, node: int) -> list[Held]:
    finding = sight.finding(node)
    return [] if design.node(node).bypassed or places_of(finding) > MOST_ARRAYS else arrays_of(finding).held


def _shapes(finding: Finding, known: dict[int, frozenset[_Shape]]) -> frozenset[_Shape]:
    """The shapes of all arrays of a node, at any depth; remembered for equal findings."""
    found = known.get(id(finding))
    if found is None:
        weights: Iterable[Weight] = finding.weights or ()
        if finding.inside is not None:
            runs = finding.inside.runs if places_of(finding) <= MOST_ARRAYS else ()
            weights = (held.weight for run in runs for held in run.arrays.held)
        found = known[id(finding)] = frozenset(map(_shape, weights))
    return found


def _both_ways(shapes: frozenset[_Shape]) -> frozenset[_Shape]:
    """The shapes, and those of matrices turned."""
    return shapes | {(state, axes[::-1]) for state, axes in shapes if len(axes) == 2}


def _shape(weight: Weight, turned: bool = False) -> _Shape:
    return weight.state, weight.axes[::-1] if turned else weight.axes


def _rank(held: Held) -> tuple[int, int]:
    return -len(held.weight.axes), -(value_of(held.weight.size) or 0)


def _unlike(a: Held, b: Held) -> int:
    return 0 if a.name == b.name else 1 if a.weight.name == b.weight.name else 2


def _wrong(sight: Sight, node: int) -> bool:
    """Whether a share of the node cannot be."""
    group = sight.groups.get(sight.group_of.get(node, -1))
    return group is not None and group.problem is not None


def _one(sight: Sight, a: Slot, b: Slot) -> bool:
    """Whether two arrays are one already."""
    key = sight.group_of.get(a[0])
    if key is None or key != sight.group_of.get(b[0]):
        return False
    owners = sight.groups[key].owners
    return owners.get(a, a) == owners.get(b, b)
