"""Exercises: networks that hold, questions that say all that counts, and solutions that are right."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.design.records import Node
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.layers.layer import settings_of
from convas.layers.validation import SettingError, changed
from convas.study.answers.marking import mark
from convas.study.exercises.documents import document
from convas.study.exercises.making import make
from convas.study.exercises.recipes import DIFFICULTIES
from convas.study.exercises.wording import question
from convas.values import text
from convas.values.size import value_of

difficulties = st.sampled_from(DIFFICULTIES)
seeds = st.integers(0, 100_000)


def settled(design):
    analysis = Analysis(design)
    analysis.settle()
    return analysis


def asked(exercise, design):
    """What the question asks for, counted anew."""
    totals = settled(design).totals
    return value_of(totals.trainable if exercise.basis == "trainable" else totals.parameters)


@given(difficulties, seeds)
def test_a_network_has_no_problem_and_counts_the_same_from_its_file(difficulty, seed):
    exercise = make(difficulty, seed)
    again = from_bytes(to_bytes(exercise.design.snapshot()), "x.convas")
    analysis = settled(again)
    assert not any(analysis.problems(key) for key in analysis.ordered())
    assert analysis.totals.complete
    assert asked(exercise, again) == exercise.total
    assert len(list(again.all(Node))) <= 14


@given(difficulties, seeds)
def test_the_same_number_gives_the_same_exercise(difficulty, seed):
    one, other = make(difficulty, seed), make(difficulty, seed)
    assert (one.question, one.sheet) == (other.question, other.sheet)
    assert to_bytes(one.design.snapshot()) == to_bytes(other.design.snapshot())


@given(difficulties, seeds)
def test_the_solution_is_marked_all_right(difficulty, seed):
    exercise = make(difficulty, seed)
    marking = mark(exercise.design, exercise.sheet, basis=exercise.basis)
    assert marking.right
    assert marking.total.right == exercise.total
    assert exercise.sum.endswith(text.count(exercise.total))


@given(difficulties, seeds)
def test_the_question_tells_every_setting_that_the_count_depends_on(difficulty, seed):
    """Another setting that gives another count gives another question."""
    exercise = make(difficulty, seed)
    ways = []
    for node in exercise.design.all(Node):
        for name, value in vars(node.layer).items():
            if settings_of(type(node.layer))[name].rare:
                continue  # what no exercise sets, and nobody thinks of
            other = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else None
            if value in ("same", "valid"):
                other = "valid" if value == "same" else "same"
            if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
                other = tuple(part + 1 for part in value)
            if other is not None:
                ways.append((node, name, other))
    for way in ways:
        check_told(exercise, *way)


def check_told(exercise, node, name, other):
    """If that setting makes another count, the question is another one."""
    try:
        layer = changed(node.layer, **{name: other})
    except SettingError:
        return
    records = [replace(one, layer=layer) if one == node else one for one in exercise.design.snapshot()]
    design = Design(records)
    if not settled(design).totals.complete or asked(exercise, design) == exercise.total:
        return
    listed = exercise.difficulty != "easy"
    dice = [Random(1), Random(1)]  # noqa: S311 - the same wording for both
    both = zip((exercise.design, design), dice, strict=True)
    said = [question(one, settled(one), die, exercise.basis, listed=listed) for one, die in both]
    assert said[0] != said[1], (node.name, name)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_questions_are_of_many_kinds(difficulty):
    made = [make(difficulty, seed) for seed in range(40)]
    assert len({one.question for one in made}) == 40
    kinds = {node.layer.kind for one in made for node in one.design.all(Node)}
    wanted = {
        "easy": {"Conv2D", "Dense", "Flatten"},
        "medium": {"MaxPooling2D", "BatchNormalization", "Conv2D"},
        "hard": {"Add", "Concatenate", "DepthwiseConv2D", "Embedding", "LSTM", "GRU", "BatchNormalization"},
    }[difficulty]
    assert wanted <= kinds
    if difficulty == "medium":
        assert any("use the same weights" in one.question for one in made)
    if difficulty == "hard":
        assert any("frozen" in one.question for one in made)


def test_documents_have_the_questions_first_and_the_solutions_after_them():
    made = [make("medium", seed) for seed in (3, 4)]
    told = document(made, "text", solutions=True)
    assert told.index(made[1].question) < told.index(made[0].sheet)
    assert made[0].sheet not in document(made, "text", solutions=False)
    assert "| **Total** |" in document(made, "markdown", solutions=True)
    page = document(made, "html", solutions=True)
    assert page.count("<ol>") == 2
    assert page.count("<table>") == 2
