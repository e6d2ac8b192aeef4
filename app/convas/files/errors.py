"""What can go wrong with files, in one sentence that names the place and says what to do."""

from __future__ import annotations

import errno
from pathlib import Path


class FileError(Exception):
    """A file that cannot be opened or written. The message is for people."""


class ChangedOnDisk(FileError):
    """The file is not as it was when it was opened or saved last."""


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EACCES: "you are not allowed to",
    errno.EPERM: "you are not allowed to",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "its folder is not a folder",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk reports an error",
}


def cannot(what: str, path: Path, error: OSError) -> FileError:
    """`x.convas cannot be opened: there is no such file or folder.`"""
    reason = _REASONS.get(error.errno or 0) or (error.strerror or "the system refuses").lower()
    return FileError(f"{path.name or path} cannot be {what}: {reason}.")
