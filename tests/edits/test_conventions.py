"""Switching the convention: the same network as the other framework has it."""

import pytest

from build import chain, exercise, image, numbers, said
from convas import (
    Add,
    BatchNormalization,
    Concatenate,
    Conv1D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    LayerNormalization,
    MaxPooling2D,
    Reshape,
)
from convas.files.write import to_bytes
from convas.study.conventions import differences


def shape(net, name="input"):
    return net.design.node(net.find(name)).layer.shape


def test_the_exercise_counts_the_same_and_comes_back():
    net = exercise()
    before = to_bytes(net.design.snapshot())
    net.count_as("pytorch")
    assert net.totals.parameters == 8_651_940
    assert net.row(net.find("conv1")).inputs == ((4, 120, 120),)
    net.undo()
    assert to_bytes(net.design.snapshot()) == before


@pytest.mark.parametrize(
    ("source", "layers", "turned"),
    [
        (numbers(32, 30, 3), [Conv2D(padding="same"), Flatten(), Dense()], (3, 32, 30)),
        (numbers(100, 8), [Conv1D(), Flatten()], (8, 100)),
        (numbers(32, 30, 3), [BatchNormalization(), MaxPooling2D()], (3, 32, 30)),
        (numbers(100, 8), [Dense(), LayerNormalization()], (100, 8)),
        (numbers(7), [Dense()], (7,)),
        (numbers("T", 8), [Conv1D(padding="same")], (8, "T")),
    ],
)
def test_an_input_is_turned_where_layers_over_space_follow(source, layers, turned):
    net = chain(source, *layers)
    before = [row.parameters for row in net.rows() if row.kind != "BatchNormalization"]
    net.count_as("pytorch")
    assert shape(net) == turned
    assert [row.parameters for row in net.rows() if row.kind != "BatchNormalization"] == before
    net.count_as("keras")
    assert shape(net) == source.shape


def test_axes_that_name_channels_go_with_them():
    net = chain(numbers(8, 8, 3), Conv2D(filters=4))
    side = net.add(Conv2D(filters=4), 1)
    joined = net.add(Concatenate(axis=3), net.find("conv1"), side)
    across = net.add(Concatenate(axis=1), net.find("conv1"), side)
    net.count_as("pytorch")
    assert (net.design.node(joined).layer.axis, net.design.node(across).layer.axis) == (1, 2)
    assert net.row(joined).outputs == ((8, 6, 6),)
    assert net.row(across).outputs == ((4, 12, 6),)


def test_channels_that_stand_first_in_keras_already_stay_there():
    first = {"data_format": "channels_first"}
    net = chain(numbers(3, 32, 32), Conv2D(**first), BatchNormalization(axis=1), MaxPooling2D(**first))
    before = net.row(net.find("pool_1")).outputs
    net.count_as("pytorch")
    assert shape(net) == (3, 32, 32)
    assert net.row(net.find("pool_1")).outputs == before
    assert net.problems() == []


def test_a_shape_made_for_a_convolution_is_turned():
    net = chain(numbers(64), Dense(units=7 * 5 * 16), Reshape(target_shape=(7, 5, 16)), Conv2D(padding="same"))
    before = net.totals.parameters
    net.count_as("pytorch")
    assert net.row(net.find("reshape_1")).outputs == ((16, 7, 5),)
    assert net.totals.parameters == before


def test_members_of_a_share_stay_equal():
    net = exercise()
    net.count_as("pytorch")
    conv3, conv5 = (net.design.node(net.find(name)).layer for name in ("conv3", "conv5"))
    assert conv3 == conv5


def test_an_axis_after_a_global_pool_is_not_turned():
    net = chain(image(8, 8, colours="RGB"), Conv2D(), GlobalAveragePooling2D(), LayerNormalization())
    net.count_as("pytorch")
    assert net.design.node(net.find("norm_1")).layer.axis == (-1,)
    assert net.problems() == []


def changes(net, convention):
    before = net.rows()
    net.count_as(convention)
    return differences(net.design, net.analysis, before, net.rows())


def test_what_is_counted_differently_is_told_with_the_reason():
    net = chain(image(28, 28), Conv2D(filters=8), BatchNormalization(), Flatten(), Dense())
    (found,) = changes(net, "pytorch")
    assert (found.name, found.before, found.after) == ("bn_1", 32, 16)
    assert found.why.startswith("Keras counts the moving mean and variance as parameters")
    assert changes(net, "pytorch") == []
    (back,) = changes(net, "keras")
    assert (back.before, back.after) == (16, 32)


def test_what_the_other_cannot_count_is_told_too():
    net = chain(image(28, 28), Conv2D(strides=2, padding="same"), Flatten(), Dense())
    found = {change.name: change.why for change in changes(net, "pytorch")}
    assert "PyTorch has no padding same with strides" in found["conv1"]
    assert set(found) == {"conv1", "flatten", "dense_1"}
    assert all(change.why == "It could not be counted as PyTorch." for change in changes(net, "keras"))


def test_broken_networks_switch_as_well():
    net = chain(numbers(4, None, 3), Conv2D(kernel_size=9), Add(), Dense())
    net.count_as("pytorch")
    net.count_as("keras")
    assert shape(net) == (4, None, 3)
    assert said(net, "add")
