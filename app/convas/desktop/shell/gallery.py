"""The gallery: cards of templates in a grid, by group or not; the arrow keys walk through it, Enter takes one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from convas.desktop.shell.template_card import Pictures, TemplateCard, least_width
from convas.desktop.widgets.basics import label
from convas.files.templates import Template

GAP: Final = 16
MOST_COLUMNS: Final = 4
_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_PageUp: (-3, 0),
    Qt.Key.Key_PageDown: (3, 0),
}


class Gallery(QWidget):
    """Signals: chosen(Template), reached(TemplateCard) by the keyboard, typed(str), left_above()"""

    chosen = Signal(object)
    reached = Signal(object)
    typed = Signal(str)
    left_above = Signal()

    def __init__(self, templates: Sequence[Template], *, headed: bool = False) -> None:
        super().__init__()
        self._pictures = Pictures(self)
        self.cards: list[TemplateCard] = [_Card(one, self._pictures, self) for one in templates]
        for card in self.cards:
            card.setParent(self)
        self._heads: dict[str, QLabel] = {}
        if headed:
            self._heads = {name: _head(name, self) for name in dict.fromkeys(one.group for one in templates)}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0
        self._rows: list[list[TemplateCard]] = []
        self._lay_out(3)

    @property
    def found(self) -> list[TemplateCard]:
        """The cards that are shown, in order."""
        return [card for row in self._rows for card in row]

    def search(self, typed: str) -> None:
        """Show only what matches."""
        for card in self.cards:
            card.setVisible(card.template.matches(typed))
        self._lay_out(self._columns)

    def walk(self, card: TemplateCard, down: int, along: int) -> None:
        """Go from a card to another, by rows or along them."""
        found = self.found
        if along:
            place = max(0, min(len(found) - 1, found.index(card) + along))
            found[place].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        row = next(at for at, cards in enumerate(self._rows) if card in cards)
        column = self._rows[row].index(card)
        if row == 0 and down < 0:
            self.left_above.emit()
            return
        cards = self._rows[max(0, min(len(self._rows) - 1, row + down))]
        cards[min(column, len(cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one card: the columns follow the width."""
        return QSize(least_width(), self._grid.totalMinimumSize().height())

    def sizeHint(self) -> QSize:
        return QSize(self._grid.totalSizeHint().width(), self._grid.totalMinimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = max(1, min(MOST_COLUMNS, (self.width() + GAP) // (least_width() + GAP)))
        if columns != self._columns:
            self._lay_out(columns)

    def _lay_out(self, columns: int) -> None:
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        self._rows = []
        shown = [card for card in self.cards if not card.isHidden()]
        at = 0
        for head in self._heads.values():
            head.hide()
        for group, members in groupby(shown, key=lambda card: card.template.group if self._heads else ""):
            cards = list(members)
            if self._heads:
                self._grid.addWidget(self._heads[group], at, 0, 1, columns)
                self._heads[group].setContentsMargins(0, 8 if at else 0, 0, 0)
                self._heads[group].show()
                at += 1
            for start in range(0, len(cards), columns):
                row = cards[start : start + columns]
                for column, card in enumerate(row):
                    self._grid.addWidget(card, at, column)
                self._rows.append(row)
                at += 1
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, least_width() if column < columns else 0)
        for before, after in pairwise(self.found):
            QWidget.setTabOrder(before, after)
        self.updateGeometry()


class _Card(TemplateCard):
    """A card that tells its gallery what the keyboard does."""

    def __init__(self, template: Template, pictures: Pictures, gallery: Gallery) -> None:
        super().__init__(template, pictures, gallery.chosen.emit)
        self._gallery = gallery

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._gallery.reached.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        words = event.text()
        if step is not None:
            self._gallery.walk(self, *step)
        elif words.strip() and words.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._gallery.typed.emit(words)
        else:
            super().keyPressEvent(event)


def _head(group: str, parent: QWidget) -> QLabel:
    made = label(group.upper(), "section")
    made.setAccessibleName(group)
    made.setParent(parent)
    return made
