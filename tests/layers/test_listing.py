"""The shipped list of kinds is that of the files, and what is looked up in it needs no other file."""

import json
import subprocess
import sys

from convas.layers import registry
from convas.resources import resource


def test_the_list_is_that_of_the_files():
    rows = json.loads(resource("layers.json").read_text("utf-8"))["layers"]
    told = "run: python packaging/list_layers.py"
    assert [registry.Listed(**row) for row in rows] == [registry.entry(kind) for kind in registry.kinds().values()], (
        told
    )


def test_searches_in_the_list_find_what_searches_in_the_files_find():
    for typed in ("", "conv", "c", "pool max", "batch", "nothing like it", "LSTM", "fc"):
        assert [one.kind for one in registry.look_up(typed)] == [kind.kind for kind in registry.search(typed)]


def test_every_listed_kind_is_loaded_by_its_name():
    for one in registry.listed():
        assert one.load() is registry.kinds()[one.kind]


def read_by(script):
    """The files of the catalogue that a script reads in a process of its own."""
    told = """
import sys
print(*(name.rpartition(".")[2] for name in sys.modules if name.startswith("convas.layers.catalogue.")))
"""
    done = subprocess.run([sys.executable, "-c", script + told], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_finding_one_kind_reads_its_file_and_what_it_is_made_of():
    found = read_by("from convas.layers import registry; registry.find('Dense'); registry.look_up('conv')")
    assert "dense" in found
    assert "attention" not in found
    assert "recurrent" not in found


def test_a_list_that_is_missing_or_damaged_is_done_without(tmp_path):
    for content in ("", "{", '{"layers": [{"kind": 1}]}', '{"layers": []}'):
        script = f"""
from pathlib import Path
import convas.layers.registry as registry
Path({str(tmp_path / "layers.json")!r}).write_text({content!r})
registry.resource = lambda name: Path({str(tmp_path)!r}) / name
assert registry.find("Dense") is registry.kinds()["Dense"]
assert len(registry.listed()) == len(registry.placed())
"""
        assert read_by(script)
