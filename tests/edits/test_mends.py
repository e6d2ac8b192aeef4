"""Cures: one undoable step each, and the problem is gone."""

import pytest

from build import chain, image, numbers, said
from convas import BatchNormalization, Conv2D, Dense, Input
from convas.edits.edit import Refused
from convas.edits.mends import mend
from convas.values.problem import Mend


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
