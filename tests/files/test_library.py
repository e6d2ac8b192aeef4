"""The user's own blocks: kept, used again, renamed, deleted; damaged files are skipped with a sentence."""

import pytest

from build import numbers
from convas import Dense, Refused, new
from convas.design.records import Block
from convas.edits.paste import paste
from convas.files.block_library import Library
from convas.files.errors import FileError
from convas.files.write import to_bytes
from files.samples import SMALL


def nested():
    net = new()
    with net.block("inner", units=4) as inner:
        inner.output(inner.add(Dense(), inner.input(), units="units"))
    with net.block("outer", units=4) as outer:
        outer.output(outer.use(inner, outer.input(), units="units"))
    net.use(outer, net.add(numbers(4)))
    return net, outer.id


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "data" / "blocks")


def test_a_block_is_kept_and_comes_back(library):
    net, outer = nested()
    item = library.save(net.design, outer, "My block", "It is mine.")
    assert [(one.title, one.note, one.own) for one in Library(library.folder).own()] == [
        ("My block", "It is mine.", True)
    ]
    there = new()
    edit, (use,) = paste(there.design, library.load(item))
    there.apply(edit)
    there.link(there.add(numbers(4)), use)
    assert [block.name for block in there.design.all(Block)] == ["inner", "My block"]
    assert there.totals.parameters == net.totals.parameters
    again, _ = paste(there.design, library.load(item))
    assert not any(isinstance(record, Block) for record in again.delta.added)


def test_names_are_unique_and_any_name_has_a_file(library):
    net, outer = nested()
    for name in ("a/b", "a-b", "..", "ünï 🧠", "x" * 100):
        library.save(net.design, outer, name)
    assert len(list(library.folder.iterdir())) == len(library.own()) == 5
    assert all(path.parent == library.folder for path in library.folder.iterdir())
    with pytest.raises(Refused, match="has a block called A/B already"):
        library.save(net.design, outer, "A/B")
    with pytest.raises(Refused, match="at least one letter"):
        library.save(net.design, outer, "  ")


def test_rename_and_delete(library):
    net, outer = nested()
    item = library.save(net.design, outer, "one")
    other = library.save(net.design, outer, "two")
    with pytest.raises(Refused, match="called two already"):
        library.rename(item, "two")
    item = library.rename(item, "three")
    assert [one.title for one in library.own()] == ["three", "two"]
    assert [node.name for node in library.load(item).design.nodes()] == ["three"]
    library.delete(other)
    library.delete(other)
    assert [one.title for one in library.own()] == ["three"]


def test_damaged_files_are_skipped_and_named(library):
    net, outer = nested()
    library.save(net.design, outer, "good")
    (library.folder / "bad.convas").write_bytes(b"{")
    (library.folder / "cut.convas").write_bytes((library.folder / "good.convas").read_bytes()[:200])
    (library.folder / "design.convas").write_bytes(to_bytes(SMALL))
    (library.folder / "folder.convas").mkdir()
    (library.folder / "notes.txt").write_text("not mine")
    assert [one.title for one in library.own()] == ["good"]
    assert [fault.split(" cannot be")[0] for fault in library.faults] == [
        "bad.convas", "cut.convas", "design.convas", "folder.convas",
    ]  # fmt: skip
    assert all(fault.endswith(".") for fault in library.faults)
    (library.folder / "bad.convas").unlink()
    library.own()
    assert len(library.faults) == 3


def test_without_a_folder_there_are_only_ready_made_blocks(tmp_path):
    net, outer = nested()
    library = Library()
    assert library.own() == []
    assert library.ready("keras")
    with pytest.raises(Refused):
        library.save(net.design, outer, "mine")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be saved"):
        Library(tmp_path / "file" / "blocks").save(net.design, outer, "mine")
