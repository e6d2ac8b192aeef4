"""Look: the theme in use. It follows the system, or what the user chose, and tells who must repaint."""

from __future__ import annotations

import re
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from convas.desktop.theme import fonts
from convas.desktop.theme.tokens import Mode, Theme, tokens
from convas.resources import resource

Choice = Literal["system", "light", "dark"]


class Look(QObject):
    """Holds the theme for the whole application.

    Signals: changed() after palette and style sheet are the new ones.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice: Choice = "system"
        self.theme = Theme("light")
        self._started = False
        self._applied: Mode | None = None

    def start(self, app: QApplication) -> None:
        """Take the application over: style, palette, fonts, style sheet."""
        if not self._started:
            self._started = True
            app.setStyle(QStyleFactory.create("Fusion"))
            app.setFont(fonts.font("body"))
            app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    def choose(self, choice: Choice) -> None:
        self.choice = choice
        self._apply()

    def _system_changed(self) -> None:
        if self.choice == "system":
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        mode: Mode = self.choice if self.choice != "system" else ("dark" if dark else "light")
        if mode == self._applied:
            return
        self._applied = mode
        self.theme = Theme(mode)
        app.setPalette(palette(self.theme))
        app.setStyleSheet(style_sheet(self.theme))
        self.changed.emit()


def palette(theme: Theme) -> QPalette:
    """The theme for everything that Qt draws by itself."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, name in (
        (role.Window, "panel"),
        (role.WindowText, "text"),
        (role.Base, "control"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.BrightText, "onAccent"),
        (role.ToolTipBase, "tip"),
        (role.ToolTipText, "tipText"),
        (role.PlaceholderText, "text3"),
        (role.Highlight, "accentSoft"),
        (role.HighlightedText, "text"),
        (role.Link, "accentText"),
        (role.LinkVisited, "accentText"),
        (role.Light, "hover"),
        (role.Midlight, "line"),
        (role.Mid, "lineStrong"),
        (role.Dark, "controlBorder"),
        (role.Shadow, "controlBorder"),
        (role.Accent, "accent"),
    ):
        made.setColor(key, theme[name])
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, theme["disabled"])
    return made


def style_sheet(theme: Theme) -> str:
    """The style sheet with the theme's colours and the system's sizes put in."""
    sheet = resource("themes", "window.qss").read_text(encoding="utf-8")
    values: dict[str, str] = dict(theme.names())
    for role, (size, _) in tokens()["type"]["roles"].items():
        values[f"px.{role}"] = f"{max(10, fonts.px(size))}px"
    values["icons"] = resource("icons").as_posix()
    values["mode"] = theme.mode
    return re.sub(r"@(px\.\w+|[A-Za-z]\w*)", lambda found: values[found[1]], sheet)


def mix(a: QColor, b: QColor, part: float) -> QColor:
    """`part` of `a` over `b`, opaque."""
    return QColor(
        round(a.red() * part + b.red() * (1 - part)),
        round(a.green() * part + b.green() * (1 - part)),
        round(a.blue() * part + b.blue() * (1 - part)),
    )


look = Look()
"""The one look of the running program."""
