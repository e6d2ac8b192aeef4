"""Take the pictures of the window again. Run: python packaging/make_pictures.py"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from convas.desktop.application import start
from convas.desktop.canvas.glide import Glide
from convas.desktop.shell.preferences import Preferences
from convas.desktop.shell.window import Window
from convas.desktop.theme.look import Choice, look

ROOT = Path(__file__).parents[1] / "resources"


class Shot(NamedTuple):
    """A picture: its file, the example, the colours, and what is done before it is taken."""

    file: str
    example: str
    mode: Choice
    act: Callable[[Window], object]


def select(name: str) -> Callable[[Window], object]:
    def act(window: Window) -> None:
        node = window.document.design.named(name)
        assert node is not None
        window.document.selection.set([node.id])

    return act


def roomy(window: Window) -> None:
    """Without the numbers below, for tall drawings."""
    window.bottom_dock.hide()
    QApplication.processEvents()
    window.canvas.fit()


def as_it_is(window: Window) -> None:
    window.canvas.fit()


def heat(window: Window) -> None:
    window.commands.heat.show("parameters")


def outline(window: Window) -> None:
    window.commands.show_side("outline")


def downwards(window: Window) -> None:
    window.commands.flow.turn("down")
    roomy(window)


def check(window: Window) -> None:
    window.commands.answers.open_answer(ROOT / "answers" / "wrong-sheet.txt")
    QApplication.processEvents()
    window.canvas.fit()


SHOTS = (
    Shot("window-light", "cmyk-classifier", "light", select("conv3")),
    Shot("window-dark", "cmyk-classifier", "dark", select("conv3")),
    Shot("lenet-5", "lenet-5", "light", downwards),
    Shot("resnet-50", "resnet-50", "light", heat),
    Shot("u-net", "u-net", "dark", roomy),
    Shot("densenet-121", "densenet-121", "light", outline),
    Shot("gpt-2", "gpt-2", "dark", as_it_is),
    Shot("answer", "cmyk-classifier", "light", check),
)


def main() -> int:
    app = QApplication([])
    Glide.on = False
    with tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            window = start(Preferences(Path(folder) / f"{shot.file}.ini"))
            look.choose(shot.mode)
            window.resize(1440, 900)
            window.show()
            window.filing.open_path(ROOT / "examples" / f"{shot.example}.convas")
            app.processEvents()
            shot.act(window)
            for _ in range(30):
                app.processEvents()
            window.grab().save(str(ROOT / "screenshots" / f"{shot.file}.png"))
            window.document.session.mark_clean()
            window.close()
            window.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
