"""Softmax, PReLU and GLU: activations that look at axes."""

import pytest

from convas import GLU, PReLU, Softmax
from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import symbol
from convas.values.spec import Spec
from layers.trial import problem_of, shape_of, tried, weights_of


def torch(name, *args, **kwargs):
    return read_call("pytorch", Call(name, args, kwargs))


def test_prelu_has_one_slope_or_one_a_channel_in_pytorch():
    assert tried(torch("PReLU"), (16, 8, 8), convention="pytorch").trainable == 1
    assert weights_of(torch("PReLU", 16), (16, 8, 8), convention="pytorch") == {"weight": (16,)}
    problem = problem_of(torch("PReLU", 3), (4,), convention="pytorch")
    assert problem.message == "{me} has 3 slopes and {0} gives 4 channels. Use 1 slope, or one for each channel."
    assert [mend.label for mend in problem.mends] == ["Use 1 slope", "Use 4 slopes"]


def test_prelu_has_one_slope_a_place_in_keras_unless_axes_are_shared():
    assert explain(tried(PReLU(), (8, 8, 16)), KERAS).text == "8 × 8 × 16 = 1,024"
    assert explain(tried(PReLU(shared_axes=(1, 2)), (8, 8, 16)), KERAS).text == "1 × 1 × 16 = 16"
    assert problem_of(PReLU(shared_axes=(5,)), (8, 16)).summary == "no such axis"
    (odd,) = tried(PReLU(shared_axes=(-1,)), (4, 5)).problems
    assert odd.summary == "axes count from 1"
    assert problem_of(PReLU(), (symbol("T"), 4)).summary == "size not fixed"


def test_softmax_keeps_the_shape_along_an_axis_that_is_there():
    for name in ("Softmax", "LogSoftmax", "Softmin"):
        assert shape_of(torch(name, 1), (6, 4), convention="pytorch") == (6, 4)
        assert problem_of(torch(name, 3), (6, 4), convention="pytorch").summary == "no such axis"
        with pytest.raises(CallError):
            torch(name, (0, 1))


def test_an_axis_left_out_is_worth_a_hint():
    (hint,) = tried(torch("Softmax"), (6, 4), convention="pytorch").problems
    assert hint.message == "PyTorch then takes axis 0, and warns. Give the axis."


def test_several_axes_are_for_keras():
    both = Softmax(axis=(1, 2))
    assert shape_of(both, (6, 4)) == (6, 4)
    assert problem_of(both, (6, 4), convention="pytorch").summary == "not in PyTorch"
    assert problem_of(Softmax(function="softmin"), (6,)).message.startswith("Keras has no function softmin.")


def test_softmax2d_takes_images_only():
    for rank in range(1, 6):
        found = evaluate(torch("Softmax2d"), (Spec((2, 3, 4, 4, 4)[:rank]),), PYTORCH)
        assert (found.outputs[0] is not None) == (rank in (3, 4))


def test_glu_halves_an_even_axis():
    found = tried(GLU(), (8, 6))
    assert explain(found, KERAS).shape_lines() == ["6 / 2 = 3"]
    assert shape_of(torch("GLU", 1), (8, 6), convention="pytorch") == (4, 6)
    assert problem_of(GLU(), (8, 5)).message == "{me} halves an axis of 5, which is not even. Give it an even number."
    assert shape_of(GLU(), (symbol("T"), 6)) == (symbol("T"), 3)
