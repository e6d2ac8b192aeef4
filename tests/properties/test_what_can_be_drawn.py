"""Whatever an edit lets through can be saved and opened again; what no file can hold is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, numbers
from convas import Add, Concatenate, Dense, Dropout, Refused
from convas.design.delta import Delta
from convas.design.records import Block
from convas.edits import links, nodes, settings, shares
from convas.edits.edit import Edit
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from files.samples import EVERYTHING

FAR = [2**31, -(2**31), 2**31 + 1, 2**53, 2**64, -(2**40)]


def drawn():
    """An input, two dense layers, an Add, and a block with a dense layer inside."""
    net = chain(numbers(4), Dense(units=4), Dense(units=4))
    net.add(Add(), name="plus")
    net.apply(Edit("Begin a block", Delta.adding(Block(100, "tower"))))
    net.apply(nodes.add_node(net.design, Dense(units=4), name="inside", scope=100)[0])
    return net


def try_edit(plan, net=None):
    """Make an edit if it is not refused, save, and open."""
    net = net or drawn()
    with suppress(Refused):
        net.apply(plan(net.design))
    records = net.design.snapshot()
    assert to_bytes(from_bytes(to_bytes(records)).snapshot()) == to_bytes(records)


@pytest.mark.parametrize("far", FAR)
def test_far_away(far):
    try_edit(lambda design: nodes.move(design, {1: (far, 0)}))
    try_edit(lambda design: nodes.add_node(design, Dropout(), 0, far)[0])


@pytest.mark.parametrize("slot", [99_999, 100_000, 100_001, 2**31, 2**64])
def test_a_late_input_of_a_join(slot):
    def plan(design):
        return links.connect(design, 1, drawn().find("plus"), 0, slot)

    try_edit(plan)


@pytest.mark.parametrize("weight", ["", " ", "x" * 100, "x" * 101, "a\nb", "half \ud83e"])
def test_odd_names_of_arrays(weight):
    try_edit(lambda design: shares.share_weight(design, 2, weight, 4, "kernel"))
    try_edit(lambda design: shares.share_weight(design, 2, weight, 4, weight))


def test_an_array_is_not_shared_out_of_a_block():
    try_edit(lambda design: shares.share_weight(design, 2, "kernel", design.next_id() - 1, "kernel"))


@given(st.text(max_size=8) | st.text(min_size=95, max_size=105))
def test_any_name(name):
    try_edit(lambda design: nodes.rename(design, 2, name))
    try_edit(lambda design: settings.rename_design(design, name))


@pytest.mark.parametrize("axis", [2**53, 2**63 - 1, 2**63, 10**400])
def test_numbers_that_are_too_large(axis):
    try_edit(lambda design: settings.set_setting(design, [2], "units", axis))
    try_edit(lambda design: settings.set_setting(design, [1], "shape", (axis,)))


@pytest.mark.parametrize("key", [record.id for record in EVERYTHING])
def test_anything_of_everything_can_be_deleted(key):
    net = chain()
    net.apply(Edit("Paste", Delta.adding(*EVERYTHING[1:])))
    try_edit(lambda design: nodes.delete(design, [key]), net)


def test_a_join_of_very_many_goes_on_until_it_is_refused():
    net = chain(numbers(4))
    plus = net.add(Concatenate())
    net.link(1, plus, input=100_000)
    for _ in range(3):
        net.link(1, plus)
    assert [link.input for link in net.design.links_in(plus)] == [0, 1, 2, 100_000]
