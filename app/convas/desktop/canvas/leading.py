"""What a block mostly is: the family of layers inside it that has the most parameters."""

from __future__ import annotations

from collections import Counter

from convas.analysis.finding import Finding
from convas.analysis.inside import Inside
from convas.values.size import Dim, value_of

_MOST = 4096
_known: dict[int, tuple[Finding, str]] = {}


def leading_family(finding: Finding | None) -> str:
    """The family with the most parameters in a block; empty where it is no block, or nothing in it has any."""
    if finding is None or finding.inside is None:
        return ""
    found = _known.get(id(finding))
    if found is None:
        if len(_known) > _MOST:
            _known.clear()
        best = _by_family(finding.inside).most_common(1)
        found = _known[id(finding)] = (finding, best[0][0] if best and best[0][1] else "")
    return found[1]


def _by_family(inside: Inside) -> Counter[str]:
    """How many parameters each family has in a block, at every repetition."""
    sums: Counter[str] = Counter()
    for index, run in enumerate(inside.runs):
        times = inside.times(index)
        for key, node in run.nodes.items():
            within = run.findings[key].inside
            if within is not None:
                for family, size in _by_family(within).items():
                    sums[family] += times * size
            else:
                figures = run.figures[key].counted
                sums[node.layer.family] += times * (_size(figures.trainable) + _size(figures.frozen))
    return sums


def _size(count: Dim | None) -> int:
    return 0 if count is None else value_of(count) or 0
