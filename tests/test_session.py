"""One open design: edits go in, every step has a name and can be taken back, and the saved state is known."""

import pytest

from build import chain, exercise, numbers
from convas import Dense, Refused
from convas.design.design import Design
from convas.edits import nodes, settings
from convas.edits.conventions import switch
from convas.files.write import to_bytes
from convas.session import Session


@pytest.fixture
def session():
    """An input and two dense layers (1, 2 and 4), just opened."""
    return Session(Design(chain(numbers(8), Dense(units=4), Dense(units=2)).design.snapshot()))


def units(session, count, merge="", node=2):
    return session.apply(settings.set_setting(session.design, [node], "units", count, merge=merge))


def steps(session):
    return [entry.name for entry in session.done]


def test_an_update_tells_what_changed(session):
    update = units(session, 9)
    assert list(update.delta.changes) == [2]
    assert update.touched == {2, 4}
    assert not update.everything
    assert session.totals.parameters == (8 + 1) * 9 + (9 + 1) * 2
    assert units(session, 3, node=4).touched == {4}
    assert session.apply(nodes.move(session.design, {1: (8, 8)})).touched == {1}


def test_every_step_has_a_name_and_can_be_taken_back(session):
    start = session.design.snapshot()
    units(session, 9)
    session.apply(nodes.rename(session.design, 2, "stem"))
    session.apply(nodes.delete(session.design, [4]))
    assert steps(session) == ["Set units of dense_1 to 9", "Rename dense_1 to stem", "Delete dense_2"]
    end = session.design.snapshot()
    session.undo()
    assert [entry.name for entry in session.undone] == ["Delete dense_2"]
    session.redo()
    assert session.design.snapshot() == end
    session.go_to(0)
    assert session.design.snapshot() == start
    assert session.totals.parameters == 36 + 10
    assert session.go_to(3).touched >= {2}
    assert session.design.snapshot() == end


def test_there_is_nothing_before_the_start_and_after_the_end(session):
    before = session.design.snapshot()
    for move in (session.undo, session.redo, lambda: session.go_to(-1), lambda: session.go_to(99)):
        update = move()
        assert not update.delta
        assert update.touched == frozenset()
    units(session, 9)
    session.go_to(-5)
    assert session.design.snapshot() == before
    session.go_to(99)
    assert steps(session) == ["Set units of dense_1 to 9"]


def test_one_travel_is_one_update(session):
    units(session, 9)
    units(session, 5, node=4)
    units(session, 7)
    travelled = session.go_to(0)
    assert set(travelled.delta.changes) == {2, 4}
    assert travelled.touched == {2, 4}
    assert session.go_to(3).delta == travelled.delta.reverse()


def test_a_new_edit_forgets_what_was_undone(session):
    units(session, 9)
    session.undo()
    units(session, 5)
    assert session.undone == []
    session.redo()
    assert session.design.node(2).layer.units == 5


def test_an_edit_that_changes_nothing_leaves_no_trace(session):
    units(session, 9)
    session.undo()
    update = units(session, 4)
    assert (update.touched, steps(session), len(session.undone)) == (frozenset(), [], 1)
    assert session.clean


def test_what_is_refused_leaves_no_trace(session):
    before = to_bytes(session.design.snapshot())
    with pytest.raises(Refused):
        units(session, -1)
    assert (to_bytes(session.design.snapshot()), steps(session), session.clean) == (before, [], True)


def test_typing_is_one_step(session):
    for count in (1, 12, 128):
        units(session, count, merge="units")
    assert steps(session) == ["Set units of dense_1 to 128"]
    session.undo()
    assert session.design.node(2).layer.units == 4
    session.redo()
    assert session.design.node(2).layer.units == 128


@pytest.mark.parametrize(
    "between",
    [
        lambda session: session.seal(),
        lambda session: session.mark_clean(),
        lambda session: (session.undo(), session.redo()),
        lambda session: units(session, 3, merge="other", node=4),
        lambda session: units(session, 3, node=4),
    ],
)
def test_what_ends_a_step(session, between):
    units(session, 1, merge="units")
    between(session)
    before = len(session.done)
    units(session, 12, merge="units")
    assert len(session.done) == before + 1


def test_a_step_that_comes_to_nothing_is_dropped(session):
    units(session, 7)
    units(session, 1, merge="units")
    units(session, 7, merge="units")
    assert steps(session) == ["Set units of dense_1 to 7"]
    session.undo()
    assert session.clean


def test_a_step_that_has_ended_stays_as_it_was_when_the_next_comes_to_nothing(session):
    units(session, 1, merge="units")
    session.seal()
    units(session, 12, merge="units")
    units(session, 1, merge="units")
    units(session, 5, merge="units")
    assert len(session.done) == 2
    session.undo()
    assert session.design.node(2).layer.units == 1


def test_the_saved_state_is_known_wherever_one_goes(session):
    assert session.clean
    units(session, 9)
    assert not session.clean
    session.undo()
    assert session.clean
    session.redo()
    session.mark_clean()
    units(session, 5)
    assert not session.clean
    session.undo()
    assert session.clean
    session.undo()
    assert not session.clean
    session.redo()
    assert session.clean


def test_a_saved_state_that_was_undone_and_left_is_gone(session):
    units(session, 9)
    session.mark_clean()
    session.undo()
    units(session, 5)
    assert not session.clean
    session.undo()
    assert not session.clean
    session.go_to(1)
    assert not session.clean


def test_typing_after_saving_is_a_change(session):
    units(session, 1, merge="units")
    session.mark_clean()
    units(session, 12, merge="units")
    assert not session.clean
    session.undo()
    assert session.clean


def test_what_has_no_saved_state_is_never_clean(session):
    session.mark_unsaved()
    units(session, 9)
    session.undo()
    assert not session.clean


def test_several_edits_together_are_one_step(session):
    before = session.design.snapshot()
    with session.together("Widen"):
        units(session, 9)
        units(session, 7, node=4)
    assert steps(session) == ["Widen"]
    units(session, 5)
    assert len(session.done) == 2
    session.go_to(0)
    assert session.design.snapshot() == before
    assert session.clean


def test_together_with_what_was_typed_before_and_after(session):
    units(session, 1, merge="units")
    with session.together("Both"):
        units(session, 12, merge="units")
        units(session, 7, node=4)
    units(session, 3, merge="units")
    assert len(session.done) == 3


def test_nothing_together_is_no_step(session):
    with session.together("Nothing"):
        units(session, 9)
        units(session, 4)
    assert steps(session) == []
    assert session.clean


def test_together_until_something_is_refused_can_be_taken_back_at_once(session):
    before = session.design.snapshot()

    def widen():
        with session.together("Both"):
            units(session, 9)
            units(session, 8, node=4)
            units(session, -1)

    with pytest.raises(Refused):
        widen()
    session.undo()
    assert session.design.snapshot() == before


def test_a_large_edit_may_be_finished_later():
    session = Session(Design(exercise().design.snapshot()), settles=0)
    while session.analysis.pending:
        session.catch_up(0)
    assert session.totals.parameters == 8_651_940
    session.apply(switch(session.design, session.analysis, "pytorch"))
    assert session.analysis.pending
    assert session.catch_up().touched
    assert not session.analysis.pending
