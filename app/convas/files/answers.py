"""Answers as files: text of any of the usual encodings, and the answers that lie in a folder."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from convas.files.errors import FileError, cannot

MOST_BYTES: Final = 2**20
"""No answer is longer."""
MOST_ANSWERS: Final = 2_000
SUFFIXES: Final = ("", ".txt", ".text", ".csv", ".tsv", ".md", ".markdown", ".log")


def read_answer(path: Path) -> str:
    """The text of an answer. What cannot be read is a `FileError` with one sentence."""
    try:
        if path.exists() and not path.is_file():
            raise FileError(f"{path.name or path} cannot be opened: it is no plain file.")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise cannot("opened", path, error) from None
    except ValueError:
        raise FileError("The name of the answer cannot be read.") from None
    if len(data) > MOST_BYTES:
        raise FileError(f"{path.name} is larger than 1 MiB. An answer is a few lines of text.")
    return decoded(data, path.name)


def decoded(data: bytes, name: str) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, or else Windows' letters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise FileError(f"{name} is no text. Save it as plain text, CSV or Markdown.") from None
    if b"\x00" in data:
        raise FileError(f"{name} is no text. Save it as plain text, CSV or Markdown.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def answers_in(folder: Path) -> tuple[list[Path], list[str]]:
    """The answers that lie in a folder, by name; and what else lies there, in sentences."""
    try:
        inside = sorted(folder.iterdir(), key=lambda path: path.name.lower())
    except OSError as error:
        raise cannot("opened", folder, error) from None
    found: list[Path] = []
    left: list[str] = []
    for path in inside:
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            left.append(f"{path.name} was passed over: it is a link to elsewhere.")
        elif path.is_dir():
            left.append(f"{path.name} was passed over: it is a folder.")
        elif path.suffix.lower() not in SUFFIXES:
            left.append(f"{path.name} was passed over: it is no text, CSV or Markdown.")
        else:
            found.append(path)
    if not found:
        raise FileError(f"{folder.name or folder} has no answers in it. They are text, CSV or Markdown files.")
    if len(found) > MOST_ANSWERS:
        raise FileError(f"{folder.name or folder} has more than {MOST_ANSWERS:,} answers in it.")
    return found, left
