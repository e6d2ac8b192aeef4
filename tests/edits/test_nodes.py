"""Adding, deleting, naming, moving, freezing and bypassing layers."""

import pytest

from build import chain, nodes, numbers
from convas import Conv2D, Dense, Flatten, Output, new
from convas.design.records import HEADER, Link, Node, Note
from convas.edits import nodes as edits
from convas.edits.edit import Edit, Refused, joined
from convas.files.read import from_bytes
from convas.files.write import to_bytes


def names(net):
    return [node.name for node in net.design.nodes()]


def test_planning_changes_nothing():
    net = chain(numbers(8), Dense(units=4))
    before = net.design.snapshot()
    edits.add_node(net.design, Dense())
    edits.delete(net.design, [2])
    edits.rename(net.design, 2, "other")
    edits.freeze(net.design, [2], True)
    assert net.design.snapshot() == before


def test_layers_are_named_and_numbered_by_themselves():
    net = chain(Conv2D(), Conv2D(), Flatten(), Flatten(), Dense(), Dense(), Flatten())
    assert names(net) == ["conv1", "conv2", "flatten", "flatten_2", "dense_1", "dense_2", "flatten_3"]
    assert [step.name for step in net.done[:3]] == ["Add conv1", "Add conv2", "Add flatten"]


def test_a_name_that_is_free_again_is_taken_again():
    net = chain(Conv2D(), Conv2D(), Conv2D())
    net.remove(net.find("conv2"))
    assert net.design.node(net.add(Conv2D())).name == "conv2"


def test_a_chosen_name_must_be_free():
    net = chain(Dense())
    with pytest.raises(Refused, match="There is a layer called dense_1 already"):
        net.add(Dense(), name="dense_1")
    with pytest.raises(Refused, match="called dense_1 already"):
        net.add(Dense(), name="  dense_1 ")
    assert net.design.node(net.add(Dense(), name="  head ")).name == "head"


def test_renaming():
    net = chain(Dense(), Dense())
    net.rename(1, " stem ")
    assert names(net) == ["stem", "dense_2"]
    assert net.done[-1].name == "Rename dense_1 to stem"
    net.rename(1, "stem")
    assert net.done[-1].name == "Rename dense_1 to stem"
    with pytest.raises(Refused) as refused:
        net.rename(1, "dense_2")
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("", "at least one letter"),
        ("   \u3000", "at least one letter"),
        ("x" * 101, "100 letters at most"),
        ("a\nb", "control characters"),
        ("a\x00b", "control characters"),
        ("a\x7f", "control characters"),
        ("a\u202eb", "control characters"),
        ("a\u2028b", "control characters"),
        ("a\x85b", "control characters"),
    ],
)
def test_names_that_cannot_be_shown_or_written_are_refused(name, told):
    net = chain(Dense())
    for attempt in (lambda: net.rename(1, name), lambda: net.add(Dense(), name=name or " ")):
        with pytest.raises(Refused, match=told):
            attempt()
    assert names(net) == ["dense_1"]


@pytest.mark.parametrize("name", ["<img src=x>", "{0}", "=1+1", "a|b", "名前 层", "🧠", "x" * 100, "a'b\"c\\"])
def test_names_that_look_odd_are_names(name):
    net = chain(Dense())
    net.rename(1, name)
    assert from_bytes(to_bytes(net.design.snapshot())).node(1).name == name


def test_a_name_with_half_a_character_never_makes_a_file_that_cannot_be_opened():
    net = chain(Dense())
    try:
        net.rename(1, "half \ud83e")
    except Refused:
        return
    assert from_bytes(to_bytes(net.design.snapshot())).node(1).name


def test_deleting_takes_links_along_and_undo_brings_all_back():
    net = chain(numbers(8), Dense(), Dense(), Dense())
    before = net.design.snapshot()
    net.remove(net.find("dense_2"))
    assert names(net) == ["input", "dense_1", "dense_3"]
    assert [(link.source, link.target) for link in net.design.all(Link)] == [(1, 2)]
    assert net.done[-1].name == "Delete dense_2"
    net.undo()
    assert net.design.snapshot() == before


def test_deleting_several_is_one_step():
    net = chain(numbers(8), Dense(), Dense(), Dense())
    steps = len(net.done)
    net.remove(*nodes(net))
    assert (names(net), len(net.done), net.done[-1].name) == ([], steps + 1, "Delete 4 layers")
    net.undo()
    assert len(names(net)) == 4


def test_deleting_links_shares_and_what_is_gone():
    net = chain(numbers(8), Dense(units=8), Dense(units=8))
    net.share(2, 4)
    link, share = net.design.links_in(2)[0], net.design.shares_of(2)[0]
    net.remove(link.id)
    assert net.done[-1].name == "Delete the link input to dense_1"
    net.remove(share.id)
    assert net.done[-1].name == "Unshare dense_1 and dense_2"
    steps = len(net.done)
    net.remove(link.id, 999)
    assert len(net.done) == steps


def test_the_design_itself_cannot_be_deleted():
    net = chain(numbers(8), Dense())
    net.remove(HEADER)
    assert net.design.header.name == "Untitled"
    assert net.totals.complete


def test_moving_names_what_moved_and_merges_while_it_lasts():
    net = chain(Dense(), Dense())
    net.apply(edits.move(net.design, {1: (16, 24)}, merge="drag"))
    assert (net.design.node(1).x, net.design.node(1).y) == (16, 24)
    assert net.done[-1].name == "Move dense_1"
    net.apply(edits.move(net.design, {1: (0, 0), 2: (8, 8)}))
    assert net.done[-1].name == "Move 2 layers"
    net.apply(edits.move(net.design, {1: (0, 0)}))
    assert net.done[-1].name == "Move 2 layers"


def test_notes_are_moved_and_deleted_like_layers():
    net = new()
    note = Note(net.design.next_id(), "why")
    net.apply(Edit("Add a note", edits.Delta.adding(note)))
    net.apply(edits.move(net.design, {note.id: (5, 6)}))
    assert (net.design.get(Note, note.id).x, net.design.get(Note, note.id).y) == (5, 6)
    net.remove(note.id)
    assert net.done[-1].name == "Delete a note"


def test_freezing_and_thawing():
    net = chain(numbers(8), Dense(units=4), Dense(units=2))
    net.freeze(2, 4)
    assert net.done[-1].name == "Freeze 2 layers"
    assert (net.totals.trainable, net.totals.frozen) == (0, 36 + 10)
    net.freeze(2, frozen=False)
    assert net.done[-1].name == "Unfreeze dense_1"
    assert (net.totals.trainable, net.totals.frozen) == (36, 10)


def test_freezing_follows_whole_shares():
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=8))
    net.share(2, 4, 6)
    net.freeze(6)
    assert [net.design.node(key).frozen for key in (2, 4, 6)] == [True, True, True]


@pytest.mark.parametrize("layer", [numbers(8), Output()])
def test_what_has_nothing_to_pass_on_is_not_bypassed(layer):
    net = chain(numbers(8), Dense())
    end = net.add(layer, name="end")
    with pytest.raises(Refused, match="end cannot be bypassed"):
        net.bypass(2, end)
    assert not net.design.node(2).bypassed
    net.bypass(2)
    assert net.done[-1].name == "Bypass dense_1"
    net.bypass(2, bypassed=False)
    assert net.done[-1].name == "Use again dense_1"


def test_several_planned_edits_become_one_step():
    net = chain(Dense(), Dense())
    edit = joined("Tidy up", edits.rename(net.design, 1, "first"), edits.move(net.design, {2: (8, 8)}))
    net.apply(edit)
    assert (net.design.node(1).name, net.design.get(Node, 2).x, net.done[-1].name) == ("first", 8, "Tidy up")
    net.undo()
    assert net.design.node(1).name == "dense_1"
