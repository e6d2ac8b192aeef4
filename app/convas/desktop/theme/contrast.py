"""Contrast of colours, as WCAG 2 defines it: from 1 for none to 21 for black on white."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor

DARK_INK: Final = "#1B1F27"
LIGHT_INK: Final = "#FFFFFF"
BLACK: Final = "#000000"
READABLE: Final = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""


def luminance(colour: QColor) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    """The contrast ratio of two opaque colours."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def better_ink(ground: QColor) -> QColor:
    """Dark or light text, whichever contrasts more with the ground; black where neither is enough."""
    best = max((QColor(DARK_INK), QColor(LIGHT_INK)), key=lambda ink: contrast(ink, ground))
    return best if contrast(best, ground) >= READABLE else QColor(BLACK)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
