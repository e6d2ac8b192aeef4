"""The top bar: mark, menus, the design's name, undo and redo, search, whose rules count, export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QMenu, QMenuBar, QPushButton, QSizePolicy, QToolButton, QWidget

from convas.desktop.document import Document
from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import button, label, line, themed
from convas.desktop.widgets.controls import Segments
from convas.resources import resource
from convas.values.convention import RULES, Convention

_CONVENTIONS: dict[str, Convention] = {name: name for name in RULES}
_SEARCH = "Search actions  Ctrl+K"
_ROOMY = 1060
"""Below this width the search button is only its icon."""


class TopBar(QWidget):
    """One row above everything; the menu bar is part of it.

    Signals: counting(Convention) when another framework's rules shall count.
    """

    counting = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(int(tokens()["window"]["topBar"]), fonts.px(44)))
        self._document = document
        mark = QSvgWidget(str(resource("icons", "convas.svg")))
        mark.setFixedSize(24, 24)
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name = label("", "strong")
        self.state = label("", "small")
        self._middle = QWidget(self)
        self._middle.setLayout(line(self.name, self.state, gap=8))
        self._middle.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.undo, self.redo = QToolButton(), QToolButton()
        for made in (self.undo, self.redo):
            made.setIconSize(QSize(18, 18))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search = button(_SEARCH, lambda: None, "action", "search")
        self.search.setMinimumWidth(fonts.px(196))
        self.search.setAccessibleName("Search actions")
        self.search.setToolTip("Search actions (Ctrl+K)")
        self.convention = Segments([(name, rules.title) for name, rules in RULES.items()])
        self.convention.setFixedWidth(max(152, self.convention.sizeHint().width()))
        self.convention.setAccessibleName("Whose rules count")
        self.convention.setToolTip("Whose rules, names and defaults count")
        self.convention.chosen.connect(lambda name: self.counting.emit(_CONVENTIONS[name]))
        self.export = QPushButton("Export")
        self.export.setProperty("kind", "primary")
        themed(self.export, "export", "onAccent", "onAccent")
        left = line(mark, self.menus, margins=(14, 0, 0, 0), gap=8)
        right = line(self.undo, self.redo, self.search, self.convention, self.export, margins=(0, 0, 14, 0), gap=8)
        row = line(left, gap=8)
        row.addStretch(1)
        row.addLayout(right)
        self.setLayout(row)
        document.state_changed.connect(self._refresh)
        document.replaced.connect(self._refresh)
        self._refresh()

    def take_actions(self, undo: QAction, redo: QAction, export: QMenu) -> None:
        """The buttons do what the menus do."""
        self.undo.setDefaultAction(undo)
        self.redo.setDefaultAction(redo)
        self.export.setMenu(export)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= fonts.px(_ROOMY)
        self.search.setText(_SEARCH if roomy else "")
        self.search.setMinimumWidth(fonts.px(196) if roomy else 36)
        self._place_middle()

    def _refresh(self) -> None:
        session = self._document.session
        self.convention.set_value(session.design.header.convention)
        full = self._document.name
        shown = fonts.metrics("strong").elidedText(full, Qt.TextElideMode.ElideMiddle, 260)
        self.name.setText(shown)
        self.name.setToolTip("")
        self.state.setText("" if session.clean else "edited")
        self._place_middle()

    def _place_middle(self) -> None:
        """The name in the middle of the window, if menus and buttons leave room for it."""
        self._middle.adjustSize()
        size = self._middle.sizeHint()
        left, right = self.menus.geometry().right() + 16, self.undo.geometry().left() - 16
        x = (self.width() - size.width()) // 2
        x = max(left, min(x, right - size.width()))
        self._middle.setVisible(size.width() <= right - left)
        self._middle.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
