"""Crumbs: the design's name on the canvas, and inside blocks the way back, part by part."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from convas.analysis.inside import Path
from convas.desktop.document import Document
from convas.desktop.place import Step
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import button, clear, label, line, tool
from convas.values import text

_MOST = 160
"""How wide one name may be."""


class Crumbs(QFrame):
    """`Lung U-Net › stage › block`: a click leads there. Beside it, which of the repetitions is open."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.ways: list[QPushButton] = []
        self.here = label("", "strong")
        self.repetition = label("", "small")
        self.repetition.setToolTip("Which repetition is open. They count from 0.")
        self.before = tool("left", "The repetition before", lambda: self._step(-1))
        self.after = tool("right", "The next repetition", lambda: self._step(1))
        self._parts = line(gap=2)
        self.setLayout(line(self._parts, self.here, self.before, self.repetition, self.after, gap=2))
        self._shown: object = None
        document.place.changed.connect(self.show_way)
        document.state_changed.connect(self.show_way)
        look.changed.connect(self.show_way)
        self.show_way()

    def show_way(self) -> None:
        """Show where the window is."""
        steps = list(self._document.place.steps())
        now = (self._document.name, steps, look.theme)
        if now == self._shown:
            return
        self._shown = now
        inside = bool(steps)
        self.setObjectName("float" if inside else "crumbs")
        self.style().polish(self)
        clear(self._parts)
        self.ways = []
        names = [(self._document.name, ()), *((_said(step), step.path) for step in steps)]
        for name, path in names[:-1]:
            self._add(name, path)
        self.here.setText(_short(names[-1][0], "strong"))
        self.here.setToolTip(names[-1][0])
        last = steps[-1] if inside else None
        several = last is not None and last.repeat > 1
        for part in (self.before, self.repetition, self.after):
            part.setVisible(several)
        if several and last is not None:
            self.here.setText(_short(last.name, "strong"))
            self.repetition.setText(f"{text.count(last.repetition)} of {text.count(last.repeat)}")
            self.before.setEnabled(last.repetition > 0)
            self.after.setEnabled(last.repetition < last.repeat - 1)
        margins = (8, 3, 12, 3) if inside else (4, 4, 4, 4)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(*margins)
        self.adjustSize()

    def _add(self, name: str, path: Path) -> None:
        made = button(_short(name, "body"), partial(self._go, path), "quiet")
        made.setToolTip(f"Go to {name}")
        made.setAccessibleName(f"Go to {name}")
        mark = QLabel()
        mark.setPixmap(icons.pixmap("right", look.theme["text3"].name(), 12, self.devicePixelRatioF()))
        self._parts.addWidget(made)
        self._parts.addWidget(mark, alignment=Qt.AlignmentFlag.AlignVCenter)
        for part in (made, mark):
            part.show()  # a layout leaves out what does not show yet
        self.ways.append(made)

    def _go(self, path: Path) -> None:
        """Go out to a drawing, and select there the block that was open."""
        inside = self._document.place.path
        self._document.go_to_place(inside[: len(path) + 1])

    def _step(self, by: int) -> None:
        path = self._document.place.path
        self._document.place.enter((*path[:-1], path[-1] + by))


def _said(step: Step) -> str:
    return f"{step.name}[{step.repetition}]" if step.repeat > 1 else step.name


def _short(name: str, role: str) -> str:
    return fonts.metrics(role).elidedText(name, Qt.TextElideMode.ElideRight, fonts.px(_MOST))
