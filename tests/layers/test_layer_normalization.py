"""Normalisation of each example: which places hold numbers, in whose order."""

import pytest

from convas import LayerNormalization, RMSNormalization, UnitNormalization
from convas.analysis.explain import explain
from convas.exchange.calls import read_call
from convas.values.call import Call
from convas.values.convention import KERAS
from layers.trial import problem_of, shape_of, tried, weights_of


def torch(name, *args, **kwargs):
    return read_call("pytorch", Call(name, args, kwargs))


def test_layer_norm_over_a_whole_image():
    layer = torch("LayerNorm", [8, 4, 4])
    assert tried(layer, (8, 4, 4), convention="pytorch").trainable == 256
    assert explain(tried(LayerNormalization(axis=(1, 2, 3)), (8, 4, 4)), KERAS).text == "2 × 8 × 4 × 4 = 256"


def test_the_shape_that_pytorch_names_is_expected():
    assert problem_of(torch("LayerNorm", 5), (4,), convention="pytorch").message == (
        "{me} expects to normalise 5, and its axes are 4. Change the layer before it, or clear the expected shape."
    )
    assert tried(torch("LayerNorm", []), (4,), convention="pytorch").trainable is None
    assert torch("LayerNorm", 5, elementwise_affine=False, bias=True).center is False


def test_keras_sorts_axes_as_they_are_written():
    assert weights_of(LayerNormalization(axis=(2, 1)), (5, 6))["gamma"] == (5, 6)
    assert weights_of(LayerNormalization(axis=(1, -1)), (4, 5, 6))["gamma"] == (6, 4)
    assert problem_of(LayerNormalization(axis=(1, -2)), (4, 5)).summary == "one axis twice"


def test_dividing_only_shifts_nothing():
    layer = LayerNormalization(rms_scaling=True, scale=False)
    assert weights_of(layer, (4, 5)) == {"gamma": (5,)}
    assert problem_of(layer, (4, 5), convention="pytorch").message.endswith("Use RMS normalisation.")


def test_rms_norm_has_one_number_a_place():
    assert weights_of(RMSNormalization(), (5, 16)) == {"scale": (16,)}
    assert weights_of(torch("RMSNorm", [5, 16]), (5, 16), convention="pytorch") == {"weight": (5, 16)}
    assert tried(torch("RMSNorm", 16, elementwise_affine=False), (5, 16), convention="pytorch").trainable == 0
    assert problem_of(RMSNormalization(scale=False), (5, 16)).setting == "scale"


def test_keras_lays_the_scale_of_rms_along_the_last_axes():
    assert problem_of(RMSNormalization(axis=(1,)), (6, 7)).summary == "scale does not fit"
    assert shape_of(RMSNormalization(axis=(1,)), (6, 1)) == (6, 6)
    (hint,) = tried(RMSNormalization(axis=(1,)), (6, 6)).problems
    assert (hint.severity, hint.summary) == ("hint", "scales the last axes")


@pytest.mark.parametrize(("axis", "fits"), [(-1, True), ((1, 2), True), ((1, 1), False), (5, False), ((), True)])
def test_unit_length_over_any_axes(axis, fits):
    assert (shape_of(UnitNormalization(axis=axis), (4, 5)) == (4, 5)) == fits
