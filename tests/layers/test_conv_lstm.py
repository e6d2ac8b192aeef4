"""LSTMs whose products are convolutions."""

import pytest

from convas import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from convas.values.size import symbol
from layers.trial import problem_of, shape_of, told_of, tried, weights_of

T = symbol("T")


@pytest.mark.parametrize(
    ("kind", "given", "made", "count"),
    [
        (ConvLSTM1D, (5, 9, 3), (7, 4), 352),
        (ConvLSTM2D, (5, 9, 10, 3), (7, 8, 4), 1024),
        (ConvLSTM3D, (5, 9, 10, 8, 3), (7, 8, 6, 4), 3040),
    ],
)
def test_films_of_one_to_three_axes(kind, given, made, count):
    assert shape_of(kind(filters=4), given) == made
    assert tried(kind(filters=4), given).trainable == count
    assert shape_of(kind(filters=4, return_sequences=True), (T, *given[1:])) == (T, *made)


def test_the_count_reads_as_in_a_textbook():
    assert told_of(ConvLSTM2D(filters=4), (5, 9, 10, 3))[0] == "(3 × 3 × 3 + 3 × 3 × 4 + 1) × 4 × 4 = 1,024"


def test_the_state_is_convolved_with_its_own_size():
    found = tried(ConvLSTM2D(filters=4, strides=2, padding="same"), (T, 9, 9, 3))
    assert found.macs == T * (5 * 5 * 9 * (3 + 4) * 16)


def test_channels_first_count_the_other_axis():
    layer = ConvLSTM2D(filters=4, data_format="channels_first")
    assert weights_of(layer, (5, 3, 9, 10))["conv_lstm_cell/kernel"] == (3, 3, 3, 16)
    assert shape_of(layer, (5, 3, 9, 10)) == (4, 7, 8)


def test_space_is_known_and_the_rank_fits():
    assert problem_of(ConvLSTM2D(), (5, T, 9, 3)).summary == "open size"
    assert problem_of(ConvLSTM2D(), (9, 9, 3)).summary == "needs 4 axes"
    assert problem_of(ConvLSTM2D(strides=2, dilation=2), (5, 9, 9, 3)).summary == "strides and dilation"
    assert problem_of(ConvLSTM2D(kernel_size=12), (5, 9, 9, 3)).summary == "kernel too large"
