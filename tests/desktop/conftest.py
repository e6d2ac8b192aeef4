"""A window of its own for each desktop test, with settings that nobody else sees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from convas.desktop.application import start
from convas.desktop.canvas.glide import Glide
from convas.desktop.shell.preferences import Preferences
from convas.desktop.shell.window import Window
from convas.desktop.theme.look import look
from desktop.hands import Hands


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """A shown window without a design; unsaved changes are no reason to stay at the end."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(Glide, "on", False)
    made = start(Preferences(tmp_path / "settings.ini"))
    look.choose("light")
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.document.session.mark_clean()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def hands(window: Window) -> Hands:
    """Hands on an empty canvas."""
    acting = Hands(window)
    acting.settle()
    return acting


@pytest.fixture
def empty(hands: Hands) -> Hands:
    """Hands on an empty design, after a click on the first screen."""
    hands.press_on(hands.window.welcome.empty)
    return hands
