"""The application: Qt, the look, one window, and what to do with an error nobody expected."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from convas.desktop.shell.preferences import Preferences
from convas.desktop.shell.window import Window
from convas.desktop.theme.look import look
from convas.resources import resource
from convas.version import __version__


def start(preferences: Preferences) -> Window:
    """A window with the user's theme, not shown yet. The application must be there."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.choice = preferences.theme
    look.start(app)
    return Window(preferences)


def run(file: str | None) -> int:
    """Show a window, with a design if one is named, until it is closed."""
    QApplication.setApplicationName("Convas")
    QApplication.setApplicationVersion(__version__)
    QApplication.setDesktopFileName("convas")
    app = QApplication(sys.argv[:1])
    app.setWindowIcon(QIcon(str(resource("icons", "convas.svg"))))
    qInstallMessageHandler(_quiet)
    window = start(Preferences())
    sys.excepthook = _Failed(window)
    window.show()
    if file is not None:
        window.filing.open_path(Path(file))
    return app.exec()


class _Failed:
    """Tells the user that something failed, once for each place, and keeps the window going."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._told: set[str] = set()

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        frames = traceback.extract_tb(trace)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
        if place in self._told or issubclass(kind, KeyboardInterrupt):
            return
        self._told.add(place)
        self._window.filing.complain(
            "Something in Convas went wrong, and your design is as it was before. "
            f"Save it, and report this: {kind.__name__} at {place}."
        )


def _quiet(kind: QtMsgType, _context: object, words: str | None) -> None:
    """Qt's own chatter stays away from the terminal; what ends the program does not."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        sys.stderr.write(f"convas: {words}\n")
