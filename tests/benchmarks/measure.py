"""Measuring: ratios of one run, the least of several rounds on both sides."""

from __future__ import annotations

import gc
import importlib.util
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, NamedTuple


class Figure(NamedTuple):
    """One row of the table."""

    work: str
    ours: str
    other: str
    ratio: str
    goal: str
    told: str


class Goal(NamedTuple):
    """What the ratio of our time to the other's is to be."""

    told: str
    most: float


def once(work: Callable[[], Any]) -> float:
    gc.collect()
    began = perf_counter()
    work()
    return perf_counter() - began


def least(*works: tuple[Callable[[], Any], int]) -> list[float]:
    """The least time of each work, in seconds: so many rounds of each, in turn with the others' rounds."""
    found = [float("inf")] * len(works)
    for turn in range(max(rounds for _, rounds in works)):
        for index, (work, rounds) in enumerate(works):
            if turn < rounds:
                found[index] = min(found[index], once(work))
    return found


def missing(*packages: str) -> str:
    """The packages that are not installed, or nothing."""
    return ", ".join(name for name in packages if importlib.util.find_spec(name) is None)


def compared(work: str, ours: float, against: str, other: float, goal: Goal) -> Figure:
    ratio = ours / other
    told = "reached" if ratio <= goal.most else "missed"
    shown = f"1 / {1 / ratio:,.0f}" if ratio < 0.1 else f"{ratio:.2f}"
    return Figure(work, _shown(ours), f"{against}: {_shown(other)}", shown, goal.told, told)


def alone(work: str, ours: float, against: str, lacking: str, goal: Goal) -> Figure:
    """A row without the other side."""
    return Figure(work, _shown(ours), f"{against}: needs {lacking}", "", goal.told, "not measured")


def table(figures: Sequence[Figure]) -> str:
    rows = [("work", "ours", "the other", "ratio", "goal", ""), ("---", "---:", "---:", "---:", "---", "---"), *figures]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _shown(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"
