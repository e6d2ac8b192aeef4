"""Which arrays of two layers can be one array: what a share of single weights has to choose from."""

from __future__ import annotations

from typing import NamedTuple

from convas.analysis.analysis import Analysis
from convas.analysis.shares import Slot
from convas.design.design import Design
from convas.values.size import Dim, value_of
from convas.values.weight import Weight


class Fit(NamedTuple):
    """An array of the first layer and one of the second that fit each other, the second turned or not."""

    first: str
    second: str
    transposed: bool


def fitting(design: Design, analysis: Analysis, first: int, second: int) -> list[Fit]:
    """The pairs that fit and are not one yet, matrices before rows and larger ones before smaller.

    A matrix fits where its shape is the other's, or the other's turned. A square one fits both ways: between layers
    of one kind it is taken as it stands, else a kernel in Keras (inputs × units) meets a table (entries × width)
    turned, and one in PyTorch as it stands. Blocks and bypassed layers have no arrays of their own to offer.
    """
    found: list[tuple[tuple[int, int], int, Fit]] = []
    alike = type(design.node(first).layer) is type(design.node(second).layer)
    turned_first = design.rules.keras and not alike
    for at, a in enumerate(_arrays(design, analysis, first)):
        for place, b in enumerate(_arrays(design, analysis, second)):
            if (first == second and place <= at) or a.state != b.state or _one(analysis, (first, at), (second, place)):
                continue
            for order, turned in enumerate((turned_first, not turned_first)):
                if a.axes == _turned(b, turned) and (len(a.axes) == 2 or not turned):
                    rank = (-len(a.axes), -(value_of(a.size) or 0))
                    found.append((rank, order, Fit(a.name, b.name, turned)))
    return [fit for _, _, fit in sorted(found, key=lambda one: one[:2])]


def _arrays(design: Design, analysis: Analysis, node: int) -> tuple[Weight, ...]:
    return () if design.node(node).bypassed else analysis.finding(node).weights or ()


def _turned(weight: Weight, turned: bool) -> tuple[Dim, ...]:
    return weight.axes[::-1] if turned else weight.axes


def _one(analysis: Analysis, a: Slot, b: Slot) -> bool:
    """Whether two arrays are one already."""
    key = analysis.group_of.get(a[0])
    if key is None or key != analysis.group_of.get(b[0]):
        return False
    owners = analysis.groups[key].owners
    return owners.get(a, a) == owners.get(b, b)
