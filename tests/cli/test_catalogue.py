"""`convas layers`: every kind with every setting."""

import json

from cli.running import call, run, sentence
from convas.layers import registry
from convas.layers.layer import settings_of


def test_every_kind_and_setting_is_listed(capsys):
    assert call("layers") == 0
    lines = capsys.readouterr().out.splitlines()
    for name, kind in registry.kinds().items():
        (at,) = [index for index, line in enumerate(lines) if line.split()[:1] == [name] and line[:3] == f"  {name[0]}"]
        assert kind.__doc__.splitlines()[0] in lines[at]
        fields = list(settings_of(kind))
        assert [line.split()[0] for line in lines[at + 1 : at + 1 + len(fields)]] == fields


def test_the_same_for_programs():
    done = run("layers", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    told = {kind["kind"]: kind for kind in json.loads(done.stdout)}
    assert list(told) == list(registry.kinds())
    for name, kind in registry.kinds().items():
        settings = told[name]["settings"]
        assert [setting["name"] for setting in settings] == list(settings_of(kind))
        assert all(setting["title"] and setting["description"] and setting["takes"] for setting in settings)
        assert kind(**{setting["name"]: setting["default"] for setting in settings}) == kind()


def test_choices_are_told():
    (padding,) = [
        setting
        for kind in json.loads(run("layers", "--format", "json").stdout)
        if kind["kind"] == "Conv2D"
        for setting in kind["settings"]
        if setting["name"] == "padding"
    ]
    assert padding["default"] == "valid"
    assert padding["options"] == ["valid", "same"]


def test_into_a_file(tmp_path, capsys):
    assert call("layers", "-o", tmp_path / "layers.txt") == 0
    assert "Conv2D" in (tmp_path / "layers.txt").read_text(encoding="utf-8")
    assert call("layers", "-o", tmp_path) == 2
    assert sentence(capsys.readouterr().err).endswith("cannot be written: it is a folder.")


def test_wrong_calls(capsys):
    for arguments in (["Conv2D", "Dense"], ["--wrong"], ["--format", "xlsx"]):
        assert call("layers", *arguments) == 2
        assert sentence(capsys.readouterr().err).endswith("; see convas layers --help")


def test_one_kind_by_its_name(capsys):
    assert call("layers", "conv2d") == 0
    told = capsys.readouterr().out
    assert "Filters" in told
    assert "Embedding" not in told
    assert call("layers", "\x1b[31mConv9D") == 2
    assert "did you mean Conv" in sentence(capsys.readouterr().err)
