"""A template as a card: its picture, its name and year, one line of what it is, what it counts, by whose rules.

What is told comes from the index; the file is opened for the picture only, when the card is in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent

from convas.design.design import Design
from convas.design.records import Note
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.painting import paint_drawing
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.widgets.clickable import Clickable
from convas.files.errors import FileError
from convas.files.store import open_file
from convas.files.templates import Template
from convas.session import Session
from convas.values import text
from convas.values.convention import RULES

_PAD: Final = 16
_PICTURE: Final = 72
_LINES: Final = 2
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
_TURN: Final = 0.012
"""Seconds that pictures may take of one turn of the event loop; one is always made."""


class TemplateCard(Clickable):
    """One template; `done` gets it when it is chosen."""

    def __init__(self, template: Template, pictures: Pictures, done: Callable[[Template], object]) -> None:
        super().__init__(lambda: done(template))
        self.template = template
        self.picture: Drawing | None = None
        self.marked = False
        self._pictures = pictures
        rules = RULES[template.convention].title
        year = f", {template.year}" if template.year else ""
        counted = text.many(template.parameters, "parameter")
        self.setAccessibleName(f"{template.name}{year}, {counted}, {rules}")
        self.setAccessibleDescription(template.line)
        self.setMinimumWidth(least_width())
        self._fit()
        look.changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        return QSize(least_width(), self.height())

    @property
    def strong(self) -> bool:
        return super().strong or self.marked

    def mark(self, on: bool) -> None:
        """Show that Enter would take this one, though the keyboard is elsewhere."""
        if on != self.marked:
            self.marked = on
            self.update()

    def show_picture(self, drawing: Drawing | None) -> None:
        self.picture = drawing
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        self.paint_ground(painter)
        plate = QRectF(10, 10, self.width() - 20, _PICTURE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["sunken"])
        painter.drawRoundedRect(plate, 8, 8)
        if self.picture is None:
            self._pictures.want(self)
        else:
            paint_small(painter, self.picture, plate.adjusted(12, 8, -12, -8))
        for role, colour, words, place, flags in self.words():
            painter.setPen(theme[colour])
            painter.setFont(fonts.font(role))
            painter.drawText(place, flags, words)

    def words(self) -> list[tuple[str, str, str, QRectF, int]]:
        """What is written: role, colour, words, where, and how it is set."""
        told, room = self.template, self.width() - 2 * _PAD
        table, strong, count = (fonts.metrics(role).height() for role in ("table", "strong", "tableCount"))
        left, right = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignRight)
        year = str(told.year or "")
        given = fonts.metrics("table").horizontalAdvance(year)
        y = 10.0 + _PICTURE + 8
        name_room = room - given - (8 if year else 0)
        name = fonts.metrics("strong").elidedText(told.name, Qt.TextElideMode.ElideRight, name_room)
        made = [("strong", "text", name, QRectF(_PAD, y, name_room, strong), left)]
        made.append(("table", "text2", year, QRectF(_PAD, y + (strong - table) / 2, room, table), right))
        y += strong + 2
        made.append(("table", "text2", told.line, QRectF(_PAD, y, room, _LINES * table), left | _WRAP))
        y += _LINES * table + 6
        number = text.count(told.parameters)
        wide = fonts.metrics("tableCount").horizontalAdvance(number)
        rules = RULES[told.convention].title
        made.append(("tableCount", "text", number, QRectF(_PAD, y, wide + 1, count), left))
        unit = QRectF(_PAD + wide + 6, y, max(0.0, room - wide - 6), table)
        made.append(("table", "text2", "parameters", unit, left))
        made.append(("table", "text2", rules, QRectF(_PAD, y, room, table), right))
        return made

    def _fit(self) -> None:
        table, strong, count = (fonts.metrics(role).height() for role in ("table", "strong", "tableCount"))
        self.setFixedHeight(round(10 + _PICTURE + 8 + strong + 2 + _LINES * table + 6 + count + 12))


class Pictures(QObject):
    """Makes the pictures of cards that are in sight, a few in a turn of the event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[TemplateCard, None] = {}
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._make_some)

    def want(self, card: TemplateCard) -> None:
        """A card is in sight and has no picture yet."""
        self._waiting[card] = None
        self._turn.start()

    def _make_some(self) -> None:
        until = perf_counter() + _TURN
        while self._waiting:
            card = next(iter(self._waiting))
            del self._waiting[card]
            if card.visibleRegion().isEmpty():
                continue  # it is out of sight again, and asks when it comes back
            card.show_picture(drawing_of(card.template))
            if perf_counter() >= until:
                return
        self._turn.stop()


@cache
def drawing_of(template: Template) -> Drawing | None:
    """The drawing of an example without its note, or nothing where the file cannot be read."""
    try:
        design = open_file(template.path).design
    except FileError:
        return None
    session = Session(Design(record for record in design.snapshot() if not isinstance(record, Note)))
    return Drawing(session.design, session.analysis)


@cache
def least_width() -> int:
    """The width at which the largest count, its unit and the longest convention stand beside each other."""
    count = fonts.metrics("tableCount").horizontalAdvance("888,888,888,888")
    rest = sum(fonts.metrics("table").horizontalAdvance(words) for words in ("parameters", "PyTorch"))
    return round(count + rest + 6 + 10 + 2 * _PAD)


def paint_small(painter: QPainter, drawing: Drawing, room: QRectF) -> None:
    """A whole drawing in a little room, by the canvas's own painter."""
    box = drawing.bounds()
    if box is None:
        return
    scale = min(room.width() / box.width, room.height() / box.height, 0.28)
    painter.save()
    painter.setClipRect(room.adjusted(-4, -4, 4, 4))
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-box.middle.x, -box.middle.y)
    paint_drawing(painter, look.theme, drawing, box, min(scale, 0.25), names=False)
    painter.restore()
