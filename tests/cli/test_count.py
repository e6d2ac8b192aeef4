"""`convas count`: what it says, where it says it, and the exit status; never a trace-back."""

import json
import os
import subprocess
import sys

import pytest

from build import chain, exercise, numbers
from cli.running import call, run, sentence
from convas import Dense, Embedding, Flatten
from convas.files.write import to_bytes
from convas.resources import resource
from files.samples import SMALL, packed, raw

EXERCISE = resource("examples", "cmyk-classifier.convas")


@pytest.fixture
def broken(tmp_path):
    """A design that can only be counted in part."""
    net = chain(numbers(8), Dense(units=4))
    net.add(Dense(), name="lost")
    net.save(tmp_path / "broken.convas")
    return tmp_path / "broken.convas"


def test_the_exercise_as_people_count_it():
    done = run("count", EXERCISE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "8,651,940 parameters (8,655,560 if not shared)" in done.stdout
    assert "(3 × 3 × 20 + 1) × 20 = 3,620, counted once at conv3" in done.stdout


def test_problems_are_told_and_all_that_can_be_counted_is(broken, capsys):
    assert call("count", broken) == 1
    told = capsys.readouterr()
    assert "at least 36 parameters" in told.out
    assert "Problem at lost: lost has no input yet. Drag a link to it." in told.out
    assert told.err == ""


def test_a_table_of_cells_keeps_problems_on_the_other_stream(broken, capsys):
    assert call("count", broken, "--format", "csv") == 1
    told = capsys.readouterr()
    assert "Problem" not in told.out
    assert told.err == "lost: lost has no input yet. Drag a link to it.\n"


def test_a_hint_is_no_problem(tmp_path, capsys):
    chain(numbers(20), Embedding()).save(tmp_path / "hint.convas")
    assert call("count", tmp_path / "hint.convas") == 0
    assert "Note on embedding_1: " in capsys.readouterr().out


def test_what_a_newer_convas_added_is_a_problem_of_the_count(tmp_path, capsys):
    path = tmp_path / "later.convas"
    path.write_bytes(packed({**raw(), "sweeps": []}))
    assert call("count", path) == 1
    assert "at least 52 parameters" in capsys.readouterr().out


@pytest.mark.parametrize("format", ["table", "csv", "json", "markdown"])
def test_a_file_gets_what_the_terminal_would(tmp_path, capsys, format):
    assert call("count", EXERCISE, "--format", format) == 0
    shown = capsys.readouterr().out
    out = tmp_path / "out"
    out.write_text("before")
    assert call("count", EXERCISE, "--format", format, "-o", out) == 0
    assert capsys.readouterr().out == ""
    assert out.read_text(encoding="utf-8") == shown
    assert list(tmp_path.iterdir()) == [out]


def test_a_minus_is_the_terminal(capsys):
    assert call("count", EXERCISE, "-o", "-", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["totals"]["parameters"] == 8_651_940


def test_the_old_report_stays_where_a_new_one_cannot_be_written(tmp_path, capsys, monkeypatch):
    out = tmp_path / "out.csv"
    out.write_text("before")
    monkeypatch.setattr(os, "replace", lambda *_: (tmp_path / "nothing").stat())
    assert call("count", EXERCISE, "-o", out) == 2
    assert sentence(capsys.readouterr().err).startswith("out.csv cannot be saved: ")
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("out", ["", ".", "nowhere/out.csv", "n" * 300])
def test_places_that_no_report_can_be_written_to(tmp_path, capsys, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    assert call("count", EXERCISE, "-o", out) == 2
    told = capsys.readouterr()
    assert sentence(told.err)
    assert told.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_design_itself_is_not_overwritten_by_its_report(broken, capsys):
    before = broken.read_bytes()
    assert call("count", broken, "-o", broken) == 2
    assert sentence(capsys.readouterr().err)
    assert broken.read_bytes() == before


HOSTILE = {
    "empty": b"",
    "no JSON": b"\x89PNG\r\n\x1a\n",
    "half": to_bytes(SMALL)[:200],
    "newer": to_bytes(SMALL).replace(b'"version": 1', b'"version": 2'),
    "deep": b"[" * 100_000,
    "not text": to_bytes(SMALL).replace(b"input", b"\xff\xfe"),
    "a loop": packed({**raw(), "links": [{"id": 9, "source": 2, "target": 2}]}),
    "an escape": packed(raw()).replace(b'"input"', b'"\\u001b[31m"'),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_files_that_cannot_be_read(tmp_path, capsys, data):
    path = tmp_path / "bad.convas"
    path.write_bytes(data)
    assert call("count", path) == 2
    told = capsys.readouterr()
    assert sentence(told.err).startswith("bad.convas cannot be opened: ")
    assert told.out == ""


@pytest.mark.parametrize("path", ["nowhere.convas", ".", "", "a/b/c", "n" * 300, "\x1b[31mred.convas", "\udcff.convas"])
def test_files_that_are_not_there(capsys, path):
    assert call("count", path) == 2
    assert "cannot be opened: " in sentence(capsys.readouterr().err)


@pytest.mark.parametrize(
    "arguments",
    [[], ["a", "b"], ["a", "--format", "xml"], ["a", "--format"], ["--wrong"], ["a", "-o"], ["\x1b[31m", "b"]],
)
def test_wrong_calls_say_where_help_is(capsys, arguments):
    assert call("count", *arguments) == 2
    told = capsys.readouterr()
    assert sentence(told.err).endswith("; see convas count --help")
    assert told.out == ""


def test_no_name_in_a_file_drives_the_terminal(tmp_path, capsys):
    data = raw()
    data["shares"][0]["first"]["weight"] = "\x1b]0;mine\x07"
    path = tmp_path / "net.convas"
    path.write_bytes(packed(data))
    assert call("count", path) in (1, 2)
    told = capsys.readouterr()
    assert all(letter.isprintable() or letter == "\n" for letter in told.out + told.err)


def test_an_error_is_a_sentence_for_people_too():
    done = run("count", "nowhere.convas")
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence(done.stderr) == "nowhere.convas cannot be opened: there is no such file or folder."


def test_a_reader_that_has_seen_enough(tmp_path):
    net = chain(numbers(8), *[Flatten()] * 1500)
    net.save(tmp_path / "long.convas")
    command = [sys.executable, "-m", "convas", "count", tmp_path / "long.convas"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as counting:
        assert counting.stdout.readline() == "Untitled, counted as Keras\n"
        counting.stdout.close()
        assert counting.stderr.read() == ""
    assert counting.returncode in (0, 141)


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_an_output_that_takes_nothing(redirection):
    line = f'"$0" -m convas count "$1" {redirection}'
    done = subprocess.run(["sh", "-c", line, sys.executable, EXERCISE], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert sentence(done.stderr)


@pytest.mark.parametrize("format", ["table", "csv", "json", "markdown"])
def test_a_terminal_that_knows_ascii_only(tmp_path, format):
    net = exercise()
    net.rename(2, "Faltung ü 層")
    net.save(tmp_path / "net.convas")
    done = run("count", tmp_path / "net.convas", "--format", format, LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Faltung ? ?" in done.stdout
