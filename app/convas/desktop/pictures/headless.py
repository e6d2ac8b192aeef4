"""Pictures without a window, for the command line: no display is needed."""

from __future__ import annotations

import os
from collections.abc import Collection

from PySide6.QtGui import QGuiApplication

from convas.analysis.inside import Path
from convas.design.design import Design
from convas.design.records import TOP
from convas.desktop.canvas.drawing import Drawing
from convas.desktop.pictures.picture import Picture, part_of, whole
from convas.desktop.pictures.writers import Kind, written
from convas.desktop.theme.tokens import Mode, Theme
from convas.session import Session


def drawn(
    design: Design, kind: Kind, mode: Mode, scale: float, ids: Collection[int], place: Path, *, transparent: bool
) -> bytes:
    """A drawing of a design as a picture file: all of it or some nodes, at the top or inside a block.

    `place` is the way there: node, repetition, and so on inwards. Raises `FileError` where it would be too large.
    """
    if QGuiApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _kept.append(QGuiApplication(["convas"]))
    session = Session(design)
    sight = session.analysis.sight(place) or session.analysis
    scope = _scope(session, place)
    drawing = Drawing(design, sight, scope)
    if ids:
        drawing = part_of(drawing, ids)
    area = whole(drawing)
    name = design.header.name
    return written(Picture(drawing, area, Theme(mode), scale, transparent, name), kind)


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
