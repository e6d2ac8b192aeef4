"""What floats on the canvas: the name, the tools, the zoom, the minimap, and words that pass."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from convas.desktop.canvas.carrying import with_frames
from convas.desktop.canvas.geometry import Box
from convas.desktop.canvas.view import Canvas
from convas.desktop.document import Document
from convas.desktop.shell.crumbs import Crumbs
from convas.desktop.shell.legend import Legend
from convas.desktop.shell.minimap import Minimap
from convas.desktop.theme import fonts
from convas.desktop.theme.shadow import lift
from convas.desktop.theme.tokens import tokens
from convas.desktop.widgets.basics import button, label, line, rule, tool
from convas.edits.arrange import arrange

_WINDOW = tokens()["window"]
_READABLE = 0.85
"""Lines are made so long that at this zoom they fill the canvas."""
INSET = int(_WINDOW["floatInset"])


class Floats(QObject):
    """Keeps everything that floats at its corner of the canvas."""

    def __init__(self, canvas: Canvas, document: Document) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.crumbs = Crumbs(document, canvas)
        self.tools = Tools(canvas, document)
        self.zoom = ZoomBar(canvas)
        self.map = Minimap(canvas)
        self.toast = Toast(canvas, document)
        self.legend: Legend | None = None
        self._document = document
        canvas.installEventFilter(self)
        document.updated.connect(lambda _: self.place())
        document.place.changed.connect(self.place)
        document.replaced.connect(self.place)
        document.told.connect(lambda _: self._place_toast())
        document.refused.connect(lambda _: self._place_toast())
        document.state_changed.connect(self.place)
        canvas.zoomed.connect(lambda _: self.place())
        canvas.horizontalScrollBar().valueChanged.connect(lambda _: self.place())
        canvas.verticalScrollBar().valueChanged.connect(lambda _: self.place())
        self.place()

    def take_legend(self, legend: Legend) -> None:
        """A legend stands beside the zoom, or above it where the canvas is narrow."""
        self.legend = legend
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Put everything where it belongs; what has no room or nothing to show is hidden."""
        width, height = self.canvas.width(), self.canvas.height()
        self.crumbs.move(INSET, INSET)
        for part in (self.tools, self.zoom, self.toast):
            part.adjustSize()
        self.tools.move(width - self.tools.width() - INSET, INSET)
        self.zoom.move(INSET, height - self.zoom.height() - INSET)
        self.map.move(width - self.map.width() - INSET, height - self.map.height() - INSET)
        empty = not self.canvas.drawing.cards
        self.map.setVisible(not empty and height > 300 and width > 520 and not self._in_the_way())
        self._place_legend()
        self._place_toast()
        self.map.update()

    def _place_legend(self) -> None:
        """Beside the zoom, or where that is narrow above it, or above the map too."""
        legend, height = self.legend, self.canvas.height()
        if legend is None:
            return
        legend.fit(self.canvas.width() - 2 * INSET)
        low, gap = height - legend.height() - INSET, INSET // 2
        places = [
            (self.zoom.width() + 2 * INSET, low),
            (INSET, low - self.zoom.height() - gap),
            (INSET, low - self.map.height() - gap),
        ]
        for x, y in places:
            legend.move(x, y)
            if x + legend.width() + INSET <= self.canvas.width() and not self._on_another(legend):
                return

    def _on_another(self, legend: QWidget) -> bool:
        return any(
            not part.isHidden() and part.geometry().intersects(legend.geometry()) for part in (self.zoom, self.map)
        )

    def _place_toast(self) -> None:
        """In the middle at the lower edge, above a legend that is there."""
        toast, legend = self.toast, self.legend
        toast.move((self.canvas.width() - toast.width()) // 2, self.canvas.height() - toast.height() - INSET)
        if legend is not None and not legend.isHidden() and toast.geometry().intersects(legend.geometry()):
            toast.move(toast.x(), legend.y() - toast.height() - INSET // 2)

    def _in_the_way(self) -> bool:
        """Whether the map would hide cards although all of the drawing is in sight without it."""
        drawing, seen = self.canvas.drawing, self.canvas.visible_area()
        box = drawing.bounds()
        if box is None or not seen.contains(QRectF(box.left, box.top, box.width, box.height)):
            return False
        place = self.canvas.mapToScene(self.map.geometry()).boundingRect()
        return any(drawing.boxes.near(Box(place.left(), place.top(), place.right(), place.bottom())))


class Tools(QFrame):
    """Select, pan, share, arrange."""

    def __init__(self, canvas: Canvas, document: Document) -> None:
        super().__init__(canvas)
        self.setObjectName("float")
        lift(self)
        self._canvas, self._document = canvas, document
        self.select = tool("cursor", "Select and move (V)", lambda: self.pan_with_hand(False), checkable=True)
        self.hand = tool("hand", "Move the paper (H, or hold Space)", lambda: self.pan_with_hand(True), checkable=True)
        group = QButtonGroup(self)
        for made in (self.select, self.hand):
            group.addButton(made)
        self.select.setChecked(True)
        self.share = tool("chain", "Share the weights of the selected layers (Ctrl+Shift+S)")
        self.arrange = tool("arrange", "Arrange all (Ctrl+L)", self._arrange)
        self.heat = tool("heat", "Heat map: colour the layers by what they cost (Ctrl+Alt+H)", checkable=True)
        rules = [rule(upright=True) for _ in range(2)]
        for mark in rules:
            mark.setFixedHeight(18)
        row = line(
            self.select, self.hand, rules[0], self.share, rules[1], self.arrange, self.heat, margins=(5, 4, 5, 4), gap=4
        )
        self.setLayout(row)

    def pan_with_hand(self, on: bool) -> None:
        self._canvas.hand_tool = on
        (self.hand if on else self.select).setChecked(True)

    def _arrange(self) -> None:
        width = round(self._canvas.width() / _READABLE)
        edit = arrange(self._document.design, width=width, scope=self._document.scope)
        self._document.apply(with_frames(self._canvas.drawing, edit))
        self._canvas.fit()


class ZoomBar(QFrame):
    """Out, how much, in, fit."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.setObjectName("float")
        lift(self)
        self.out = tool("minus", "Zoom out (Ctrl+-)", canvas.zoom_out)
        self.percent = button("100 %", canvas.actual_size, "quiet")
        self.percent.setToolTip("Actual size (Ctrl+1)")
        self.percent.setAccessibleName("Zoom")
        self.percent.setMinimumWidth(fonts.px(58))
        self.into = tool("plus", "Zoom in (Ctrl++)", canvas.zoom_in)
        self.fit = tool("fit", "Show all (Ctrl+0)", canvas.fit)
        mark = rule(upright=True)
        mark.setFixedHeight(18)
        self.setLayout(line(self.out, self.percent, self.into, mark, self.fit, margins=(4, 2, 4, 2), gap=2))
        canvas.zoomed.connect(self._show)
        self._show(canvas.zoom)

    def _show(self, zoom: float) -> None:
        self.percent.setText(f"{zoom * 100:.0f} %")


class Toast(QFrame):
    """Words that pass: what happened, or why something did not."""

    def __init__(self, canvas: Canvas, document: Document) -> None:
        super().__init__(canvas)
        self.setObjectName("toast")
        self._canvas, self._document = canvas, document
        self.words = label("", wraps=False)
        self.undo: QPushButton = button("Undo", self._undo, "quiet")
        self.setLayout(line(self.words, self.undo, margins=(14, 6, 10, 6), gap=10))
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        document.told.connect(self.say)
        document.refused.connect(self.say)

    def say(self, words: str, *, undo: bool = False) -> None:
        """Show words for as long as it takes to read them."""
        room = max(200, self._canvas.width() - 120)
        self.words.setText(words)
        self.words.setWordWrap(fonts.metrics("body").horizontalAdvance(words) > room)
        self.words.setFixedWidth(min(room, int(fonts.metrics("body").horizontalAdvance(words)) + 4))
        self.undo.setVisible(undo)
        self.adjustSize()
        self.move((self._canvas.width() - self.width()) // 2, self._canvas.height() - self.height() - INSET)
        self.show()
        self.raise_()
        self._timer.start(2500 + 55 * len(words))

    def _undo(self) -> None:
        self.hide()
        self._document.undo()
