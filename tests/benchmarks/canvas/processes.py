"""What only a process of its own can tell: memory of a large drawing, and how long it takes to start and to open."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from canvas.large import large
from measure import Figure, Goal, compared

from convas.design.design import Design
from convas.files.store import save

HERE = Path(__file__).parents[1]
_COMPILED = tempfile.mkdtemp()
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1600, 1000)
window.show()
app.processEvents()
"""
_OURS = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from convas.desktop.application import start
from convas.desktop.shell.preferences import Preferences
window = start(Preferences(Path(tempfile.mkdtemp()) / "settings.ini"))
window.resize(1600, 1000)
window.show()
app.processEvents()
if len(sys.argv) > 1:
    window.filing.open_path(Path(sys.argv[1]))
    app.processEvents()
    assert len(window.canvas.drawing.boxes) > 1
"""
_MEMORY = """
import time
until = time.monotonic() + 8
while window.canvas.drawing.waiting and time.monotonic() < until:
    app.processEvents()
print(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1])
"""
_END = """
import os
os._exit(0)
"""


def run(script: str, *arguments: str) -> tuple[float, str]:
    """Seconds from nothing to the end of a script, and what it prints."""
    from time import perf_counter

    began = perf_counter()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": _COMPILED}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed has its modules compiled
    done = subprocess.run(
        [sys.executable, "-c", script + _END, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    return perf_counter() - began, done.stdout.strip()


def large_file() -> Path:
    path = Path(tempfile.mkdtemp()) / "large.convas"
    save(path, Design(large()).snapshot())
    return path


def starting() -> Iterator[Figure]:
    for script in (_OURS, _BARE):
        run(script)
    ours = min(run(_OURS)[0] for _ in range(5))
    bare = min(run(_BARE)[0] for _ in range(5))
    yield compared("start to a usable empty window", ours, "a bare PySide6 window", bare, Goal("at most 2 times", 2))


def memory() -> Iterator[Figure]:
    path = str(large_file())
    used = [int(run(_OURS + f"\nimport sys\nprint(end='')\n{_MEMORY}", *given)[1] or 0) for given in ((path,), ())]
    more = (used[0] - used[1]) / 1024
    told = "reached" if more <= 60 else "missed"
    yield Figure("memory of 10,000 nodes on the canvas", f"{more:.0f} MiB", "over an empty window", "", "60 MB", told)


def opening() -> float:
    """Seconds from nothing to a large file painted."""
    path = str(large_file())
    run(_OURS, path)
    return min(run(_OURS, path)[0] for _ in range(4))
