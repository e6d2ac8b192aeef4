"""`kill -9` at any moment of a save: the file is the old one or the new one, whole, and opens."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from build import line, numbers
from convas import Dense
from convas.files.store import open_file, save
from convas.files.write import to_bytes

OLD, NEW = (line(numbers(8), Dense(units=8), times, name=f"{times} layers") for times in (300, 900))

SAVES = """
import os, signal, sys
from pathlib import Path
from convas.files import store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def before_the_write():
    os.open = die

def in_its_middle():
    class Half:
        def __init__(self, handle, mode): self.handle = handle
        def __enter__(self): return self
        def __exit__(self, *_): pass
        def write(self, data): os.write(self.handle, data[:len(data) // 2]), os.fsync(self.handle), die()
    os.fdopen = Half

def after_the_write():
    os.fsync = die

def before_the_replacement():
    os.replace = die

def after_the_replacement():
    replace = os.replace
    os.replace = lambda *paths: (replace(*paths), die())

path, new, moment = sys.argv[1:]
records = store.open_file(Path(new)).design.snapshot()
globals()[moment]()
store.save(Path(path), records)
"""

SAVES_FOR_EVER = """
import os, sys
from pathlib import Path
from convas.files.store import write_atomically
path, *both = map(Path, sys.argv[1:])
both = [one.read_bytes() for one in both]
for _ in sys.stdin:
    child = os.fork()
    while not child:
        for one in both:
            write_atomically(path, one)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


@pytest.fixture
def path(tmp_path):
    for name, records in (("net", OLD), ("old", OLD), ("new", NEW)):
        save(tmp_path / f"{name}.convas", records)
    return tmp_path / "net.convas"


def left(path):
    return [file for file in path.parent.iterdir() if file.name not in ("net.convas", "old.convas", "new.convas")]


@pytest.mark.parametrize(
    ("moment", "wanted", "leaves"),
    [
        ("before_the_write", OLD, None),
        ("in_its_middle", OLD, len(to_bytes(NEW)) // 2),
        ("after_the_write", OLD, len(to_bytes(NEW))),
        ("before_the_replacement", OLD, len(to_bytes(NEW))),
        ("after_the_replacement", NEW, None),
    ],
)
def test_killed_at_the_worst_moments(path, moment, wanted, leaves):
    ended = subprocess.run([sys.executable, "-c", SAVES, path, path.with_name("new.convas"), moment], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_bytes() == to_bytes(wanted)
    assert len(open_file(path).design.snapshot()) == len(wanted)
    assert [file.stat().st_size for file in left(path)] == ([] if leaves is None else [leaves])
    save(path, OLD)
    assert path.read_bytes() == to_bytes(OLD)


def test_killed_at_random_moments(path):
    files = [path, path.with_name("old.convas"), path.with_name("new.convas")]
    both = {file.read_bytes() for file in files[1:]}
    seen = set()
    chance = random.Random(2)  # noqa: S311
    command = [sys.executable, "-c", SAVES_FOR_EVER, *files]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as saver:
        for _ in range(40):
            print("again", file=saver.stdin, flush=True)
            child = int(saver.stdout.readline())
            time.sleep(chance.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            assert saver.stdout.readline() == "gone\n"
            assert path.read_bytes() in both
            assert open_file(path).design.header.name
            seen.add(path.read_bytes())
        saver.stdin.close()
    assert seen == both, "the saves never got so far"
    assert left(path), "no save was cut short"
