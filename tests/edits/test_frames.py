"""Frames and notes as edits: made, written, resized, and kept round their layers."""

import pytest

from build import chain, numbers
from convas import Dense
from convas.design.design import Design
from convas.design.records import FARTHEST, Note
from convas.edits.edit import Refused
from convas.edits.frames import HEAD, PAD, fit_frame, frame_round, held, keep_frames
from convas.edits.nodes import move
from convas.edits.notes import LEAST, LONGEST, add_note, paint, resize, write
from convas.session import Session


def size_of(_):
    return 208, 56


@pytest.fixture
def session():
    made = Session(chain(numbers(4), Dense(units=3), Dense(units=2)).design)
    places = {node.id: (index * 300, 0) for index, node in enumerate(made.design.nodes())}
    made.apply(move(made.design, places))
    return made


def framed(session, ids):
    edit, frame = frame_round(session.design, ids, size_of)
    session.apply(edit)
    return frame


def test_a_frame_goes_round_what_is_chosen(session):
    ids = [node.id for node in session.design.nodes()]
    frame = framed(session, ids[:2])
    assert (frame.x, frame.y) == (-PAD, -PAD - HEAD)
    assert (frame.width, frame.height) == (508 + 2 * PAD, 56 + 2 * PAD + HEAD)
    assert [record.id for record in held(session.design, frame, size_of)] == ids[:2]


def test_nothing_chosen_is_refused(session):
    with pytest.raises(Refused):
        frame_round(session.design, [], size_of)


def test_a_frame_goes_with_its_layers_and_keeps_its_room(session):
    ids = [node.id for node in session.design.nodes()]
    frame = framed(session, ids[:2])
    session.apply(resize(session.design, frame.id, (frame.x - 40, frame.y, frame.width + 100, frame.height)))
    before = session.design.get(Note, frame.id)
    note, inside = add_note(session.design, "why", frame.x + 4, frame.y + 4, width=64, height=40)
    session.apply(note)
    edit = move(session.design, {ids[0]: (1000, 500), ids[1]: (1000, 700)})
    session.apply(keep_frames(session.design, edit, size_of))
    after = session.design.get(Note, frame.id)
    assert (after.x, after.y) == (before.x + 1000, before.y + 500)
    assert (after.width, after.height) == (before.width - 300, before.height + 200)
    assert session.design.get(Note, inside.id).x == inside.x + 1000
    session.undo()
    assert session.design.get(Note, frame.id) == before


def test_other_frames_stay(session):
    ids = [node.id for node in session.design.nodes()]
    frame = framed(session, ids[:1])
    edit = move(session.design, {ids[2]: (9000, 0)})
    assert keep_frames(session.design, edit, size_of) is edit
    assert frame.id not in edit.delta.changes


def test_a_frame_is_fitted_to_what_is_in_it(session):
    ids = [node.id for node in session.design.nodes()]
    frame = framed(session, ids[:1])
    session.apply(resize(session.design, frame.id, (-200, -200, 1100, 600)))
    session.apply(fit_frame(session.design, frame.id, size_of))
    assert session.design.get(Note, frame.id).width == 808 + 2 * PAD
    empty, lonely = add_note(session.design, "", 5000, 5000, width=100, height=100, frame=True)
    session.apply(empty)
    with pytest.raises(Refused):
        fit_frame(session.design, lonely.id, size_of)


def test_words_belong_to_the_step_that_added_the_note():
    session = Session(Design())
    edit, note = add_note(session.design, "")
    session.apply(edit)
    session.apply(write(session.design, note.id, "two\nlines \n", adding=True))
    assert session.design.get(Note, note.id).text == "two\nlines"
    assert [step.name for step in session.done] == ["Add a note"]
    session.apply(write(session.design, note.id, "  "))
    assert session.design.get(Note, note.id) is None
    assert session.done[-1].name == "Delete a note"


def test_a_note_that_stays_empty_never_was():
    session = Session(Design())
    edit, note = add_note(session.design, "")
    session.apply(edit)
    session.apply(write(session.design, note.id, "", adding=True))
    assert session.done == []


def test_a_frame_may_have_no_title():
    session = Session(Design())
    edit, frame = add_note(session.design, "", frame=True, width=200, height=200)
    session.apply(edit)
    session.apply(write(session.design, frame.id, ""))
    assert session.design.get(Note, frame.id) == frame


def test_sizes_and_words_have_bounds():
    session = Session(Design())
    edit, note = add_note(session.design, "x")
    session.apply(edit)
    session.apply(resize(session.design, note.id, (10**12, 0, 1, 1)))
    after = session.design.get(Note, note.id)
    assert (after.x, after.width, after.height) == (FARTHEST, *LEAST)
    with pytest.raises(Refused, match="at most"):
        write(session.design, note.id, "x" * (LONGEST + 1))
    with pytest.raises(Refused):
        write(session.design, 999, "x")


def test_colours_are_names():
    session = Session(Design())
    edit, note = add_note(session.design, "x")
    session.apply(edit)
    session.apply(paint(session.design, [note.id], "okSoft"))
    assert session.design.get(Note, note.id).colour == "okSoft"
    assert session.done[-1].name == "Colour a note"
