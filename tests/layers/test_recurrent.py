"""Recurrent layers and their cells: arrays as each framework has them, shapes, work, and what does not fit."""

import pytest

from build import chain, numbers, said
from convas import GRU, LSTM, Dense, GRUCell, LSTMCell, SimpleRNN, SimpleRNNCell
from convas.exchange.calls import CallError
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T = symbol("T")


@pytest.mark.parametrize(
    ("layer", "keras", "pytorch"),
    [
        (LSTM(units=16), 1600, 1664),
        (GRU(units=16), 1248, 1248),
        (SimpleRNN(units=16), 400, 416),
        (LSTM(units=16, use_bias=False), 1536, 1536),
    ],
)
def test_pytorch_has_two_biases(layer, keras, pytorch):
    assert tried(layer, (5, 8)).trainable == keras
    assert tried(layer, (5, 8), convention="pytorch").trainable == pytorch


def test_a_classic_gru_has_one_bias():
    assert tried(GRU(units=16, reset_after=False), (5, 8)).trainable == 1200


def test_layers_ways_and_projections_of_pytorch():
    both = LSTM(units=16, num_layers=2, bidirectional=True)
    assert tried(both, (5, 8), convention="pytorch").trainable == 9728
    assert tried(LSTM(units=16, proj_size=4), (5, 8), convention="pytorch").trainable == 960
    assert list(weights_of(both, (5, 8), convention="pytorch"))[4:8] == [
        "weight_ih_l0_reverse",
        "weight_hh_l0_reverse",
        "bias_ih_l0_reverse",
        "bias_hh_l0_reverse",
    ]
    assert weights_of(both, (5, 8), convention="pytorch")["weight_ih_l1"] == (64, 32)


def test_the_count_reads_as_in_a_textbook():
    assert told_of(LSTM(units=16), (5, 8)) == ["(8 + 16 + 1) × 4 × 16 = 1,600"]
    assert told_of(GRU(units=16), (5, 8))[0] == "(8 + 16 + 2) × 3 × 16 = 1,248"
    assert told_of(LSTM(units=16), (5, 8), convention="pytorch")[0] == "(8 + 16 + 1 + 1) × 4 × 16 = 1,664"
    assert told_of(SimpleRNN(units=16), (5, 8))[0] == "(8 + 16 + 1) × 16 = 400"


def test_layers_and_ways_are_told_apart():
    both = LSTM(units=16, num_layers=2, bidirectional=True)
    assert told_of(both, (5, 8), convention="pytorch")[0] == (
        "2 × (8 + 16 + 1 + 1) × 4 × 16 + 2 × (2 × 16 + 16 + 1 + 1) × 4 × 16 = 9,728"
    )
    thin = LSTM(units=16, proj_size=4)
    assert told_of(thin, (5, 8), convention="pytorch")[0] == "(8 + 4 + 1 + 1) × 4 × 16 + 4 × 16 = 960"


def test_left_open_each_framework_gives_its_usual():
    assert shape_of(LSTM(units=16), (5, 8)) == (16,)
    assert shape_of(LSTM(units=16), (5, 8), convention="pytorch") == (5, 16)
    assert shape_of(LSTM(units=16, return_sequences=True), (5, 8)) == (5, 16)
    assert shape_of(LSTM(units=16, return_sequences=False), (5, 8), convention="pytorch") == (16,)


@pytest.mark.parametrize(("convention", "made"), [("keras", (16,)), ("pytorch", (5, 16))])
def test_switching_the_convention_keeps_what_comes_out(convention, made):
    net = chain(numbers(5, 8), LSTM(units=16), Dense(units=3), convention=convention)
    key = net.find("lstm_1")
    assert net.row(key).outputs == (made,)
    net.count_as("pytorch" if convention == "keras" else "keras")
    assert net.row(key).outputs == (made,)
    net.count_as(convention)
    assert net.design.node(key).layer == LSTM(units=16)


def test_states_come_out_of_ports_of_their_own():
    layer = LSTM(units=16, return_state=True)
    assert layer.ports.outputs == ("out", "h", "c")
    assert [spec.visible for spec in tried(layer, (5, 8)).outputs] == [(16,), (16,), (16,)]
    stacked = LSTM(units=16, return_state=True, num_layers=3, proj_size=4)
    shapes = [spec.visible for spec in tried(stacked, (5, 8), convention="pytorch").outputs]
    assert shapes == [(5, 4), (3, 4), (3, 16)]


def test_a_port_that_vanishes_keeps_its_link_as_a_problem():
    net = chain(numbers(5, 8), GRU(units=16, return_state=True))
    gru = net.find("gru_1")
    dense = net.add(Dense(units=3))
    net.link(gru, dense, output=1)
    assert net.row(dense).outputs == ((3,),)
    net.set(gru, return_state=False)
    assert said(net, "dense_1") != []
    net.undo()
    assert net.row(dense).outputs == ((3,),)


def test_states_that_are_linked_must_fit():
    layer = GRU(units=16, initial_state=True)
    assert tried(layer, (5, 8), (16,)).problems == ()
    problem = problem_of(layer, (5, 8), (12,))
    assert problem.summary == "another state expected"
    assert "is N × 16" in problem.message


def test_the_work_grows_with_the_steps():
    found = tried(LSTM(units=16), (T, 8))
    assert found.macs == 1536 * T
    assert found.outputs[0].visible == (16,)
    assert tried(LSTM(units=16), (T, 8), convention="pytorch").outputs[0].visible == (T, 16)
    assert tried(LSTM(units=16), (5, 8)).macs == 5 * 1536


def test_features_that_stay_open_leave_the_count_unknown():
    found = tried(LSTM(units=16), (5, T))
    assert found.trainable is None
    assert "would be T × 64" in found.problems[0].message


def test_what_is_no_sequence_is_told_and_mended():
    problem = problem_of(LSTM(), (8,))
    assert problem.summary == "needs a sequence"
    assert problem.mends[0].label == "Insert Unsqueeze for one feature"
    words = problem_of(LSTM(), (8,), dtype="int64")
    assert words.mends[0].kind == "Embedding"
    assert problem_of(LSTM(), (8,), convention="pytorch").summary == "needs a sequence"
    assert problem_of(LSTM(), (5, 8, 8)).summary == "needs a sequence"


def test_steps_first_reads_across_the_batch_of_a_drawing():
    found = tried(read("pytorch", "LSTM", 8, 16), (5, 8), convention="pytorch")
    assert found.problems[0].summary == "reads across the batch"
    assert found.problems[0].severity == "error"
    assert found.trainable == 1664
    assert dict(found.problems[0].mends[0].settings) == {"batch_first": True}


def test_a_stateful_layer_needs_a_fixed_batch():
    assert problem_of(LSTM(stateful=True), (5, 8)).summary == "needs a fixed batch"


def test_a_projection_is_smaller_than_the_state():
    assert problem_of(LSTM(units=16, proj_size=16), (5, 8), convention="pytorch").summary == "projection too large"


def test_pytorch_has_two_functions_for_a_plain_recurrence():
    assert problem_of(SimpleRNN(activation="gelu"), (5, 8), convention="pytorch").summary == "not in PyTorch"
    assert tried(SimpleRNN(activation="gelu"), (5, 8)).problems == ()


def test_what_only_training_asks_for_is_taken_and_not_kept():
    said_ = read("keras", "LSTM", 16, dropout=0.3, recurrent_dropout=0.2, seed=1, kernel_initializer="zeros")
    assert said_ == LSTM(units=16)
    with pytest.raises(CallError, match="no argument proj_size"):
        read("pytorch", "GRU", 8, 16, proj_size=3)


@pytest.mark.parametrize(
    ("cell", "keras", "pytorch", "states"),
    [
        (SimpleRNNCell(units=16), 400, 416, 1),
        (LSTMCell(units=16), 1600, 1664, 2),
        (GRUCell(units=16), 1248, 1248, 1),
    ],
)
def test_a_cell_is_one_step(cell, keras, pytorch, states):
    assert tried(cell, (8,)).trainable == keras
    found = tried(cell, (8,), convention="pytorch")
    assert found.trainable == pytorch
    assert [spec.visible for spec in found.outputs] == [(16,)] * states
    assert problem_of(cell, (5, 8)).summary == "needs one step"


def test_a_cell_costs_one_step_of_its_layer():
    assert 5 * tried(LSTMCell(units=16), (8,)).macs == tried(LSTM(units=16), (5, 8)).macs


def test_open_steps_pass_through_a_file_and_into_the_totals():
    net = chain(numbers("T", 8), LSTM(units=16, return_sequences=True), Dense(units=2))
    again = from_bytes(to_bytes(net.design.snapshot()))
    assert again.node(net.find("input")).layer.shape == ("T", 8)
    assert net.totals.parameters == 1600 + 34
    assert net.totals.operations.macs == 1536 * T + 32 * T
    net.variable("T", 10)
    net.set(net.find("input"), shape=("T", 8))
    assert net.totals.operations.macs == 15_680
