"""The bottom panel: a strip of tabs over breakdown, charts, problems and history. It folds to its strip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QStackedWidget, QToolButton, QWidget

from convas.desktop.document import Document
from convas.desktop.panels.breakdown import Breakdown
from convas.desktop.panels.charts import Charts
from convas.desktop.panels.lists import HistoryList, ProblemList
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import button, leading, line, themed, tool

_TABS = (("Breakdown", "table"), ("Charts", "chart"), ("Problems", "check"), ("History", "history"))
_EDGES = 48
"""What the strip needs beside its tabs, for margins and gaps."""


class Bottom(QStackedWidget):
    """The pages; the strip is the dock's title."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.breakdown, self.charts = Breakdown(document), Charts(document)
        self.problems, self.history = ProblemList(document), HistoryList(document)
        for page in (self.breakdown, self.charts, self.problems, self.history):
            self.addWidget(page)
        self.strip = Strip(self)
        self.problems.counted.connect(self.strip.count_problems)
        self.strip.count_problems(self.problems.number)

    def show_page(self, index: int) -> None:
        self.setCurrentIndex(index)
        self.strip.mark(index)


class Strip(QWidget):
    """The tabs, and what the breakdown offers beside them."""

    def __init__(self, pages: Bottom) -> None:
        super().__init__()
        self.setObjectName("panelHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(int(tokens()["window"]["tabs"]), fonts.px(38)))
        self._pages = pages
        self.tabs = [_Tab(words, icon) for words, icon in _TABS]
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter rows")
        self.filter.setAccessibleName("Filter rows")
        self.filter.setClearButtonEnabled(True)
        leading(self.filter, "filter")
        self.filter.setFixedWidth(fonts.px(170))
        self.filter.textChanged.connect(pages.breakdown.filter)
        self.copy = button("Copy", pages.breakdown.copy, "quiet")
        themed(self.copy, "copy")
        self.copy.setToolTip("Copy the table")
        self.more = tool("more", "Fold, unfold, and other ways to copy")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = line(margins=(12, 0, 12, 0), gap=4)
        for index, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _=False, index=index: pages.show_page(index))
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self.filter)
        row.addWidget(self.copy)
        row.addWidget(self.more)
        self.setLayout(row)
        look.changed.connect(self._repaint)
        self.mark(0)

    def take_actions(self, actions: Sequence[QAction | None]) -> None:
        """What else can be done with the breakdown, under the three dots; None is a rule."""
        menu = QMenu(self.more)
        for action in actions:
            menu.addSeparator() if action is None else menu.addAction(action)
        self.more.setMenu(menu)

    def mark(self, index: int) -> None:
        for place, tab in enumerate(self.tabs):
            tab.setChecked(place == index)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(tab.width_of(tight=tab.plain) for tab in self.tabs) + _EDGES, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Beside the breakdown's tab, as far as there is room. Where even the tabs have none, icons go first."""
        tight = self.width() < sum(tab.width_of(tight=False) for tab in self.tabs) + _EDGES
        for tab in self.tabs:
            tab.tighten(tight and tab.plain)
        free = self.width() - sum(tab.sizeHint().width() for tab in self.tabs) - 48
        table = self._pages.currentIndex() == 0
        copy = self.copy.sizeHint().width()
        more = self.more.sizeHint().width()
        self.more.setVisible(table and free > more)
        self.copy.setVisible(table and free > copy + more)
        self.filter.setVisible(table and free > copy + more + self.filter.width())

    def _repaint(self) -> None:
        self.count_problems(self._pages.problems.number)

    def count_problems(self, number: int) -> None:
        tab = self.tabs[2]
        tab.icon_name, tab.colour = ("error", "error") if number else ("check", "ok")
        tab.setText(f"Problems  {number}")
        tab.updateGeometry()
        tab.update()
        self._make_room()


class _Tab(QToolButton):
    """A tab with an icon and, when chosen, a line below."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.icon_name, self.colour = icon, ""
        self.tight = False

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(tight=self.tight), self._high())

    @property
    def plain(self) -> bool:
        """Whether its icon may go: it tells nothing that the words do not."""
        return not self.isChecked() and not self.colour

    def width_of(self, *, tight: bool) -> int:
        """How wide it is, without its icon where it is tight."""
        return int(fonts.metrics("strong").horizontalAdvance(self.text())) + (20 if tight else 44)

    def tighten(self, tight: bool) -> None:
        """Leave the icon away, or show it again."""
        if tight != self.tight:
            self.tight = tight
            self.updateGeometry()
            self.update()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _high(self) -> int:
        parent = self.parentWidget()
        return parent.height() if parent is not None else 36

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter, on = look.theme, QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and not on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["hover"])
            painter.drawRoundedRect(self.rect().adjusted(2, 4, -2, -4), 6, 6)
        colour = theme[self.colour] if self.colour else theme["accentText" if on else "text2"]
        size = 16
        if not self.tight:
            picture = icons.pixmap(self.icon_name, colour.name(), size, self.devicePixelRatioF())
            painter.drawPixmap(10, (self.height() - size) // 2, picture)
        painter.setFont(fonts.font("strong" if on else "body"))
        painter.setPen(theme["text"] if on else theme["text2"])
        painter.drawText(
            self.rect().adjusted(10 if self.tight else 34, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if on:
            painter.fillRect(8, self.height() - 2, self.width() - 16, 2, theme["accent"])
        if self.hasFocus():
            painter.setPen(theme["accent"])
            painter.drawRoundedRect(self.rect().adjusted(2, 4, -3, -5), 6, 6)
