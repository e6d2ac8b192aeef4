"""Up-sampling and resizing, by factors and to sizes."""

import pytest

from convas import Resizing, Upsample, UpSampling1D, UpSampling2D, UpSampling3D
from convas.exchange.calls import CallError
from convas.layers.layer import setting_of
from convas.layers.validation import expected
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, read, shape_of, tried, why

T = symbol("T")


def test_a_whole_factor_repeats_every_place():
    assert shape_of(UpSampling2D(size=(2, 3)), (7, 9, 3)) == (14, 27, 3)
    assert why(UpSampling2D(size=(2, 3)), (7, 9, 3)) == ["7 × 2 = 14", "9 × 3 = 27"]
    assert shape_of(UpSampling3D(data_format="channels_first"), (3, 2, UNKNOWN, T)) == (3, 4, UNKNOWN, 2 * T)
    assert shape_of(UpSampling1D(size=3), (4, 5), convention="pytorch") == (4, 15)
    assert read("keras", "UpSampling2D", 2, interpolation="bilinear") == UpSampling2D(interpolation="bilinear")


def test_a_fraction_is_rounded_down_as_pytorch_does():
    layer = Upsample(scale_factor=1.5)
    assert shape_of(layer, (3, 7, 9), convention="pytorch") == (3, 10, 13)
    assert why(layer, (3, 7, 9), convention="pytorch") == ["floor(7 × 1.5) = 10", "floor(9 × 1.5) = 13"]
    assert why(layer, (3, T), convention="pytorch") == ["floor(T × 1.5) = floor(1.5 × T)"]
    assert shape_of(Upsample(scale_factor=0.29), (1, 100), convention="pytorch") == (1, 28)
    assert shape_of(Upsample(scale_factor=(1.0, 2.5, 0.5)), (3, 4, 5, 6), convention="pytorch") == (3, 4, 12, 3)


def test_a_target_size_may_be_one_number_for_all_axes():
    assert shape_of(read("pytorch", "Upsample", 7), (3, 8, 9), convention="pytorch") == (3, 7, 7)
    assert shape_of(read("pytorch", "Upsample", (7, 5)), (3, 8, 9), convention="pytorch") == (3, 7, 5)
    assert read("pytorch", "Upsample", 7).brief() == ["to 7"]
    assert shape_of(Resizing(height=5, width=7), (9, 9, 3)) == (5, 7, 3)


def test_a_row_says_how_many_axes_must_come():
    layer = read("pytorch", "Upsample", scale_factor=(2.0,))
    assert shape_of(layer, (3, 8), convention="pytorch") == (3, 16)
    assert problem_of(layer, (3, 8, 9), convention="pytorch").summary == "needs 1 + 1 axes"
    assert problem_of(Upsample(scale_factor=(2, 3)), (3, 8), convention="pytorch").summary == "2 numbers, 1 axis"


def test_pytorchs_older_names_are_modes():
    assert read("pytorch", "UpsamplingNearest2d", scale_factor=2) == Upsample()
    bilinear = read("pytorch", "UpsamplingBilinear2d", scale_factor=2)
    assert bilinear == Upsample(mode="bilinear", align_corners=True)


@pytest.mark.parametrize(
    ("layer", "given", "message"),
    [
        (Upsample(mode="bilinear"), (3, 8), "Mode bilinear is for 2 axes of space, and {0} gives 3 × 8."),
        (Upsample(scale_factor=0.1), (3, 5), "5 would become 0. Every axis needs at least 1 place."),
        (Upsample(size=4), (3, 5), "Give either a factor or a target size, and leave the other empty."),
        (Upsample(scale_factor=()), (3, 5), "Give either a factor or a target size, and leave the other empty."),
        (Upsample(align_corners=True), (3, 5), "Mode nearest has no corners to align."),
        (UpSampling2D(interpolation="lanczos3"), (3, 5, 5), "PyTorch does not enlarge with Lanczos 3."),
    ],
)
def test_what_does_not_go_in_pytorch(layer, given, message):
    assert problem_of(layer, given, convention="pytorch").message.startswith(message)


def test_corners_cannot_even_be_left_alone_in_mode_nearest():
    with pytest.raises(CallError, match="no corners to align"):
        read("pytorch", "Upsample", scale_factor=2, align_corners=False)
    assert read("pytorch", "Upsample", scale_factor=2, mode="linear", align_corners=False) == Upsample(mode="linear")


def test_keras_has_whole_factors_only():
    problem = problem_of(Upsample(), (8, 8, 3))
    assert problem.message == "Keras has no layer Resize. Use Up-sampling for whole factors, or Resizing."
    assert expected(setting_of(Upsample, "scale_factor").form) == "a row of numbers of at least 0"


def test_every_new_place_costs_one_operation():
    assert tried(UpSampling2D(), (4, 4, 3)).operations.other == 8 * 8 * 3
