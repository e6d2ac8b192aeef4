"""The left panel: the layers one may add, or the outline of those that are there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from convas.desktop.theme import fonts
from convas.desktop.widgets.basics import column, line
from convas.desktop.widgets.controls import Segments

PAGES = ("layers", "outline")


class Side(QWidget):
    """Two pages behind two words.

    Signals: shown(str) when the user turned to a page
    """

    shown = Signal(str)

    def __init__(self, palette: QWidget, outline: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.pages = QStackedWidget()
        for page in (palette, outline):
            self.pages.addWidget(page)
        self.turn = Segments([("layers", "Layers"), ("outline", "Outline")])
        self.turn.setAccessibleName("Layers or outline")
        self.turn.chosen.connect(self.show_page)
        self.setLayout(column(line(self.turn, margins=(12, 8, 12, 8)), self.pages))
        self.setMinimumWidth(fonts.px(180))

    def show_page(self, page: str) -> None:
        """Turn to a page."""
        self.turn.set_value(page)
        self.pages.setCurrentIndex(PAGES.index(page))
        self.shown.emit(page)
