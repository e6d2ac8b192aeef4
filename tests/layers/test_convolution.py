"""Convolutions: shapes, arrays and what does not go, in both conventions."""

import pytest

from convas import Conv1D, Conv2D, Conv3D
from convas.values.operations import Included
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, shape_of, tried, weights_of

T = symbol("T")


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (Conv2D(filters=20), (120, 120, 4), (118, 118, 20)),
        (Conv2D(filters=20, padding="same"), (120, 120, 4), (120, 120, 20)),
        (Conv2D(filters=8, padding="same", strides=2), (23, 24, 3), (12, 12, 8)),
        (Conv2D(filters=8, kernel_size=(1, 5)), (10, 10, 3), (10, 6, 8)),
        (Conv2D(filters=8, dilation=2), (10, 10, 3), (6, 6, 8)),
        (Conv2D(filters=8, data_format="channels_first"), (3, 10, 12), (8, 8, 10)),
        (Conv1D(filters=8, padding="causal", dilation=4), (10, 3), (10, 8)),
        (Conv3D(filters=8), (10, 11, 12, 3), (8, 9, 10, 8)),
        (Conv1D(filters=8), (T, 3), (T - 2, 8)),
        (Conv1D(filters=8), (UNKNOWN, 3), (UNKNOWN, 8)),
        (Conv1D(filters=8, padding="same"), (T, 3), (T, 8)),
    ],
)
def test_shapes_in_keras(layer, given, made):
    assert shape_of(layer, given) == made


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (Conv2D(filters=20), (4, 120, 120), (20, 118, 118)),
        (Conv2D(filters=20, padding=1), (4, 120, 120), (20, 120, 120)),
        (Conv2D(filters=8, padding=(0, 2), strides=2), (3, 23, 24), (8, 11, 13)),
        (Conv2D(filters=8, padding="same", dilation=2), (3, 9, 9), (8, 9, 9)),
        (Conv2D(filters=8, dilation=2, strides=2), (3, 9, 9), (8, 3, 3)),
        (Conv1D(filters=8), (3, T), (8, T - 2)),
    ],
)
def test_shapes_in_pytorch(layer, given, made):
    assert shape_of(layer, given, convention="pytorch") == made


def test_arrays_are_named_and_ordered_as_the_framework_does_it():
    layer = Conv2D(filters=20, kernel_size=(3, 5))
    assert weights_of(layer, (9, 9, 4)) == {"kernel": (3, 5, 4, 20), "bias": (20,)}
    assert weights_of(layer, (4, 9, 9), convention="pytorch") == {"weight": (20, 4, 3, 5), "bias": (20,)}
    assert weights_of(Conv2D(filters=20, use_bias=False), (9, 9, 4)) == {"kernel": (3, 3, 4, 20)}


def test_groups_see_their_own_channels_only():
    assert weights_of(Conv2D(filters=8, groups=4), (9, 9, 8)) == {"kernel": (3, 3, 2, 8), "bias": (8,)}
    depthwise = tried(Conv2D(filters=8, groups=8), (8, 9, 9), convention="pytorch")
    assert depthwise.trainable == 80
    assert depthwise.macs == 7 * 7 * 8 * 9


def test_operations_are_counted_at_every_place():
    found = tried(Conv2D(filters=20, padding="same", activation="relu"), (120, 120, 4))
    assert found.macs == 120 * 120 * 20 * 3 * 3 * 4
    assert found.operations.bias == found.operations.activation == 120 * 120 * 20
    made = 120 * 120 * 20
    assert found.operations.flops() == 2 * found.macs + made + made
    assert found.operations.flops(Included(activation=False)) == 2 * found.macs + made
    assert found.operations.flops(Included(False, False, False, False)) == 2 * found.macs
    assert found.memory == 120 * 120 * 20 * 4


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary", "setting"),
    [
        (Conv2D(), (2, 9, 3), "keras", "kernel too large", "kernel_size"),
        (Conv2D(padding=1), (9, 9, 3), "keras", "not in Keras", "padding"),
        (Conv2D(padding_mode="reflect"), (9, 9, 3), "keras", "not in Keras", "padding_mode"),
        (Conv2D(strides=2, dilation=2), (9, 9, 3), "keras", "strides and dilation", "dilation"),
        (Conv2D(padding="same", strides=2), (3, 9, 9), "pytorch", "same with strides", "padding"),
        (Conv2D(padding=9, padding_mode="reflect"), (3, 9, 9), "pytorch", "padding too large", "padding"),
        (Conv1D(padding="causal"), (3, 9), "pytorch", "not in PyTorch", "padding"),
        (Conv1D(padding="causal", data_format="channels_first"), (3, 9), "keras", "causal, channels first", "padding"),
        (Conv2D(filters=9, groups=2), (9, 9, 4), "keras", "9 filters, groups 2", "groups"),
        (Conv2D(filters=8, groups=2), (9, 9, 3), "keras", "3 channels, groups 2", "groups"),
        (Conv2D(in_channels=3), (9, 9, 4), "keras", "4 channels in", "in_channels"),
        (Conv2D(), (9, 9), "keras", "needs 2 + 1 axes", ""),
        (Conv2D(), (9,), "keras", "needs 2 + 1 axes", ""),
        (Conv3D(), (9, 9, 3), "keras", "needs 3 + 1 axes", ""),
    ],
)
def test_what_does_not_go(layer, given, convention, summary, setting):
    problem = problem_of(layer, given, convention=convention)
    assert (problem.summary, problem.setting, problem.severity) == (summary, setting, "error")


def test_an_open_number_of_channels_has_no_kernel_yet():
    found = tried(Conv2D(), (9, 9, T))
    assert found.outputs[0].visible == (7, 7, 32)
    assert found.trainable is None
    assert found.problems[0].summary == "size not fixed"
    assert "3 × 3 × T × 32" in found.problems[0].message


def test_an_axis_beyond_every_framework_is_refused():
    assert problem_of(Conv2D(padding=2**62), (3, 2**62, 9), convention="pytorch").summary == "too large"
