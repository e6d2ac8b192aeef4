"""Borders: zeros in both frameworks, everything else in PyTorch."""

import pytest

from convas import Padding1D, Padding2D, Padding3D, ZeroPadding1D, ZeroPadding2D
from convas.exchange.calls import CallError
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, why


def test_pytorch_begins_with_the_last_axis():
    assert read("pytorch", "ZeroPad2d", (1, 2, 3, 4)) == ZeroPadding2D(padding=((3, 4), (1, 2)))
    assert read("pytorch", "ZeroPad1d", [1, 2]) == ZeroPadding1D(padding=((1, 2),))
    assert read("keras", "ZeroPadding2D", ((3, 4), (1, 2))) == ZeroPadding2D(padding=((3, 4), (1, 2)))
    assert read("keras", "ZeroPadding2D", (1, 2)) == ZeroPadding2D(padding=((1, 1), (2, 2)))
    with pytest.raises(CallError):
        read("pytorch", "ZeroPad2d", (1, 2, 3))


def test_each_class_of_pytorch_is_a_mode():
    assert read("pytorch", "ReflectionPad2d", 2) == Padding2D(padding=2, mode="reflect")
    assert read("pytorch", "ReplicationPad3d", 1) == Padding3D(mode="replicate")
    assert read("pytorch", "CircularPad1d", (0, 3)) == Padding1D(padding=((0, 3),), mode="circular")
    assert read("pytorch", "ConstantPad1d", 2, 3.5) == Padding1D(padding=2, mode="constant", value=3.5)


def test_what_is_below_zero_is_cut_off_in_pytorch():
    layer = ZeroPadding2D(padding=((1, 2), (-3, 0)))
    assert shape_of(layer, (3, 9, 9), convention="pytorch") == (3, 12, 6)
    assert why(layer, (3, 9, 9), convention="pytorch")[0] == "9 + 1 + 2 = 12"
    assert problem_of(layer, (9, 9, 3)).summary == "padding below 0"
    assert shape_of(Padding1D(padding=(-1, 3), mode="replicate"), (3, 2), convention="pytorch") == (3, 4)


def test_zeros_go_around_the_last_axes_whatever_stands_before_them_in_pytorch():
    assert shape_of(ZeroPadding1D(padding=1), (3, 9, 4, 4), convention="pytorch") == (3, 9, 4, 6)
    assert problem_of(ZeroPadding1D(padding=1), (9, 4, 4)).summary == "needs 1 + 1 axes"
    assert problem_of(ZeroPadding2D(padding=1), (9,), convention="pytorch").summary == "needs 2 + 1 axes"
    assert problem_of(Padding1D(padding=1), (9, 4, 4), convention="pytorch").summary == "needs 1 + 1 axes"


@pytest.mark.parametrize(
    ("mode", "most"), [("reflect", 8), ("circular", 9), ("replicate", 99), ("constant", 99)], ids=lambda word: str(word)
)
def test_a_mirror_shows_all_but_the_edge_and_a_wrap_goes_round_once(mode, most):
    assert shape_of(Padding1D(padding=most, mode=mode), (3, 9), convention="pytorch") == (3, 9 + 2 * most)
    if most < 99:
        assert problem_of(Padding1D(padding=most + 1, mode=mode), (3, 9), convention="pytorch").mends
    assert shape_of(Padding1D(padding=most, mode=mode), (3, symbol("T")), convention="pytorch")


@pytest.mark.parametrize(
    ("layer", "given", "message"),
    [
        (Padding1D(padding=9), (3, 9), "A border of 9 that is mirrored needs an input of at least 10, and this one is"),
        (ZeroPadding2D(padding=-5), (3, 7, 7), "A padding of -5 and -5 cuts more than the 7 places that there are."),
        (ZeroPadding1D(padding=(9, -3)), (3, 2), "A padding of 9 and -3 cuts more than the 2 places that there are."),
        (Padding1D(padding=-4, mode="replicate"), (3, 8), "The padding leaves 0 of 8. Cut off less."),
        (Padding2D(), (3, 0, 4), "{0} gives 3 × 0 × 4, and {me} needs at least 1 along every axis."),
    ],
)
def test_what_does_not_go(layer, given, message):
    assert problem_of(layer, given, convention="pytorch").message.startswith(message)
