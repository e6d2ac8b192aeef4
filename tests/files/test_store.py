"""Opening and saving: whatever goes wrong, a whole file is there, and people are told what to do."""

import errno
import os
import stat
import time

import pytest

from build import chain, numbers
from convas import Dense
from convas.files.errors import ChangedOnDisk, FileError
from convas.files.store import open_file, save, unchanged, write_atomically
from convas.files.write import to_bytes

OLD = chain(numbers(8), Dense(units=4), name="Old").design.snapshot()
NEW = chain(numbers(8), *[Dense(units=4)] * 40, name="New").design.snapshot()
for_people = pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "net.convas"
    save(made, OLD)
    return made


def failing(code):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


def inside(folder):
    return sorted(file.name for file in folder.iterdir())


class HalfWritten:
    """A file on a disk that is full after the first half."""

    def __init__(self, handle, mode):
        self._file = open(handle, mode)  # noqa: PTH123, SIM115

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def write(self, data):
        self._file.write(data[: len(data) // 2])
        failing(errno.ENOSPC)()


def test_what_is_saved_is_opened(path):
    opened = open_file(path)
    assert opened.design.snapshot() == OLD
    assert unchanged(path, opened.stamp)
    stamp = save(path, NEW, expected=opened.stamp)
    assert open_file(path).design.snapshot() == NEW
    assert unchanged(path, stamp)
    save(path, OLD, expected=stamp)
    assert inside(path.parent) == ["net.convas"]


@pytest.mark.parametrize(
    ("place", "name", "broken", "told"),
    [
        (os, "open", failing(errno.EACCES), "you are not allowed to"),
        (os, "open", failing(errno.EROFS), "the disk is read-only"),
        (os, "fdopen", HalfWritten, "the disk is full"),
        (os, "fsync", failing(errno.EIO), "the disk reports an error"),
        (os, "replace", failing(errno.EPERM), "you are not allowed to"),
        (os, "replace", failing(errno.EXDEV), "invalid cross-device link"),
    ],
)
def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(path, monkeypatch, place, name, broken, told):
    with monkeypatch.context() as patched:
        patched.setattr(place, name, broken)
        with pytest.raises(FileError, match=rf"^net.convas cannot be saved: {told}\.$"):
            save(path, NEW)
    assert path.read_bytes() == to_bytes(OLD)
    assert inside(path.parent) == ["net.convas"]


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_an_interrupted_save_tidies_up(path, monkeypatch, name):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, name, interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(path, NEW)
    assert path.read_bytes() == to_bytes(OLD)
    assert inside(path.parent) == ["net.convas"]


def test_the_bytes_are_on_the_disk_before_the_name_points_to_them(path, monkeypatch):
    steps = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given, name=name, real=real: (steps.append(name), real(*given)))
    save(path, NEW)
    assert steps == ["fsync", "replace", "fsync"]


def test_a_file_that_another_program_changed_is_not_overwritten(path):
    stamp = open_file(path).stamp
    theirs = path.read_bytes().replace(b"Old", b"Odd")
    path.write_bytes(theirs)
    os.utime(path, ns=(0, stamp.modified + 1))
    assert not unchanged(path, stamp)
    with pytest.raises(ChangedOnDisk, match="was changed by another program"):
        save(path, NEW, expected=stamp)
    assert path.read_bytes() == theirs
    save(path, NEW)
    assert path.read_bytes() == to_bytes(NEW)


def test_a_longer_file_is_a_changed_file_whatever_its_date(path):
    stamp = open_file(path).stamp
    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, ns=(stamp.modified, stamp.modified))
    assert not unchanged(path, stamp)


def test_a_new_date_or_no_file_is_no_change(path):
    stamp = open_file(path).stamp
    os.utime(path, ns=(0, 0))
    assert unchanged(path, stamp)
    path.unlink()
    save(path, NEW, expected=stamp)
    assert path.read_bytes() == to_bytes(NEW)


def test_a_folder_in_its_place_is_told(path):
    stamp = open_file(path).stamp
    path.unlink()
    path.mkdir()
    with pytest.raises(FileError):
        save(path, NEW, expected=stamp)
    with pytest.raises(FileError, match=r"^net.convas cannot be saved: it is a folder\.$"):
        save(path, NEW)
    with pytest.raises(FileError, match=r"^net.convas cannot be opened: it is a folder\.$"):
        open_file(path)
    assert inside(path.parent) == ["net.convas"]


def test_folders_that_are_not_there(path):
    with pytest.raises(FileError, match=r"^x.convas cannot be saved: there is no such file or folder\.$"):
        save(path.parent / "nowhere" / "x.convas", NEW)
    with pytest.raises(FileError, match=r"^x.convas cannot be saved: its folder is not a folder\.$"):
        save(path / "x.convas", NEW)
    with pytest.raises(FileError, match=r"^x.convas cannot be opened: there is no such file or folder\.$"):
        open_file(path.parent / "x.convas")


@for_people
def test_a_folder_that_takes_no_files(path):
    path.parent.chmod(0o555)
    try:
        with pytest.raises(FileError, match=r"^net.convas cannot be saved: you are not allowed to\.$"):
            save(path, NEW)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == to_bytes(OLD)


@for_people
def test_a_file_that_may_not_be_read(path):
    path.chmod(0)
    with pytest.raises(FileError, match=r"^net.convas cannot be opened: you are not allowed to\.$"):
        open_file(path)


def test_a_link_stays_a_link(path):
    link = path.with_name("link.convas")
    link.symlink_to(path.name)
    save(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == to_bytes(NEW)
    path.unlink()
    save(link, OLD)
    assert path.read_bytes() == to_bytes(OLD)


def test_what_is_no_plain_file_is_not_replaced(path):
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="pipe cannot be saved"):
        write_atomically(pipe, b"numbers")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666, 0o640])
def test_permissions_are_kept(path, mode):
    path.chmod(mode)
    save(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_permissions_that_people_chose(tmp_path):
    before = os.umask(0o027)
    try:
        save(tmp_path / "new.convas", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.convas").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "name",
    ["my net.convas", " ", "-o", "網路 🧠.convas", "a*b?[c].convas", "n" * 248 + ".convas", "é" * 120 + ".convas"],
)
def test_any_name_that_the_system_takes(tmp_path, name):
    for records in (OLD, NEW):
        save(tmp_path / name, records)
        assert open_file(tmp_path / name).design.snapshot() == records
    assert inside(tmp_path) == [name]


def test_a_name_that_the_system_does_not_take(tmp_path):
    with pytest.raises(FileError, match="its name is too long"):
        save(tmp_path / ("n" * 300), OLD)


def test_what_a_killed_process_left_is_cleared_away_later(path):
    fresh, stale, other = (
        path.with_name(f"{name}.saving") for name in (".net.convas.1", ".net.convas.2", ".b.convas.3")
    )
    for left in (fresh, stale, other):
        left.write_bytes(b"half")
        os.utime(left, (0, time.time() - (7200 if left is not fresh else 60)))
    save(path, NEW)
    assert inside(path.parent) == sorted([fresh.name, other.name, path.name])


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.convas"
    with path.open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(FileError, match=r"^huge.convas cannot be opened: it is larger than 256 MiB\.$"):
        open_file(path)
