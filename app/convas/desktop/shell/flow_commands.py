"""Commands of the flow: which way the drawing goes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from convas.design.records import Flow
from convas.desktop.shell.actions import Entry
from convas.edits.arrange import turn

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

_WAYS: tuple[tuple[Flow, str, str], ...] = (
    ("right", "From left to right", "Ctrl+Alt+Right"),
    ("down", "From top to bottom", "Ctrl+Alt+Down"),
)


class FlowCommands:
    """Turns the drawing."""

    def __init__(self, window: Window) -> None:
        self._window, self._document = window, window.document

    def entries(self) -> Iterator[Entry]:
        for flow, words, key in _WAYS:
            yield Entry("Arrange", words, partial(self.turn, flow), (key,), checkable=True, name=f"Flow {flow}")

    def turn(self, flow: Flow) -> None:
        """Draw everything this way, and show all of it."""
        if self._document.design.header.flow != flow:
            self._document.apply(turn(self._document.design, flow))
            self._window.canvas.fit()
        self.enable()

    def enable(self) -> None:
        """Tick the way in use."""
        for flow, _, _ in _WAYS:
            self._window.actions_[f"Flow {flow}"].setChecked(self._document.design.header.flow == flow)
