"""Transposed convolutions: how large the way back is, in both conventions."""

import pytest

from convas import Conv1DTranspose, Conv2D, Conv2DTranspose, Conv3DTranspose
from convas.exchange.calls import CallError
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T = symbol("T")


def test_the_documented_example_of_pytorch():
    layer = Conv2DTranspose(filters=33, kernel_size=(3, 5), strides=(2, 1), padding=(4, 2), dilation=(3, 1))
    assert shape_of(layer, (16, 50, 50), convention="pytorch") == (33, 97, 50)


def test_half_and_back_gives_one_more_in_keras():
    half = shape_of(Conv2D(filters=8, padding="same", strides=2), (23, 23, 3))
    assert half == (12, 12, 8)
    assert shape_of(Conv2DTranspose(filters=3, padding="same", strides=2), half) == (24, 24, 3)
    assert shape_of(Conv2DTranspose(filters=3, padding="same", strides=2, output_padding=0), half) == (23, 23, 3)


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (Conv1DTranspose(filters=8), (17, 3), (19, 8)),
        (Conv1DTranspose(filters=8, strides=5), (17, 3), (85, 8)),
        (Conv1DTranspose(filters=8, strides=2, output_padding=1), (17, 3), (36, 8)),
        (Conv1DTranspose(filters=8, dilation=2), (17, 3), (21, 8)),
        (Conv1DTranspose(filters=8, strides=2, data_format="channels_first"), (3, 17), (8, 35)),
        (Conv1DTranspose(filters=8, strides=2, padding="same"), (T, 3), (2 * T, 8)),
        (Conv1DTranspose(filters=8, strides=2), (UNKNOWN, 3), (UNKNOWN, 8)),
        (Conv3DTranspose(filters=8, kernel_size=2, strides=2), (4, 5, 3, 3), (8, 10, 6, 8)),
    ],
)
def test_shapes_in_keras(layer, given, made):
    assert shape_of(layer, given) == made


def test_an_output_size_is_met_within_the_strides():
    layer = Conv1DTranspose(filters=5, strides=2, padding=1, output_size=34)
    assert shape_of(layer, (3, 17), convention="pytorch") == (5, 34)
    problem = problem_of(Conv1DTranspose(strides=2, output_size=43), (3, 17), convention="pytorch")
    assert problem.summary == "output size out of reach"
    assert problem.message.startswith("{me} can make 35 to 36 places of this axis, not 43.")


def test_groups_have_fewer_filters_a_channel():
    layer = Conv2DTranspose(filters=8, groups=4)
    assert weights_of(layer, (8, 9, 9), convention="pytorch") == {"weight": (8, 2, 3, 3), "bias": (8,)}
    assert tried(layer, (8, 9, 9), convention="pytorch").trainable == 152
    assert problem_of(layer, (9, 9, 8)).summary == "not in Keras"


def test_the_kernel_is_turned_round_in_keras():
    assert weights_of(Conv2DTranspose(filters=8), (9, 9, 4)) == {"kernel": (3, 3, 8, 4), "bias": (8,)}


def test_operations_are_counted_at_every_input():
    found = tried(Conv2DTranspose(filters=4, groups=2), (8, 16, 16), convention="pytorch")
    assert found.macs == 147456 // 4


def test_the_calculation_reads_as_in_a_book():
    layer = Conv2DTranspose(filters=8, strides=2, padding=1, output_padding=1)
    assert told_of(layer, (4, 9, 9), convention="pytorch") == [
        "(3 × 3 × 4 + 1) × 8 = 296",
        "(9 − 1) × 2 − 2 × 1 + 3 + 1 = 18",
    ]
    assert told_of(Conv2DTranspose(filters=8, strides=2), (9, 9, 4)) == [
        "(3 × 3 × 4 + 1) × 8 = 296",
        "(9 − 1) × 2 + max(3, 2) = 19",
    ]
    assert told_of(Conv2DTranspose(filters=8, strides=2, padding="same"), (9, 9, 4))[1:] == ["9 × 2 = 18"]


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary", "setting"),
    [
        (Conv1DTranspose(output_padding=1), (17, 3), "keras", "output padding too large", "output_padding"),
        (
            Conv1DTranspose(strides=2, output_padding=2), (3, 17), "pytorch", "output padding too large",
            "output_padding",
        ),
        (Conv1DTranspose(padding=50), (3, 17), "pytorch", "padding too large", "padding"),
        (Conv1DTranspose(padding="same"), (3, 17), "pytorch", "not in PyTorch", "padding"),
        (Conv1DTranspose(padding=1), (17, 3), "keras", "not in Keras", "padding"),
        (Conv1DTranspose(strides=2, dilation=2), (17, 3), "keras", "strides and dilation", "dilation"),
        (Conv1DTranspose(in_channels=3), (4, 17), "pytorch", "4 channels in", "in_channels"),
        (Conv1DTranspose(filters=4, groups=3), (3, 17), "pytorch", "4 filters, groups 3", "groups"),
        (Conv1DTranspose(), (17, 3, 3), "keras", "needs 1 + 1 axes", ""),
    ],
)  # fmt: skip
def test_what_does_not_go(layer, given, convention, summary, setting):
    problem = problem_of(layer, given, convention=convention)
    assert (problem.summary, problem.setting, problem.severity) == (summary, setting, "error")


def test_output_padding_may_reach_up_to_the_dilation():
    layer = Conv1DTranspose(filters=8, dilation=3, output_padding=2)
    assert shape_of(layer, (3, 17), convention="pytorch") == (8, 25)


@pytest.mark.parametrize("given", [{"padding": "valid"}, {"padding_mode": "reflect"}])
def test_pytorch_pads_it_with_zeros_in_numbers_only(given):
    with pytest.raises(CallError, match="PyTorch has only"):
        read("pytorch", "ConvTranspose2d", in_channels=3, out_channels=8, kernel_size=3, **given)
