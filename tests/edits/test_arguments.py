"""Arguments of blocks: given to several uses at once, and variables that become arguments."""

import pytest

from build import numbers
from compare import assert_consistent
from convas import Dense, Refused, new
from convas.analysis.report import within
from convas.analysis.sight import arguments
from convas.edits import blocks
from convas.edits.arguments import assign_carrying, carry, free_argument, give_carrying, new_argument, wanted


@pytest.fixture
def net():
    """Two uses of a block of one dense layer with `units`, and a variable `width` of 6."""
    net = new()
    net.variable("width", 6)
    with net.block("wide", units=4) as block:
        block.output(block.add(Dense(), block.input(), units="units"))
    net.use(block, net.use(block, net.add(numbers(4), name="start"), name="first"), name="second")
    return net


def block_of(net):
    return net.design.node(net.find("first")).layer.block


def units(net, *names):
    return [net.row(net.find(name)).outputs[0][0] for name in names]


def inside(net):
    return net.design.named("dense_1", block_of(net)).id


def test_several_uses_are_given_a_number_in_one_step(net):
    both = [net.find("first"), net.find("second")]
    steps = len(net.done)
    net.apply(blocks.give(net.design, both, {"units": 9}))
    assert (units(net, "first", "second"), len(net.done)) == ([9, 9], steps + 1)
    net.apply(blocks.give(net.design, both, {"units": "2 * width"}))
    assert units(net, "first", "second") == [12, 12]
    net.apply(blocks.give(net.design, both[:1], {"units": None}))
    assert units(net, "first", "second") == [4, 12]
    assert_consistent(net.design, net.analysis)


def test_uses_that_are_one_are_given_the_same(net):
    with net.block("plain", size=3) as block:
        block.output(block.add(Dense(), block.input(), units="size"))
    start = net.find("start")
    a, b = net.use(block, start, name="a"), net.use(block, start, name="b")
    net.share(a, b)
    net.give(a, size=8)
    assert units(net, "a", "b") == [8, 8]


@pytest.mark.parametrize(
    ("formula", "said"),
    [("2 * wdith", "no variable called wdith"), ("2 *", "missing"), ("width // 0", "divides by 0")],
)
def test_a_formula_that_gives_nothing_is_refused_where_it_is_given(net, formula, said):
    with pytest.raises(Refused, match=said):
        net.give(net.find("first"), units=formula)


def test_inside_a_block_a_refusal_tells_which_names_there_are(net):
    with pytest.raises(Refused, match=r"width is not known inside wide.*which has the argument units"):
        net.set(inside(net), units="2 * width")


def test_a_variable_becomes_an_argument_and_every_use_gives_it(net):
    steps = len(net.done)
    block = block_of(net)
    assert wanted(net.design, block, "2 * width + units") == "width"
    net.apply(assign_carrying(net.design, [inside(net)], {"units": "2 * width + units"}, "width"))
    assert (units(net, "first", "second"), len(net.done)) == ([16, 16], steps + 1)
    net.variable("width", 1)
    assert units(net, "first", "second") == [6, 6]
    net.go_to(steps)
    assert units(net, "first", "second") == [4, 4]
    assert_consistent(net.design, net.analysis)


def test_a_use_in_another_block_gets_the_number_that_the_variable_has(net):
    with net.block("outer") as outer:
        outer.output(outer.use(block_of(net), outer.input(), name="deep"))
    net.use(outer, net.find("start"), name="whole")
    net.apply(carry(net.design, block_of(net), "width"))
    net.set(inside(net), units="width")
    net.variable("width", 9)
    assert units(net, "first", "whole") == [9, 6]
    deep = net.design.named("deep", outer.id).id
    net.apply(give_carrying(net.design, [deep], {"width": "3 * width"}, "width"))
    assert units(net, "first", "whole") == [9, 27]


def test_nothing_is_carried_where_the_formula_would_not_hold_anyway(net):
    before = net.design.snapshot()
    with pytest.raises(Refused, match="Units"):
        net.apply(assign_carrying(net.design, [inside(net)], {"units": "width - 7"}, "width"))
    assert net.design.snapshot() == before


def test_what_is_typed_wants_no_argument_where_names_are_known_or_nobody_knows_them(net):
    block = block_of(net)
    assert wanted(net.design, 0, "width") == ""
    assert wanted(net.design, block, ("units", "foo", 3)) == ""
    assert wanted(net.design, block, (3, "width")) == "width"


def test_a_new_argument_gets_a_free_name(net):
    block = block_of(net)
    for name in ("size", "size_2"):
        edit, made = new_argument(net.design, block)
        net.apply(edit)
        assert made == name
    assert free_argument(net.design.records[block]) == "size_3"


def test_arguments_are_known_at_a_place(net):
    net.give(net.find("second"), units="width")
    at = {name: arguments(net.design, net.analysis, (net.find(name), 0)) for name in ("first", "second")}
    assert at == {"first": {"units": 4}, "second": {"units": 6}}


def test_the_rows_inside_a_use_add_up_to_it(net):
    net.set(net.find("second"), repeat=3)
    rows = within(net.design, net.analysis, net.find("second"))
    assert [(row.name, row.repeat, row.parameters) for row in rows] == [("dense_1", 3, 60)]
    assert net.calculation(net.find("second")) == "3 × 20 = 60"
