"""Rows about edits: the worst one, and one setting, through the session as the window does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any

from measure import Figure, Goal, alone, compared, least, missing
from networks import convolutions
from ours import records

from convas.design.design import Design
from convas.edits.edit import Edit
from convas.edits.settings import set_setting
from convas.session import Session


def worst_edit() -> Iterator[Figure]:
    for pad, side, told in ((True, 64, "all of one shape"), (False, 2048, "each of another shape")):
        ours = _worst(side, pad)
        work = f"worst edit of 1,000 convolutions, {told}"
        goal = Goal("1,000 times faster", 1 / 1000)
        lacking = missing("keras", "jax")
        if lacking:
            yield alone(work, ours, "rebuilding in Keras", lacking, goal)
        else:
            from keras_side import rebuilding

            [other] = least((rebuilding(1_000, "same" if pad else "valid", side), 2))
            yield compared(work, ours, "rebuilding in Keras", other, goal)


def _worst(side: int, pad: bool) -> float:
    """The slowest of some edits that change every shape behind them, each with numbers that were never there."""
    session = Session(Design(records(convolutions(1_000, side, pad))))
    assert not session.analysis.problems(1_000)
    values: dict[str, Callable[[int], tuple[int, str, Any]]] = {
        "input": lambda turn: (1, "shape", (3, side + turn, side)),
        "strides": lambda turn: (2, "strides", (1, 1 + turn % 2)),
        "filters": lambda turn: (2, "filters", 8 + turn),
        "kernel": lambda turn: (2, "kernel_size", (3, 3 + turn)),
    }
    found = []
    for made in values.values():
        taken = []
        for turn in range(1, 6):
            node, name, value = made(turn)
            taken.append(_applied(session, set_setting(session.design, [node], name, value)))
        found.append(min(taken[::2]))
    return max(found)


def _applied(session: Session, edit: Edit) -> float:
    began = perf_counter()
    session.apply(edit)
    return perf_counter() - began


def one_setting() -> Iterator[Figure]:
    goal = Goal("at most 50 µs", 1)
    for count in (1_000, 10_000, 100_000):
        session = Session(Design(records(convolutions(count))))
        planned, applied = [], []
        for turn in range(2_000):
            began = perf_counter()
            edit = set_setting(session.design, [turn % count + 2], "use_bias", turn // count % 2 == 1)
            planned.append(perf_counter() - began)
            applied.append(_applied(session, edit))
        yield compared(f"one setting of {count:,} layers, applied", median(applied), "goal", 50e-6, goal)
        both = median(a + b for a, b in zip(planned, applied, strict=True))
        yield compared(f"one setting of {count:,} layers, planned and applied", both, "goal", 50e-6, goal)
