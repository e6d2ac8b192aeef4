"""Running the command line, in this process or as people do."""

import os
import subprocess
import sys

from convas.cli.main import main

SPARED = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def no_window(_):
    raise AssertionError("a window was opened")


def no_picture(*_, **__):
    raise AssertionError("a picture was made")


def call(*arguments, show=no_window, draw=no_picture):
    """The exit status of a command that is run here."""
    return main(show, draw, [str(argument) for argument in arguments])


def run(*arguments, **more):
    """The command as a process of its own, without any display."""
    environment = {name: value for name, value in os.environ.items() if name not in SPARED}
    command = [sys.executable, "-m", "convas", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**environment, **more}, encoding="utf-8"
    )


def sentence(told):
    """The one line on the error stream, which is a sentence and no trace-back."""
    (line,) = told.splitlines()
    assert line.startswith("convas: ")
    assert line.isprintable()
    return line.removeprefix("convas: ")
