"""The status bar: problems, the totals at all times, and what the drawing has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from convas.design.records import TOP, Link
from convas.desktop.document import Document
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import label, line, rule
from convas.session import Update
from convas.values import text
from convas.values.size import value_of


class StatusBar(QWidget):
    """One row below everything. Short numbers have the exact one in their tip.

    Signals: problems_wanted() when the count of problems is clicked
    """

    problems_wanted = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(int(tokens()["window"]["status"]), fonts.px(28)))
        self._document = document
        self.problems = QToolButton()
        self.problems.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.problems.setIconSize(QSize(14, 14))
        self.problems.setAutoRaise(True)
        self.problems.clicked.connect(self.problems_wanted)
        self.parameters = label("", "statusCount")
        self.parameters_unit = label("parameters", "status")
        self.saved = label("", "statusCount")
        self.saved_unit = label("saved by sharing", "status")
        self.macs = label("", "statusCount")
        self.memory = label("", "statusCount")
        self.right = label("", "status")
        self._parts: list[QWidget] = []
        row = line(self.problems, margins=(8, 0, 14, 0), gap=0)
        groups = (
            (self.parameters, self.parameters_unit),
            (self.saved, self.saved_unit),
            (self.macs, label("MACs", "status")),
            (self.memory, label("weights, float32", "status")),
        )
        for number, unit in groups:
            part = QWidget()
            mark = rule(upright=True)
            mark.setFixedHeight(14)
            part.setLayout(line(mark, number, unit, margins=(10, 0, 0, 0), gap=5))
            layout = part.layout()
            if layout is not None:
                layout.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(part)
            self._parts.append(part)
        row.addStretch(1)
        row.addWidget(self.right)
        self.setLayout(row)
        document.updated.connect(self._updated)
        document.replaced.connect(self._replaced)
        document.selection.changed.connect(self.refresh)
        look.changed.connect(self.refresh)
        self._links = 0
        self._replaced()

    def text(self) -> str:
        """All that the bar says, as one line."""
        parts = [self.problems.text(), self.parameters.text(), self.parameters_unit.text()]
        parts += [] if self._parts[1].isHidden() else [self.saved.text(), self.saved_unit.text()]
        return " ".join([*parts, self.macs.text(), "MACs", self.memory.text(), self.right.text()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _updated(self, update: Update) -> None:
        """Links are counted again where any came or went."""
        if any(isinstance(change.before or change.after, Link) for change in update.delta.changes.values()):
            self._count_links()
        self.refresh()

    def _replaced(self) -> None:
        self._count_links()
        self.refresh()

    def _count_links(self) -> None:
        """The links of the drawing; those inside blocks are not seen there."""
        design = self._document.design
        self._links = sum(len(design.inbound.get(key, ())) for key in design.scopes[TOP])

    def refresh(self) -> None:
        """Show the numbers as they stand now."""
        session, theme = self._document.session, look.theme
        totals, design = session.totals, session.design
        pending = bool(session.analysis.pending)
        self._show_problems()
        count = text.total(totals.parameters, totals.complete)
        sharing = value_of(totals.saved) != 0
        self.parameters.setText(count)
        self.parameters_unit.setText(
            f"({text.count(totals.if_not_shared)} if not shared) parameters" if sharing else "parameters"
        )
        self.parameters.setStyleSheet(f"color: {theme['text3'].name()};" if pending else "")
        self._parts[1].setHidden(not sharing)
        self.saved.setText(text.count(totals.saved))
        self.macs.setText(text.short(totals.macs))
        self.macs.setToolTip(f"{text.count(totals.macs)} multiply-accumulates for one input")
        self.memory.setText(text.memory(totals.weight_memory))
        self.memory.setToolTip(f"{text.count(totals.weight_memory)} bytes for all weights as 32-bit numbers")
        nodes = len(design.scopes[TOP])
        told = [text.many(nodes, "layer"), text.many(self._links, "link")]
        shares = len(session.analysis.groups)
        if shares:
            told.append(text.many(shares, "share"))
        chosen = len(self._document.selection.ids)
        if chosen:
            told.append(f"{text.count(chosen)} selected")
        self.right.setText(" · ".join(told) if nodes else "Drop a file anywhere to open it")
        self._make_room()

    def _show_problems(self) -> None:
        number, theme = self._document.troubles.number, look.theme
        icon, colour = ("check", "ok") if not number else ("error", "error")
        self.problems.setIcon(icons.pixmap(icon, theme[colour].name(), 14, self.devicePixelRatioF()))
        self.problems.setText(" No problems" if not number else f" {text.many(number, 'problem')}")

    def _make_room(self) -> None:
        """Where it is narrow, what is furthest from the totals goes first."""
        sharing = value_of(self._document.session.totals.saved) != 0
        order: list[QWidget] = [self._parts[3], self.right, self._parts[2], self._parts[1]]
        shown = [self.problems, *self._parts, self.right]
        for part in order:
            part.setHidden(part is self._parts[1] and not sharing)
        for part in order:
            if sum(widget.sizeHint().width() + 2 for widget in shown if not widget.isHidden()) + 32 <= self.width():
                return
            part.hide()
