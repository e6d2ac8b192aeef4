"""Mistakes with weights that count elsewhere, and with what is no parameter at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from convas.study.answers.counting import Factor, Part, Parts
from convas.study.answers.subject import Change, Subject
from convas.values import text
from convas.values.size import value_of


def again(subject: Subject) -> Change | None:
    """The layer counted although it adds nothing, or not all, to the totals; None where it adds all it has."""
    if not subject.lends:
        return None
    row = subject.row
    if row.bypassed:
        return Change("again", "bypassed layer counted", "it is bypassed, so it adds 0")
    if row.shared_with and subject.right == 0:
        said = f"it shares {row.shared_with}'s parameters, so it adds 0"
        return Change("again", "shared layer counted twice", said)
    if row.shared_with:
        return Change("again", "shared layer counted twice", f"some of its weights count elsewhere ({row.shared_with})")
    if subject.basis == "trainable" and row.parameters != row.trainable:
        return Change("again", "frozen layer counted", "its weights are frozen, so none of them is trainable")
    return None


def propose(subject: Subject) -> Iterator[Change]:
    if subject.users > 1:
        said = f"counted {text.count(subject.users)} times: layers that share their weights count once"
        yield Change("share", "shared layer counted twice", said, redone=lambda parts: parts * subject.users)
    outputs = [value_of(size) for size in (subject.row.macs, _made(subject)) if size is not None]
    for value, what in zip(outputs, ("multiplications", "outputs"), strict=False):
        if value:
            said = f"the {what} are counted, and not the parameters"
            yield Change("other", f"{what} counted", said, redone=partial(_as_number, value))


def _made(subject: Subject) -> int | None:
    finding = subject.network.finding(subject.row)
    made = finding.outputs[0] if finding is not None and finding.outputs else None
    return None if made is None else value_of(made.volume)


def _as_number(value: int, _: Parts) -> Parts:
    return (Part("all", (Factor(value),)),)
