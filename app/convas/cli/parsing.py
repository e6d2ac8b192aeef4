"""Parsing the command line: every wrong call is one line on the error stream and exit status 2."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from convas.files.errors import FileError, cannot
from convas.files.store import write_atomically

FINE, PROBLEMS, WRONG = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(fail(f"{message}; see {self.prog} --help"))


def fail(message: str) -> int:
    """Say what went wrong in one line."""
    warn(f"convas: {message}")
    return WRONG


def warn(message: str) -> None:
    """One line on the error stream; what could drive a terminal is shown as a question mark."""
    line = " ".join(message.split())
    print("".join(letter if letter.isprintable() else "?" for letter in line), file=sys.stderr)  # noqa: T201


def give(content: str, out: str | None) -> None:
    """Write to a file, or to the standard output; a file that cannot be written is a `FileError`."""
    if out is None or out == "-":
        _print(content)
        return
    path = Path(out)
    if os.path.isdir(path):  # noqa: PTH112 - unlike Path.is_dir it takes any name
        raise FileError(f"{path} cannot be written: it is a folder.")
    write_atomically(path, content.encode())


def _print(content: str) -> None:
    try:
        if sys.stdout is None:
            raise FileError("the output cannot be written: it is closed.")
        sys.stdout.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise cannot("written", Path("the output"), error) from None
