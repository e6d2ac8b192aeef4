"""The command line: `convas [FILE]` opens the window; the other commands need no display."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from convas.cli import render, window
from convas.cli.parsing import FINE, Parser
from convas.exchange.pictures import Draw
from convas.version import __version__


class Command(Protocol):
    """A file of this folder: what it takes, and what it does."""

    def add_arguments(self, parser: Parser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


_COMMANDS: dict[str, tuple[str, str]] = {
    "count": ("count", "count a design: parameters, shapes and how they come about"),
    "check-answer": ("check_answer", "mark answers to an exercise: which line is wrong, and which mistake it is"),
    "make-exercise": ("make_exercise", "write a random network as an exercise, with the solution"),
    "layers": ("catalogue", "list every kind of layer with its settings"),
}
"""The file of each command, which is read when the command is called, and what it does."""


_RENDER = "draw a design as a picture: SVG, PDF or PNG"


def main(show: Callable[[str | None], int], draw: Draw, argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 for fine, 1 for problems in the design, 2 for a wrong call.

    `show` opens the window, with a file if one is named, and `draw` makes pictures; they are given, because this
    side knows no Qt.
    """
    _write_what_the_terminal_can()
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        if args and args[0] in _COMMANDS:
            return _command(args[0], args[1:])
        if args and args[0] == "render":
            return render.run(_parsed("render", _RENDER, render.add_arguments, args[1:]), draw)
        return _window(show, args)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FINE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return FINE


def _command(name: str, rest: list[str]) -> int:
    file, told = _COMMANDS[name]
    module: Command = importlib.import_module(f"{__package__}.{file}")
    return module.run(_parsed(name, told, module.add_arguments, rest))


def _parsed(name: str, told: str, add: Callable[[Parser], None], rest: list[str]) -> argparse.Namespace:
    parser = Parser(prog=f"convas {name}", description=f"{told[0].upper()}{told[1:]}.")
    add(parser)
    return parser.parse_args(rest)


def _window(show: Callable[[str | None], int], rest: list[str]) -> int:
    told = {**{name: told for name, (_, told) in _COMMANDS.items()}, "render": _RENDER}
    listed = "\n".join(f"  convas {name:15}{words}" for name, words in told.items())
    parser = Parser(
        prog="convas",
        usage="convas [FILE]\n       convas COMMAND ...",
        description="Opens the window, with a design if one is named.",
        epilog=f"commands (convas COMMAND --help tells more):\n{listed}",
        formatter_class=_Plain,
    )
    parser.add_argument("file", nargs="?", help="a design (.convas) to open")
    parser.add_argument("--version", action="version", version=f"Convas {__version__}")
    chosen = parser.parse_args(rest)
    return window.run(show, chosen.file)


def _write_what_the_terminal_can() -> None:
    """A sign that the terminal cannot show becomes a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Keeps the line breaks of the list of commands."""
