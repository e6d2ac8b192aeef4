"""Document: the open design as the window sees it. The one place where edits enter and updates leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from convas.analysis.sight import Sight
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Header, Link, Node, Note
from convas.desktop.place import Place
from convas.desktop.troubles import Troubles
from convas.edits.edit import Edit, Refused
from convas.edits.mends import mend
from convas.files.store import Opened, Stamp, save
from convas.session import Session, Update
from convas.values.operations import EVERYTHING, Included
from convas.values.problem import Mend

R = TypeVar("R", Node, Link, Note)
SLICE = 0.012
_PASSING: Final = 0.1
"""Seconds after which what a long analysis has found so far is shown."""
"""Seconds that one slice of analysis may take, so that a frame is never late."""


class Document(QObject):
    """A session with a file, and signals.

    Signals:
        updated(Update)     the design or its numbers changed
        replaced()          another design was opened; everything is new
        state_changed()     name, path, unsaved changes or the possible undos changed
        told(str)           something worth hearing happened
        refused(str)        an edit was refused, and why
        recounted()         what FLOPs include is another choice
    """

    updated = Signal(object)
    replaced = Signal()
    state_changed = Signal()
    told = Signal(str)
    refused = Signal(str)
    recounted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = Session()
        self.path: Path | None = None
        self.stamp: Stamp | None = None
        self.included = EVERYTHING
        self.selection = Selection(self)
        self.troubles = Troubles(self.session, self)
        self.place = Place(self.session, self)
        self.place.changed.connect(self.selection.clear)
        self._caught: frozenset[int] = frozenset()
        self._passed_on = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._catch_up)

    @property
    def design(self) -> Design:
        return self.session.design

    @property
    def scope(self) -> int:
        """The drawing that is open: TOP, or a block."""
        return self.place.scope

    @property
    def sight(self) -> Sight:
        """What is known of the nodes of the drawing that is open."""
        return self.place.sight

    def chosen(self, kind: type[R]) -> list[R]:
        """The selected records of a kind, oldest first."""
        records = self.design.records
        return [record for key in sorted(self.selection.ids) if isinstance(record := records.get(key), kind)]

    def go_to_place(self, path: tuple[int, ...]) -> bool:
        """Open the drawing around a node and select it: node, repetition, node, and so on inwards."""
        found = self.place.enter(path[:-1])
        if found:
            self.selection.set([path[-1]])
        return found

    @property
    def name(self) -> str:
        """What the window calls the design: its own name, or its file's."""
        own = self.design.header.name
        return self.path.stem if self.path is not None and own == Header().name else own

    @property
    def untouched(self) -> bool:
        """Whether this is an empty design that was never worked on."""
        return self.path is None and not self.session.done and not self.session.undone and len(self.design.records) == 1

    def include(self, included: Included) -> None:
        """Count these operations as FLOPs."""
        if included != self.included:
            self.included = included
            self.recounted.emit()

    # opening and saving

    def start(self, design: Design | None = None) -> None:
        """Begin with a design that has no file."""
        self._open(Session(design, SLICE), None, None)

    def take(self, opened: Opened) -> None:
        """Show a design from a file."""
        self._open(Session(opened.design, SLICE), opened.path, opened.stamp)

    def save(self, path: Path, *, whatever: bool = False) -> None:
        """Save to a file; raises `FileError`, or `ChangedOnDisk` unless `whatever` is there may go."""
        expected = self.stamp if path == self.path and not whatever else None
        self.stamp = save(path, self.design.snapshot(), expected=expected)
        self.path = path
        self.session.mark_clean()
        self.state_changed.emit()

    # changing

    def attempt(self, plan: Callable[[], Edit]) -> bool:
        """Plan an edit and carry it out; a refusal is told, and changes nothing."""
        try:
            edit = plan()
        except Refused as refusal:
            self.refused.emit(str(refusal))
            return False
        self.apply(edit)
        return True

    def apply(self, edit: Edit) -> None:
        """Carry an edit out."""
        update = self.session.apply(edit)
        if edit.told:
            self.told.emit(edit.told)
        self._tell(update)

    def mend(self, node_id: int, cure: Mend) -> None:
        """Carry out the cure of a problem of a node that is to be seen here."""
        link = self.sight.feeding(node_id, max(cure.where, 0))
        self.attempt(lambda: mend(self.design, node_id, cure, link))

    def undo(self) -> None:
        self._tell(self.session.undo(), follow=True)

    def redo(self) -> None:
        self._tell(self.session.redo(), follow=True)

    def go_to(self, steps: int) -> None:
        """Go back or forth in the history until so many steps are done."""
        self._tell(self.session.go_to(steps), follow=True)

    def _tell(self, update: Update, *, follow: bool = False) -> None:
        self.place.follow()
        self.selection.keep(self.design)
        self._pass_on(update)
        if follow:
            self.place.follow_to(update.delta)
        self.state_changed.emit()
        if self.session.analysis.pending:
            self._later.start()

    def _catch_up(self) -> None:
        """Go on with the analysis; what came of it is passed on when it is done, or now and then if it takes long."""
        self._caught |= self.session.catch_up(SLICE).touched
        pending = bool(self.session.analysis.pending)
        if not pending or perf_counter() - self._passed_on > _PASSING:
            self._pass_caught()
        if pending:
            self._later.start()

    def _pass_caught(self) -> None:
        self._caught_up(Update(Delta({}), frozenset()))

    def wait(self) -> None:
        """Let the analysis finish, where every number is needed at once."""
        if self.session.analysis.pending:
            self._caught |= self.session.catch_up(None).touched
        if self._caught:
            self._pass_caught()

    def _caught_up(self, update: Update) -> None:
        self.place.follow()
        self._pass_on(update)

    def _pass_on(self, update: Update) -> None:
        self._passed_on = perf_counter()
        caught, self._caught = self._caught, frozenset()
        if caught:
            there = frozenset(key for key in caught if key in self.design.records)
            update = replace(update, touched=update.touched | there)
        self.troubles.update(update)
        self.updated.emit(update)

    def _open(self, session: Session, path: Path | None, stamp: Stamp | None) -> None:
        self.session, self.path, self.stamp = session, path, stamp
        self._caught = frozenset()
        self.selection.clear()
        self.place.restart(session)
        self.troubles.restart(session)
        self.replaced.emit()
        self.state_changed.emit()
        if session.analysis.pending:
            self._later.start()


class Selection(QObject):
    """What is selected: ids of nodes, links, shares and notes. It is view state, and never undone.

    Signals: changed() after the selection or the focused id is another one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: frozenset[int] = frozenset()
        self.focus: int | None = None

    def set(self, ids: Iterable[int], focus: int | None = None) -> None:
        """Select these and nothing else."""
        chosen = frozenset(ids)
        lead = focus if focus is not None else (next(iter(chosen)) if len(chosen) == 1 else None)
        if chosen != self.ids or lead != self.focus:
            self.ids, self.focus = chosen, lead
            self.changed.emit()

    def toggle(self, key: int) -> None:
        self.set(self.ids ^ {key}, key)

    def clear(self) -> None:
        self.set(())

    def keep(self, design: Design) -> None:
        """Drop what is not there any more."""
        there = frozenset(key for key in self.ids if key in design.records)
        if there != self.ids:
            self.set(there)
