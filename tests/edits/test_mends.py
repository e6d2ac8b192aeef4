"""Cures: one undoable step each, and the problem is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, image, numbers, said
from convas import (
    Add,
    BatchNormalization,
    Conv1D,
    Conv2D,
    Dense,
    Dot,
    Embedding,
    GroupNormalization,
    Input,
    MatMul,
    PixelShuffle,
    new,
)
from convas.edits.edit import Refused
from convas.edits.mends import mend
from convas.values.problem import Mend
from layers.samples import KINDS, layers


def cure(net, name, index=0):
    """Do the cure that a layer's first problem offers."""
    key = net.find(name)
    chosen = next(problem for problem in net.analysis.problems(key) if problem.mends).mends[index]
    net.apply(mend(net.design, key, chosen, net.analysis.feeding(key, max(chosen.where, 0))))
    return chosen


def test_a_setting_of_the_layer_itself():
    net = chain(image(28, 28), Conv2D(in_channels=3))
    chosen = cure(net, "conv1")
    assert said(net, "conv1") == []
    assert net.done[-1].name == chosen.label == "Expect 1"
    net.undo()
    assert "expects 3 channels" in said(net, "conv1")[0]


def test_a_padding_that_makes_the_kernel_fit():
    net = chain(image(2, 2), Conv2D())
    cure(net, "conv1")
    assert net.row(net.find("conv1")).outputs == ((2, 2, 32),)


def test_the_layer_before_it():
    net = chain(numbers(4), Dense(units=8), Dense())
    key = net.find("dense_2")
    wider = Mend("Give dense_2 16", 0, settings=(("units", 16),))
    net.apply(mend(net.design, key, wider, net.analysis.feeding(key, 0)))
    assert net.row(key).inputs == ((16,),)


def test_a_layer_in_between_makes_room_for_itself():
    net = chain(Input(shape=(28, 28), colours="RGB"), Dense(units=10), BatchNormalization())
    before = {node.id: (node.x, node.y) for node in net.design.nodes()}
    cure(net, "dense_1")
    flatten = net.design.node(net.find("flatten"))
    assert net.row(net.find("dense_1")).parameters == (28 * 28 * 3 + 1) * 10
    assert said(net, "dense_1") == []
    places = [(node.x, node.y) for node in net.design.nodes()]
    assert len(set(places)) == len(places)
    assert net.design.node(1).x < flatten.x < net.design.node(net.find("dense_1")).x
    net.undo()
    assert {node.id: (node.x, node.y) for node in net.design.nodes()} == before


def residual(stride, filters, *, space=(28, 28)):
    """A convolution beside its own input, joined."""
    net = new()
    net.chain(Input(shape=space, colours=None), name_of(space)(filters=8, padding="same"))
    net.add(name_of(space)(filters=filters, strides=stride, padding="same"), net.find("conv1"))
    net.add(Add(), net.find("conv2"), net.find("conv1"))
    return net


def name_of(space):
    return {2: Conv1D, 3: Conv2D}[len(space)]


@pytest.mark.parametrize(("stride", "filters", "space"), [(2, 16, (28, 28, 3)), (1, 16, (28, 28, 3)), (2, 8, (30, 4))])
def test_a_projection_makes_a_residual_fit(stride, filters, space):
    net = residual(stride, filters, space=space)
    wanted = net.row(net.find("conv2")).outputs
    chosen = cure(net, "add", -1)
    assert chosen.label == "Insert a projection after {1}"
    assert net.problems() == []
    assert net.row(net.find("add")).outputs == wanted
    assert net.design.node(net.find("conv3")).layer.kernel_size == (1,) * (len(space) - 1)


def test_as_many_filters_make_it_fit_too():
    net = residual(1, 16, space=(28, 28, 3))
    assert [mend.label for mend in net.analysis.cures(*at(net, "add"))] == [
        "Give conv1 16 filters",
        "Insert a projection after conv1",
    ]
    cure(net, "add")
    assert net.problems() == []


def test_rows_of_numbers_are_matched_by_units():
    net = new()
    net.chain(numbers(4), Dense(units=8))
    net.add(Add(), net.find("dense_1"), net.add(Dense(units=5), 1))
    assert [mend.label for mend in net.analysis.cures(*at(net, "add"))] == [
        "Give dense_2 8 units",
        "Insert a dense layer after dense_2",
    ]
    cure(net, "add", 1)
    assert net.problems() == []


def at(net, name):
    """A layer and its first problem."""
    key = net.find(name)
    return key, net.analysis.problems(key)[0]


def test_members_of_a_share_are_mended_together():
    net = chain(image(2, 2), Conv2D(filters=1), Conv2D(filters=1))
    net.share(net.find("conv1"), net.find("conv2"))
    cure(net, "conv1")
    assert net.problems() == []


@pytest.mark.parametrize("wrong", [Mend("x", 0, "Nothing"), Mend("x", 0, "Flatten", (("units", 3),)), Mend("x", 3)])
def test_a_cure_that_cannot_be_done_changes_nothing(wrong):
    net = chain(numbers(4), Dense())
    key = net.find("dense_1")
    with pytest.raises(Refused):
        net.apply(mend(net.design, key, wrong, net.analysis.feeding(key, wrong.where)))


SHAPES = [
    (12,),
    (36,),
    (28, 28),
    (12, 12),
    (5, 7),
    (6, 5),
    (7, 12, 12),
    (28, 28, 3),
    (12, 12, 7),
    (2, 1, 3),
    (4, 8, 8, 6),
]


@pytest.mark.parametrize("convention", ["keras", "pytorch"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
@given(data=st.data())
def test_every_mend_that_is_offered_cures(kind, convention, data):
    layer = data.draw(layers(kind))
    net = new(convention=convention)
    ports = layer.ports
    shapes = [data.draw(st.sampled_from(SHAPES)) for _ in range(max(ports.needed, 2 if ports.variadic else 1))]
    sources = [net.add(numbers(*shape)) for shape in shapes[: None if ports.variadic else len(ports.inputs)]]
    key = net.add(layer, *sources)
    for problem in net.analysis.problems(key):
        for chosen in net.analysis.cures(key, problem):
            net.apply(mend(net.design, key, chosen, net.analysis.feeding(key, max(chosen.where, 0))))
            assert problem not in net.analysis.problems(key)
            net.undo()
            assert problem in net.analysis.problems(key)


@pytest.mark.parametrize(
    ("given_shapes", "layer", "labels"),
    [
        (((28, 28),), Conv2D(), ["Insert Unsqueeze for one channel"]),
        (((784,),), Conv2D(), ["Insert Reshape to 28 × 28 × 1"]),
        (((100,),), Conv1D(), ["Insert Unsqueeze for one channel"]),
        (((8, 8, 10),), GroupNormalization(groups=4), ["Set groups to 5", "Give each channel a group"]),
        (
            ((8, 8, 12),),
            Conv2D(filters=10, groups=4),
            ["Set filters to 8", "Set filters to 12", "Set groups to 2", "Set groups to 1"],
        ),
        (((8, 8, 6),), PixelShuffle(), ["Insert a projection to 8 channels"]),
        (((8, 8, 9),), PixelShuffle(), ["Set factor to 3", "Insert a projection to 12 channels"]),
        (((10,),), Embedding(), ["Set the number type of input to int64"]),
        (((4, 6), (5, 6)), MatMul(), ["Turn input_2 with Permute"]),
        (((6, 4), (6, 5)), MatMul(), ["Turn input with Permute"]),
        (((4, 6), (6, 5)), Dot(), ["Sum over axes 2 and 1"]),
    ],
)
def test_a_students_slips_have_a_cure(given_shapes, layer, labels):
    net = new()
    key = net.add(layer, *[net.add(numbers(*shape)) for shape in given_shapes])
    (problem,) = net.analysis.problems(key)
    cures = net.analysis.cures(key, problem)
    assert [cure.label for cure in cures] == labels
    for chosen in cures:
        net.apply(mend(net.design, key, chosen, net.analysis.feeding(key, max(chosen.where, 0))))
        assert [found for found in net.analysis.problems(key) if found.severity == "error"] == []
        net.undo()
