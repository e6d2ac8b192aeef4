"""Sharing whole layers: who may, what follows, and what stays together when someone leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, image, numbers
from convas import Conv1D, Conv2D, Dense
from convas.design.delta import Delta
from convas.design.records import Block, Node, Share
from convas.design.sharing import whole_members
from convas.edits import shares
from convas.edits.edit import Edit, Refused


def row_of(count, **settings):
    """An input and so many dense layers of equal width; the dense layers' ids."""
    net = chain(numbers(8), *[Dense(units=8, **settings) for _ in range(count)])
    return net, [net.find(f"dense_{index + 1}") for index in range(count)]


def groups(net, chosen):
    """The partition of nodes into layers, by asking every one for its sharers."""
    there = [key for key in chosen if net.design.get(Node, key)]
    return {frozenset(whole_members(net.design, key)) for key in there}


def test_the_second_takes_the_settings_of_the_first():
    net = chain(image(28, 28), Conv2D(filters=20), Conv2D(filters=9), Conv2D(filters=9))
    net.share(4, 6)
    edit = shares.share(net.design, 2, 6)
    assert edit.name == "Share conv1 with conv3"
    assert edit.told == "conv3 and conv2 took the settings of conv1."
    net.apply(edit)
    assert {net.design.node(key).layer for key in (2, 4, 6)} == {Conv2D(filters=20)}
    net.undo()
    assert [net.design.node(key).layer.filters for key in (2, 4, 6)] == [20, 9, 9]


def test_sharing_equals_says_nothing():
    net, (a, b) = row_of(2)
    assert shares.share(net.design, a, b).told == ""


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (2, 2, "conv1 cannot share with itself."),
        (2, 4, "conv1 is Conv2D and conv1_2 is Conv1D. Only layers of one kind can share all their weights."),
        (2, 6, "conv1 and conv3 share their weights already."),
        (6, 2, "conv3 and conv1 share their weights already."),
    ],
)
def test_what_cannot_share(first, second, told):
    net = chain(image(28, 28), Conv2D())
    net.apply(Edit("Add", Delta.adding(Node(4, "conv1_2", Conv1D()), Node(6, "conv3", Conv2D()))))
    net.share(2, 6)
    with pytest.raises(Refused) as refused:
        net.share(first, second)
    assert str(refused.value) == told


def test_layers_of_different_scopes_do_not_share():
    net = chain(Dense())
    net.apply(Edit("Add", Delta.adding(Block(50, "encoder"), Node(51, "dense", Dense(), scope=50))))
    with pytest.raises(Refused, match="within one drawing"):
        net.share(1, 51)


def test_nor_do_their_arrays_without_a_path():
    net = chain(Dense())
    net.apply(Edit("Add", Delta.adding(Block(50, "encoder"), Node(51, "dense", Dense(), scope=50))))
    with pytest.raises(Refused):
        net.share_weight(1, "kernel", 51, "kernel")


def test_unsharing_the_middle_keeps_the_others_together():
    net, (a, b, c) = row_of(3)
    net.share(a, b)
    net.share(b, c)
    net.unshare(b)
    assert groups(net, [a, b, c]) == {frozenset({a, c}), frozenset({b})}
    assert net.done[-1].name == "Unshare dense_2"
    assert net.totals.parameters == 2 * 72
    net.unshare(c)
    assert groups(net, [a, b, c]) == {frozenset({key}) for key in (a, b, c)}
    with pytest.raises(Refused, match="dense_3 shares nothing"):
        net.unshare(c)


def test_what_was_separated_keeps_its_settings():
    net, (a, b) = row_of(2)
    net.set(a, units=5)
    net.share(a, b)
    net.unshare(b)
    assert net.design.node(b).layer.units == 5
    net.set(a, units=6)
    assert net.design.node(b).layer.units == 5


def test_deleting_the_one_in_the_middle_composes_its_shares():
    net, (a, b, c) = row_of(3)
    net.share(a, b)
    net.share(b, c)
    net.remove(b)
    assert groups(net, [a, b, c]) == {frozenset({a, c})}
    net.link(a, c)
    assert net.totals.parameters == 72
    net.undo()
    net.undo()
    assert groups(net, [a, b, c]) == {frozenset({a, b, c})}


def test_bindings_are_shared_with_the_settings():
    net = chain(numbers(8), Dense(units=8))
    net.apply(Edit("Add", Delta.adding(Node(9, "bound", Dense(units=8), bindings=(("units", "width"),)))))
    net.share(9, 2)
    assert net.design.node(2).bindings == (("units", "width"),)


def test_kinds_that_nobody_knows_share_only_with_their_own():
    from convas.layers.unknown import Unknown

    net = chain(numbers(8))
    made = (Node(4, "a", Unknown(name="Rope")), Node(5, "b", Unknown(name="Swish")), Node(6, "c", Unknown(name="Rope")))
    net.apply(Edit("Add", Delta.adding(*made)))
    net.share(4, 6)
    with pytest.raises(Refused):
        net.share(4, 5)
    assert net.design.node(5).layer.name == "Swish"


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] != pair[1]), max_size=7)


@given(PAIRS, st.sets(st.integers(0, 5)), st.randoms())
def test_whoever_leaves_the_others_stay_as_they_were(pairs, leaving, order):
    net, members = row_of(6)
    for a, b in pairs:
        if members[b] not in whole_members(net.design, members[a]):
            net.share(members[a], members[b])
    gone = {members[index] for index in leaving}
    expected = {group - gone for group in groups(net, members)} - {frozenset()}
    one_by_one = order.random() < 0.5
    for batch in [[key] for key in gone] if one_by_one else [sorted(gone)]:
        net.remove(*batch)
    assert groups(net, members) == expected
    edges = list(net.design.all(Share))
    assert len(edges) == sum(len(group) - 1 for group in expected)
    assert len({edge.id for edge in edges}) == len(edges)
