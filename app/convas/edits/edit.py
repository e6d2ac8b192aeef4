"""Edit: a planned change with its name. Planning changes nothing; refusing is a value people can read."""

from __future__ import annotations

from dataclasses import dataclass

from convas.design.delta import Delta


class Refused(Exception):
    """Structural nonsense that was asked for. The message says why, and what to do instead.

    `field` names the setting at fault, where there is one.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable step: `name` for the history, `merge` joins it with the step before of the same key.

    `told` is what people should hear of it beyond what they see.
    """

    name: str
    delta: Delta
    merge: str = ""
    told: str = ""


def joined(name: str, *edits: Edit) -> Edit:
    """Several planned edits, each planned on the design before all of them, as one step."""
    delta = Delta({})
    for edit in edits:
        delta = delta.then(edit.delta)
    return Edit(name, delta)
