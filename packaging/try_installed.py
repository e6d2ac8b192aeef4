"""Try an installed Convas outside its checkout: the command line, a script, and the window (offscreen)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import convas
from convas.resources import resource

EXERCISE = 8_651_940


def command_line() -> None:
    program = Path(sys.executable).with_name("convas")
    example = resource("examples", "cmyk-classifier.convas")
    done = subprocess.run([program, "count", example, "--format", "json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["totals"]["parameters"] == EXERCISE, done.stdout


def picture(folder: Path) -> None:
    program = Path(sys.executable).with_name("convas")
    out = folder / "drawing.svg"
    subprocess.run([program, "render", resource("examples", "cmyk-classifier.convas"), "-o", out], check=True)
    assert "8,640,030" in out.read_text(encoding="utf-8")


def script(folder: Path) -> None:
    net = convas.open(resource("examples", "cmyk-classifier.convas"))
    net.save(folder / "copy.convas")
    assert convas.open(folder / "copy.convas").totals.parameters == EXERCISE


def window(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from convas.desktop.application import start
    from convas.desktop.shell.preferences import Preferences

    app = QApplication([])
    shown = start(Preferences(folder / "settings.ini"))
    shown.show()
    shown.filing.open_path(resource("examples", "cmyk-classifier.convas"))
    app.processEvents()
    assert f"{EXERCISE:,}" in shown.status.text(), shown.status.text()
    assert shown.grab().width() > 0
    shown.close()


def main() -> int:
    where = Path(convas.__file__).parent
    assert (where / "_resources").is_dir(), f"{where} has no resources of its own"
    with tempfile.TemporaryDirectory() as folder:
        command_line()
        script(Path(folder))
        picture(Path(folder))
        window(Path(folder))
    print(
        f"the installed Convas {convas.__version__} counts {EXERCISE:,}, from the command line, a script and the window"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
