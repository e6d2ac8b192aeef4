"""The first screen: a few templates with their pictures, and other ways to begin. It lies over the empty canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from convas.desktop.canvas.view import Canvas
from convas.desktop.shell.gallery import GAP, Gallery
from convas.desktop.shell.template_card import least_width
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import clear, column, label, line, spacer
from convas.desktop.widgets.clickable import Clickable
from convas.files.templates import first_templates, templates
from convas.resources import resource
from convas.values import text


class Welcome(QScrollArea):
    """Signals: template_chosen(Path), templates_wanted(), file_chosen(Path), empty_wanted(), open_wanted()"""

    template_chosen = Signal(object)
    templates_wanted = Signal()
    file_chosen = Signal(object)
    empty_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, canvas: Canvas, recent: Callable[[], list[Path]]) -> None:
        super().__init__(canvas)
        self._recent = recent
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("welcome")
        self.viewport().setAutoFillBackground(False)
        mark = QSvgWidget(str(resource("icons", "convas.svg")))
        mark.setFixedSize(44, 44)
        words = column(
            label("Draw a network. See every number.", "display"),
            label(
                "Start from a template, open a model, or double-click the canvas and type a layer.", "quiet", wraps=True
            ),
            gap=2,
        )
        head = line(mark, words, gap=16)
        head.setStretch(1, 1)
        self.gallery = Gallery(first_templates())
        self.cards = self.gallery.cards
        self.empty = WayCard("plus", "Empty design", "Ctrl+N", self.empty_wanted.emit)
        self.open = WayCard("open", "Open a file", "Ctrl+O", self.open_wanted.emit)
        more = f"{text.many(len(templates()), 'network')}    Ctrl+Shift+N"
        self.all = WayCard("table", "All templates…", more, self.templates_wanted.emit)
        self._recents = column(gap=4)
        inner = QWidget()
        inner.setMaximumWidth(max(860, 3 * least_width() + 2 * GAP))
        ways = line(self.empty, self.open, self.all, gap=GAP)
        inner.setLayout(column(head, self.gallery, ways, self._recents, spacer(), gap=24))
        page = QWidget()
        page.setObjectName("welcomePage")
        page.setLayout(line(spacer(), inner, spacer(), margins=(24, 36, 24, 24)))
        layout = page.layout()
        if layout is not None:
            layout.setStretch(1, 1)  # type: ignore[attr-defined]
        self.setWidget(page)
        self.gallery.chosen.connect(lambda template: self.template_chosen.emit(template.path))
        self.gallery.reached.connect(self.ensureWidgetVisible)
        canvas.installEventFilter(self)
        look.changed.connect(self._style)
        self._style()
        self.setGeometry(canvas.rect())

    def refresh(self) -> None:
        """List the recent files again."""
        clear(self._recents)
        found = self._recent()[:5]
        if found:
            self._recents.addWidget(label("Recent", "section"))
        for path in found:
            self._recents.addWidget(WayCard("file", path.stem, str(path.parent), partial(self.file_chosen.emit, path)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        canvas = self.parentWidget()
        if event.type() == QEvent.Type.Resize and canvas is not None:
            self.setGeometry(canvas.rect())
        return super().eventFilter(watched, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def _style(self) -> None:
        ground = look.theme["canvas"].name()
        self.setStyleSheet(f"QScrollArea#welcome, QWidget#welcomePage {{ background: {ground}; }}")


class WayCard(Clickable):
    """An icon and words."""

    def __init__(self, icon: str, words: str, more: str, done: Callable[[], object]) -> None:
        super().__init__(done)
        self._icon, self._words, self._more = icon, words, more
        self.setAccessibleName(words)
        self.setFixedHeight(52)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        self.paint_ground(painter)
        plate = QRectF(11, 11, 30, 30)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["accentSoft"])
        painter.drawRoundedRect(plate, 8, 8)
        icons.draw(painter, self._icon, plate.adjusted(6, 6, -6, -6), theme["accentText"])
        room = self.width() - 66
        painter.setPen(theme["text"])
        painter.setFont(fonts.font("strong"))
        painter.drawText(52, 23, fonts.metrics("strong").elidedText(self._words, Qt.TextElideMode.ElideRight, room))
        painter.setPen(theme["text2"])
        painter.setFont(fonts.font("table"))
        painter.drawText(52, 40, fonts.metrics("table").elidedText(self._more, Qt.TextElideMode.ElideMiddle, room))
