"""The share menu: which single weights of two layers shall be one, each pair with what it saves."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
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

from convas.analysis.fitting import Fit
from convas.desktop.panels.breakdown_model import Index
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label

MOST_SHORT = 12
"""Of more lines than that, the wanted ones are found by typing."""
_MOST_SEEN = 10
_HIGH = 32
_PAIR = Qt.ItemDataRole.UserRole
_SAVES = _PAIR + 1


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: its words, what it saves, and the pair; no pair stands for all weights."""

    words: str
    saves: str
    fit: Fit | None


class ShareMenu(QFrame):
    """A small list that closes with Enter, Escape or a click elsewhere.

    Signals: chosen(int, int, Fit | None) with the two nodes.
    """

    chosen = Signal(int, int, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._nodes = (0, 0)
        self._offers: list[Offer] = []
        self.head = label("", "strong")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type a weight")
        self.search.setAccessibleName("Type a weight")
        self.search.setMinimumHeight(32)
        self.list = QListWidget()
        self.list.setAccessibleName("Weights that fit")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = label("", "small")
        self.setLayout(column(self.head, self.search, self.list, self.foot, margins=(8, 10, 8, 8), gap=6))
        self.search.textChanged.connect(self._fill)
        for part in (self.search, self.list):
            part.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take())

    def ask(self, nodes: tuple[int, int], head: str, offers: list[Offer], screen: QPoint) -> None:
        """Open with what is offered, its upper left at a place on the screen, or where it still is on it."""
        self._nodes, self._offers = nodes, offers
        self.head.setText(head)
        self.search.clear()
        self.search.setVisible(len(offers) > MOST_SHORT)
        self._fill("")
        body, small = fonts.metrics("body"), fonts.metrics("label")
        widths = (body.horizontalAdvance(one.words) + small.horizontalAdvance(one.saves) for one in offers)
        wide = max(body.horizontalAdvance(head) + 24, *(width + 60 for width in widths), 260.0)
        self.list.setFixedHeight(_HIGH * min(_MOST_SEEN, len(offers)) + 6)
        area = self.screen().availableGeometry()
        self.setFixedWidth(min(int(wide) + 16, 640, area.width() - 16))
        self.adjustSize()
        self.move(min(screen.x(), area.right() - self.width()), min(screen.y(), area.bottom() - self.height()))
        self.show()
        (self.search if len(offers) > MOST_SHORT else self.list).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        words = typed.lower().replace("×", " ").split()
        found = [one for one in self._offers if all(word in one.words.lower() for word in words)]
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.words)
            item.setToolTip(one.words)
            item.setData(_PAIR, one)
            item.setData(_SAVES, one.saves)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.foot.setText("Enter shares, Esc cancels" if found else f"No weights here are called “{typed}”.")

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            offer: Offer = item.data(_PAIR)
            self.hide()
            self.chosen.emit(*self._nodes, offer.fit)


class _Delegate(QStyledItemDelegate):
    """A pair in words, and at the right what it saves."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = look.theme
        rect, state = QRectF(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["accentSoft"] if state & QStyle.StateFlag.State_Selected else theme["hover"])
            painter.drawRoundedRect(rect, 6, 6)
        saves, middle = index.data(_SAVES), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font("label"))
        painter.setPen(theme["text2"])
        painter.drawText(rect.adjusted(0, 0, -10, 0), middle | Qt.AlignmentFlag.AlignRight, saves)
        room = rect.width() - 36 - fonts.metrics("label").horizontalAdvance(saves)
        painter.setFont(fonts.font("body"))
        painter.setPen(theme["text"])
        words = fonts.metrics("body").elidedText(index.data(), Qt.TextElideMode.ElideMiddle, max(40.0, room))
        painter.drawText(rect.adjusted(10, 0, 0, 0), middle, words)
        painter.restore()
