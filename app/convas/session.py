"""Session: one open design without a window. Edits go in, updates come out, and everything can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from convas.analysis.analysis import Analysis
from convas.analysis.totals import Totals
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Link, Node
from convas.edits.edit import Edit


@dataclass(frozen=True, slots=True)
class Update:
    """What a change did: the delta, and the nodes whose numbers or look may be different now.

    `everything` says that the whole design was replaced or counted anew.
    """

    delta: Delta
    touched: frozenset[int]
    everything: bool = False

    def nodes(self) -> set[int]:
        """The nodes that the change is of, and those at the ends of its links."""
        found: set[int] = set()
        for key, change in self.delta.changes.items():
            for record in (change.before, change.after):
                if isinstance(record, Link):
                    found |= {record.source, record.target}
                elif isinstance(record, Node):
                    found.add(key)
        return found


@dataclass(slots=True)
class Entry:
    """One step of the history."""

    name: str
    delta: Delta
    merge: str


class Session:
    """A design, its analysis and its history.

    `done` steps were applied, `undone` ones can be done again (nearest last). `settles` is how many
    seconds an edit may take to be analysed before the rest is left to `catch_up`; None means all.
    """

    def __init__(self, design: Design | None = None, settles: float | None = None) -> None:
        self.design = design or Design()
        self.analysis = Analysis(self.design)
        self.analysis.settle(settles)
        self.settles = settles
        self.done: list[Entry] = []
        self.undone: list[Entry] = []
        self._clean: int | None = 0
        self._sealed = True

    @property
    def totals(self) -> Totals:
        return self.analysis.totals

    @property
    def clean(self) -> bool:
        """Whether the design is as it was last saved or opened."""
        return self._clean == len(self.done)

    def mark_clean(self) -> None:
        self._clean = len(self.done)
        self.seal()

    def mark_unsaved(self) -> None:
        """There is no saved state to come back to."""
        self._clean = None

    def seal(self) -> None:
        """End the running step: the next edit is one of its own."""
        self._sealed = True

    def apply(self, edit: Edit) -> Update:
        """Carry an edit out. One that changes nothing leaves no trace in the history."""
        if not edit.delta:
            return Update(edit.delta, frozenset())
        if self._clean is not None and self._clean > len(self.done):
            self._clean = None
        self.undone.clear()
        if self._merges(edit):
            self._extend(self.done[-1], edit)
        else:
            self.done.append(Entry(edit.name, edit.delta, edit.merge))
            self._sealed = False
        return self._take_in(edit.delta)

    @contextmanager
    def together(self, name: str) -> Iterator[None]:
        """All edits applied inside become one step of the history; an exception inside takes all of them back."""
        self.seal()
        before = len(self.done)
        try:
            yield
        except BaseException:
            while len(self.done) > before:
                self._take_in(self.done.pop().delta.reverse())
            self.seal()
            raise
        steps = self.done[before:]
        if steps:
            delta = steps[0].delta
            for step in steps[1:]:
                delta = delta.then(step.delta)
            joined = Entry(name if len(steps) > 1 else steps[0].name, delta, "")
            self.done[before:] = [joined] if delta else []
        self.seal()

    def undo(self) -> Update:
        """Take the last step back; nothing where there is none."""
        if not self.done:
            return Update(Delta({}), frozenset())
        entry = self.done.pop()
        self.undone.append(entry)
        self._sealed = True
        return self._take_in(entry.delta.reverse())

    def redo(self) -> Update:
        """Do again what was undone last; nothing where there is nothing."""
        if not self.undone:
            return Update(Delta({}), frozenset())
        entry = self.undone.pop()
        self.done.append(entry)
        self._sealed = True
        return self._take_in(entry.delta)

    def go_to(self, steps: int) -> Update:
        """Undo or redo until so many steps are done."""
        delta = Delta({})
        touched: set[int] = set()
        while len(self.done) != steps and (self.done if len(self.done) > steps else self.undone):
            update = self.undo() if len(self.done) > steps else self.redo()
            delta = delta.then(update.delta)
            touched |= update.touched
        return Update(delta, frozenset(touched))

    def catch_up(self, seconds: float | None = None) -> Update:
        """Go on with an analysis that was cut short."""
        return Update(Delta({}), frozenset(self.analysis.settle(seconds)))

    def _merges(self, edit: Edit) -> bool:
        return bool(edit.merge and self.done and not self._sealed and self.done[-1].merge == edit.merge)

    def _extend(self, entry: Entry, edit: Edit) -> None:
        """Join an edit to the step before; a step that comes to nothing is dropped."""
        if self._clean == len(self.done):
            self._clean = None
        entry.delta = entry.delta.then(edit.delta)
        entry.name = edit.name
        if not entry.delta:
            self.done.pop()
            self.seal()

    def _take_in(self, delta: Delta) -> Update:
        self.design.apply(delta)
        touched = self.analysis.update(delta)
        touched |= self.analysis.settle(self.settles)
        touched |= {key for key in delta.changes if key in self.analysis.findings}
        return Update(delta, frozenset(touched))
