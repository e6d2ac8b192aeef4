"""Icons: the strokes of the token file, drawn in any colour at any size and pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
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
    renderer(name, colour, 2.0 if size <= _FINE else 1.75).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, theme: Theme, on: str = "accentText", off: str = "text2") -> QIcon:
    """An icon that changes colour when it is chosen or disabled."""
    made = QIcon()
    for size in (16, 18, 20):
        for ratio in (1.0, 2.0):
            for mode, state, colour in (
                (QIcon.Mode.Normal, QIcon.State.Off, off),
                (QIcon.Mode.Normal, QIcon.State.On, on),
                (QIcon.Mode.Disabled, QIcon.State.Off, "disabled"),
                (QIcon.Mode.Disabled, QIcon.State.On, "disabled"),
            ):
                made.addPixmap(pixmap(name, theme[colour].name(), size, ratio), mode, state)
    return made


def draw(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon as vectors, for the canvas and for pictures."""
    renderer(name, colour.name(), 2.0 if rect.width() <= _FINE else 1.75).render(painter, rect)
