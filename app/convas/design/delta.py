"""Delta: a change as data. Records before and after, by id; the whole vocabulary of change and undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from convas.design.records import Record


@dataclass(frozen=True, slots=True)
class Change:
    """One record before and after; None where it is not there."""

    before: Record | None
    after: Record | None


class Delta:
    """What changes, by record id. Applying the reverse takes it back exactly."""

    __slots__ = ("changes",)

    def __init__(self, changes: Mapping[int, Change]) -> None:
        self.changes = {
            key: change for key, change in changes.items() if change.before is not None or change.after is not None
        }

    @classmethod
    def adding(cls, *records: Record) -> Delta:
        return cls({record.id: Change(None, record) for record in records})

    @classmethod
    def removing(cls, *records: Record) -> Delta:
        return cls({record.id: Change(record, None) for record in records})

    @classmethod
    def replacing(cls, *pairs: tuple[Record, Record]) -> Delta:
        """Pairs of a record and what it becomes; equal ones change nothing."""
        return cls({before.id: Change(before, after) for before, after in pairs if before != after})

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Delta) and self.changes == other.changes

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Delta({self.changes})"

    @property
    def added(self) -> Iterable[Record]:
        return (change.after for change in self.changes.values() if change.before is None and change.after is not None)

    @property
    def removed(self) -> Iterable[Record]:
        return (change.before for change in self.changes.values() if change.after is None and change.before is not None)

    @property
    def updated(self) -> Iterable[tuple[Record, Record]]:
        for change in self.changes.values():
            if change.before is not None and change.after is not None:
                yield change.before, change.after

    def reverse(self) -> Delta:
        return Delta({key: Change(change.after, change.before) for key, change in self.changes.items()})

    def then(self, later: Delta) -> Delta:
        """This change followed by another, as one; a record that ends as it began is left out."""
        changes = dict(self.changes)
        for key, change in later.changes.items():
            first = changes.get(key)
            before = change.before if first is None else first.before
            if before == change.after:
                changes.pop(key, None)
            else:
                changes[key] = Change(before, change.after)
        return Delta(changes)
