"""Writers: a picture as SVG, PDF or PNG. In SVG and PDF text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QSizeF
from PySide6.QtGui import QFont, QFontInfo, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from convas.desktop.pictures.picture import Picture
from convas.desktop.theme import fonts
from convas.exchange.pictures import Kind
from convas.files.errors import FileError
from convas.values import text

MOST_PIXELS: Final = 64_000_000
MOST_CARDS: Final = 4000
"""Of more cards a file of vectors would be hundreds of megabytes."""
_INCH: Final = 96.0
"""Pixels of the drawing in an inch."""
_FINE: Final = 1200
"""The grid of a PDF page, in steps for an inch."""
_LONGEST: Final = 200.0
"""The longest side of a PDF page, in inches: what its readers take."""


def written(picture: Picture, kind: Kind) -> bytes:
    """The picture as the content of a file; raises `FileError` where it would be too large."""
    return _WRITERS[kind](picture)


def image(picture: Picture) -> QImage:
    """The picture in pixels; raises `FileError` where it would have too many."""
    pixels = picture.width * picture.height
    if pixels > MOST_PIXELS:
        most = picture.scale * (MOST_PIXELS / pixels) ** 0.5
        raise FileError(
            f"The picture would have {text.count(picture.width)} {text.TIMES} {text.count(picture.height)} pixels. "
            f"Choose a scale of at most {most:.2f}, a part of the drawing, or SVG."
        )
    made = QImage(picture.width, picture.height, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0)
    per_metre = round(_INCH * picture.scale / 0.0254)
    made.setDotsPerMeterX(per_metre)
    made.setDotsPerMeterY(per_metre)
    painter = QPainter(made)
    picture.paint(painter, vectors=False)
    painter.end()
    return made


def _png(picture: Picture) -> bytes:
    buffer = _buffer()
    image(picture).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(picture: Picture) -> bytes:
    _check_cards(picture)
    buffer = _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_INCH))
    generator.setSize(QSize(picture.width, picture.height))
    generator.setViewBox(QRect(0, 0, picture.width, picture.height))
    generator.setTitle(picture.name)
    generator.setDescription("Drawn by Convas")
    painter = QPainter(generator)
    picture.paint(painter, vectors=True)
    painter.end()
    return _tidied(bytes(buffer.data().data()).decode()).encode()


def _tidied(svg: str) -> str:
    """Without the empty groups that Qt writes, in pixels, with a font that is found elsewhere too."""
    before = ""
    while before != svg:
        before, svg = svg, _EMPTY.sub("", svg)
    svg = re.sub(r'width="[\d.]+mm" height="[\d.]+mm"', _in_pixels(svg), svg, count=1)
    own = escape(QFontInfo(QFont(fonts.canvas_font("body"))).family())
    for family in {own, escape(fonts.canvas_font("body").family())}:
        svg = svg.replace(f'font-family="{family}"', f'font-family="{own}, Inter, sans-serif"')
    return svg


def _in_pixels(svg: str) -> str:
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return f'width="{box[1]}" height="{box[2]}"' if box else ""


def _pdf(picture: Picture) -> bytes:
    _check_cards(picture)
    width, height = picture.width / _INCH, picture.height / _INCH
    if max(width, height) > _LONGEST:
        most = picture.scale * _LONGEST / max(width, height)
        raise FileError(
            f"The page would be {max(width, height) * 2.54:,.0f} cm long, more than PDF readers take. "
            f"Choose a scale of at most {most:.2f}, or SVG."
        )
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(picture.name)
    writer.setCreator("Convas")
    writer.setResolution(_FINE)
    size = QPageSize(QSizeF(width * 72, height * 72), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(_FINE / _INCH, _FINE / _INCH)
    picture.paint(painter, vectors=True)
    painter.end()
    return bytes(buffer.data().data())


def _check_cards(picture: Picture) -> None:
    cards = len(picture.drawing.cards)
    if cards > MOST_CARDS:
        raise FileError(
            f"{text.count(cards)} layers are too many for a file of vectors. Choose PNG, or select a part of them."
        )


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


_EMPTY: Final = re.compile(r"<g[^>]*>\s*</g>\s*")
_WRITERS: Final[Mapping[Kind, Callable[[Picture], bytes]]] = {"svg": _svg, "pdf": _pdf, "png": _png}
