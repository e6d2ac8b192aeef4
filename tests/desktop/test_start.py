"""An empty window reads only what it shows; the rest is read when it is asked for."""

import subprocess
import sys

SCRIPT = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from convas.desktop.application import start
from convas.desktop.shell.preferences import Preferences
window = start(Preferences(Path(tempfile.mkdtemp()) / "settings.ini"))
window.show()
app.processEvents()
{more}
print(*sorted(sys.modules))
import os
sys.stdout.flush()
os._exit(0)
"""


def read_by(more=""):
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(more=more)], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_an_empty_window_reads_no_plots_no_numbers_and_no_layers():
    modules = read_by()
    assert not modules & {"numpy", "pyqtgraph", "fast_sugiyama"}
    assert not {name for name in modules if name.startswith("convas.layers.catalogue.")}
    assert not {name for name in modules if name.startswith(("convas.study.answers", "convas.study.exercises"))}
    for late in ("help", "templates", "class_window", "exercise_window"):
        assert f"convas.desktop.shell.{late}" not in modules


def test_a_layer_that_is_added_is_read_then():
    modules = read_by("window.actions_['Insert Dense'].trigger()")
    assert "convas.layers.catalogue.dense" in modules
    assert "convas.layers.catalogue.attention" not in modules
