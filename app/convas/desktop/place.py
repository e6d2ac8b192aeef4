"""Place: where the window looks, the drawing itself or the inside of a block. It is view state, and never undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from convas.analysis.inside import Path
from convas.analysis.sight import Sight, opened
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import TOP, Block, Link, Node, Note, Record, Share
from convas.layers.use import Use
from convas.session import Session


class Step(NamedTuple):
    """One part of the way in: its name, where it leads, and of how many repetitions which one is open."""

    name: str
    path: Path
    repetition: int = 0
    repeat: int = 1


class Place(QObject):
    """The open drawing.

    `path` is () for the drawing itself; inside blocks: node, repetition, node, repetition.
    `sight` is what is known of its nodes, `scope` the block that they belong to.

    Signals: changed() after another drawing was opened.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.path: Path = ()
        self.sight: Sight = session.analysis

    @property
    def scope(self) -> int:
        """The block whose inside is open; TOP for the drawing itself."""
        return TOP if not self.path else scope_inside(self._session.design, self.path[-2])

    @property
    def block(self) -> Block | None:
        """The block whose inside is open."""
        return self._session.design.get(Block, self.scope)

    def enter(self, path: Path) -> bool:
        """Open the drawing at a path; nothing where there is none."""
        sight = self._session.analysis.sight(path)
        if sight is None:
            return False
        if path != self.path:
            self.path, self.sight = path, sight
            self.changed.emit()
        return True

    def open(self, node: int) -> bool:
        """Open the block that a node of this drawing stands for, at its first repetition."""
        return self.enter((*self.path, node, 0))

    def leave(self) -> None:
        """Go to the drawing around this one."""
        self.enter(self.path[:-2])

    def restart(self, session: Session) -> None:
        """Another design is open."""
        self._session = session
        self.path, self.sight = (), session.analysis

    def follow(self) -> None:
        """After a change of the design: see what is so now, further out if this place is gone."""
        path = self.path
        while (sight := self._session.analysis.sight(path)) is None:
            path = (*path[:-1], 0) if path[-1] else path[:-2]
        moved, self.path, self.sight = path != self.path, path, sight
        if moved:
            self.changed.emit()

    def follow_to(self, delta: Delta) -> None:
        """Go where a change of the history happened, if nothing of it is to be seen here."""
        design = self._session.design
        scopes = {scope for change in delta.changes.values() for scope in _scopes(design, change.before, change.after)}
        if scopes and self.scope not in scopes:
            self.enter(self.way_to(min(scopes)) or ())

    def way_to(self, block: int) -> Path | None:
        """A place of a block: through its oldest use at each level; None where it stands nowhere."""
        design = self._session.design
        path: Path = ()
        while block != TOP:
            use = min(design.uses.get(block, ()), default=None)
            if use is None:
                return None
            path = (use, 0, *path)
            block = design.node(use).scope
        return path

    def steps(self) -> Iterator[Step]:
        """The way in, from the drawing itself on (not told here)."""
        design = self._session.design
        sight: Sight | None = self._session.analysis
        for at in range(0, len(self.path), 2):
            inside = None if sight is None else opened(design, sight, self.path[at])
            repeat = 1 if inside is None else inside.repeat
            yield Step(design.node(self.path[at]).name, self.path[: at + 2], self.path[at + 1], repeat)
            sight = self._session.analysis.sight(self.path[: at + 2])


def scope_inside(design: Design, use: int) -> int:
    """The block that a node stands for."""
    layer = design.node(use).layer
    return layer.block if isinstance(layer, Use) else TOP


def _scopes(design: Design, *records: Record | None) -> Iterator[int]:
    """The drawings in which a record shows."""
    for record in records:
        if isinstance(record, (Node, Note, Share)):
            yield record.scope
        elif isinstance(record, Link):
            target = design.get(Node, record.target)
            if target is not None:
                yield target.scope
