"""Plates at the head of the inspector: who a layer shares with, and what is wrong with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from convas.analysis.joints import Joint, joints
from convas.analysis.report import letter
from convas.desktop.document import Document
from convas.desktop.theme import icons
from convas.desktop.theme.look import look, mix
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import between, button, clear, column, label, line
from convas.values.problem import Mend, Problem


class Banner(QFrame):
    """What a layer shares and with whom, share by share, each with the way out of it.

    Signals: unsharing(Joint) when one share is to end.
    """

    unsharing = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.letter = ""
        self.joints: list[Joint] = []
        self.rows: list[ShareRow] = []
        self.chain = QLabel()
        self.chain.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list = column(gap=6)
        row = line(self.chain, self._list, margins=(10, 8, 6, 4), gap=8)
        row.setStretch(1, 1)
        self.setLayout(row)

    @property
    def others(self) -> list[str]:
        """The layers that are one with this one and count with it."""
        return [
            partner.place
            for joint in self.joints
            if joint.end is None and not joint.wrong
            for partner in joint.partners
        ]

    def show_share(self, document: Document, key: int) -> None:
        """Show the shares of a node, or nothing."""
        sight, design = document.sight, document.design
        shown = key in sight.group_of
        self.setVisible(shown)
        self.joints = joints(design, sight, key) if shown else []
        self.letter = letter(sight, key) if shown else ""
        self._make_rows()
        if not shown:
            return
        for row, joint in zip(self.rows, self.joints, strict=True):
            row.show_joint(joint, "" if joint.owner is None else design.node(joint.owner).name)
        colour, panel = look.theme.share(self.letter), look.theme["panel"]
        ground = mix(colour, panel, tokens()["opacity"]["bannerFill"]).name()
        self.setStyleSheet(
            f"QFrame#banner {{ background: {ground}; border: 1px solid {colour.name()}; border-radius: 8px; }}"
        )
        self.chain.setPixmap(icons.pixmap("chain", colour.name(), 16, self.devicePixelRatioF()))

    def _make_rows(self) -> None:
        """As many rows as there are shares; those that stay keep the focus."""
        while len(self.rows) > len(self.joints):
            gone = self.rows.pop()
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        while len(self.rows) < len(self.joints):
            made = ShareRow()
            made.unshare.clicked.connect(partial(self._leave, made))
            self._list.addWidget(made)
            self.rows.append(made)

    def _leave(self, row: ShareRow) -> None:
        self.unsharing.emit(self.joints[self.rows.index(row)])


class ShareRow(QWidget):
    """One share in words, where it is counted, and the way out of it."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "strong", wraps=True)
        self.more = label("", "small", wraps=True)
        self.unshare = button("Unshare", lambda: None, "quiet")
        below = line(self.more, between(), self.unshare)
        below.setStretch(0, 1)
        self.setLayout(column(self.words, below))

    def show_joint(self, joint: Joint, owner: str) -> None:
        """Show a share that is counted at an owner, or here."""
        self.words.setText(joint.told.replace(".", ".\u200b"))  # long names may go on in the next line
        many = len(joint.partners) > 1
        if joint.end is None:
            self.more.setText("Editing one edits all" if many else "Editing one edits both")
        elif joint.wrong:
            self.more.setText("Counted at each of them")
        else:
            self.more.setText(f"Counted once, at {owner}" if owner else "Counted once, here")
        name = f"Unshare {joint.word}" if joint.end is not None and joint.word else "Unshare"
        self.unshare.setAccessibleName(name)


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
