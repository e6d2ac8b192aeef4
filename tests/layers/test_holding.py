"""Layers that hold a layer: it is counted, explained, refused, kept in files and named as the framework names it."""

import json

import pytest

from build import chain, numbers, said
from convas import (
    GRU,
    LSTM,
    RNN,
    Bidirectional,
    Conv2D,
    Conv2DTranspose,
    ConvLSTM2D,
    Dense,
    Flatten,
    GRUCell,
    SimpleRNN,
    SpectralNormalization,
    TimeDistributed,
)
from convas.edits.edit import Refused
from convas.edits.mends import mend
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.layers.holding import called
from convas.layers.validation import SettingError, build
from convas.values.call import Call
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T = symbol("T")


def test_every_step_goes_through_one_layer():
    layer = TimeDistributed(layer=Dense(units=3))
    assert shape_of(layer, (T, 8)) == (T, 3)
    assert tried(layer, (T, 8)).trainable == 27
    assert tried(layer, (T, 8)).macs == 24 * T
    assert told_of(layer, (5, 8))[0] == "(8 + 1) × 3 = 27"
    assert weights_of(layer, (5, 8)) == {"dense/kernel": (8, 3), "dense/bias": (3,)}


def test_an_image_at_every_step():
    layer = TimeDistributed(layer=Conv2D(filters=4))
    assert shape_of(layer, (T, 9, 9, 3)) == (T, 7, 7, 4)
    assert told_of(layer, (5, 9, 9, 3))[0] == "(3 × 3 × 3 + 1) × 4 = 112"
    nested = TimeDistributed(layer=TimeDistributed(layer=Dense(units=3)))
    assert list(weights_of(nested, (5, 7, 4))) == ["time_distributed/dense/kernel", "time_distributed/dense/bias"]


def test_both_ways_are_two_copies():
    layer = Bidirectional(layer=LSTM(units=16))
    assert shape_of(layer, (5, 8)) == (32,)
    assert told_of(layer, (5, 8))[0] == "2 × (8 + 16 + 1) × 4 × 16 = 3,200"
    assert tried(layer, (5, 8)).macs == 2 * 5 * 1536
    assert list(weights_of(layer, (5, 8)))[::3] == ["forward_lstm/lstm_cell/kernel", "backward_lstm/lstm_cell/kernel"]


@pytest.mark.parametrize("mode", ["sum", "mul", "ave"])
def test_outputs_that_are_joined_keep_their_size(mode):
    assert shape_of(Bidirectional(layer=GRU(units=16), merge_mode=mode), (5, 8)) == (16,)


def test_apart_each_way_has_a_port():
    layer = Bidirectional(layer=LSTM(units=16, return_state=True), merge_mode=None)
    assert layer.ports.outputs == ("forward", "backward", "forward h", "forward c", "backward h", "backward c")
    assert [spec.visible for spec in tried(layer, (5, 8)).outputs] == [(16,)] * 6


def test_a_backward_layer_of_its_own():
    layer = Bidirectional(layer=LSTM(units=16), backward_layer=GRU(units=8, go_backwards=True))
    assert shape_of(layer, (5, 8)) == (24,)
    assert told_of(layer, (5, 8))[0] == "(8 + 16 + 1) × 4 × 16 + (8 + 8 + 2) × 3 × 8 = 2,032"
    assert list(weights_of(layer, (5, 8)))[3] == "gru/gru_cell/kernel"


def test_both_must_not_read_in_one_direction():
    layer = Bidirectional(layer=LSTM(units=16), backward_layer=LSTM(units=16))
    net = chain(numbers(5, 8), layer)
    assert said(net, "both_ways_1") == [
        "Both layers in both_ways_1 read in the same direction. Let the first read forwards, the other backwards."
    ]
    key = net.find("both_ways_1")
    net.apply(mend(net.design, key, net.analysis.problems(key)[0].mends[0], None))
    assert said(net, "both_ways_1") == []


def test_a_cell_reads_a_sequence():
    layer = RNN(cell=GRUCell(units=16), return_sequences=True, return_state=True)
    assert [spec.visible for spec in tried(layer, (5, 8)).outputs] == [(5, 16), (16,)]
    assert told_of(layer, (5, 8))[0] == told_of(GRU(units=16), (5, 8))[0]
    assert tried(layer, (5, 8)).operations == tried(GRU(units=16), (5, 8)).operations


def test_spectral_normalisation_adds_a_vector_of_state():
    found = tried(SpectralNormalization(layer=Dense(units=4)), (8,))
    assert (found.trainable, found.state) == (36, 4)
    assert problem_of(SpectralNormalization(layer=Flatten()), (8, 8)).summary == "no kernel"


def test_what_is_wrong_inside_is_told_and_mended_outside():
    problem = problem_of(TimeDistributed(layer=Conv2D(kernel_size=9)), (5, 8, 8, 3))
    assert problem.summary == "kernel too large"
    assert problem.setting == "layer"
    (mended,) = (dict(cure.settings)["layer"] for cure in problem.mends)
    assert mended == Conv2D(kernel_size=9, padding="same")
    assert shape_of(TimeDistributed(layer=mended), (5, 8, 8, 3)) == (5, 8, 8, 32)


def test_a_setting_of_the_other_framework_counts_inside_too():
    layer = TimeDistributed(layer=LSTM(num_layers=2))
    problem = problem_of(layer, (5, 7, 8))
    assert problem.summary == "not in Keras"
    assert dict(problem.mends[0].settings)["layer"] == LSTM()


@pytest.mark.parametrize(
    ("kind", "inner", "told"),
    [
        (Bidirectional, Dense(), "Dense cannot stand here. Choose a recurrent layer, such as LSTM."),
        (RNN, LSTM(), None),
        (TimeDistributed, "Dense", "Choose a kind of layer to hold."),
        (TimeDistributed, {"kind": "Add"}, "Add cannot stand here. Choose a layer with one input and one output."),
        (TimeDistributed, {"kind": "Dense", "settings": {"units": "many"}}, "Units must be a whole number"),
    ],
)
def test_what_cannot_be_held_is_refused_in_words(kind, inner, told):
    field = "cell" if kind is RNN else "layer"
    with pytest.raises(SettingError) as refused:
        build(kind, {field: inner})
    assert refused.value.name == field
    assert (told or "LSTM cannot stand here. Choose a recurrent cell, such as LSTMCell.") in str(refused.value)


def test_layers_inside_each_other_have_an_end():
    layer = Dense()
    for _ in range(8):
        layer = build(TimeDistributed, {"layer": layer})
    with pytest.raises(SettingError, match="room for 8 layers"):
        build(TimeDistributed, {"layer": layer})


def test_a_file_has_the_inner_layer_in_one_piece():
    net = chain(numbers(5, 8), Bidirectional(layer=LSTM(units=8), backward_layer=LSTM(units=8, go_backwards=True)))
    data = to_bytes(net.design.snapshot())
    (row,) = (row for row in json.loads(data)["nodes"] if row["kind"] == "Bidirectional")
    assert row["settings"] == {
        "layer": {"kind": "LSTM", "settings": {"units": 8}},
        "backward_layer": {"kind": "LSTM", "settings": {"units": 8, "go_backwards": True}},
    }
    again = from_bytes(data)
    assert again.node(net.find("both_ways_1")).layer == net.design.node(net.find("both_ways_1")).layer
    assert to_bytes(again.snapshot()) == data


@pytest.mark.parametrize(
    "inner",
    [
        {"kind": "Mamba", "settings": {"state": 16}},
        {"kind": "Dense", "settings": {"quantised": 4}},
        {"kind": "Dense", "frozen": True},
    ],
)
def test_an_inner_layer_of_a_newer_version_is_kept_and_not_counted(inner):
    net = chain(numbers(5, 8), TimeDistributed(layer=inner))
    data = to_bytes(net.design.snapshot())
    (row,) = (row for row in json.loads(data)["nodes"] if row["kind"] == "TimeDistributed")
    assert row["settings"]["layer"] == inner
    assert to_bytes(from_bytes(data).snapshot()) == data
    assert not net.totals.complete
    assert "does not know" in said(net, "distributed_1")[0]


def test_a_framework_s_call_may_hold_a_call():
    layer = read("keras", "Bidirectional", Call("LSTM", (16,)), merge_mode="sum")
    assert layer == Bidirectional(layer=LSTM(units=16), merge_mode="sum")


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        (Bidirectional(), "bidirectional"),
        (ConvLSTM2D(), "conv_lstm2d"),
        (Conv2DTranspose(), "conv2d_transpose"),
        (SimpleRNN(), "simple_rnn"),
    ],
)
def test_arrays_are_named_as_keras_names_their_layer(layer, name):
    assert called(layer) == name


def test_it_stays_in_a_design_of_pytorch_and_says_so():
    problem = problem_of(Bidirectional(), (5, 8), convention="pytorch")
    assert problem.summary == "not in PyTorch"
    assert "both ways" in problem.message


def test_a_setting_inside_may_be_a_formula():
    net = chain(numbers(5, 8), Bidirectional(layer=LSTM(units=8)))
    key = net.find("both_ways_1")
    net.variable("width", 4)
    net.set(key, layer={"kind": "LSTM", "settings": {"units": "4 * width", "return_sequences": True}})
    assert net.design.node(key).bindings == (("layer.units", "4 * width"),)
    assert net.row(key).outputs == ((5, 32),)
    net.variable("width", 2)
    assert net.row(key).outputs == ((5, 16),)
    data = to_bytes(net.design.snapshot())
    assert to_bytes(from_bytes(data).snapshot()) == data
    with pytest.raises(Refused, match="must be a whole number of at least 1"):
        net.set(key, layer={"kind": "LSTM", "settings": {"units": "width - 2"}})
    net.set(key, layer=LSTM(units=3))
    assert net.design.node(key).bindings == ()
    assert net.row(key).outputs == ((6,),)
