"""Opening and saving. A save is atomic: at any moment the old or the new file is there, whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from convas.design.design import Design
from convas.design.records import Record
from convas.files.errors import ChangedOnDisk, FileError, cannot
from convas.files.read import from_bytes, read_bytes
from convas.files.write import to_bytes

SUFFIX: Final = ".convas"
_LEFT_OVER: Final = ".saving"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file looked like when it was read or written."""

    modified: int
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A design from a file, with what is needed to save it again."""

    design: Design
    path: Path
    stamp: Stamp


def open_file(path: Path) -> Opened:
    """Open a design. Whatever is wrong with it is a `FileError` with one sentence."""
    data = read_bytes(path)
    return Opened(from_bytes(data, path.name), path, _stamp(path, data))


def save(path: Path, records: Iterable[Record], *, expected: Stamp | None = None) -> Stamp:
    """Write a design; with `expected`, only over the file as it was then (`ChangedOnDisk`)."""
    if expected is not None and not unchanged(path, expected):
        raise ChangedOnDisk(f"{path.name} was changed by another program since it was opened here.")
    data = to_bytes(records)
    write_atomically(path, data)
    return _stamp(path, data)


def unchanged(path: Path, stamp: Stamp) -> bool:
    """Whether the file is still what it was, or gone; a new date with the same bytes is no change."""
    try:
        status = path.stat()
        if (status.st_mtime_ns, status.st_size) == (stamp.modified, stamp.size):
            return True
        return status.st_size == stamp.size and hashlib.sha256(path.read_bytes()).digest() == stamp.digest
    except FileNotFoundError:
        return True
    except OSError as error:
        raise cannot("saved", path, error) from None


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` in place of a file in one step; a link stays a link, permissions stay as they were."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            what = "it is a folder" if target.is_dir() else "it is no plain file"
            raise FileError(f"{path.name or path} cannot be saved: {what}.")
        _remove_left_over(target)
        temporary = target.with_name(f".{_short(target.name)}.{secrets.token_hex(6)}{_LEFT_OVER}")
        try:
            _write(temporary, target, data)
            os.replace(temporary, target)  # noqa: PTH105
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _flush_folder(target.parent)
    except OSError as error:
        raise cannot("saved", path, error) from None


def _write(temporary: Path, target: Path, data: bytes) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileNotFoundError):
        temporary.chmod(target.stat().st_mode & 0o7777)


def _flush_folder(folder: Path) -> None:
    """Make the new name lasting, where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_left_over(target: Path) -> None:
    """Half-written files that a killed process left behind an hour ago or more."""
    for old in target.parent.glob(f".{_literal(_short(target.name))}.*{_LEFT_OVER}"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > 3600:
                old.unlink()


def _short(name: str) -> str:
    """So much of a name that more can be added: systems count bytes."""
    return os.fsencode(name)[:200].decode(errors="ignore")


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _stamp(path: Path, data: bytes) -> Stamp:
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        modified = 0
    return Stamp(modified, len(data), hashlib.sha256(data).digest())
