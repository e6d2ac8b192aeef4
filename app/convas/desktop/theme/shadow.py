"""The shadow under what floats on the canvas."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget


def lift(widget: QWidget) -> None:
    """Give a widget the shadow of what floats."""
    effect = QGraphicsDropShadowEffect(widget)
    effect.setBlurRadius(14)
    effect.setOffset(0, 3)
    effect.setColor(QColor(20, 28, 48, 40))
    widget.setGraphicsEffect(effect)
