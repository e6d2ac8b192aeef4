"""Commands of the heat map: what the colours of the cards show. It follows every edit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.heat import HeatMap
from convas.desktop.shell.actions import Entry
from convas.desktop.shell.legend import Legend
from convas.desktop.theme.look import look
from convas.study.heat import TITLES, Measure, heat

if TYPE_CHECKING:
    from convas.desktop.shell.window import Window

OFF, AGAIN = "No heat map", "Heat map on or off"


class HeatCommands(QObject):
    """Switches the heat map of the canvas and keeps it right."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._document = window, window.document
        self.measure: Measure | None = None
        self._last: Measure = "parameters"
        self.legend = Legend(window.canvas, self.show, self.leave)
        window.floats.take_legend(self.legend)
        window.floats.tools.heat.clicked.connect(self.toggle)
        self._document.updated.connect(self._follow)
        self._document.replaced.connect(self.leave)
        self._document.place.changed.connect(self._follow)
        look.changed.connect(self._follow)
        window.canvas.revealed.connect(self._follow)

    def entries(self) -> Iterator[Entry]:
        """The menu of the heat map."""
        for index, (measure, title) in enumerate(TITLES.items()):
            showing = partial(self.show, measure)
            yield Entry("View/Heat map", title, showing, (f"Alt+{index + 1}",), checkable=True, name=f"Heat {measure}")
        yield Entry("View/Heat map", OFF, self.leave, ("Alt+0",))
        yield Entry("View/Heat map", AGAIN, self.toggle, ("Ctrl+Alt+H",), "heat")

    def show(self, measure: Measure) -> None:
        """Colour the cards by a measure."""
        self.measure = self._last = measure
        self._follow()

    def leave(self) -> None:
        """Give the cards their own colours again."""
        self.measure = None
        self._follow()

    def toggle(self) -> None:
        """The heat map that was shown last, or none."""
        if self.measure is None:
            self.show(self._last)
        else:
            self.leave()

    def _follow(self, _update: object = None) -> None:
        canvas, document, actions = self._window.canvas, self._document, self._window.actions_
        if self.measure is None:
            canvas.state.heat = None
            self.legend.hide()
        else:
            found = heat(document.design, document.sight, document.scope, self.measure, canvas.looked)
            before, made = canvas.state.heat, HeatMap(found, look.theme)
            _repaint(canvas.drawing, before, made)
            canvas.state.heat = made
            self.legend.show_heat(found)
        for measure in TITLES:
            actions[f"Heat {measure}"].setChecked(measure == self.measure)
        self._window.floats.tools.heat.setChecked(self.measure is not None)
        canvas.refresh()
        self._window.floats.place()


def _repaint(drawing: Drawing, before: HeatMap | None, after: HeatMap) -> None:
    """What has another colour is painted anew, also inside open blocks."""
    for key in after.changed(before):
        drawing.regions.touch(key)
    for frame in drawing.frames.values():
        place = frame.drawing.sight.place
        inside = after.within(place)
        if inside is not None:
            _repaint(frame.drawing, None if before is None else before.within(place), inside)
