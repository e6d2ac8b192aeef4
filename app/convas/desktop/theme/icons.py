"""Icons: the strokes of the token file, drawn in any colour at any size and pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from convas.desktop.theme.tokens import Theme, tokens

_FINE = 16


@lru_cache(maxsize=512)
def renderer(name: str, colour: str, stroke: float = 1.75) -> QSvgRenderer:
    """A vector picture of an icon in one colour."""
    body = tokens()["icon"]["body"][name].replace("currentColor", colour)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
        f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
    )
    return QSvgRenderer(QByteArray(svg.encode()))


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels for a screen of that pixel ratio."""
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer(name, colour, _stroke(size)).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


class _Engine(QIconEngine):
    """Draws an icon when it is shown, as sharp as the screen is, and in the colour that its button's state asks for."""

    def __init__(self, name: str, colours: tuple[str, str, str]) -> None:
        super().__init__()
        self._name = name
        self._colours = colours

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colours)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """The icon as vectors, in the middle of the room that it is given."""
        side = min(rect.width(), rect.height())
        place = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        renderer(self._name, self._colour(mode, state), _stroke(side)).render(painter, place)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        side = max(1, min(size.width(), size.height()))
        return pixmap(self._name, self._colour(mode, state), side, scale)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        on, off, disabled = self._colours
        return disabled if mode == QIcon.Mode.Disabled else on if state == QIcon.State.On else off


def icon(name: str, theme: Theme, on: str = "accentText", off: str = "text2") -> QIcon:
    """An icon that changes colour when it is chosen or disabled."""
    return QIcon(_Engine(name, (theme[on].name(), theme[off].name(), theme["disabled"].name())))


def _stroke(side: float) -> float:
    """Small icons have stronger lines."""
    return 2.0 if side <= _FINE else 1.75


def draw(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon as vectors, for the canvas and for pictures."""
    renderer(name, colour.name(), _stroke(rect.width())).render(painter, rect)
