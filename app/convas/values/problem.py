"""Problem: something wrong with a design, as a value: what is so, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

Severity = Literal["error", "open", "hint"]
"""error: cannot be built. open: not finished, so numbers are missing. hint: fine, but worth knowing."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A one-click cure: set a setting of a node, put a new layer into a link, or take a share away.

    `where` is -1 for the node that has the problem, else the index of the input whose source is
    meant; `node` is the id of another one. `kind` names the layer to insert before the node, `share` is the share
    to take away; without them `settings` are set.
    """

    label: str
    where: int = -1
    kind: str = ""
    settings: tuple[tuple[str, object], ...] = ()
    node: int = 0
    share: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one node.

    `summary` is for the card (three words); `message` is one or two sentences. In it `{me}` stands
    for the node's name, `{0}` for the name of what feeds input 0, and `{#12}` for that of node 12.
    `setting` is the field at fault. `place` leads to a node inside a block: repetition, node, repetition, node.
    """

    summary: str
    message: str
    severity: Severity = "error"
    setting: str = ""
    mends: tuple[Mend, ...] = field(default=())
    place: tuple[int, ...] = ()

    def told(self, name: Callable[[str], str]) -> str:
        """The message with the names as typed; `name` gives the one for `me`, `0` or `#12`."""
        return _told(self.message, name)

    def cures(self, name: Callable[[str], str]) -> tuple[Mend, ...]:
        """The mends, their labels with the names as typed."""
        return tuple(replace(mend, label=_told(mend.label, name)) for mend in self.mends)


def _told(words: str, name: Callable[[str], str]) -> str:
    return re.sub(r"\{(me|#?\d+)\}", lambda found: name(found[1]), words)


class ShapeError(Exception):
    """Raised by a rule where inputs or settings do not fit; carries the problem."""

    def __init__(self, summary: str, message: str, setting: str = "", *mends: Mend) -> None:
        super().__init__(message)
        self.problem = Problem(summary, message, "error", setting, mends)
