"""`convas` and `convas FILE`: a window, or one sentence that says why there is none."""

import pytest

from cli.running import SPARED, call, run, sentence
from convas.resources import resource
from convas.version import __version__

EXERCISE = str(resource("examples", "cmyk-classifier.convas"))


@pytest.fixture
def shown(monkeypatch):
    """The files that a window was asked to show, on a machine that can show one."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    files = []
    return files, lambda file: files.append(file) or 0


def test_the_window_is_opened_with_the_file_that_is_named(shown):
    files, show = shown
    assert call(show=show) == 0
    assert call(EXERCISE, show=show) == 0
    assert files == [None, EXERCISE]


@pytest.mark.parametrize("arguments", [[], [EXERCISE]])
def test_without_a_display_one_sentence_says_what_to_do(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    told = sentence(done.stderr)
    assert told.startswith("there is no display to show a window on.")
    assert "convas count FILE" in told


def test_a_display_that_does_not_answer():
    done = run(DISPLAY=":4711")
    assert (done.returncode, done.stdout) == (2, "")
    assert "display" in sentence(done.stderr) or "sudo apt install" in sentence(done.stderr)


def test_no_display_is_noticed_before_anything_is_opened(monkeypatch, capsys):
    for name in SPARED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert call(EXERCISE) == 2
    assert sentence(capsys.readouterr().err)


def test_a_part_that_is_missing_is_named(shown, capsys):
    def show(_):
        raise ImportError("libEGL.so.1: cannot open shared object file")

    assert call(show=show) == 2
    assert "libEGL.so.1" in sentence(capsys.readouterr().err)


@pytest.mark.parametrize("name", ["nowhere.convas", "cuont", "n" * 300, "\x1b[31mred"])
def test_a_file_that_is_not_there_may_be_a_command_mistyped(shown, capsys, name):
    assert call(name) == 2
    assert sentence(capsys.readouterr().err).endswith("convas --help lists the commands.")


@pytest.mark.parametrize("arguments", [["a", "b"], ["--wrong"], [EXERCISE, "--format", "csv"]])
def test_wrong_calls(shown, capsys, arguments):
    assert call(*arguments) == 2
    assert sentence(capsys.readouterr().err).endswith("; see convas --help")


def test_the_version_and_the_help_need_nothing():
    assert run("--version").stdout == f"Convas {__version__}\n"
    done = run("--help")
    assert done.returncode == 0
    assert "convas count" in done.stdout
    assert "convas layers" in done.stdout


def test_stopping_it_by_hand_is_quiet(shown, capsys):
    def show(_):
        raise KeyboardInterrupt

    assert call(show=show) == 130
    assert capsys.readouterr() == ("", "")
