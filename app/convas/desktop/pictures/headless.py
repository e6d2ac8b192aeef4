"""Pictures without a window, for the command line: no display is needed."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

from convas.analysis.inside import Path
from convas.design.design import Design
from convas.design.records import TOP
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.pictures.picture import Picture, part_of, whole
from convas.desktop.pictures.writers import written
from convas.desktop.theme.tokens import Theme
from convas.exchange.pictures import Wanted
from convas.session import Session


def drawn(design: Design, wanted: Wanted) -> bytes:
    """A drawing of a design as a picture file. Raises `FileError` where it would be too large."""
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _kept.append(QGuiApplication(["convas"]))
    session = Session(design)
    sight = session.analysis.sight(wanted.place) or session.analysis
    scope = _scope(session, wanted.place)
    drawing = Drawing(design, sight, scope)
    if wanted.ids:
        drawing = part_of(drawing, wanted.ids)
    area = whole(drawing)
    name = design.header.name
    made = Picture(drawing, area, Theme(wanted.mode), wanted.scale, wanted.transparent, name)
    return written(made, wanted.kind)


def _scope(session: Session, place: Path) -> int:
    """The block that is open at a place."""
    if not place:
        return TOP
    around = session.analysis.sight(place[:-2]) or session.analysis
    layer = around.layer(place[-2])
    block: int = getattr(layer, "block", TOP)
    return block


_kept: list[QGuiApplication] = []
"""The application must live as long as its fonts are used."""
