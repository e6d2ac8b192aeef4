"""A window for measuring: offscreen, 1600 x 1000, with everything on it that users have."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from convas.design.design import Design
from convas.design.records import Record
from convas.desktop.application import start
from convas.desktop.shell.preferences import Preferences
from convas.desktop.shell.window import Window
from convas.desktop.theme.look import look

SIZE = (1600, 1000)


def application() -> QApplication:
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def window(records: list[Record] | None = None) -> Window:
    """A shown window, with a design that is analysed and drawn."""
    app = application()
    made = start(Preferences(Path(tempfile.mkdtemp()) / "settings.ini"))
    look.choose("light")
    made.resize(*SIZE)
    made.show()
    app.processEvents()
    if records is not None:
        made.document.start(Design(records))
        made.document.wait()
        while made.canvas.drawing.waiting:
            app.processEvents()
    app.processEvents()
    return made


def frame(act: Callable[[], object]) -> float:
    """Seconds from an act until everything is painted again."""
    began = perf_counter()
    act()
    application().processEvents()
    return perf_counter() - began


def percentile(times: list[float], part: float = 0.95) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]
