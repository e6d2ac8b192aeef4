"""Cropping: what is cut off must be there."""

from convas import CenterCrop, Cropping1D, Cropping2D, Cropping3D
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, why


def test_both_ends_of_every_axis_are_cut():
    layer = Cropping2D(cropping=((1, 2), (3, 0)))
    assert shape_of(layer, (9, 9, 3)) == (6, 6, 3)
    assert shape_of(layer, (3, 9, symbol("T")), convention="pytorch") == (3, 6, symbol("T") - 3)
    assert why(layer, (9, 9, 3)) == ["9 − 1 − 2 = 6", "9 − 3 = 6"]
    assert shape_of(Cropping3D(data_format="channels_first"), (3, 4, 5, 6)) == (3, 2, 3, 4)
    assert layer.brief() == ["1 + 2, 3 + 0"]


def test_keras_cuts_nothing_off_an_image_unless_told():
    assert read("keras", "Cropping1D") == Cropping1D(cropping=1)
    assert read("keras", "Cropping2D") == Cropping2D(cropping=0)
    assert read("keras", "Cropping3D") == Cropping3D(cropping=1)


def test_something_must_be_left():
    assert shape_of(Cropping1D(cropping=4), (9, 3)) == (1, 3)
    problem = problem_of(Cropping1D(cropping=(4, 5)), (9, 3))
    assert problem.message == "The cropping leaves nothing of an axis of 9. Cut off less."
    assert problem.mends[0].settings == (("cropping", 0),)


def test_the_middle_is_kept_in_the_size_that_is_asked_for():
    assert shape_of(CenterCrop(height=5, width=7), (9, 9, 3)) == (5, 7, 3)
    assert shape_of(CenterCrop(height=5, width=7), (3, 4, 4), convention="pytorch") == (3, 5, 7)
