"""Small widgets that every panel uses: labels by role, rules, buttons with icons that follow the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convas.desktop.theme import fonts, icons
from convas.desktop.theme.look import look

Layout = QVBoxLayout | QHBoxLayout | QGridLayout


def label(words: str = "", role: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """Plain text in a role of the look; never rich text, so that names show as typed."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
        made.setFont(fonts.font(_FONTS.get(role, "body")))
    made.setWordWrap(wraps)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


_FONTS = {
    "display": "display",
    "result": "result",
    "title": "title",
    "strong": "strong",
    "small": "label",
    "section": "section",
    "trouble": "label",
    "table": "table",
    "count": "tableCount",
    "status": "table",
    "statusCount": "tableCount",
}


def rule(upright: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("upright" if upright else "rule")
    return made


def column(*parts: QWidget | Layout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    _fill(made, parts)
    return made


def line(*parts: QWidget | Layout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(gap)
    _fill(made, parts)
    return made


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | Layout, ...]) -> None:
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def button(words: str, done: Callable[[], object], kind: str = "", icon: str = "") -> QPushButton:
    """A push button; `kind` is primary, quiet, fold or nothing."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.clicked.connect(lambda: done())
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        colour = "onAccent" if kind == "primary" else "text2"
        themed(made, icon, colour, colour)
    return made


def tool(icon: str, tip: str, done: Callable[[], object] | None = None, *, checkable: bool = False) -> QToolButton:
    """An icon button with its meaning as a tip and for screen readers."""
    made = QToolButton()
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setCheckable(checkable)
    made.setIconSize(QSize(18, 18))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    themed(made, icon)
    if done is not None:
        made.clicked.connect(lambda: done())
    return made


def leading(edit: QLineEdit, icon: str) -> None:
    """Show in a field, before what is typed, what the field is for."""
    mark = QAction(edit)
    mark.setEnabled(False)
    edit.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
    _Themed(mark, icon, "text2", "text2")


def themed(widget: QToolButton | QPushButton, icon: str, on: str = "accentText", off: str = "text2") -> None:
    """Give a button an icon in the theme's colours, now and after every change of theme."""
    _Themed(widget, icon, on, off)


class _Themed(QObject):
    """Lives and dies with its button."""

    def __init__(self, widget: QToolButton | QPushButton | QAction, icon: str, on: str, off: str) -> None:
        super().__init__(widget)
        self._widget, self._names = widget, (icon, on, off)
        look.changed.connect(self.paint)
        self.paint()

    def paint(self) -> None:
        icon, on, off = self._names
        self._widget.setIcon(icons.icon(icon, look.theme, on, off))


def spacer() -> QWidget:
    """Takes what room is left."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return made


def between() -> QWidget:
    """Pushes what stands beside it apart."""
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def clear(layout: Layout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, (QVBoxLayout, QHBoxLayout)):
            clear(inner)
