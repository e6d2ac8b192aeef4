"""A design's look-ups are what its records say, however it got there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare import lookups
from convas import Dense
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Block, End, Header, Link, Node, Note, Share, Step
from design.records import between, states


def named(key, name, scope=0):
    return Node(key, name, Dense(), scope=scope)


@given(st.lists(states(), min_size=2, max_size=6))
def test_look_ups_follow_every_change(history):
    design = Design(history[0].values())
    for before, after in pairwise(history):
        design.apply(between(before, after))
        assert design.records == after
        assert lookups(design) == lookups(Design(design.snapshot()))
    for before, after in reversed(list(pairwise(history))):
        design.apply(between(before, after).reverse())
        assert lookups(design) == lookups(Design(before.values()))


@given(states(), states(), states())
def test_joined_changes_can_be_applied_at_once(a, b, c):
    step_by_step, at_once = Design(a.values()), Design(a.values())
    step_by_step.apply(between(a, b))
    step_by_step.apply(between(b, c))
    at_once.apply(between(a, b).then(between(b, c)))
    assert lookups(at_once) == lookups(step_by_step)


def test_an_empty_design_is_keras_and_untitled():
    design = Design()
    assert design.header == Header("Untitled", "keras")
    assert design.rules.keras
    assert (design.next_id(), design.snapshot()) == (1, (Header(),))


def test_ids_are_never_given_out_again():
    design = Design([named(7, "a")])
    assert design.next_id() == 8
    design.apply(Delta.removing(design.node(7)))
    assert design.next_id() == 8


def test_two_records_with_one_id_are_refused():
    with pytest.raises(ValueError, match="two entries have the id 3"):
        Design([named(3, "a"), named(3, "b")])


def test_names_can_be_swapped_in_one_step():
    design = Design([named(1, "a"), named(2, "b")])
    design.apply(Delta.replacing((design.node(1), named(1, "b")), (design.node(2), named(2, "a"))))
    assert (design.named("a").id, design.named("b").id) == (2, 1)


def test_names_hold_for_their_scope():
    design = Design([Block(5, "encoder"), named(1, "a"), named(6, "a", scope=5)])
    assert (design.named("a").id, design.named("a", 5).id) == (1, 6)
    assert design.named("nobody") is None
    assert [node.id for node in design.nodes(5)] == [6]


def test_links_are_found_by_port_in_order():
    nodes = [named(key, f"n{key}") for key in (1, 2, 3)]
    design = Design([*nodes, Link(9, 1, 3, 0, 2), Link(8, 2, 3, 0, 0), Link(7, 1, 2)])
    assert [link.id for link in design.links_in(3)] == [8, 9]
    assert [link.id for link in design.links_out(1)] == [7, 9]
    assert design.links_in(1) == []


def test_a_share_of_two_arrays_of_one_node_is_found_once():
    share = Share(4, End((Step(1),), "gamma"), End((Step(1),), "beta"))
    design = Design([named(1, "a"), share])
    assert design.shares_of(1) == [share]
    design.apply(Delta.removing(share))
    assert design.shares_of(1) == []


def test_records_are_found_by_kind():
    note = Note(3, "why")
    design = Design([named(1, "a"), note])
    assert design.get(Note, 3) is note
    assert design.get(Node, 3) is None
    assert design.get(Node, 99) is None
    assert list(design.all(Note)) == [note]
    assert list(design.all(Link)) == []
