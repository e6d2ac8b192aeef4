"""Dense layers, tables and normalisation: what they hold, as each framework counts it."""

import pytest

from convas import Activation, BatchNormalization, Dense, Dropout, Embedding, LayerNormalization
from convas.values.size import symbol
from layers.trial import problem_of, shape_of, tried, weights_of


def test_a_dense_layer_joins_the_last_axis():
    assert weights_of(Dense(units=30), (288000,)) == {"kernel": (288000, 30), "bias": (30,)}
    assert weights_of(Dense(units=30), (288000,), convention="pytorch") == {"weight": (30, 288000), "bias": (30,)}
    assert weights_of(Dense(units=30, use_bias=False), (8,)) == {"kernel": (8, 30)}
    assert shape_of(Dense(units=30), (5, 6, 8)) == (5, 6, 30)
    assert tried(Dense(units=30), (5, 6, 8)).macs == 5 * 6 * 8 * 30


def test_a_dense_layer_on_an_image_is_worth_a_hint():
    (hint,) = tried(Dense(units=10), (28, 28, 3)).problems
    assert hint.severity == "hint"
    assert "28 × 28 × 3 becomes 28 × 28 × 10" in hint.message


def test_expected_inputs_must_be_met():
    assert tried(Dense(in_features=8), (8,)).problems == ()
    problem = problem_of(Dense(in_features=9), (8,))
    assert (problem.summary, problem.setting) == ("8 inputs", "in_features")
    assert dict(problem.mends[0].settings) == {"in_features": 8}


def test_an_open_width_has_no_kernel_yet():
    found = tried(Dense(units=10), (symbol("T"),))
    assert (found.trainable, found.weights) == (None, None)
    assert found.outputs[0].visible == (10,)
    assert "T × 10" in found.problems[0].message


def test_a_table_has_no_bias_and_costs_no_arithmetic():
    found = tried(Embedding(input_dim=100, output_dim=8), (20,), dtype="int64")
    assert found.weights[0][:2] == ("embeddings", (100, 8))
    assert (found.trainable, found.macs, found.operations.flops()) == (800, 0, 0)
    assert found.outputs[0].visible == (20, 8)
    assert found.outputs[0].dtype == "float32"


def test_a_table_needs_whole_numbers_in_pytorch():
    assert problem_of(Embedding(), (20,), convention="pytorch").summary == "needs whole numbers"
    assert tried(Embedding(), (20,)).problems[0].severity == "hint"


def test_batch_normalisation_is_counted_as_each_framework_does():
    keras = tried(BatchNormalization(), (9, 9, 64))
    assert (keras.trainable, keras.state) == (128, 128)
    assert [weight.name for weight in keras.weights] == ["gamma", "beta", "moving_mean", "moving_variance"]
    torch = tried(BatchNormalization(), (64, 9, 9), convention="pytorch")
    assert (torch.trainable, torch.state) == (128, 129)
    bare = tried(BatchNormalization(track_stats=False), (64, 9, 9), convention="pytorch")
    assert (bare.trainable, bare.state) == (128, 0)
    assert tried(BatchNormalization(scale=False), (9, 9, 64)).trainable == 64
    assert tried(BatchNormalization(axis=1), (64, 9, 9)).trainable == 128


@pytest.mark.parametrize(
    ("layer", "given", "count"),
    [
        (LayerNormalization(), (8, 4, 4), 8),
        (LayerNormalization(axis=(1, 2, 3)), (8, 4, 4), 256),
        (LayerNormalization(center=False), (8, 4, 4), 4),
        (LayerNormalization(scale=False, center=False), (8, 4, 4), 0),
    ],
)
def test_layer_normalisation_holds_two_numbers_a_place(layer, given, count):
    assert tried(layer, given).trainable == count
    assert tried(layer, given, convention="pytorch").trainable == count


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary"),
    [
        (BatchNormalization(axis=7), (9, 9, 64), "keras", "no such axis"),
        (BatchNormalization(num_features=32), (9, 9, 64), "keras", "64 channels in"),
        (BatchNormalization(scale=False), (64, 9, 9), "pytorch", "not in PyTorch"),
        (BatchNormalization(), (), "pytorch", "2 to 5 axes"),
        (LayerNormalization(axis=(1,)), (8, 4, 4), "pytorch", "not in PyTorch"),
        (LayerNormalization(axis=(9,)), (8, 4, 4), "keras", "no such axis"),
        (LayerNormalization(scale=False), (8, 4, 4), "pytorch", "not in PyTorch"),
    ],
)
def test_what_does_not_go(layer, given, convention, summary):
    assert problem_of(layer, given, convention=convention).summary == summary


def test_functions_and_dropout_hold_nothing():
    for layer in (Activation(), Activation(function="softmax"), Dropout(), Dropout(rate=1)):
        found = tried(layer, (8, 4))
        assert (found.trainable, found.state, found.outputs[0].visible) == (0, 0, (8, 4))
    assert tried(Activation(function="linear"), (8,)).operations.activation == 0
    assert tried(Activation(), (8,)).operations.activation == 8
