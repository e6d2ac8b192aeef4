"""Linking ports, and the links that no drawing can hold."""

import pytest

from build import chain, numbers
from convas import Add, Dense, Dropout, Flatten, Input, Output, new
from convas.design.records import Link
from convas.edits import links
from convas.edits.edit import Edit, Refused
from convas.edits.nodes import add_node
from convas.files.read import from_bytes
from convas.files.write import to_bytes


def ends(net):
    return [(link.source, link.target, link.input) for link in net.design.all(Link)]


def test_a_link_goes_to_the_first_free_input():
    net = new()
    a, b, plus = net.add(numbers(4)), net.add(numbers(4)), net.add(Add())
    for source in (a, b, a):
        net.link(source, plus)
    assert ends(net) == [(a, plus, 0), (b, plus, 1), (a, plus, 2)]
    net.remove(net.design.inbound[plus][1].id)
    net.link(b, plus)
    assert {link.input for link in net.design.links_in(plus)} == {0, 1, 2}
    assert net.done[-1].name == "Link input_2 to add"


def test_loops_are_refused_and_nothing_is_added():
    net = chain(Dense(), Dense(), Dense())
    first, second, third = 1, 2, 4
    before = net.design.snapshot()
    for source, target in ((third, first), (second, first), (first, first)):
        with pytest.raises(Refused, match="would make a loop, so nothing was added"):
            net.link(source, target)
    assert net.design.snapshot() == before


def test_a_taken_input_is_refused():
    net = chain(numbers(4), Dense(), Dense())
    with pytest.raises(Refused, match="Every input of dense_1 has a link already"):
        net.link(1, 2)
    with pytest.raises(Refused, match="That input of dense_2 has a link already"):
        net.link(1, 4, input=0)


@pytest.mark.parametrize(
    ("source", "target", "ports", "told"),
    [
        (2, 1, {}, "Every input of input|input takes no link"),
        (2, 1, {"input": 0}, "input takes no link there"),
        (3, 2, {"input": 0}, "output has no such output"),
        (1, 2, {"output": 1}, "input has no such output"),
        (1, 2, {"output": -1}, "input has no such output"),
        (1, 2, {"input": 1}, "dense_1 takes no link there"),
        (1, 2, {"input": -1}, "dense_1 takes no link there"),
        (1, 4, {"input": -1}, "add takes no link there"),
    ],
)
def test_ports_that_are_not_there_are_refused(source, target, ports, told):
    net = new()
    for layer in (numbers(4), Dense(), Output(), Add()):
        net.add(layer)
    with pytest.raises(Refused, match=told):
        net.link(source, target, **ports)
    assert ends(net) == []


def test_whatever_is_linked_can_be_saved_and_opened():
    net = new()
    a, plus = net.add(numbers(4)), net.add(Add())
    net.link(a, plus, input=100_000)
    assert from_bytes(to_bytes(net.design.snapshot())).links_in(plus)[0].input == 100_000


def test_the_end_of_a_link_can_be_moved():
    net = chain(numbers(4), Dense(units=4), Dense(units=4))
    spare = net.add(numbers(9))
    link = net.design.links_in(2)[0]
    net.apply(links.reconnect(net.design, link.id, source=spare, target=2))
    assert net.row(2).inputs == ((9,),)
    with pytest.raises(Refused, match="loop"):
        net.apply(links.reconnect(net.design, link.id, source=4, target=2))
    with pytest.raises(Refused, match="has a link already"):
        net.apply(links.reconnect(net.design, link.id, source=1, target=4))
    with pytest.raises(Refused, match="not there any more"):
        links.reconnect(net.design, 999, source=1, target=2)


def test_moving_a_link_may_turn_its_own_way_round():
    net = chain(Dense(), Dense())
    link = net.design.links_in(2)[0]
    net.apply(links.reconnect(net.design, link.id, source=2, target=1))
    assert ends(net) == [(2, 1, 0)]


def inserted(net, link, layer):
    edit, node = add_node(net.design, layer)
    net.apply(Edit(edit.name, edit.delta.then(links.insert(net.design, link.id, node))))
    return node.id


def test_a_layer_is_put_into_a_link():
    net = chain(numbers(4, 4), Dense(units=3), Dense(units=2))
    middle = inserted(net, net.design.links_in(4)[0], Flatten())
    assert net.design.links_in(4)[0].source == middle
    assert net.design.links_in(middle)[0].source == 2
    assert net.row(4).outputs == ((2,),)
    net.undo()
    assert net.design.links_in(4)[0].source == 2


def test_a_layer_in_a_link_keeps_the_slot_it_leads_to():
    net = new()
    a, b, plus = net.add(numbers(4)), net.add(numbers(4)), net.add(Add())
    net.link(a, plus)
    net.link(b, plus)
    inserted(net, net.design.inbound[plus][1], Dropout())
    assert sorted(net.design.inbound[plus]) == [0, 1]
    assert net.row(plus).outputs == ((4,),)


@pytest.mark.parametrize("layer", [Input(), Output()])
def test_ends_cannot_stand_inside_a_link(layer):
    net = chain(numbers(4), Dense())
    with pytest.raises(Refused, match="cannot stand inside a link"):
        inserted(net, net.design.links_in(2)[0], layer)


def test_what_lies_before_and_after():
    net = chain(numbers(4), Dense(), Dense(), Dense())
    side = net.add(Dense(), 2)
    assert links.downstream(net.design, 2) == {4, 6, side}
    assert links.upstream(net.design, 6) == {1, 2, 4}
    assert links.reaches(net.design, 1, 6)
    assert not links.reaches(net.design, 6, 1)
