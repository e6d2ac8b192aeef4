"""Damaged and hostile files: one sentence that names the place, at once, and never anything else."""

import json
import sys
from time import perf_counter

import pytest

from convas.files import read
from convas.files.errors import FileError
from convas.files.read import from_bytes
from convas.files.store import open_file
from convas.files.write import to_bytes
from convas.session import Session
from files.samples import SMALL, packed, raw


def refusal(data, name="net.convas") -> str:
    """The sentence with which a file is refused, after looking at its form."""
    began = perf_counter()
    with pytest.raises(FileError) as refused:
        from_bytes(data, name)
    assert perf_counter() - began < 2
    told = str(refused.value)
    assert told.startswith(f"{name} cannot be opened: ")
    assert told.endswith(".")
    assert "\n" not in told
    assert len(told) < 400
    return told


def changed(part, index=0, **fields):
    """The small file with some fields of one record changed."""
    data = raw()
    data[part][index].update(fields)
    return packed(data)


def with_more(part, *rows):
    data = raw()
    data[part] = [*data.get(part, []), *rows]
    return packed(data)


def node(key, name="x", kind="Dense", **more):
    return {"id": key, "name": name, "kind": kind, **more}


def test_the_small_file_is_fine():
    assert len(from_bytes(packed(raw())).snapshot()) == len(SMALL)


def test_a_file_cut_off_anywhere_is_refused():
    data = to_bytes(SMALL)
    for length in range(len(data.rstrip())):
        refusal(data[:length])


NOT_CONVAS = {
    "nothing": b"",
    "blanks": b" \n\t ",
    "binary": bytes(range(256)) * 40,
    "zeros": b"\0" * 5000,
    "an image": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "a zip": b"PK\x03\x04" + b"\0" * 100,
    "a word": b"convas",
    "a list": b"[]",
    "a text": b'"convas"',
    "null": b"null",
    "a number": b"1e999999",
    "another format": b'{"format": "onnx", "version": 1}',
    "no format": b'{"version": 1, "design": {"convention": "keras"}}',
    "utf-16": to_bytes(SMALL).decode().encode("utf-16"),
    "latin-1": to_bytes(SMALL).replace(b"why", b"w\xfcy"),
    "half a character": to_bytes(SMALL).replace(b"why", "ü".encode()[:1]),
    "a byte order mark": b"\xef\xbb\xbf" + to_bytes(SMALL),
    "two files": to_bytes(SMALL) * 2,
    "more behind": to_bytes(SMALL) + b"}",
    "half a surrogate": to_bytes(SMALL).replace(b"why", b"\\ud800"),
    "surrogates the wrong way round": to_bytes(SMALL).replace(b"why", b"\\udc00\\ud800"),
    "a line break in a text": to_bytes(SMALL).replace(b"why", b"w\ny"),
    "not a number": to_bytes(SMALL).replace(b"[656, 0]", b"[NaN, 0]"),
    "infinity": to_bytes(SMALL).replace(b"[656, 0]", b"[Infinity, 0]"),
    "a comma too many": to_bytes(SMALL).replace(b"[656, 0]", b"[656, 0,]"),
    "deep lists": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "deep inside": to_bytes(SMALL).replace(b'"why"', b"[" * 100_000 + b"]" * 100_000),
    "a huge number": to_bytes(SMALL).replace(b"656", b"9" * 100_000),
}


@pytest.mark.parametrize("data", NOT_CONVAS.values(), ids=NOT_CONVAS)
def test_what_is_no_convas_file(data):
    refusal(data)


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (2, "it was made by a newer Convas (format 2, this one knows 1). Install the newer Convas to open it."),
        (10**30, "newer Convas"),
        (0, "which version"),
        (-1, "which version"),
        (True, "which version"),
        (1.0, "which version"),
        ("1", "which version"),
        (None, "which version"),
    ],
)
def test_only_versions_that_are_known(version, told):
    assert told in refusal(packed({**raw(), "version": version, "nodes": "whatever"}))


def test_a_file_without_a_version():
    data = raw()
    del data["version"]
    assert "which version" in refusal(packed(data))


WRONG = {
    "id 0": (changed("nodes", id=0), "nodes, entry 1 ('input'), id"),
    "id negative": (changed("nodes", id=-5), "nodes, entry 1 ('input'), id"),
    "id true": (changed("nodes", id=True), "nodes, entry 1 ('input'), id"),
    "id text": (changed("nodes", id="1"), "nodes, entry 1 ('input'), id"),
    "id decimal": (changed("nodes", id=1.0), "nodes, entry 1 ('input'), id"),
    "id null": (changed("nodes", id=None), "nodes, entry 1 ('input'), id"),
    "id huge": (changed("nodes", id=10**40), "nodes, entry 1 ('input'), id"),
    "name empty": (changed("nodes", name=""), "nodes, entry 1 (''), name"),
    "name number": (changed("nodes", name=5), "nodes, entry 1, name"),
    "name long": (changed("nodes", name="x" * 101), "nodes, entry 1"),
    "name blank": (changed("nodes", name="  "), "at least one letter"),
    "name control": (changed("nodes", name="a\u0000b"), "control characters"),
    "name reversing": (changed("nodes", name="a\u202eb"), "control characters"),
    "kind missing": (with_more("nodes", {"id": 50, "name": "x"}), "nodes, entry 4 ('x'), kind"),
    "kind null": (changed("nodes", kind=None), "nodes, entry 1 ('input'), kind"),
    "kind control": (changed("nodes", kind="a\nb"), "nodes, entry 1 ('input')"),
    "settings list": (changed("nodes", settings=[]), "nodes, entry 1 ('input'), settings"),
    "units below 0": (changed("nodes", 1, settings={"units": -1}), "nodes, entry 2 ('dense_1'): Units"),
    "filters true": (changed("nodes", 1, settings={"units": True}), "nodes, entry 2 ('dense_1'): Units"),
    "filters text": (changed("nodes", 1, settings={"units": "4"}), "nodes, entry 2 ('dense_1'): Units"),
    "filters decimal": (changed("nodes", 1, settings={"units": 4.0}), "nodes, entry 2 ('dense_1'): Units"),
    "filters huge": (changed("nodes", 1, settings={"units": 10**40}), "nodes, entry 2 ('dense_1'): Units"),
    "place too far": (changed("nodes", at=[2**40, 0]), "nodes, entry 1 ('input'), at"),
    "place of three": (changed("nodes", at=[0, 0, 0]), "nodes, entry 1 ('input'), at"),
    "place decimal": (changed("nodes", at=[0.5, 0]), "nodes, entry 1 ('input'), at"),
    "frozen 1": (changed("nodes", frozen=1), "nodes, entry 1 ('input'), frozen"),
    "binding number": (changed("nodes", bindings={"units": 5}), "nodes, entry 1 ('input'), bindings"),
    "block missing": (changed("nodes", block=77), "block 77, which is not there"),
    "block a node": (changed("nodes", block=2), "block 2, which is not there"),
    "same id": (changed("nodes", 1, id=1), "two entries have the id 1"),
    "same id elsewhere": (changed("links", id=1), "two entries have the id 1"),
    "same name": (changed("nodes", 1, name="input"), "two layers are called 'input'"),
    "same name but blanks": (changed("nodes", 1, name=" input "), "two layers are called 'input'"),
    "link to nowhere": (changed("links", target=99), "link 3 leads to layer 99, which is not there"),
    "link from a link": (changed("links", 1, source=3), "link 5 leads to layer 3, which is not there"),
    "link without an end": (with_more("links", {"id": 50, "source": 1}), "links, entry 3, target"),
    "input negative": (changed("links", input=-1), "links, entry 1, input"),
    "input huge": (changed("links", input=10**9), "links, entry 1, input"),
    "taken input": (with_more("links", {"id": 50, "source": 1, "target": 4}), "that has a link already"),
    "loop of two": (changed("links", source=4), "loop at"),
    "loop of one": (changed("links", source=2), "loop at 'dense_1'"),
    "share of one": (changed("shares", first=2, second=2), "share 6 joins a layer with itself"),
    "share of one repetition": (
        changed("shares", first=2, second={"path": [[2, 0]]}),
        "share 6 joins a layer with itself",
    ),
    "share of kinds": (changed("shares", first=1, second=2), "which are of different kinds"),
    "share of nobody": (changed("shares", first=2, second=88), "share 6 names layer 88, which is not there"),
    "share without a path": (changed("shares", first={"path": []}), "a path is empty"),
    "share path text": (changed("shares", first={"path": "2"}), "shares, entry 1, first"),
    "share path step": (changed("shares", first={"path": [[2]]}), "shares, entry 1, first"),
    "share deep nobody": (changed("shares", first={"path": [2, 88]}), "share 6 names layer 88"),
    "share null": (changed("shares", first=None), "shares, entry 1, first"),
    "note number": (changed("notes", text=1), "notes, entry 1, text"),
    "note long": (changed("notes", text="x" * 100_001), "notes, entry 1, text"),
    "nodes object": (packed({**raw(), "nodes": {}}), "nodes: "),
    "nodes null": (packed({**raw(), "nodes": None}), "nodes: "),
    "nodes numbers": (packed({**raw(), "nodes": [1, 2]}), "nodes, entry 1: "),
    "links of links": (packed({**raw(), "links": [[]]}), "links, entry 1: "),
    "design missing": (packed({**raw(), "design": None}), "design: "),
    "design name": (packed({**raw(), "design": {"convention": "keras", "name": "\u0007"}}), "control characters"),
    "convention": (packed({**raw(), "design": {"convention": "jax"}}), "design, convention: "),
    "variable": (packed({**raw(), "variables": [{"id": 50, "name": "w", "value": 1.5}]}), "variables, entry 1 ('w')"),
    "argument": (
        packed({**raw(), "blocks": [{"id": 50, "name": "b", "arguments": {"w": "x"}}]}),
        "blocks, entry 1 ('b'), arguments",
    ),
}


@pytest.mark.parametrize(("data", "place"), WRONG.values(), ids=WRONG)
def test_the_sentence_names_the_place(data, place):
    assert place in refusal(data)


@pytest.mark.parametrize("text", [b"1e400", b"-1e400", b"9" * 5000, b"-" + b"9" * 4290, b"1" * 4300], ids=len)
def test_numbers_that_nothing_can_hold_are_refused_or_kept(text):
    for place in (b'"later": 5', b'"settings": {"later": 5}'):
        data = packed(raw()).replace(b'"kind": "Dense"', b'"kind": "Dense", ' + place.replace(b"5", text), 1)
        data = data.replace(b', "settings": {"units": 4}', b"", 1)
        if len(text) > 4300 or b"e" in text:
            assert "number" in refusal(data)
        else:
            assert text in to_bytes(from_bytes(data, "net.convas").snapshot())


def test_a_long_loop_and_a_long_chain_take_no_stack():
    count = sys.getrecursionlimit() * 5
    nodes = [node(index + 1, f"n{index}") for index in range(count)]
    links = [{"id": count + index + 1, "source": index + 1, "target": index + 2} for index in range(count - 1)]
    data = {**raw(), "nodes": nodes, "links": links, "shares": [], "notes": []}
    assert len(from_bytes(packed(data)).snapshot()) == 2 * count
    links.append({"id": 3 * count, "source": count, "target": 1})
    assert "loop at" in refusal(packed(data))


def test_a_name_in_a_message_is_cut_short():
    assert len(refusal(changed("nodes", name="n" * 100, id=0))) < 200


def test_files_that_are_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "LARGEST_FILE", 1000)
    path = tmp_path / "large.convas"
    path.write_bytes(to_bytes(SMALL) + b" " * 1000)
    with pytest.raises(FileError, match=r"large.convas cannot be opened: it is larger than"):
        open_file(path)
    monkeypatch.setattr(read, "MOST_RECORDS", 3)
    assert "more than 3 entries" in refusal(packed(raw()))


def test_what_is_kept_of_a_newer_version_cannot_overwrite_what_is_known():
    data = packed(raw()).replace(b'"id": 1,', b'"id": 1, "id": 1,')
    assert json.loads(to_bytes(from_bytes(data).snapshot())) == raw()


@pytest.mark.parametrize("name", ["2x", "a b", "max", "größe", "lambda", "x" * 33])
def test_a_variable_that_no_formula_could_name_is_refused(name):
    told = refusal(with_more("variables", {"id": 50, "name": name, "value": 1}))
    assert "a variable's name has letters a to z, digits and _" in told


def test_two_variables_of_one_name_are_refused():
    rows = [{"id": key, "name": "width", "value": key} for key in (50, 51)]
    assert refusal(with_more("variables", *rows)).endswith("two variables are called 'width'.")


@pytest.mark.parametrize("formula", ["a\nb", "a\u202eb", "\x00", "1 +\t1"])
def test_a_formula_with_hidden_characters_is_refused(formula):
    assert "line breaks or control characters" in refusal(changed("nodes", 1, bindings={"units": formula}))
    row = {"id": 50, "name": "width", "value": 1, "formula": formula}
    assert "line breaks or control characters" in refusal(with_more("variables", row))


@pytest.mark.parametrize(
    "formula",
    ["__import__('os').system('true')", "9 ** 9 ** 9 ** 9", "(" * 500, "-" * 1000, "1" * 1000, "{me}{#1}", "x" * 1000],
)
def test_a_hostile_formula_is_kept_and_is_a_problem_at_its_field(formula):
    began = perf_counter()
    session = Session(from_bytes(changed("nodes", 1, bindings={"units": formula})))
    (problem,) = session.analysis.problems(2)
    assert (problem.setting, problem.severity) == ("units", "error")
    assert session.analysis.told(2, problem).endswith(".")
    assert session.analysis.finding(2).trainable is None
    assert perf_counter() - began < 2
    assert from_bytes(to_bytes(session.design.snapshot())).node(2).bindings == (("units", formula),)


def test_very_many_variables_that_need_each_other_are_worked_out_at_once():
    rows = [{"id": 100 + i, "name": f"v{i}", "value": 0, "formula": f"v{i + 1} + v{i + 2}"} for i in range(50_000)]
    began = perf_counter()
    session = Session(from_bytes(with_more("variables", *rows)))
    assert len(session.analysis.environment.faults) == 50_000
    assert perf_counter() - began < 5
