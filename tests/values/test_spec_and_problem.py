"""Tensors as values, and problems that name what is there today."""

from convas.values.problem import Mend, Problem, ShapeError
from convas.values.size import UNKNOWN, symbol
from convas.values.spec import ABSENT, BATCH, Spec

T = symbol("T")


def test_the_batch_is_not_shown_and_not_counted():
    spec = Spec((BATCH, 28, 28, 3))
    assert spec.visible == (28, 28, 3)
    assert (spec.rank, spec.volume, spec.memory) == (4, 2352, 4 * 2352)
    assert Spec((BATCH, 28), "int64").memory == 8 * 28
    assert Spec((BATCH,)).volume == 1


def test_open_and_unknown_axes():
    assert Spec((BATCH, T, 8)).volume == 8 * T
    assert Spec((BATCH, UNKNOWN, 8)).volume is UNKNOWN
    assert not Spec((BATCH, UNKNOWN)).known
    assert Spec((BATCH, T)).known


def test_equal_specs_are_interchangeable():
    assert Spec((BATCH, T + 1 - 1)) == Spec((BATCH, symbol("T")))
    assert len({Spec((BATCH, 3)), Spec((BATCH, 3)), Spec((BATCH, 3), "int8"), Spec((BATCH, 4))}) == 3
    assert Spec((BATCH, 3), "int8").having((BATCH, 9)) == Spec((BATCH, 9), "int8")
    assert Spec((BATCH, 3)) != ABSENT


def test_a_message_is_told_with_todays_names():
    problem = Problem("two inputs", "{me} takes {0} and {1}, and #{#12} braces {these} stay {}.")
    names = {"me": "add", "0": "conv1", "1": "{0}", "#12": "late"}
    assert problem.told(names.__getitem__) == "add takes conv1 and {0}, and #late braces {these} stay {}."


def test_a_shape_error_carries_its_problem():
    mend = Mend("Set padding to same", settings=(("padding", "same"),))
    problem = ShapeError("too large", "{me} is too large.", "kernel_size", mend).problem
    assert (problem.severity, problem.setting, problem.mends) == ("error", "kernel_size", (mend,))
