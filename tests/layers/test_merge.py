"""Layers that join inputs: number by number, beside each other, as matrices."""

import pytest

from convas import Add, Average, Concatenate, Dot, MatMul, Maximum, Minimum, Multiply, Stack, Subtract
from convas.exchange.calls import read_call
from convas.values.call import Call
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, shape_of, tried

T = symbol("T")
BY_NUMBER = [Add(), Subtract(), Multiply(), Average(), Maximum(), Minimum()]


@pytest.mark.parametrize("layer", BY_NUMBER, ids=lambda layer: layer.kind)
def test_every_kind_stretches_axes_of_1(layer):
    assert shape_of(layer, (8, 1), (1, 4)) == (8, 4)
    assert shape_of(layer, (8, 1), (1, 4), convention="pytorch") == (8, 4)
    assert problem_of(layer, (8, 4), (8, 5)).summary == "shapes differ"


def test_keras_keeps_the_batch_in_front_and_pytorch_compares_from_the_end():
    assert shape_of(Add(), (4,), (3, 4)) == (3, 4)
    problem = problem_of(Add(), (4,), (3, 4), convention="pytorch")
    assert "compares axes from the last one, so the batch meets another axis" in problem.message
    (mend,) = problem.mends
    assert (mend.label, mend.where, mend.kind) == ("Insert Unsqueeze after {0}", 0, "Unsqueeze")
    assert shape_of(Add(), (1, 4), (3, 4), convention="pytorch") == (3, 4)
    assert problem_of(Add(), (5,), (3, 4), convention="pytorch").mends == ()
    assert problem_of(Concatenate(), (4,), (3, 4), convention="pytorch").mends == ()


def test_an_open_axis_stays_open_in_keras_and_is_the_other_number_in_pytorch():
    assert shape_of(Add(), (UNKNOWN, 4), (7, 4)) == (UNKNOWN, 4)
    assert shape_of(Add(), (UNKNOWN, 4), (7, 4), convention="pytorch") == (7, 4)
    assert shape_of(Add(), (T, 4), (T, 4)) == (T, 4)
    assert shape_of(Concatenate(), (UNKNOWN, 4), (7, 3)) == (UNKNOWN, 7)
    assert shape_of(Concatenate(axis=-1), (UNKNOWN, 4), (7, 3), convention="pytorch") == (7, 7)


def test_subtract_takes_exactly_two():
    assert problem_of(Subtract(), (3, 4)).summary == "1 of 2 inputs"
    assert not Subtract().ports.takes(2)


def test_work_is_one_operation_for_every_number_and_input_but_the_first():
    assert tried(Multiply(), (8, 4), (8, 4), (8, 4)).operations.other == 64
    assert tried(Average(), (8, 4), (8, 4), (8, 4)).operations.other == 96


def test_a_stack_has_a_new_axis():
    assert shape_of(Stack(), (3, 4), (3, 4), (3, 4)) == (3, 3, 4)
    assert shape_of(Stack(axis=-1), (3, 4), (3, 4)) == (3, 4, 2)
    assert problem_of(Stack(), (3, 4), (3, 5)).summary == "shapes differ"
    assert problem_of(Stack(axis=0), (3, 4), (3, 4)).summary == "that is the batch"


@pytest.mark.parametrize(
    ("layer", "given", "made", "macs"),
    [
        (Dot(), [(5, 6), (7, 6)], (5, 7), 5 * 7 * 6),
        (Dot(), [(6,), (6,)], (1,), 6),
        (Dot(axes=(3, 2)), [(5, 3, 8), (7, 8)], (5, 3, 7), 5 * 3 * 7 * 8),
        (MatMul(), [(5, 6), (6, 7)], (5, 7), 5 * 7 * 6),
        (MatMul(), [(2, 5, 6), (1, 6, 7)], (2, 5, 7), 2 * 5 * 7 * 6),
        (MatMul(), [(T, 6), (6, 7)], (T, 7), 42 * T),
    ],
)
def test_products(layer, given, made, macs):
    assert shape_of(layer, *given) == made
    assert tried(layer, *given).macs == macs


def test_a_cosine_is_a_product_of_vectors_of_length_1():
    assert read_call("keras", Call("Dot", (1,), {"normalize": True})) == Dot(axes=(1, 1), normalize=True)
    assert tried(Dot(normalize=True), (6,), (6,)).operations.normalization == 12


@pytest.mark.parametrize(
    ("layer", "given", "summary", "words"),
    [
        (Dot(), [(3, 4), (3, 5)], "sizes differ", "has 4 there and {1} has 5"),
        (Dot(), [(3, T), (3, 4)], "sizes differ", "Keras needs both as numbers."),
        (Dot(axes=0), [(3,), (3,)], "that is the batch", "axis 0"),
        (Dot(axes=(1, 3)), [(3,), (3,)], "no such axis", "axis 3 of {1}"),
        (MatMul(), [(6,), (6,)], "needs matrices", "Use Dot for vectors"),
        (MatMul(), [(5, 6), (5, 6)], "sizes differ", "must be as many as the rows of {1}, 5"),
        (MatMul(), [(3, 5, 6), (4, 6, 5)], "axes differ", "N × 3 and {1} has N × 4"),
        (Concatenate(axis=0), [(3,), (3,)], "that is the batch", "examples stay together"),
    ],
)
def test_what_does_not_go(layer, given, summary, words):
    problem = problem_of(layer, *given)
    assert (problem.summary, words in problem.message) == (summary, True), problem.message
