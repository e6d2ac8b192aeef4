"""The other framework's rule, where it counts the layer differently, and the older rule of a GRU."""

from __future__ import annotations

from collections.abc import Iterator

from convas.study.answers.counting import total
from convas.study.answers.subject import Change, Subject


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
