"""Copying a picture: pixels for most programs, vectors for those that take them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QStandardItem, QStandardItemModel


def copy_both(pixels: QImage, vectors: bytes) -> None:
    """Put a picture on the clipboard."""
    copied = _mime_data()
    copied.setImageData(pixels)
    if vectors:
        copied.setData("image/svg+xml", vectors)
    QGuiApplication.clipboard().setMimeData(copied)


def _mime_data() -> QMimeData:
    """Empty data that Qt itself has made.

    The clipboard outlives Python at the end of the program, and what Python had made would then end in a crash.
    """
    model = QStandardItemModel()
    model.appendRow(QStandardItem())
    made = model.mimeData([model.index(0, 0)])
    for name in made.formats():
        made.removeFormat(name)
    return made
