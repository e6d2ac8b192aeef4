"""Whose rules count, and cases in which well-known counters go wrong."""

import pytest

from build import chain, image, nodes, numbers, said
from convas import BatchNormalization, Conv2D, Dense, Embedding, Flatten, LayerNormalization, MaxPooling2D


@pytest.mark.parametrize(("convention", "parameters", "state"), [("keras", 256, 128), ("pytorch", 128, 129)])
def test_parameters_include_state_in_keras_only(convention, parameters, state):
    source = numbers(9, 9, 64) if convention == "keras" else numbers(64, 9, 9)
    net = chain(source, BatchNormalization(), convention=convention)
    totals = net.totals
    assert (totals.parameters, totals.trainable, totals.state) == (parameters, 128, state)
    assert totals.if_not_shared == parameters
    assert totals.weight_memory == 4 * (128 + state)
    assert net.row(2).parameters == parameters


def test_changing_the_convention_counts_everything_anew():
    net = chain(image(28, 28, colours="RGB"), Conv2D(filters=8, padding="same"), BatchNormalization(), Flatten())
    assert net.totals.parameters == (27 + 1) * 8 + 4 * 8
    net.count_as("pytorch")
    assert net.totals.parameters == (27 + 1) * 8 + 2 * 8
    assert net.row(4).outputs == ((8, 28, 28),)


def test_what_only_one_framework_has_makes_totals_incomplete_in_the_other():
    net = chain(image(8, 8), Conv2D(padding="same", strides=2), Flatten())
    assert net.totals.complete
    net.count_as("pytorch")
    assert not net.totals.complete
    assert "PyTorch has no padding same with strides" in said(net, "conv1")[0]


@pytest.mark.parametrize("convention", ["keras", "pytorch"])
def test_one_layer_called_twice(convention):
    net = chain(numbers(10), Dense(units=10), Dense(units=10), convention=convention)
    net.share(2, 4)
    assert (net.totals.parameters, net.totals.macs) == (110, 200)


def test_one_array_in_two_layers():
    net = chain(numbers(10), Dense(units=10, use_bias=False), Dense(units=10, use_bias=False), convention="pytorch")
    net.share_weight(2, "weight", 4, "weight")
    assert net.totals.parameters == 100


def test_one_layer_in_three_towers():
    net = chain(numbers(10), Dense(units=10))
    for _ in range(2):
        net.share(2, net.add(Dense(units=10), 1))
    assert net.totals.parameters == 110
    assert net.totals.if_not_shared == 330


@pytest.mark.parametrize(
    ("layer", "shape", "convention", "count"),
    [
        (Conv2D(filters=8, groups=8), (8, 9, 9), "pytorch", 80),
        (LayerNormalization(axis=(-3, -2, -1)), (8, 4, 4), "pytorch", 256),
        (Embedding(input_dim=100, output_dim=8), (5,), "keras", 800),
        (BatchNormalization(scale=False, center=False, track_stats=False), (64, 3, 3), "pytorch", 0),
        (MaxPooling2D(), (8, 8, 3), "keras", 0),
    ],
)
def test_single_layers(layer, shape, convention, count):
    net = chain(numbers(*shape), layer, convention=convention)
    assert net.row(nodes(net)[-1]).parameters == count


def test_counts_beyond_64_bits_are_exact():
    net = chain(numbers(2**62), Dense(units=2**62), Dense(units=3))
    assert net.totals.parameters == (2**62 + 1) * 2**62 + (2**62 + 1) * 3
    assert net.calculation(2).endswith(f"= {(2**62 + 1) * 2**62:,}")
