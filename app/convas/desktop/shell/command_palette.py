"""The command palette: every action by name, with its key and its menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from convas.desktop.shell.actions import Actions
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label, leading

_ACTION = Qt.ItemDataRole.UserRole
_NAME, _WHERE, _KEY = (_ACTION + step for step in (1, 2, 3))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


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
        self.list.setItemDelegate(_Row(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Actions")
        self.nothing = label("", "small")
        self.setLayout(column(self.search, self.list, self.nothing, margins=(8, 8, 8, 8), gap=6))
        self.resize(fonts.px(460), fonts.px(360))
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
                where = path.replace("&&", "&").replace("/", " › ")
                item = QListWidgetItem(action.icon(), f"{name.rstrip('…')}    {where}{'    ' + key if key else ''}")
                for role, told in ((_ACTION, action), (_NAME, name.rstrip("…")), (_WHERE, where), (_KEY, key)):
                    item.setData(role, told)
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


class _Row(QStyledItemDelegate):
    """An action: its icon, its name, quietly its menu, and its key at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, fonts.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = look.theme, QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["accentSoft" if chosen else "hover"])
            painter.drawRoundedRect(rect, 6, 6)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if icon is not None:
            icon.paint(painter, QRect(rect.left() + 10, rect.center().y() - 7, 16, 16))
        room = rect.adjusted(36, 0, -10, 0)
        for role, colour, given, side in (
            ("body", "text2", _KEY, _RIGHT),
            ("body", "text", _NAME, _LEFT),
            ("label", "text3", _WHERE, _LEFT),
        ):
            words = fonts.metrics(role).elidedText(index.data(given), Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(fonts.font(role))
            painter.setPen(theme[colour])
            painter.drawText(room, side, words)
            wide = round(fonts.metrics(role).horizontalAdvance(words)) + 12
            room = room.adjusted(0, 0, -wide, 0) if side == _RIGHT else room.adjusted(wide, 0, 0, 0)
        painter.restore()
