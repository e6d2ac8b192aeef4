"""Turning a design, and the places that come of it."""

from itertools import pairwise

from build import Dense, chain, exercise, numbers
from convas.edits.arrange import BELOW, arrange, turn
from convas.session import Session


def test_a_chain_goes_straight_down():
    session = Session(chain(numbers(4), *[Dense(units=3) for _ in range(30)]).design)
    session.apply(turn(session.design, "down"))
    places = [(node.x, node.y) for node in session.design.nodes()]
    assert len({x for x, _ in places}) == 1
    assert [b[1] - a[1] for a, b in pairwise(places)] == [BELOW] * 30


def test_turning_to_the_way_it_is_changes_nothing():
    session = Session(exercise().design)
    assert not turn(session.design, "right").delta
    session.apply(turn(session.design, "down"))
    assert arrange(session.design).delta == turn(session.design, "down").delta or not turn(session.design, "down").delta
    before = session.totals
    session.undo()
    assert session.totals == before
