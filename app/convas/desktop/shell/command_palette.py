"""The command palette: every action by name, with its key and its menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from convas.desktop.shell.actions import Actions
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import column, label, leading

_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QFrame):
    """Type, pick, Enter."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._actions = actions
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search actions")
        self.search.setAccessibleName("Search actions")
        self.search.setMinimumHeight(32)
        leading(self.search, "search")
        self.list = QListWidget()
        self.list.setMouseTracking(True)
        self.nothing = label("", "small")
        self.setLayout(column(self.search, self.list, self.nothing, margins=(8, 8, 8, 8), gap=6))
        self.resize(460, 360)
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take())

    def ask(self, screen: QPoint) -> None:
        """Open at a place on the screen."""
        self.search.clear()
        self._fill("")
        self.move(screen)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        words = typed.lower().split()
        self.list.clear()
        for _, path, action in self._actions.all():
            name = action.text().replace("&", "")
            if action.isEnabled() and all(word in f"{path} {name}".lower() for word in words):
                key = action.shortcut().toString()
                where = path.replace("/", " › ")
                item = QListWidgetItem(action.icon(), f"{name.rstrip('…')}    {where}{'    ' + key if key else ''}")
                item.setFont(fonts.font("body"))
                item.setData(_ACTION, action)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setText("" if self.list.count() else f"No action is called “{typed}”.")
        self.nothing.setVisible(not self.list.count())

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            action = item.data(_ACTION)
            self.hide()
            if isinstance(action, QAction):
                action.trigger()
