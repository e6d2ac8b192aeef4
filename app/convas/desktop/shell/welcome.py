"""The first screen: templates with their pictures, and three ways to begin. It lies over the empty canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.scene import paint_drawing
from convas.desktop.canvas.view import Canvas
from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look
from convas.desktop.widgets.basics import clear, column, label, line, spacer
from convas.files.errors import FileError
from convas.files.store import open_file
from convas.resources import resource
from convas.session import Session
from convas.values import text

_TOLD = {
    "cmyk-classifier": "120 × 120 × 4 · shared weights",
    "cmyk-classifier-valid": "the same, padding valid",
    "lenet-5": "28 × 28 × 1 · 1998",
    "siamese": "two towers, one set of weights",
    "answer-sheet": "what a wrong answer sheet drew",
}


@cache
def templates() -> list[Path]:
    """The shipped examples, the exercise first."""
    names = list(_TOLD)
    found = sorted(resource("examples").glob("*.convas"))
    return sorted(found, key=lambda path: names.index(path.stem) if path.stem in names else len(names))


class Welcome(QScrollArea):
    """Signals: template_chosen(Path), file_chosen(Path), empty_wanted(), open_wanted()"""

    template_chosen = Signal(object)
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
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self.cards = [TemplateCard(path, self.template_chosen.emit) for path in templates()]
        self.empty = WayCard("plus", "Empty design", "Ctrl+N", self.empty_wanted.emit)
        self.open = WayCard("open", "Open a file", "Ctrl+O", self.open_wanted.emit)
        self._recents = column(gap=4)
        inner = QWidget()
        inner.setMaximumWidth(860)
        inner.setLayout(column(head, self._grid, line(self.empty, self.open, gap=16), self._recents, spacer(), gap=24))
        page = QWidget()
        page.setObjectName("welcomePage")
        page.setLayout(line(spacer(), inner, spacer(), margins=(24, 36, 24, 24)))
        layout = page.layout()
        if layout is not None:
            layout.setStretch(1, 1)  # type: ignore[attr-defined]
        self.setWidget(page)
        self._lay_out(3)
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
            self._lay_out(3 if canvas.width() >= 760 else 2 if canvas.width() >= 520 else 1)
        return super().eventFilter(watched, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def _lay_out(self, columns: int) -> None:
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)

    def _style(self) -> None:
        ground = look.theme["canvas"].name()
        self.setStyleSheet(f"QScrollArea#welcome, QWidget#welcomePage {{ background: {ground}; }}")


class _Clickable(QFrame):
    """A card that is a button: hover, focus, click, Enter."""

    def __init__(self, done: Callable[[], object]) -> None:
        super().__init__()
        self._done = done
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._done()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._done()
        else:
            super().keyPressEvent(event)

    def paint_ground(self, painter: QPainter) -> None:
        theme = look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self._hovered or self.hasFocus()
        painter.setPen(QPen(theme["accent"] if strong else theme["cardBorder"], 2 if strong else 1))
        painter.setBrush(theme["card"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)


class TemplateCard(_Clickable):
    """One example: a small picture, its name, what it is, its parameters."""

    def __init__(self, path: Path, done: Callable[[Path], object]) -> None:
        super().__init__(lambda: done(path))
        self._drawing: Drawing | None = None
        self.name, self.told, self.count = path.stem, _TOLD.get(path.stem, ""), ""
        try:
            session = Session(open_file(path).design)
        except FileError as error:
            self.told = str(error)
        else:
            self._drawing = Drawing(session.design, session.analysis)
            self.name = session.design.header.name
            self.count = text.count(session.totals.parameters)
        self.setAccessibleName(f"{self.name}, {self.count} parameters")
        self.setMinimumWidth(200)
        self.setFixedHeight(150)

    def sizeHint(self) -> QSize:
        return QSize(260, 150)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        self.paint_ground(painter)
        picture = QRectF(10, 10, self.width() - 20, 62)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme["sunken"])
        painter.drawRoundedRect(picture, 8, 8)
        if self._drawing is not None:
            self._paint_drawing(painter, picture.adjusted(12, 8, -12, -8))
        room = self.width() - 32
        painter.setPen(theme["text"])
        painter.setFont(fonts.font("strong"))
        painter.drawText(16, 94, fonts.metrics("strong").elidedText(self.name, Qt.TextElideMode.ElideRight, room))
        painter.setPen(theme["text2"])
        painter.setFont(fonts.font("table"))
        painter.drawText(16, 113, fonts.metrics("table").elidedText(self.told, Qt.TextElideMode.ElideRight, room))
        painter.setPen(theme["text"])
        painter.setFont(fonts.font("tableCount"))
        painter.drawText(16, 134, self.count)
        painter.setPen(theme["text2"])
        painter.setFont(fonts.font("table"))
        painter.drawText(round(16 + fonts.metrics("tableCount").horizontalAdvance(self.count) + 6), 134, "parameters")

    def _paint_drawing(self, painter: QPainter, room: QRectF) -> None:
        drawing = self._drawing
        box = None if drawing is None else drawing.bounds()
        if drawing is None or box is None:
            return
        scale = min(room.width() / box.width, room.height() / box.height, 0.28)
        painter.save()
        painter.setClipRect(room.adjusted(-4, -4, 4, 4))
        painter.translate(room.center())
        painter.scale(scale, scale)
        painter.translate(-box.middle.x, -box.middle.y)
        paint_drawing(painter, look.theme, drawing, box, min(scale, 0.25))
        painter.restore()


class WayCard(_Clickable):
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
