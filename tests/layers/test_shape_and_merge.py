"""Layers that rearrange numbers, and layers that join them."""

import pytest

from convas import Add, Concatenate, Flatten, Input, Output, Reshape, ZeroPadding1D, ZeroPadding2D
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, shape_of, tried

T = symbol("T")


@pytest.mark.parametrize(
    ("layer", "given", "convention", "made"),
    [
        (Flatten(), (120, 120, 20), "keras", (288000,)),
        (Flatten(), (), "keras", (1,)),
        (Flatten(), (T, 8), "keras", (8 * T,)),
        (Flatten(), (UNKNOWN, 8), "keras", (UNKNOWN,)),
        (Flatten(), (20, 120, 120), "pytorch", (288000,)),
        (Flatten(start_dim=2), (20, 12, 12), "pytorch", (20, 144)),
        (Flatten(start_dim=-2, end_dim=-1), (20, 12, 12), "pytorch", (20, 144)),
        (Reshape(), (4, 6), "keras", (24,)),
        (Reshape(target_shape=(2, -1)), (4, 6), "keras", (2, 12)),
        (Reshape(target_shape=(2, 12)), (4, 6), "keras", (2, 12)),
        (Reshape(target_shape=(-1, 8)), (T, 8), "keras", (T, 8)),
        (Reshape(target_shape=()), (1, 1), "keras", ()),
        (ZeroPadding2D(), (8, 9, 3), "keras", (10, 11, 3)),
        (ZeroPadding2D(padding=((1, 2), (0, 3))), (8, 9, 3), "keras", (11, 12, 3)),
        (ZeroPadding2D(padding=(1, 2)), (3, 8, 9), "pytorch", (3, 10, 13)),
        (ZeroPadding1D(padding=(1, 2)), (T, 3), "keras", (T + 3, 3)),
        (Output(), (8, 9), "keras", (8, 9)),
    ],
)
def test_shapes(layer, given, convention, made):
    assert shape_of(layer, given, convention=convention) == made


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (Add(), [(8, 4), (8, 4)], (8, 4)),
        (Add(), [(8, 1), (1, 4)], (8, 4)),
        (Add(), [(8, 4), (4,)], (8, 4)),
        (Add(), [(8, 4), (8, 4), (1, 1)], (8, 4)),
        (Add(), [(T, 4), (T, 4)], (T, 4)),
        (Concatenate(), [(8, 4), (8, 5)], (8, 9)),
        (Concatenate(axis=1), [(8, 4), (3, 4)], (11, 4)),
        (Concatenate(axis=-2), [(8, 4), (3, 4), (1, 4)], (12, 4)),
        (Concatenate(), [(8, T), (8, 3)], (8, T + 3)),
        (Concatenate(), [(T, 4), (8, 4)], (8, 8)),
    ],
)
def test_joined_shapes(layer, given, made):
    assert shape_of(layer, *given) == made


def test_channels_stand_first_in_pytorch():
    assert shape_of(Concatenate(), (4, 8, 8), (5, 8, 8), convention="pytorch") == (9, 8, 8)


def test_adding_costs_one_operation_less_than_there_are_inputs():
    assert tried(Add(), (8, 4), (8, 4), (8, 4)).operations.other == 64


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary", "words"),
    [
        (Reshape(target_shape=(-1, -1)), [(4, 6)], "keras", "two open axes", "Only one axis"),
        (Reshape(target_shape=(5, -1)), [(4, 6)], "keras", "sizes differ", "24 numbers"),
        (Reshape(target_shape=(5, 5)), [(4, 6)], "keras", "sizes differ", "room for 25"),
        (Reshape(target_shape=(0, -1)), [(4, 6)], "keras", "sizes differ", "room for 0"),
        (Flatten(start_dim=2), [(4, 6)], "keras", "not in Keras", "Reshape"),
        (Flatten(start_dim=5), [(4, 6)], "pytorch", "axes do not fit", "from -3 to 2"),
        (Flatten(start_dim=2, end_dim=1), [(4, 6)], "pytorch", "axes do not fit", "first before the last"),
        (Add(), [(8, 4), (8, 5)], "keras", "shapes differ", "8 × 4"),
        (Add(), [(9, 8, 4), (8, 8, 4)], "keras", "shapes differ", "height"),
        (Concatenate(), [(9, 8, 4), (8, 8, 4)], "keras", "shapes differ", "height"),
        (Concatenate(), [(8, 4), (8,)], "keras", "shapes differ", "same axes"),
        (Concatenate(axis=4), [(8, 4), (8, 4)], "keras", "no such axis", "from -3 to 2"),
    ],
)
def test_what_does_not_go(layer, given, convention, summary, words):
    problem = problem_of(layer, *given, convention=convention)
    assert words in problem.message
    assert problem.summary in (summary, "axes differ")


@pytest.mark.parametrize(("colours", "channels"), [("grey", 1), ("RGB", 3), ("RGBA", 4), ("CMYK", 4)])
def test_an_image_has_its_channels_where_the_convention_has_them(colours, channels):
    photo = Input(shape=(120, 90), colours=colours)
    assert shape_of(photo) == (120, 90, channels)
    assert shape_of(photo, convention="pytorch") == (channels, 120, 90)


def test_an_input_may_leave_axes_open():
    assert shape_of(Input(shape=("T", 8, None), colours=None)) == (T, 8, UNKNOWN)
    assert shape_of(Input(shape=(), colours=None)) == ()
    assert tried(Input(shape=(5,), colours=None, dtype="int8")).memory == 5
