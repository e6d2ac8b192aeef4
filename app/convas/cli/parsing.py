"""Parsing the command line: every wrong call is one line on the error stream and exit status 2."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

from convas.files.errors import FileError
from convas.files.store import write_atomically

FINE, PROBLEMS, WRONG = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(fail(f"{message}; see {self.prog} --help"))


def fail(message: str) -> int:
    """Say what went wrong in one line."""
    print(f"convas: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    return WRONG


def give(content: str, out: str | None) -> None:
    """Write to a file, or to the standard output; a file that cannot be written is a `FileError`."""
    if out is None or out == "-":
        sys.stdout.write(content)
        sys.stdout.flush()
        return
    path = Path(out)
    if path.is_dir():
        raise FileError(f"{path} cannot be written: it is a folder.")
    write_atomically(path, content.encode())
