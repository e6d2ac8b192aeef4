"""Copying, pasting and duplicating: what comes along, what is used again, what is said of it."""

import pytest

from build import chain, exercise, numbers
from compare import assert_consistent
from convas import Add, Conv2D, Dense, Input, Refused, new
from convas.design.delta import Delta
from convas.design.records import TOP, Block, Link, Node, Note, Share, Variable
from convas.edits.cutting import cut
from convas.edits.edit import Edit
from convas.edits.fragment import fragment
from convas.edits.paste import ASIDE, BELOW, duplicate, paste
from convas.files.fragments import from_text, to_text


def copied(net, *names, scope=TOP):
    """What Ctrl+C puts into the clipboard."""
    return to_text(fragment(net.design, [net.design.named(name, scope).id for name in names]))


def pasted(net, told, scope=TOP, at=None, **more):
    """What Ctrl+V makes of it; the ids, and what is said."""
    edit, made = paste(net.design, from_text(told), scope, at, **more)
    net.apply(edit)
    assert_consistent(net.design, net.analysis)
    return made, edit.told


def names(net, scope=TOP):
    return [node.name for node in net.design.nodes(scope)]


def block_names(net):
    return [block.name for block in net.design.all(Block)]


def with_block(units=5, name="wide", convention="keras"):
    """A design with one block of one dense layer, used once."""
    net = new(convention=convention)
    with net.block(name, units=units) as block:
        block.output(block.add(Dense(), block.input(), units="units * 2"))
    net.use(block, net.add(numbers(4)))
    return net


def test_layers_links_and_names():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    made, told = pasted(net, copied(net, "dense_1", "dense_2"))
    assert names(net) == ["input", "dense_1", "dense_2", "dense_3", "dense_4"]
    assert told == ""
    assert [net.design.node(key).layer.units for key in made] == [8, 4]
    assert [link.source for link in net.design.links_in(made[1])] == [made[0]]
    assert net.design.links_in(made[0]) == []
    net.undo()
    assert names(net) == ["input", "dense_1", "dense_2"]


def test_one_undo_step_and_its_name():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    before = net.design.snapshot()
    pasted(net, copied(net, "dense_1", "dense_2"))
    assert net.done[-1].name == "Paste 2 layers"
    pasted(net, copied(net, "dense_1"))
    assert net.done[-1].name == "Paste dense_5"
    net.undo()
    net.undo()
    assert net.design.snapshot() == before


def test_incoming_links_are_kept_where_they_are_wanted():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    told = copied(net, "dense_2")
    (plain,), _ = pasted(net, told)
    (linked,), _ = pasted(net, told, keep_incoming=True)
    assert net.design.links_in(plain) == []
    assert [link.source for link in net.design.links_in(linked)] == [net.find("dense_1")]
    other = chain(numbers(8), Dense(units=8, use_bias=False), name="Other")
    other.rename(2, "another")
    (alone,), _ = pasted(other, told, keep_incoming=True)
    assert other.design.links_in(alone) == []


def test_it_lands_where_it_is_wanted_and_never_exactly_on_something():
    net = chain(numbers(8), Dense(units=8), Dense(units=4))
    told = copied(net, "dense_1", "dense_2")
    first, _ = pasted(net, told, at=(1000, 500))
    second, _ = pasted(net, told, at=(1000, 500))
    a, b = ([(net.design.node(key).x, net.design.node(key).y) for key in made] for made in (first, second))
    assert (a[0][0] + a[1][0]) // 2 in range(992, 1009)
    assert b == [(x + ASIDE, y + ASIDE) for x, y in a]


def test_shares_between_copies_stay_and_others_do_not():
    net = exercise()
    made, _ = pasted(net, copied(net, "conv3", "conv5"))
    assert len(net.design.shares_of(made[0])) == 1
    assert net.analysis.group_of[made[0]] == net.analysis.group_of[made[1]] != net.analysis.group_of[net.find("conv3")]
    (alone,), _ = pasted(net, copied(net, "conv3"))
    assert net.design.shares_of(alone) == []


def test_what_shared_through_a_layer_that_is_not_copied_still_shares():
    net = chain(numbers(8), *(Dense(units=8) for _ in range(3)))
    net.share(net.find("dense_1"), net.find("dense_2"))
    net.share(net.find("dense_2"), net.find("dense_3"))
    made, _ = pasted(net, copied(net, "dense_1", "dense_3"))
    assert net.analysis.group_of[made[0]] == net.analysis.group_of[made[1]]


def test_notes_freezing_and_formulas_come_along():
    net = chain(numbers(8), Dense(units=8))
    net.variable("width", 6)
    net.set(2, units="2 * width")
    net.freeze(2)
    net.apply(Edit("Note", Delta.adding(Note(50, "why", 10, 10))))
    made, _ = pasted(net, to_text(fragment(net.design, [2, 50])))
    node = net.design.node(made[0])
    assert (node.frozen, node.bindings) == (True, (("units", "2 * width"),))
    assert net.design.get(Note, made[1]).text == "why"
    assert len(list(net.design.all(Variable))) == 1


def test_variables_that_are_missing_come_along_with_what_they_need():
    net = chain(numbers(8), Dense())
    net.variable("base", 3)
    net.variable("width", "2 * base")
    net.variable("other", 9)
    net.set(2, units="width")
    there = new()
    (made,), told = pasted(there, copied(net, "dense_1"))
    assert {one.name: one.formula for one in there.design.all(Variable)} == {"width": "2 * base", "base": ""}
    assert there.analysis.layer(made).units == 6
    assert told == ""


def test_a_variable_of_the_same_name_stays_what_it_is():
    net = chain(numbers(8), Dense())
    net.variable("width", 6)
    net.set(2, units="width")
    there = new()
    there.variable("width", 10)
    (made,), told = pasted(there, copied(net, "dense_1"))
    assert there.analysis.layer(made).units == 10
    assert told == "width is 10 here and was 6 where this was copied."


def test_variables_never_come_along_in_a_circle():
    net = chain(numbers(8), Dense())
    net.variable("b", 3)
    net.variable("a", "b + 1")
    net.set(2, units="a")
    there = new()
    there.variable("a", 1)
    there.variable("b", "a * 2")
    there.apply(Edit("Lose a", Delta.removing(there.design.variable("a"))))
    (made,), _ = pasted(there, copied(net, "dense_1"))
    assert there.analysis.layer(made).units == 4


def test_a_block_comes_along_and_an_equal_one_is_used_again():
    net, there = with_block(), new()
    told = copied(net, "input", "wide")
    pasted(there, told)
    assert (block_names(there), there.totals.parameters) == (["wide"], 50)
    pasted(there, told)
    assert (block_names(there), there.totals.parameters) == (["wide"], 100)
    assert names(there) == ["input", "wide", "input_2", "wide_2"]


def test_a_block_that_differs_gets_a_numbered_name_once():
    net, there = with_block(), with_block(units=7)
    told = copied(net, "wide")
    _, said = pasted(there, told)
    assert block_names(there) == ["wide", "wide_2"]
    assert said == "The block wide differs from the one here, so it came along as wide_2."
    _, said = pasted(there, told)
    assert (block_names(there), said) == (["wide", "wide_2"], "")


def test_moving_cards_inside_makes_no_other_block():
    net = with_block()
    told = copied(net, "wide")
    inside = next(node for node in net.design.all(Node) if node.name == "dense_1")
    net.apply(Edit("Move", Delta.replacing((inside, Node(**{**_fields(inside), "x": 5000})))))
    pasted(net, told)
    assert block_names(net) == ["wide"]


def _fields(record):
    return {name: getattr(record, name) for name in record.__slots__}


def deep():
    """Blocks in blocks, with a share by a path into them."""
    net = new()
    with net.block("inner", units=4) as inner:
        inner.output(inner.add(Dense(), inner.input(), units="units"))
    with net.block("outer", units=4) as outer:
        outer.output(outer.use(inner, outer.input(), repeat=2, units="units"))
    first = net.use(outer, net.add(numbers(4)), name="first")
    net.use(outer, first, name="second")
    net.share_weight("first/inner[1]/dense_1", "kernel", "second/inner[0]/dense_1", "kernel")
    return net


def test_blocks_in_blocks_and_paths_into_them():
    net, there = deep(), new()
    there.variable("x", 1)
    pasted(there, copied(net, "input", "first", "second"))
    assert block_names(there) == ["inner", "outer"]
    assert there.totals == net.totals
    (share,) = there.design.all(Share)
    assert [there.design.node(step.node).name for step in share.first.path] == ["first", "inner", "dense_1"]
    pasted(there, copied(net, "first", "second"))
    assert block_names(there) == ["inner", "outer"]
    assert len(list(there.design.all(Share))) == 2


def test_a_block_inside_that_differs_makes_the_outer_one_differ():
    net, there = deep(), deep()
    dense = next(node for node in there.design.all(Node) if node.name == "dense_1")
    there.set(dense.id, use_bias=False)
    pasted(there, copied(net, "first"))
    assert block_names(there) == ["inner", "outer", "inner_2", "outer_2"]


def test_a_block_is_not_pasted_into_itself():
    net = deep()
    inner, outer = (block.id for block in net.design.all(Block))
    before = net.design.snapshot()
    for scope, said in ((outer, "outer cannot stand inside itself"), (inner, "outer cannot stand inside inner")):
        with pytest.raises(Refused, match=said):
            pasted(net, copied(net, "first"), scope)
    assert net.design.snapshot() == before
    (made,), _ = pasted(net, copied(net, "inner", scope=outer))
    assert net.design.node(made).layer.block == inner


def test_inside_a_block_formulas_of_other_names_become_numbers():
    net = with_block()
    net.variable("width", 6)
    block = next(net.design.all(Block)).id
    node = net.add(Conv2D(filters=3), filters="width")
    net.rename(node, "conv")
    (made,), told = pasted(net, copied(net, "conv"), block)
    inside = net.design.node(made)
    assert (inside.scope, inside.layer.filters, inside.bindings) == (block, 6, ())
    assert told == "Filters of conv is a number here, because wide has no argument width."


def test_between_blocks_formulas_of_known_arguments_stay():
    net = with_block()
    block = next(net.design.all(Block)).id
    (made,), told = pasted(net, copied(net, "dense_1", scope=block), block)
    assert (net.design.node(made).bindings, told) == ((("units", "units * 2"),), "")
    other = new()
    (made,), _ = pasted(other, copied(net, "dense_1", scope=block))
    assert other.analysis.layer(made).units == 10
    assert other.design.variable("units").value == 5


def test_ports_of_a_block_are_not_copied():
    net = with_block()
    block = next(net.design.all(Block)).id
    with pytest.raises(Refused, match="in belongs to the block around it"):
        copied(net, "in", scope=block)
    again = from_text(copied(net, "in", "dense_1", "out", scope=block))
    assert [node.name for node in again.design.nodes()] == ["dense_1"]


@pytest.mark.parametrize("ids", [[], [999], [3]])
def test_nothing_to_copy(ids):
    net = chain(numbers(8), Dense())
    with pytest.raises(Refused, match="Select what to copy"):
        fragment(net.design, ids)


def test_a_whole_design_is_pasted_like_a_part_of_one():
    from convas.resources import resource

    there = chain(numbers(8), Dense())
    before = there.totals.parameters
    whole = resource("examples", "resnet-50-keras.convas").read_text(encoding="utf-8")
    pasted(there, whole)
    assert there.totals.parameters == before + 25_636_712
    with pytest.raises(Refused, match="nothing in what was copied"):
        pasted(there, to_text(fragment(there.design, [1])).replace('"nodes"', '"nothing"'))


def test_what_counts_by_the_other_rules_is_turned():
    net = chain(Input(shape=(8, 8, 3), colours=None), Conv2D(filters=5))
    there = new(convention="pytorch")
    there.add(numbers(4), name="mine")
    _, told = pasted(there, copied(net, "input", "conv1"))
    assert there.design.node(there.find("input")).layer.shape == (3, 8, 8)
    assert there.totals.parameters == net.totals.parameters
    assert told == "What was copied now counts as PyTorch."


def test_an_empty_design_counts_as_what_is_pasted_into_it():
    net, there = chain(Input(shape=(3, 8, 8), colours=None), Conv2D(), convention="pytorch"), new()
    _, told = pasted(there, copied(net, "input", "conv1"))
    assert (there.design.header.convention, there.totals) == ("pytorch", net.totals)
    assert told == "This design counts as PyTorch now, as what was copied did."
    there.undo()
    assert there.design.header.convention == "keras"


def test_duplicate_stands_aside_and_uses_the_same_blocks():
    net = deep()
    edit, made = duplicate(net.design, [net.find("first"), net.find("second")])
    net.apply(edit)
    assert edit.name == "Duplicate 2 layers"
    assert block_names(net) == ["inner", "outer"]
    first, copy = net.design.node(net.find("first")), net.design.node(made[0])
    assert (copy.x - first.x, copy.y - first.y) == (ASIDE, BELOW)
    assert_consistent(net.design, net.analysis)


def test_names_at_their_longest_still_fit():
    net = chain(numbers(8), Dense())
    net.rename(2, "x" * 100)
    pasted(net, copied(net, "x" * 100))
    assert max(len(name) for name in names(net)) == 100
    assert len(set(names(net))) == 3


def cut_out(net, *chosen):
    edit = cut(net.design, net.analysis, [net.find(name) for name in chosen])
    net.apply(edit)
    return edit.name


def test_cutting_closes_the_gap_where_that_fits():
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=4))
    assert cut_out(net, "dense_1", "dense_2") == "Cut 2 layers and close the gap"
    assert [link.source for link in net.design.links_in(net.find("dense_3"))] == [net.find("input")]
    net.undo()
    assert len(list(net.design.all(Link))) == 3


def test_cutting_leaves_the_gap_where_it_does_not_fit():
    net = new()
    b = net.chain(numbers(4), Dense(units=8))[-1]
    c = net.add(Dense(units=8), net.add(numbers(5)))
    net.add(Add(), b, c)
    assert cut_out(net, "dense_1") == "Cut dense_1"
    assert len(net.design.links_in(net.find("add"))) == 1


def test_cutting_never_makes_a_loop():
    net = new()
    a = net.add(numbers(4))
    first = net.add(Dense(units=4), a, name="first")
    middle = net.add(Dense(units=4), first, name="middle")
    net.add(Dense(units=4), middle, name="last")
    assert cut_out(net, "first", "last") == "Cut 2 layers"
    assert net.design.links_in(middle) == []


def test_deeper_blocks_than_can_be_drawn_are_refused():
    net = chain(numbers(4), Dense())
    use = 2
    for level in range(50):
        use = net.make_block([use], f"b{level}")
    told = copied(net, net.design.node(use).name)
    other = with_block()
    with pytest.raises(Refused, match="50 deep"):
        pasted(other, told, next(other.design.all(Block)).id)
