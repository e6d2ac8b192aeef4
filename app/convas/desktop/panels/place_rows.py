"""What is inside a block, one row a layer, each leading there."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from convas.analysis.inside import Path
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import column, label
from convas.values import text

MOST_ROWS = 30
_HIGH = 24


class PlaceRow(NamedTuple):
    """A layer inside: where it is, its name, at how many places it stands, and its count."""

    place: Path
    name: str
    times: int
    number: str


class PlaceRows(QWidget):
    """Rows to click.

    Signals: chosen(Path) with the place of a row.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[RowButton] = []
        self._list = column()
        self.more = label("", "small")
        self.setLayout(column(self._list, self.more, gap=2))

    def show_rows(self, rows: list[PlaceRow]) -> None:
        """Show the first of them; rows that are there keep the focus."""
        few = rows[:MOST_ROWS]
        while len(self.buttons) > len(few):
            gone = self.buttons.pop()
            gone.hide()
            self._list.removeWidget(gone)
            gone.deleteLater()
        for made, row in zip(self.buttons, few, strict=False):
            made.show_row(row)
        for row in few[len(self.buttons) :]:
            made = RowButton(row)
            made.clicked.connect(partial(self._choose, made))
            self._list.addWidget(made)
            self.buttons.append(made)
        self.more.setText(f"and {text.count(len(rows) - MOST_ROWS)} more")
        self.more.setVisible(len(rows) > MOST_ROWS)
        self.setVisible(bool(rows))

    def _choose(self, made: RowButton) -> None:
        self.chosen.emit(made.row.place)


class RowButton(QAbstractButton):
    """One row: the name at the left, how many times, the count at the right."""

    def __init__(self, row: PlaceRow) -> None:
        super().__init__()
        self.row = row
        self.setFixedHeight(max(_HIGH, round(fonts.metrics("table").height()) + 6))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)
        self.show_row(row)

    def show_row(self, row: PlaceRow) -> None:
        self.row = row
        times = f", {text.many(row.times, 'time')}" if row.times > 1 else ""
        self.setAccessibleName(f"{row.name}{times}, {row.number}")
        self.setToolTip(f"{row.name}{times}: go there")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme["pressed" if self.isDown() else "hover"])
            painter.drawRoundedRect(whole, 5, 5)
        times = f" {text.TIMES} {text.count(self.row.times)}" if self.row.times > 1 else ""
        plain, strong = fonts.metrics("table"), fonts.metrics("tableCount")
        inner = whole.adjusted(4, 0, -4, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font("tableCount"))
        painter.setPen(theme["text3"] if self.row.number == "0" else theme["text"])
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self.row.number)
        room = inner.width() - strong.horizontalAdvance(self.row.number) - 8
        name = plain.elidedText(
            self.row.name, Qt.TextElideMode.ElideMiddle, max(20.0, room - plain.horizontalAdvance(times))
        )
        painter.setFont(fonts.font("table"))
        painter.setPen(theme["accentText"])
        painter.drawText(inner, middle, name)
        painter.setPen(theme["text2"])
        painter.drawText(inner.adjusted(plain.horizontalAdvance(name), 0, 0, 0), middle, times)
        if self.hasFocus():
            painter.setPen(QPen(theme["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 5, 5)
