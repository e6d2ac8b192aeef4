"""Two lists: problems, each leading to its layer, and the history, each step a click away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from convas.design.records import Node
from convas.desktop.document import Document
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import label
from convas.values import text
from convas.values.problem import Mend

_NODE = Qt.ItemDataRole.UserRole
_SETTING = _NODE + 1
_CURE = _NODE + 2
_PLACE = _NODE + 3
_MOST_LISTED = 1_000
_PICTURES = {"error": ("error", "error"), "open": ("warn", "warn"), "hint": ("info", "text2")}


class ProblemList(QStackedWidget):
    """What is wrong, worst first, and below it what mends it.

    Signals:
        opened(int, str)    a problem was clicked: the node, and the setting at fault
        place_wanted(tuple) one inside a block was clicked: where it is
        counted(int)        how many problems there are (hints are none)
    """

    opened = Signal(int, str)
    place_wanted = Signal(object)
    counted = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._document = document
        self.number = 0
        self._mending = False
        self.list = QListWidget()
        self.list.setAccessibleName("Problems")
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(False)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(16, 16))
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        empty = label("No problems. Every shape fits.", "quiet")
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.list)
        self.addWidget(empty)
        document.troubles.changed.connect(self._fill)
        document.replaced.connect(self._fill)
        look.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        session, theme = self._document.session, look.theme
        found = self._document.troubles.listed()
        self.number = self._document.troubles.number
        self.list.clear()
        for key, problem in found[:_MOST_LISTED]:
            icon, colour = _PICTURES[problem.severity]
            words = f"{session.analysis.where(key, problem)}  ·  {session.analysis.told(key, problem)}"
            item = QListWidgetItem(icons.pixmap(icon, theme[colour].name(), 16, self.devicePixelRatioF()), words)
            item.setFont(fonts.font("table"))
            item.setData(_NODE, key)
            item.setData(_SETTING, problem.setting)
            item.setData(_PLACE, (key, *problem.place))
            self.list.addItem(item)
            for cure in session.analysis.cures(key, problem):
                self.list.addItem(self._cure(key, cure))
        if len(found) > _MOST_LISTED:
            self.list.addItem(f"and {text.count(len(found) - _MOST_LISTED)} more")
        self.setCurrentIndex(0 if found else 1)
        self.counted.emit(self.number)

    def _cure(self, key: int, cure: Mend) -> QListWidgetItem:
        colour = look.theme["accentText"]
        made = QListWidgetItem(icons.pixmap("wand", colour.name(), 16, self.devicePixelRatioF()), f"      {cure.label}")
        made.setFont(fonts.font("table"))
        made.setForeground(colour)
        made.setToolTip("Click or press Enter to do it; it can be undone")
        made.setData(_NODE, key)
        made.setData(_CURE, cure)
        return made

    def _open(self, item: QListWidgetItem) -> None:
        cure = item.data(_CURE)
        place = item.data(_PLACE)
        if place is not None and len(place) > 1:
            self.place_wanted.emit(tuple(place))
        elif cure is None and place is not None:
            self.opened.emit(item.data(_NODE), item.data(_SETTING))
        elif cure is not None and not self._mending:
            self._mending = True
            QTimer.singleShot(0, partial(self._mend, item.data(_NODE), cure))

    def _mend(self, key: int, cure: Mend) -> None:
        """One click may be told twice, as a click and as an activation; it mends once."""
        self._mending = False
        if self._document.design.get(Node, key) is not None:
            self._document.mend(key, cure)


class HistoryList(QListWidget):
    """Every step by name; a click goes back or forth to it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setAccessibleName("History")
        self.itemClicked.connect(lambda item: document.go_to(item.data(_NODE)))
        self.itemActivated.connect(lambda item: document.go_to(item.data(_NODE)))
        document.state_changed.connect(self._fill)
        look.changed.connect(self._fill)
        self._fill()

    def names(self) -> list[str]:
        return [self.item(row).text() for row in range(self.count())]

    def _fill(self) -> None:
        session, theme = self._document.session, look.theme
        names = ["Start", *(entry.name for entry in session.done)]
        later = [entry.name for entry in reversed(session.undone)]
        wanted = [*names, *later]
        if self.names() != wanted:
            self.clear()
            self.addItems(wanted)
        for row in range(self.count()):
            item = self.item(row)
            now = row == len(session.done)
            item.setData(_NODE, row)
            item.setFont(fonts.font("tableCount" if now else "table"))
            item.setForeground(theme["text3"] if row > len(session.done) else theme["text"])
            if now:
                self.setCurrentItem(item)
                self.scrollToItem(item)
