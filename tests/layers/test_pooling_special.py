"""Pooling that only PyTorch has."""

import pytest

from convas import FractionalMaxPooling2D, FractionalMaxPooling3D, LPPooling1D, LPPooling2D, LPPooling3D
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, tried, why


def test_a_ratio_is_rounded_down():
    pool = FractionalMaxPooling2D(output_ratio=(0.5, 0.7))
    assert shape_of(pool, (3, 9, 10), convention="pytorch") == (3, 4, 7)
    assert why(pool, (3, 9, 10), convention="pytorch") == ["floor(9 × 0.5) = 4", "floor(10 × 0.7) = 7"]
    assert shape_of(FractionalMaxPooling2D(output_ratio=0.29), (1, 100, 10), convention="pytorch") == (1, 28, 2)


def test_a_size_may_be_given_instead():
    pool = read("pytorch", "FractionalMaxPool2d", 3, output_size=(4, 5), return_indices=True)
    assert pool == FractionalMaxPooling2D(pool_size=3, output_size=(4, 5), output_ratio=None, return_indices=True)
    assert [spec.visible for spec in tried(pool, (3, 10, 11), convention="pytorch").outputs] == [(3, 4, 5)] * 2
    assert problem_of(FractionalMaxPooling2D(output_size=4), (3, 9, 9), convention="pytorch").summary == "size or ratio"


def test_the_windows_must_find_room():
    flat, deep = (kind(output_size=4, output_ratio=None) for kind in (FractionalMaxPooling2D, FractionalMaxPooling3D))
    assert shape_of(flat, (3, 5, 5), convention="pytorch") == (3, 4, 4)
    problem = problem_of(deep, (3, 5, 5, 5), convention="pytorch")
    assert problem.message == "4 windows of 2 need an input of at least 6, and this one is 5. Ask for fewer."
    assert shape_of(deep, (3, 6, symbol("T"), 6), convention="pytorch") == (3, 4, 4, 4)


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (LPPooling1D(pool_size=3), (3, 8), (3, 2)),
        (LPPooling2D(pool_size=3, strides=2, ceil_mode=True), (3, 8, 9), (3, 4, 4)),
        (LPPooling1D(pool_size=10, ceil_mode=True), (3, 9), (3, 1)),
        (LPPooling3D(pool_size=2, strides=5, ceil_mode=True, norm_type=1.5), (3, 8, 9, 7), (3, 2, 2, 2)),
    ],
)
def test_power_means_slide_like_any_window(layer, given, made):
    assert shape_of(layer, given, convention="pytorch") == made


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary"),
    [
        (LPPooling2D(norm_type=0), (3, 8, 8), "pytorch", "norm 0"),
        (LPPooling2D(pool_size=9), (3, 8, 8), "pytorch", "window too large"),
        (LPPooling3D(pool_size=9, ceil_mode=True), (3, 8, 9, 9), "pytorch", "window too large"),
        (LPPooling2D(), (8, 8, 3), "keras", "not in Keras"),
        (FractionalMaxPooling2D(output_ratio=1), (3, 8, 8), "pytorch", "ratio not below 1"),
    ],
)
def test_what_does_not_go(layer, given, convention, summary):
    assert problem_of(layer, given, convention=convention).summary == summary
