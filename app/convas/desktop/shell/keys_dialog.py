"""The preferences: the theme, and which keys every action has. Keys that clash are told where they are chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from convas.desktop.shell.actions import Actions
from convas.desktop.shell.own_keys import OwnKeys
from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import between, column, label, line

_NAME: Final = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Lists every action with its keys; the selected one's can be changed. It holds at once, and can be reset."""

    def __init__(self, parent: QWidget, actions: Actions, keys: OwnKeys) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences: keys")
        self._actions, self._keys = actions, keys
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find an action or a key")
        self.search.setAccessibleName("Find an action or a key")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Actions and their keys")
        self.list.setObjectName("rows")
        self.list.setColumnCount(2)
        self.list.setHeaderLabels(["Action", "Keys"])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.edit = QKeySequenceEdit()
        self.edit.setAccessibleName("New keys")
        for part in self.edit.findChildren(QLineEdit):
            part.setAccessibleName("New keys")
        self.edit.setMaximumSequenceLength(1)
        self.edit.keySequenceChanged.connect(lambda _: self._check())
        self.told = label("", "small", wraps=True)
        self.take = QPushButton("Use these keys")
        self.take.clicked.connect(self._take)
        self.none = QPushButton("No keys")
        self.none.clicked.connect(lambda: self._give([]))
        self.reset = QPushButton("As at first")
        self.reset.clicked.connect(self._reset)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset_all = buttons.addButton("All as at first", QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.clicked.connect(self._reset_all)
        buttons.rejected.connect(self.reject)
        row = line(label("New keys"), self.edit, self.take, self.none, self.reset, between(), gap=8)
        self.setLayout(column(self.search, self.list, row, self.told, buttons, margins=(16, 14, 16, 12), gap=10))
        self.resize(fonts.px(640), fonts.px(520))
        self._fill()

    def pick(self, name: str) -> None:
        """Select an action."""
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            if item is not None and item.data(0, _NAME) == name:
                self.list.setCurrentItem(item)

    def _fill(self) -> None:
        current = self._name()
        self.list.clear()
        now = self._keys.now()
        for name, path, action in self._actions.all():
            if action.text() and name in now:
                shown = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in now[name]]
                where = f"{path.replace('/', ', ').replace('&&', '&')}: {action.text()}"
                item = QTreeWidgetItem([where, "   ".join(shown)])
                item.setData(0, _NAME, name)
                self.list.addTopLevelItem(item)
        if current:
            self.pick(current)
        else:
            first = self.list.topLevelItem(0)
            if first is not None:
                self.list.setCurrentItem(first)
        self._filter(self.search.text())

    def _filter(self, words: str) -> None:
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            if item is not None:
                told = f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in told for word in words.casefold().split()))

    def _name(self) -> str:
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _NAME))

    def _show(self) -> None:
        self.edit.clear()
        self._check()

    def _check(self) -> None:
        """Tell which action has the new keys already."""
        name, keys = self._name(), self.edit.keySequence()
        other = self._keys.taken(keys.toString(), name) if name else ""
        words = f"{self._actions[other].text()} has these keys; it would lose them." if other else ""
        self.told.setText(words)
        self.take.setEnabled(bool(name) and not keys.isEmpty())
        self.reset.setEnabled(bool(name))
        self.none.setEnabled(bool(name))

    def _take(self) -> None:
        self._give([self.edit.keySequence().toString()])

    def _give(self, keys: list[str]) -> None:
        self._keys.choose(self._name(), keys)
        self._fill()

    def _reset(self) -> None:
        self._keys.reset(self._name())
        self._fill()

    def _reset_all(self) -> None:
        self._keys.reset()
        self._fill()
