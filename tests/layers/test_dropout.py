"""Dropping and noise: nothing is counted, but not every input is taken."""

import pytest

from convas import AlphaDropout, Dropout, FeatureAlphaDropout, GaussianNoise, SpatialDropout2D
from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import PYTORCH
from convas.values.spec import Spec
from layers.trial import problem_of, shape_of, tried


@pytest.mark.parametrize("rate", [-0.1, 1.5, None, "x"])
@pytest.mark.parametrize("name", ["Dropout", "AlphaDropout", "SpatialDropout1D", "GaussianDropout"])
def test_a_rate_is_a_share(name, rate):
    with pytest.raises(CallError):
        read_call("keras", Call(name, (rate,)))


def test_keras_must_be_told_the_rate_and_pytorch_need_not():
    assert read_call("pytorch", Call("Dropout")).rate == 0.5
    with pytest.raises(CallError, match="Dropout needs rate"):
        read_call("keras", Call("Dropout"))
    with pytest.raises(CallError, match="no argument p"):
        read_call("keras", Call("SpatialDropout2D", kwargs={"rate": 0.5, "p": 0.5}))


def test_channels_are_dropped_from_images():
    assert shape_of(SpatialDropout2D(), (8, 8, 3)) == (8, 8, 3)
    assert problem_of(SpatialDropout2D(), (3,)).summary == "needs 2 + 1 axes"


def test_pytorch_takes_other_axes_with_a_warning():
    (hint,) = tried(SpatialDropout2D(), (3, 4), convention="pytorch").problems
    assert (hint.severity, hint.summary) == ("hint", "drops along sequences")
    row = read_call("pytorch", Call("Dropout1d"))
    assert evaluate(row, (Spec((2, 3, 4, 5)),), PYTORCH).outputs == (None,)
    assert evaluate(row, (Spec((3, 4)),), PYTORCH).problems == ()


@pytest.mark.parametrize("layer", [SpatialDropout2D(), FeatureAlphaDropout()])
def test_a_single_axis_has_no_channels_to_train(layer):
    found = evaluate(layer, (Spec((3,)),), PYTORCH)
    assert found.outputs[0].axes == (3,)
    assert [(problem.severity, problem.summary) for problem in found.problems] == [("error", "needs channels")]


def test_a_random_choice_must_stretch_to_the_input():
    assert tried(Dropout(noise_shape=(None, 1, 4)), (9, 4)).problems == ()
    for layer in (Dropout(noise_shape=(None, 3)), AlphaDropout(noise_shape=(1, 1, 4))):
        (hint,) = tried(layer, (4,)).problems
        assert hint.summary == "choice does not fit"
    assert problem_of(Dropout(noise_shape=(None, 1)), (4,), convention="pytorch").setting == "noise_shape"


def test_noise_is_in_keras_only():
    assert tried(GaussianNoise(), (4,)).trainable == 0
    assert problem_of(GaussianNoise(), (4,), convention="pytorch").summary == "not in PyTorch"
