"""Another rule than the one at hand: the other framework's, a GRU's older one, a PReLU that shares its slopes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from convas.study.answers.counting import Factor, Part, Parts, total
from convas.study.answers.network import channels
from convas.study.answers.subject import Change, Subject
from convas.values.size import value_of


def propose(subject: Subject) -> Iterator[Change]:
    title, counted = subject.network.elsewhere
    parts = counted.get(subject.row.id) if len(subject.row.place) == 1 else None
    if parts is not None and total(parts) != total(subject.alone):
        why = type(subject.layer).differs.rstrip(".")
        said = f"counted as {title} does{f': {why}' if why else ''}"
        yield Change("rules", f"{title}'s rule", said, redone=lambda _: parts)
    if subject.network.rules.keras and hasattr(subject.layer, "reset_after"):
        now = bool(subject.layer.reset_after)
        said = "one bias row, as a GRU has it without reset_after" if now else "two bias rows, as with reset_after"
        yield Change("rules", "another rule for GRU", said, settings=(("reset_after", not now),))
    if subject.layer.kind == "PReLU":
        yield from _slopes(subject)


def _slopes(subject: Subject) -> Iterator[Change]:
    """A PReLU's slopes: one for all, one for each channel, or one for each place."""
    spec = subject.given[0] if subject.given else None
    deep = channels(spec, -1 if subject.network.rules.channels_last else 1)
    every = None if spec is None else value_of(spec.volume)
    for slopes, whose in ((deep, "each channel"), (1, "all"), (every, "each place")):
        if slopes and slopes != total(subject.alone):
            redone = partial(_as_many, slopes)
            yield Change("rules", "another rule for PReLU", f"one slope for {whose}", redone=redone)


def _as_many(slopes: int, _: Parts) -> Parts:
    return (Part("slopes", (Factor(slopes),)),)
