"""`convas render`, as a process without any display."""

import xml.etree.ElementTree as ET

import pytest

from cli.running import call, run, sentence
from convas.exchange.pictures import Wanted
from convas.resources import resource

CMYK = str(resource("examples", "cmyk-classifier.convas"))
RESNET = str(resource("examples", "resnet-50.convas"))


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF-"), ("png", b"\x89PNG")])
def test_a_picture_without_a_display(tmp_path, kind, start):
    out = tmp_path / f"drawing.{kind}"
    done = run("render", CMYK, "-o", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes().startswith(start)


def words(path):
    tree = ET.parse(path)  # noqa: S314 - it was written by this test
    return [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]


def test_a_selection_shows_what_was_chosen_and_no_more(tmp_path):
    out = tmp_path / "some.svg"
    done = run("render", CMYK, "-o", str(out), "--selection", "conv3", "conv5", "--theme", "dark", "--scale", "2")
    assert done.returncode == 0, done.stderr
    told = words(out)
    assert {"conv3", "conv5", "3,620", "same weights, counted once"} <= set(told)
    assert "conv4" not in told


def test_the_inside_of_a_block(tmp_path):
    out = tmp_path / "inside.svg"
    assert run("render", RESNET, "-o", str(out), "--block", "stage1b").returncode == 0
    assert "conv1" in words(out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "x.bmp"], "x.bmp has no ending that says what picture it is to be: .svg, .pdf or .png."),
        (["-o", "x.svg", "--scale", "400"], "a scale is from 0.02 to 16; 400 is not."),
        (["-o", "x.svg", "--scale", "nan"], "a scale is from 0.02 to 16; nan is not."),
        (["-o", "x.svg", "--selection", "conv9"], "there is no layer called conv9 in this drawing."),
        (["-o", "x.svg", "--block", "conv1"], "conv1 is no block, so there is nothing in it to be drawn."),
    ],
)
def test_wrong_calls_are_one_sentence(capsys, monkeypatch, tmp_path, arguments, told):
    monkeypatch.chdir(tmp_path)
    assert call("render", CMYK, *arguments) == 2
    assert sentence(capsys.readouterr().err) == told
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_read(capsys, tmp_path):
    assert call("render", tmp_path / "none.convas", "-o", tmp_path / "x.svg") == 2
    assert "none.convas" in sentence(capsys.readouterr().err)


def test_what_is_drawn_is_given_on(tmp_path):
    asked = []

    def draw(_, wanted):
        asked.append(wanted)
        return b"picture"

    out = tmp_path / "x.PNG"
    call("render", CMYK, "-o", out, "--transparent", "--theme", "dark", "--scale", "0.5", draw=draw)
    assert asked == [Wanted("png", "dark", 0.5, (), (), transparent=True)]
    assert out.read_bytes() == b"picture"
