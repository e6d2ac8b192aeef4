"""Shares of single weights when the convention is switched: the other framework's names, and which way round."""

from __future__ import annotations

from dataclasses import replace

from convas.analysis.analysis import Analysis
from convas.analysis.finding import Finding
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import End, Record, Share
from convas.values.weight import Weight


def renamed_shares(design: Design, analysis: Analysis, switched: Delta) -> Delta:
    """What becomes of the shares of single weights: a weight is the other framework's at the same place of its list.

    One that the other framework has in another form keeps its name, and is a problem there.
    """
    edges = [edge for edge in design.all(Share) if edge.first.weight and edge.second.weight]
    if not edges:
        return Delta({})
    later = Design(design.snapshot())
    later.apply(switched)
    other = Analysis(later)
    other.settle()
    before, after = analysis.anywhere(), other.anywhere()
    pairs: list[tuple[Record, Record]] = []
    for edge in edges:
        first, second = (_renamed(end, before, after) for end in (edge.first, edge.second))
        if first is not None and second is not None:
            turned = edge.transposed ^ first[1] ^ second[1]
            pairs.append((edge, replace(edge, first=first[0], second=second[0], transposed=turned)))
    return Delta.replacing(*pairs)


def _renamed(end: End, before: dict[int, Finding], after: dict[int, Finding]) -> tuple[End, bool] | None:
    """The end by the other framework's name, and whether its array stands the other way round there."""
    key = end.path[-1].node
    old, new = (_weights(findings.get(key)) for findings in (before, after))
    place = next((index for index, weight in enumerate(old) if weight.name == end.weight), len(new))
    if place >= len(new) or len(old[place].axes) != len(new[place].axes) or old[place].state != new[place].state:
        return None
    told, now = old[place].labels, new[place].labels
    turned = len(told) == 2 and told != now and told == now[::-1]
    return replace(end, weight=new[place].name), turned


def _weights(finding: Finding | None) -> tuple[Weight, ...]:
    return () if finding is None or finding.weights is None else finding.weights
