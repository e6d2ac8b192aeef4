"""Patches cut and put together, and numbers moved between channels and space."""

import pytest

from convas import ChannelShuffle, Fold, PixelShuffle, PixelUnshuffle, Unfold
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, shape_of, told_of, tried

T = symbol("T")


def test_patches_are_laid_out_as_columns():
    assert shape_of(Unfold(), (3, 8, 9), convention="pytorch") == (27, 42)
    assert shape_of(Unfold(strides=2, padding=1), (3, 8, 9), convention="pytorch") == (27, 20)
    assert told_of(Unfold(), (3, 8, 9), convention="pytorch")[1:] == [
        "3 × 3 × 3 = 27",
        "(floor((8 − 3) / 1) + 1) × (floor((9 − 3) / 1) + 1) = 42",
    ]


def test_what_was_cut_can_be_put_together():
    cut = shape_of(Unfold(kernel_size=(2, 3), padding=1), (3, 4, 5), convention="pytorch")
    assert shape_of(Fold(output_size=(4, 5), kernel_size=(2, 3), padding=1), cut, convention="pytorch") == (3, 4, 5)


def test_columns_must_be_those_of_the_image():
    count = problem_of(Fold(output_size=(4, 5), kernel_size=2), (12, 11), convention="pytorch")
    assert count.summary == "11 patches"
    assert count.message.startswith("An image of 4 × 5 has 3 × 4 = 12 patches, and {0} gives 11.")
    length = problem_of(Fold(output_size=(4, 5), kernel_size=2), (13, 12), convention="pytorch")
    assert (length.summary, length.setting) == ("patches do not fit", "kernel_size")
    assert problem_of(Unfold(kernel_size=10), (3, 8, 9), convention="pytorch").summary == "kernel too large"


def test_pixels_move_between_channels_and_space():
    assert shape_of(PixelShuffle(upscale_factor=3), (27, 7, 5), convention="pytorch") == (3, 21, 15)
    assert shape_of(PixelShuffle(upscale_factor=3), (7, 5, 27)) == (21, 15, 3)
    assert shape_of(PixelUnshuffle(), (3, 4, 6), convention="pytorch") == (12, 2, 3)
    assert shape_of(PixelShuffle(), (8, T, UNKNOWN), convention="pytorch") == (2, 2 * T, UNKNOWN)
    assert shape_of(PixelUnshuffle(downscale_factor=3), (2, 3, 6, 9), convention="pytorch") == (2, 27, 2, 3)


def test_shuffled_channels_keep_their_shape():
    found = tried(ChannelShuffle(groups=3), (6, 5, 5), convention="pytorch")
    assert (found.outputs[0].visible, found.trainable, found.macs) == ((6, 5, 5), 0, 0)


@pytest.mark.parametrize(
    ("layer", "given", "summary"),
    [
        (PixelShuffle(), (6, 4, 4), "6 channels"),
        (PixelShuffle(), (4,), "needs an image"),
        (PixelUnshuffle(), (6, 5, 4), "height 5, factor 2"),
        (PixelUnshuffle(), (6, 4, 5), "width 5, factor 2"),
        (ChannelShuffle(groups=3), (4, 5, 5), "4 channels, groups 3"),
        (ChannelShuffle(), (4,), "needs a batch and space"),
    ],
)
def test_what_does_not_go(layer, given, summary):
    assert problem_of(layer, given, convention="pytorch").summary == summary


def test_only_pytorch_has_these_layers():
    assert problem_of(Unfold(), (8, 9, 3)).summary == "not in Keras"
    assert "Use Reshape, Permute and Reshape." in problem_of(ChannelShuffle(), (5, 5, 4)).message
