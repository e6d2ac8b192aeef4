"""Copying a picture: pixels for most programs, vectors for those that take them."""

from __future__ import annotations

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

_VECTORS = "image/svg+xml"


def copy_both(pixels: QImage, vectors: bytes) -> None:
    """Put a picture on the clipboard; it stays there when the program ends, where the system keeps it."""
    copied = QMimeData()
    copied.setImageData(pixels)
    if vectors:
        copied.setData(_VECTORS, vectors)
    QGuiApplication.clipboard().setMimeData(copied)
    atexit.unregister(_let_go)
    atexit.register(_let_go)


def _let_go() -> None:
    """Data that Python made must not outlive it: at the end Qt's own copy takes its place."""
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard() and clipboard.mimeData().hasImage():
        clipboard.setImage(clipboard.image())
