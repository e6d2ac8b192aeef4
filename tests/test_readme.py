"""What the README promises is so: its snippet runs, its commands work, its links lead somewhere."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import convas
from cli.running import call, run
from convas.exchange.help_pages import exactness
from convas.layers import registry
from convas.resources import resource

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"^```{kind}[ \t]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_first_thing_to_see_is_the_window():
    assert re.match(r"# Convas\n\n!\[[^\]]{20,}\]\(resources/screenshots/[\w-]+\.png\)\n", README)


def test_two_blocks_do_everything():
    install, check, *_ = blocks("sh")
    assert install.splitlines()[-1].endswith("convas resources/examples/cmyk-classifier.convas")
    assert check.splitlines()[-1].endswith("python -m pytest -n auto")
    for block in (install, check):
        assert block.startswith("python3 -m venv .venv\n.venv/bin/pip install -q -c packaging/constraints.txt ")


def test_the_snippet_runs_as_it_stands(tmp_path):
    (snippet,) = blocks("python")
    assert len(snippet.strip().splitlines()) <= 10
    done = subprocess.run([sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "8,651,940 (3 × 3 × 20 + 1) × 20 = 3,620\n"
    assert convas.open(tmp_path / "exercise.convas").totals.if_not_shared == 8_655_560
    assert len(list(tmp_path.iterdir())) == 1


def test_the_commands_without_a_window_work(tmp_path, monkeypatch, capsys):
    for folder in ("examples", "answers"):
        shutil.copytree(resource(folder), tmp_path / "resources" / folder)
    monkeypatch.chdir(tmp_path)
    lines = [shlex.split(line, comments=True) for line in blocks("sh")[2].splitlines()]
    assert [line[1] for line in lines] == [
        "count",
        "count",
        "count",
        "render",
        "check-answer",
        "make-exercise",
        "layers",
        "layers",
    ]
    for _, *arguments in lines:
        if arguments[0] == "render":
            assert run(*arguments).returncode == 0
        else:
            assert call(*arguments) == (1 if arguments[0] == "check-answer" else 0)
    assert (tmp_path / "u-net.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert (tmp_path / "lenet.csv").read_text().splitlines()[-1].startswith("Total,,,,61706,")
    assert "8,651,940" in capsys.readouterr().out


def test_its_figures_are_what_was_counted():
    types = [answers["types"] for answers in exactness().values()]
    assert f"{len(registry.placed())} kinds of layer" in README
    assert f"{sum(sum(known.values()) for known in types):,} records" in README


@pytest.mark.parametrize("number", ["8,651,940", "8,655,560", "7,271,940", "(3 × 3 × 20 + 1) × 20 = 3,620"])
def test_the_exercise_is_counted_in_the_text(number):
    assert number in README


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_and_pictures_lead_somewhere(name):
    told = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)", told)
    named = re.findall(r"`((?:resources|packaging|tests|app|\.ci)/[\w./-]+)`", told)
    near = [link for link in links if not re.match(r"\w+:", link)] + named
    assert [path for path in near if not (ROOT / path).exists()] == []
    assert all(link.startswith("https://") for link in links if re.match(r"\w+:", link))


def test_the_licence_is_there():
    assert (ROOT / "LICENSE").read_text().startswith("MIT")
