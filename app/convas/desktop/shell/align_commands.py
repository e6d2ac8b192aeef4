"""Commands that put the selection in line, evenly apart, or on the grid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from convas.design.records import Node, Note
from convas.desktop.shell.actions import Entry
from convas.edits.aligning import Axis, Line, Place, align, distribute, to_grid

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

_LINES: tuple[tuple[Line, str, str], ...] = (
    ("left", "Left edges", "Alt+A"),
    ("centre", "Centres", "Alt+H"),
    ("right", "Right edges", "Alt+D"),
    ("top", "Top edges", "Alt+W"),
    ("middle", "Middles", "Alt+V"),
    ("bottom", "Bottom edges", "Alt+S"),
)
_AXES: tuple[tuple[Axis, str, str], ...] = (("across", "Across", "Alt+Shift+H"), ("down", "Down", "Alt+Shift+V"))
_GRID = "Put on the grid"


class AlignCommands:
    """Aligns and distributes what is selected."""

    def __init__(self, window: Window) -> None:
        self._window, self._document = window, window.document

    def entries(self) -> Iterator[Entry]:
        for line, words, key in _LINES:
            yield Entry("Arrange/Align", words, partial(self.align, line), (key,), "align", name=f"Align {line}")
        for axis, words, key in _AXES:
            doing = partial(self.distribute, axis)
            yield Entry("Arrange/Distribute", words, doing, (key,), "distribute", name=f"Distribute {axis}")
        yield Entry("Arrange", _GRID, self.to_grid, ("Alt+G",))

    def align(self, line: Line) -> None:
        self._document.apply(align(self._document.design, self._places(), line))

    def distribute(self, axis: Axis) -> None:
        self._document.apply(distribute(self._document.design, self._places(), axis))

    def to_grid(self) -> None:
        self._document.apply(to_grid(self._document.design, self._places()))

    def enable(self) -> None:
        """Switch on what can be done now."""
        actions, count = self._window.actions_, len(self._places())
        actions.enable(count > 1, *(f"Align {line}" for line, _, _ in _LINES))
        actions.enable(count > 2, *(f"Distribute {axis}" for axis, _, _ in _AXES))
        actions.enable(count > 0, _GRID)

    def _places(self) -> dict[int, Place]:
        """Where the selected nodes and notes stand in the design, and how large they are drawn."""
        drawing, design = self._window.canvas.drawing, self._document.design
        found: dict[int, Place] = {}
        for key in sorted(self._document.selection.ids):
            record = design.records.get(key)
            box = drawing.boxes.get(key) or drawing.notes.get(key)
            if isinstance(record, (Node, Note)) and box is not None:
                found[key] = (record.x, record.y, box.width, box.height)
        return found
