"""`convas make-exercise`: questions, solutions and designs, the same for the same number."""

import pytest

from cli.running import run
from convas.study.exercises.making import make


def test_a_question_and_its_solution():
    done = run("make-exercise", "--difficulty", "medium", "--seed", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Exercise 3 (medium)\n\n{make('medium', 3).question}"
    solved = run("make-exercise", "--difficulty", "medium", "--seed", "3", "--solution")
    assert solved.stdout.endswith(make("medium", 3).sheet)


def test_without_a_number_each_is_another():
    assert len({run("make-exercise").stdout for _ in range(3)}) > 1


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_several_go_to_a_file(tmp_path, form):
    out = tmp_path / f"exercises.{form}"
    done = run("make-exercise", "--seed", "1", "--count", "3", "--solution", "--format", form, "-o", str(out))
    assert (done.returncode, done.stdout) == (0, "")
    told = out.read_text("utf-8")
    assert [told.count(f"Exercise {seed}") > 0 for seed in (1, 2, 3)] == [True] * 3


def test_its_own_solution_is_a_right_answer_to_its_own_design(tmp_path):
    design, sheet = tmp_path / "exercise.convas", tmp_path / "sheet.txt"
    assert run("make-exercise", "--difficulty", "medium", "--seed", "9", "--design", str(design)).returncode == 0
    sheet.write_text(make("medium", 9).sheet, "utf-8")
    assert run("check-answer", str(design), str(sheet)).returncode == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--difficulty", "brutal"],
        ["--seed", "-1"],
        ["--seed", "x"],
        ["--count", "0"],
        ["--count", "2", "--design", "x.convas"],
        ["-o", "/nowhere/at/all.txt"],
    ],
)
def test_wrong_calls_are_one_line(wrong):
    done = run("make-exercise", *wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
