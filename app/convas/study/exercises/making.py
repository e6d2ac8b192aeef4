"""Making an exercise: a random network of a chosen difficulty as a question, with the sheet of its solution."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from convas.analysis.analysis import Analysis
from convas.analysis.explain import explain
from convas.analysis.report import Row, rows, working
from convas.design.design import Design
from convas.study.answers.subject import Basis
from convas.study.exercises.recipes import RECIPES, Difficulty
from convas.study.exercises.wording import question
from convas.values import text
from convas.values.reading import equation
from convas.values.size import value_of

LARGEST_SEED: Final = 999_999_999
_MOST_TRIES: Final = 200


@dataclass(frozen=True, slots=True)
class Exercise:
    """A question with its solution: the design, a line for each layer that counts, and how they add up.

    The same difficulty and number always give the same exercise. `basis` is what is asked for.
    """

    difficulty: Difficulty
    seed: int
    design: Design
    basis: Basis
    question: str
    solution: tuple[tuple[str, str], ...]
    total: int
    sum: str

    @property
    def title(self) -> str:
        return f"Exercise {self.seed} ({self.difficulty})"

    @property
    def sheet(self) -> str:
        """The solution as lines of text."""
        lines = [f"{name}: {calculation}" for name, calculation in self.solution]
        return "\n".join([*lines, f"Total: {self.sum}"]) + "\n"


def make(difficulty: Difficulty, seed: int) -> Exercise:
    """The exercise of that difficulty and number."""
    for attempt in range(_MOST_TRIES):
        dice = Random(f"{difficulty} {seed} {attempt}")  # noqa: S311 - a draw, not a secret
        design = RECIPES[difficulty](dice).finished()
        analysis = Analysis(design)
        analysis.settle()
        if analysis.totals.complete and not any(analysis.problems(key) for key in analysis.ordered()):
            return _exercise(difficulty, seed, design, analysis, dice)
    raise AssertionError(f"no {difficulty} network came of {seed}")


def _exercise(difficulty: Difficulty, seed: int, design: Design, analysis: Analysis, dice: Random) -> Exercise:
    basis: Basis = "trainable" if any(node.frozen for node in design.nodes()) else "parameters"
    counted = [row for row in rows(design, analysis) if row.alone]
    sizes = [value_of((row.trainable if basis == "trainable" else row.parameters) or 0) or 0 for row in counted]
    shown = [text.count(size) for size in sizes if size]
    total = sum(sizes)
    return Exercise(
        difficulty,
        seed,
        design,
        basis,
        question(design, analysis, dice, basis, listed=difficulty != "easy"),
        tuple((row.name, _solved(design, row, basis)) for row in counted),
        total,
        f"{' + '.join(shown)} = {text.count(total)}" if len(shown) > 1 else text.count(total),
    )


def _solved(design: Design, row: Row, basis: Basis) -> str:
    """How a layer is counted; of what is trained only, where that is asked for."""
    if basis == "parameters" or row.branch is None:
        return working(design, row)
    if row.branch.node.frozen:
        return "0, its weights are frozen"
    finding = row.branch.finding
    state = [weight.name for weight in finding.weights or () if weight.state]
    told = explain(finding, design.rules) if state else None
    own = None if told is None else told.own(state)
    return working(design, row) if own is None else equation(own)
