"""Aligning and distributing, on any selection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import Dense, chain, nodes, numbers
from convas.edits.aligning import align, distribute, to_grid
from convas.edits.edit import Refused
from convas.edits.links import lead_through
from convas.edits.nodes import add_node
from convas.session import Session


def session():
    return Session(chain(numbers(4), Dense(units=3), Dense(units=2), Dense(units=1)).design)


@pytest.fixture
def net():
    return session()


def after(net, edit):
    net.apply(edit)
    return {node.id: (node.x, node.y) for node in net.design.nodes()}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("left", [(0, 0), (0, 50)]),
        ("right", [(60, 0), (100, 50)]),
        ("centre", [(30, 0), (50, 50)]),
        ("top", [(0, 0), (100, 0)]),
        ("bottom", [(0, 70), (100, 50)]),
        ("middle", [(0, 35), (100, 25)]),
    ],
)
def test_the_outermost_edge_counts_whatever_the_sizes(net, line, wanted):
    first, second = nodes(net)[:2]
    places = {first: (0.0, 0.0, 140.0, 20.0), second: (100.0, 50.0, 100.0, 40.0)}
    found = after(net, align(net.design, places, line))
    assert [found[first], found[second]] == wanted


def test_the_same_room_between_neighbours(net):
    a, b, c = nodes(net)[:3]
    places = {a: (0.0, 0.0, 10.0, 10.0), b: (15.0, 0.0, 30.0, 10.0), c: (100.0, 0.0, 20.0, 10.0)}
    found = after(net, distribute(net.design, places, "across"))
    assert [found[key][0] for key in (a, b, c)] == [0, 40, 100]


@given(st.lists(st.integers(-5000, 5000), min_size=2, max_size=4))
def test_distributing_keeps_the_outermost_and_the_order(xs):
    net = session()
    keys = nodes(net)[: len(xs)]
    places = {key: (float(x), 0.0, 0.0, 0.0) for key, x in zip(keys, xs, strict=True)}
    found = after(net, distribute(net.design, places, "across"))
    if len(xs) > 2:
        assert min(found[key][0] for key in keys) == min(xs)
        assert max(found[key][0] for key in keys) == max(xs)
        order = sorted(keys, key=lambda key: (places[key][0], key))
        assert [found[key][0] for key in order] == sorted(found[key][0] for key in keys)


def test_on_the_grid(net):
    first = nodes(net)[0]
    assert after(net, to_grid(net.design, {first: (13.0, -5.0, 1.0, 1.0)}))[first] == (16, -8)


def test_a_link_is_led_through_a_layer(net):
    edit, node = add_node(net.design, Dense(units=7))
    net.apply(edit)
    link = net.design.links_out(nodes(net)[0])[0]
    net.apply(lead_through(net.design, link.id, node.id))
    assert [one.target for one in net.design.links_out(nodes(net)[0])] == [node.id]
    assert [one.target for one in net.design.links_out(node.id)] == [nodes(net)[1]]
    with pytest.raises(Refused, match="has a link already"):
        lead_through(net.design, net.design.links_out(nodes(net)[1])[0].id, node.id)
    with pytest.raises(Refused, match="is at an end of that link"):
        lead_through(net.design, link.id, node.id)
