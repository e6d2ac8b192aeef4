"""Plates at the head of the inspector: who a layer shares with, and what is wrong with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from convas.analysis.report import letter
from convas.desktop.document import Document
from convas.desktop.theme import icons
from convas.desktop.theme.look import look, mix
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import between, button, clear, column, label, line
from convas.values import text
from convas.values.problem import Mend, Problem


class Banner(QFrame):
    """Who a layer shares its weights with."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.letter = ""
        self.others: list[str] = []
        self.chain = QLabel()
        self.words = label("", "strong", wraps=True)
        self.more = label("Editing one edits all", "small")
        self.unshare = button("Unshare", lambda: None, "quiet")
        below = line(self.more, between(), self.unshare)
        row = line(self.chain, column(self.words, below), margins=(10, 8, 6, 4), gap=8)
        row.setStretch(1, 1)
        self.setLayout(row)

    def show_share(self, document: Document, key: int) -> None:
        """Show the group of a node, or nothing."""
        sight, design = document.sight, document.design
        group_key = sight.group_of.get(key)
        group = None if group_key is None else sight.groups.get(group_key)
        self.setVisible(group is not None)
        if group is None:
            self.letter, self.others = "", []
            return
        self.letter = letter(sight, key)
        self.others = [design.node(member).name for member in group.members if member != key]
        colour, panel = look.theme.share(self.letter), look.theme["panel"]
        ground = mix(colour, panel, tokens()["opacity"]["bannerFill"]).name()
        self.setStyleSheet(
            f"QFrame#banner {{ background: {ground}; border: 1px solid {colour.name()}; border-radius: 8px; }}"
        )
        self.chain.setPixmap(icons.pixmap("chain", colour.name(), 16, self.devicePixelRatioF()))
        verb = "Cannot share with" if group.problem is not None else "Shares its weights with"
        self.words.setText(f"{verb} {text.listed(self.others)}")
        self.more.setText("Editing one edits both" if len(self.others) == 1 else "Editing one edits all")


class ProblemPlates(QWidget):
    """What is wrong with the layer, in sentences, and what mends it; inside a block, where it is.

    Signals:
        mended(Mend)        a cure was clicked
        going(Problem)      the way to a problem inside a block was clicked
    """

    mended = Signal(object)
    going = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(gap=6)
        self.setLayout(self._layout)

    def show_problems(self, problems: list[tuple[Problem, str, str, tuple[Mend, ...]]]) -> None:
        """Show problems, each with the place inside a block that it is at, its message and what mends it."""
        clear(self._layout)
        self.setVisible(bool(problems))
        for problem, where, message, mends in problems:
            name = {"error": "error", "open": "warn", "hint": "info"}[problem.severity]
            colour = {"error": "error", "open": "warn", "hint": "text2"}[problem.severity]
            ground = {"error": "errorSoft", "open": "warnSoft", "hint": "sunken"}[problem.severity]
            frame = QFrame()
            frame.setObjectName("problem")
            theme = look.theme
            frame.setStyleSheet(f"QFrame#problem {{ background: {theme[ground].name()}; border-radius: 8px; }}")
            picture = QLabel()
            picture.setPixmap(icons.pixmap(name, theme[colour].name(), 16, self.devicePixelRatioF()))
            picture.setAlignment(Qt.AlignmentFlag.AlignTop)
            picture.setFixedWidth(16)
            told = column(gap=2)
            if where:
                told.addWidget(label(where, "small", wraps=True, selectable=True))
            told.addWidget(label(message, "table", wraps=True, selectable=True))
            row = line(picture, told, gap=8)
            row.setStretch(1, 1)
            cures = column(gap=2)
            for cure in mends:
                cures.addWidget(self._cure(cure), alignment=Qt.AlignmentFlag.AlignLeft)
            if problem.place:
                go = button("Go there", partial(self.going.emit, problem), "quiet", "right")
                cures.addWidget(go, alignment=Qt.AlignmentFlag.AlignLeft)
            frame.setLayout(column(row, cures, margins=(10, 8, 10, 4 if mends or problem.place else 8), gap=4))
            self._layout.addWidget(frame)

    def _cure(self, cure: Mend) -> QPushButton:
        made = button(cure.label, partial(self.mended.emit, cure), "quiet", "wand")
        made.setToolTip(f"{cure.label} (one undoable step)")
        return made
