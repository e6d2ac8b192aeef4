"""The rows of a checked answer: one for each line, for each layer that is missing, and for the total."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.study.answers.lines import Told, rows, shown
from convas.study.answers.marking import Mark, Marking

Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP, _SIGN = 8, 2, 20
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_COLOURS: Final = {"right": "ok", "wrong": "error", "missing": "warn", "too many": "error"}
ARROW: Final = "\u2192"


class AnswerRows(QAbstractListModel):
    """What `lines.rows` tells, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Told] = []
        self.marks: tuple[Mark, ...] = ()

    def show_marking(self, marking: Marking | None) -> None:
        """Show another verdict, or none."""
        self.beginResetModel()
        self.told = [] if marking is None else rows(marking)
        self.marks = () if marking is None else shown(marking)
        self.endResetModel()

    def mark(self, row: int) -> Mark | None:
        """The mark of a row; none for the total."""
        return self.marks[row] if 0 <= row < len(self.marks) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.told)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        told = self.told[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return told.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(told)
        return None


def spoken(told: Told) -> str:
    """A row as a sentence for a screen reader."""
    claimed = f", {told.claimed} claimed" if told.claimed else ""
    right = f", {told.right} right" if told.right and told.right != told.claimed else ""
    return f"{told.name}: {told.verdict}{claimed}{right}. {told.why}".strip()


def lines(told: Told) -> str:
    """What is said of a row, the right calculation in a line of its own."""
    return told.why.replace(" Right: ", "\nRight: ").replace(" The total is ", "\nThe total is ")


def numbers(told: Told) -> str:
    """`7,240 → 14,440` where the two differ."""
    if told.claimed and told.right and told.claimed != told.right:
        return f"{told.claimed} {ARROW} {told.right}"
    return told.claimed or told.right


class AnswerCells(QStyledItemDelegate):
    """Draws a row: the sign, the name and the numbers in one line, the reason below it, as high as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        told = self._told(index)
        width = self._view.width() - self._view.verticalScrollBar().sizeHint().width()
        high = _height("strong")
        if told.why:
            high += _GAP + self._why(told, width).height()
        return QSize(width, high + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        told, theme = self._told(index), look.theme
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme["accentSoft"])
        painter.setPen(theme["line"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        high = _height("strong")
        top = rect.top() + _PAD
        self._sign(painter, told, QRect(rect.left() + _PAD, top, _SIGN, high))
        left, right = rect.left() + _PAD + _SIGN, rect.right() - _PAD
        painter.setFont(fonts.font("strong"))
        painter.setPen(theme["text"])
        shown = numbers(told)
        room = ceil(fonts.metrics("tableCount").horizontalAdvance(shown)) + _PAD
        name = fonts.metrics("strong").elidedText(told.name, Qt.TextElideMode.ElideMiddle, right - left - room)
        painter.drawText(QRect(left, top, right - left - room, high), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(fonts.font("tableCount"))
        painter.drawText(QRect(right - room, top, room, high), _RIGHT, shown)
        if told.why:
            painter.setFont(fonts.font("table"))
            painter.setPen(theme["text"])
            painter.drawText(
                self._why(told, rect.width()).translated(rect.left(), top + high + _GAP), _WRAP, lines(told)
            )
        painter.restore()

    def _sign(self, painter: QPainter, told: Told, place: QRect) -> None:
        """The sign in the colour of its verdict; the word stands in the tip and is spoken."""
        colour: QColor = look.theme[_COLOURS.get(told.verdict, "text2")]
        painter.setFont(fonts.font("strong"))
        painter.setPen(colour)
        painter.drawText(QRectF(place), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, told.sign)

    def _why(self, told: Told, width: int) -> QRect:
        """Where the reason stands, from the top left of where it may begin."""
        left = _PAD + _SIGN
        room = QRect(left, 0, max(40, width - left - _PAD), 10_000)
        return fonts.metrics("table").boundingRect(QRectF(room), _WRAP, lines(told)).toAlignedRect()

    def _told(self, index: Index) -> Told:
        model = self._view.model()
        assert isinstance(model, AnswerRows)
        return model.told[index.row()]


def _height(role: str) -> int:
    return ceil(fonts.metrics(role).height())


_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class AnswerList(QListView):
    """The list of rows."""

    def __init__(self, model: AnswerRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(AnswerCells(self))
        self.setAccessibleName("The lines of the answer")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        look.changed.connect(self.viewport().update)
