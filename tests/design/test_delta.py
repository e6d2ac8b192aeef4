"""Changes as data: they can be taken back, joined, and come to nothing."""

from hypothesis import given

from convas import Dense
from convas.design.delta import Change, Delta
from convas.design.records import Link, Node
from design.records import between, states

SMALL, LARGE = (Node(1, "dense_1", Dense(units=units)) for units in (3, 30))
OTHER = Node(2, "dense_2", Dense(units=3))


def test_adding_removing_and_replacing():
    assert list(Delta.adding(SMALL, OTHER).added) == [SMALL, OTHER]
    assert list(Delta.removing(SMALL).removed) == [SMALL]
    assert list(Delta.replacing((SMALL, LARGE)).updated) == [(SMALL, LARGE)]
    assert not list(Delta.adding(SMALL).removed)
    assert not list(Delta.adding(SMALL).updated)


def test_a_change_to_the_same_is_none():
    assert not Delta.replacing((SMALL, Node(1, "dense_1", Dense(units=3))))
    assert not Delta({})
    assert not Delta({1: Change(None, None)})


def test_what_was_added_and_removed_again_leaves_nothing():
    assert not Delta.adding(SMALL).then(Delta.removing(SMALL))
    assert Delta.removing(SMALL).then(Delta.adding(LARGE)) == Delta.replacing((SMALL, LARGE))
    assert Delta.adding(SMALL).then(Delta.replacing((SMALL, LARGE))) == Delta.adding(LARGE)
    assert not Delta.replacing((SMALL, LARGE)).then(Delta.replacing((LARGE, SMALL)))


def test_a_record_of_another_kind_under_the_same_id_is_a_change():
    link = Link(1, 2, 3)
    swapped = Delta.removing(SMALL).then(Delta.adding(link))
    assert list(swapped.updated) == [(SMALL, link)]


@given(states(), states())
def test_the_reverse_of_the_reverse_is_the_change_itself(a, b):
    delta = between(a, b)
    assert delta.reverse() == between(b, a)
    assert delta.reverse().reverse() == delta
    assert not delta.then(delta.reverse())
    assert bool(delta) == (a != b)


@given(states(), states(), states())
def test_joined_changes_are_the_change_from_first_to_last(a, b, c):
    first, second = between(a, b), between(b, c)
    assert first.then(second) == between(a, c)
    assert first.then(second).reverse() == second.reverse().then(first.reverse())
    assert not first.then(second).then(between(c, a))
