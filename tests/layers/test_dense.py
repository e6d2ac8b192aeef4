"""Dense layers of other kinds: two inputs, an equation, no units."""

import pytest

from convas import Bilinear, Dense, EinsumDense
from convas.exchange.calls import CallError
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of


def test_pytorch_takes_a_layer_of_nothing():
    assert weights_of(Dense(units=4, in_features=0), (0,), convention="pytorch") == {"weight": (4, 0), "bias": (4,)}
    assert shape_of(Dense(units=0), (5,), convention="pytorch") == (0,)
    assert problem_of(Dense(units=0), (5,)).summary == "no units"


def test_keras_names_functions_in_two_ways():
    assert read("keras", "Dense", units=4, activation=None) == Dense(units=4)
    assert read("keras", "Dense", units=4, activation="swish") == Dense(units=4, activation="silu")


def test_a_bilinear_layer_joins_every_pair():
    found = tried(Bilinear(units=6), (4,), (5,), convention="pytorch")
    assert found.trainable == 126
    assert found.outputs[0].visible == (6,)
    assert found.macs == 6 * 4 * 5 + 6 * 5
    assert weights_of(Bilinear(units=6), (3, 4), (3, 5), convention="pytorch")["weight"] == (6, 4, 5)
    assert told_of(Bilinear(units=6), (4,), (5,), convention="pytorch")[0] == "(4 × 5 + 1) × 6 = 126"


@pytest.mark.parametrize(
    ("layer", "first", "second", "summary"),
    [
        (Bilinear(), (2, 4), (3, 5), "axes differ"),
        (Bilinear(), (4,), (3, 5), "axes differ"),
        (Bilinear(in1_features=3), (4,), (5,), "4 numbers"),
        (Bilinear(in2_features=3), (4,), (5,), "5 numbers"),
        (Bilinear(), (4,), (0,), "empty input"),
    ],
)
def test_two_inputs_that_do_not_go_together(layer, first, second, summary):
    assert problem_of(layer, first, second, convention="pytorch").summary == summary


def einsum(equation, shape, bias=""):
    return EinsumDense(equation=equation, output_shape=shape, bias_axes=bias)


@pytest.mark.parametrize(
    ("layer", "given", "weights", "made"),
    [
        (einsum("ab,bc->ac", (6,), "c"), (4,), {"kernel": (4, 6), "bias": (6,)}, (6,)),
        (einsum("abc,cd->abd", (7, 6), "bd"), (7, 4), {"kernel": (4, 6), "bias": (7, 6)}, (7, 6)),
        (einsum("abc,cde->abde", (7, 2, 3), "d"), (7, 4), {"kernel": (4, 2, 3), "bias": (2, 1)}, (7, 2, 3)),
        (einsum("abcd,cde->abe", (5, 16)), (5, 3, 4), {"kernel": (3, 4, 16)}, (5, 16)),
        (einsum("...x,xy->...y", (8,)), (7, 4), {"kernel": (4, 8)}, (7, 8)),
        (einsum("ab...,bc->ac...", (6,), "c"), (4, 5, 7), {"kernel": (4, 6), "bias": (6, 1, 1)}, (6, 5, 7)),
    ],
)
def test_an_equation_says_what_is_joined(layer, given, weights, made):
    assert weights_of(layer, given) == weights
    assert shape_of(layer, given) == made


def test_an_axis_left_open_stays_open_and_says_so():
    found = tried(einsum("abc,cd->abd", (None, 6)), (7, 4))
    assert found.outputs[0].visible == (UNKNOWN, 6)
    assert found.macs == 7 * 6 * 4
    (hint,) = found.problems
    assert hint.severity == "hint"
    assert "Put 7 there to keep it." in hint.message
    assert shape_of(einsum("abc,cd->abd", ("T", 6)), (symbol("T"), 4)) == (symbol("T"), 6)


@pytest.mark.parametrize(
    ("layer", "given", "summary"),
    [
        (einsum("ab bc ac", (4,)), (3,), "not an equation"),
        (einsum("abc,bc->ac", (4,)), (3,), "needs 3 axes"),
        (einsum("ab,bc->ac", (3, 4)), (3,), "1 axes out"),
        (einsum("ab,bc->ad", (4,)), (3,), "axis d not found"),
        (einsum("ab,be->a", ()), (3,), "axis e not found"),
        (einsum("abc,cd->abd", (9, 4)), (7, 3), "axis b differs"),
        (einsum("abb,bc->ac", (4,)), (7, 3), "axis b differs"),
        (einsum("ab,bc->ac", (4,), "z"), (3,), "no such bias axis"),
        (einsum("ab,bc->acc", (4, 4)), (3,), "axis made twice"),
        (einsum("abc,cd->abd", (None, 4), "b"), (7, 3), "size not fixed"),
    ],
)
def test_equations_that_do_not_fit(layer, given, summary):
    assert summary in [problem.summary for problem in tried(layer, given).problems]


def test_keras_wants_letters_for_a_bias():
    assert read("keras", "EinsumDense", equation="ab,bc->ac", output_shape=6, bias_axes=None).bias_axes == ""
    with pytest.raises(CallError, match="letters as bias axes"):
        read("keras", "EinsumDense", equation="ab,bc->ac", output_shape=6, bias_axes="")


def test_the_calculation_of_an_equation():
    assert told_of(einsum("abc,cde->abde", (7, 2, 3), "de"), (7, 4))[0] == "(4 + 1) × 2 × 3 = 30"
