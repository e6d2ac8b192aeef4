"""The legend of the heat map: what is shown, the scale with both ends as numbers, and how to leave it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from convas.desktop.canvas.bar_looks import bar_look
from convas.desktop.canvas.heat import UNKNOWN, colour_at
from convas.desktop.theme import fonts
from convas.desktop.theme.look import look
from convas.desktop.theme.shadow import lift
from convas.desktop.widgets.basics import label, line, tool
from convas.study.heat import TITLES, Heat, Measure

_STOPS = 12
ZERO = "0"


class Legend(QFrame):
    """Shows a heat; another measure is chosen here as well."""

    def __init__(self, canvas: QWidget, choose: Callable[[Measure], None], leave: Callable[[], None]) -> None:
        super().__init__(canvas)
        self.setObjectName("float")
        lift(self)
        self.measure = QPushButton()
        self.measure.setProperty("kind", "quiet")
        self.measure.setToolTip("What the colours show (Alt+1 to Alt+4)")
        menu = QMenu(self.measure)
        for measure, title in TITLES.items():
            menu.addAction(title).triggered.connect(partial(_pass_on, choose, measure))
        self.measure.setMenu(menu)
        self.close_ = tool("x", "Leave the heat map (Alt+0)", leave)
        self.scale = label("", "small")
        self.ramp = _Ramp()
        self.low, self.high = label("", "small"), label("", "small")
        self.none = label("0", "small")
        self.unknown = label("unknown", "small")
        self._swatches = (Swatch(ZERO, self.none), Swatch(UNKNOWN, self.unknown))
        apart = (part for swatch in self._swatches for part in (swatch, swatch.words))
        parts = (self.measure, self.low, self.ramp, self.high, self.scale, *apart, self.close_)
        self.setLayout(line(*parts, margins=(4, 2, 4, 2), gap=8))
        self._logarithmic = False
        self.hide()

    def fit(self, room: int) -> None:
        """Take no more than a width in pixels, if the shortest words and a short ramp can do it."""
        for tight in (False, True):
            self.scale.setText(("log" if tight else "logarithmic") if self._logarithmic else "linear")
            self.scale.setToolTip("Logarithmic scale" if self._logarithmic else "Linear scale")
            self.unknown.setText("?" if tight else "unknown")
            self.unknown.setToolTip("Unknown")
            self.ramp.shorten(tight)
            self.adjustSize()
            if self.width() <= room:
                return

    def show_heat(self, heat: Heat) -> None:
        """Show the scale of a heat."""
        self.measure.setText(TITLES[heat.measure])
        self.scale.setText("logarithmic" if heat.logarithmic else "linear")
        self.low.setText(heat.told(heat.low if heat.logarithmic else 0))
        self.high.setText(heat.told(heat.high))
        self.setAccessibleName(
            f"Heat map of {heat.measure}, {self.scale.text()}, from {self.low.text()} to {self.high.text()}"
        )
        for swatch, there in zip(self._swatches, (heat.zeros and heat.logarithmic, heat.unknown), strict=True):
            swatch.setVisible(there)
            swatch.words.setVisible(there)
        self._logarithmic = heat.logarithmic
        self.ramp.update()
        self.show()
        self.raise_()


def _pass_on(choose: Callable[[Measure], None], measure: Measure, *_: object) -> None:
    choose(measure)


class Swatch(QWidget):
    """A piece of a colour that is none of the scale: of nothing, or of what is not known."""

    def __init__(self, name: str, words: QLabel) -> None:
        super().__init__()
        self._name, self.words = name, words
        self.setFixedSize(fonts.px(16), fonts.px(12))
        look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush, edge = bar_look(look.theme, look.theme.heat[0].name() if self._name == ZERO else self._name)
        painter.setPen(edge)
        painter.setBrush(brush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class _Ramp(QWidget):
    """The colours from the lowest to the highest."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._short = False
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(40 if self._short else 110), fonts.px(12))

    def shorten(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ramp = QLinearGradient(0, 0, self.width(), 0)
        for step in range(_STOPS + 1):
            ramp.setColorAt(step / _STOPS, colour_at(theme, step / _STOPS))
        painter.setPen(QPen(theme["lineStrong"], 1))
        painter.setBrush(ramp)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
