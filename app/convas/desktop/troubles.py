"""Troubles: which layers of the drawing have problems. An edit costs what it touches, not what is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from convas.design.records import TOP, Node
from convas.session import Session, Update
from convas.values.problem import Problem


class Troubles(QObject):
    """Problems by node, of those nodes that have any; a block has those inside it.

    Signals: changed() after an edit or another design; names may be others, too.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.at: dict[int, tuple[Problem, ...]] = {}
        self.number = 0
        self.restart(session)

    def restart(self, session: Session) -> None:
        """Look at all layers of a design."""
        self._session = session
        self.at, self.number = {}, 0
        self._look_at(session.analysis.findings)
        self.changed.emit()

    def update(self, update: Update) -> None:
        """Look at what an update touches, and at what is linked from there."""
        design, before = self._session.design, dict(self.at)
        touched = set(update.touched)
        for key in update.touched:
            touched.update(link.target for link in design.outbound.get(key, {}).values())
        touched.update(key for key in update.delta.changes if key in self.at)
        self._look_at(touched)
        named = any(isinstance(change.before or change.after, Node) for change in update.delta.changes.values())
        if (named and self.at) or before != self.at:
            self.changed.emit()

    def listed(self) -> list[tuple[int, Problem]]:
        """All problems with their nodes: the worst first, then in execution order."""
        order = self._session.analysis.order
        keys = sorted(self.at, key=order.key)
        return [(key, one) for severity in RANKS for key in keys for one in self.at[key] if one.severity == severity]

    def _look_at(self, keys: Iterable[int]) -> None:
        analysis, design = self._session.analysis, self._session.design
        for key in list(keys):
            self.number -= _counted(self.at.pop(key, ()))
            node = design.get(Node, key)
            if node is None or node.scope != TOP or key not in analysis.findings:
                continue
            found = analysis.problems(key)
            if found:
                self.at[key] = found
                self.number += _counted(found)


def _counted(problems: tuple[Problem, ...]) -> int:
    return sum(problem.severity != "hint" for problem in problems)


RANKS = ("error", "open", "hint")
"""The worst first. Hints are listed, and not counted."""
