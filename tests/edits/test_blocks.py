"""Making, using, repeating, peeling and dissolving blocks; their arguments; what is refused."""

import pytest

from build import chain, exercise, image, nodes, numbers
from compare import assert_consistent
from convas import Add, Concatenate, Conv2D, Dense, Dropout, Flatten, Refused, new
from convas.design.delta import Delta
from convas.design.records import TOP, Block, Node, Note
from convas.edits import blocks
from convas.edits.bindings import unbind
from convas.edits.edit import Edit
from convas.edits.nodes import add_node, delete, rename
from convas.edits.variables import delete_variables
from convas.layers.use import BlockInput, BlockOutput, Use


def names(net, scope=TOP):
    return [node.name for node in net.design.nodes(scope)]


def block_of(net, use):
    return net.design.node(use).layer.block


def three():
    """Three dense layers of one width, the middle one a block."""
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=8))
    return net, net.make_block([net.find("dense_2")], "middle")


def test_a_selection_becomes_a_block_and_comes_back():
    net = exercise()
    totals, before = net.totals, net.design.snapshot()
    use = net.make_block([net.find("conv2"), net.find("conv4"), net.find("conv3")], "stage")
    assert names(net) == ["input", "conv1", "conv5", "flatten", "dense_1", "dense_2", "stage"]
    assert names(net, block_of(net, use)) == ["conv2", "conv3", "conv4", "in", "out"]
    assert net.totals == totals
    assert net.row(use).shared_with == ""
    assert net.row(net.find("conv5")).shared_with == "stage/conv3"
    assert_consistent(net.design, net.analysis)
    net.dissolve(use)
    assert net.totals == totals
    assert sorted(names(net)) == sorted(node.name for node in before if isinstance(node, Node))
    assert list(net.design.all(Block)) == []
    net.go_to(len(net.done) - 2)
    assert net.design.snapshot() == before


def test_links_that_cross_become_ports():
    net = new()
    a, b = net.add(numbers(4)), net.add(numbers(4))
    first, second = net.add(Dense(units=4), a), net.add(Dense(units=4), b)
    plus, joined = net.add(Add(), first, second), net.add(Concatenate(), first, second)
    use = net.make_block([first, second], "both")
    assert net.design.node(use).layer.ports == (("in", "in_1"), ("out", "out_1"), False, None)
    assert net.row(plus).outputs == ((4,),)
    assert net.row(joined).outputs == ((8,),)
    assert len(net.design.links_out(use)) == 4


def test_open_ends_become_ports_too():
    net = chain(Dense(units=4), Dropout())
    use = net.make_block(nodes(net), "all")
    assert net.design.node(use).layer.ports[:2] == (("in",), ("out",))
    net.link(net.add(numbers(3)), use)
    assert net.row(use).outputs == ((4,),)


def test_notes_go_along_where_they_are_chosen():

    net = chain(numbers(4), Dense())
    net.apply(Edit("Note", Delta.adding(Note(50, "why"))))
    use = net.make_block([2, 50], "b")
    assert net.design.get(Note, 50).scope == block_of(net, use)


def test_formulas_become_arguments():
    net = chain(numbers(4), Dense(), Dense())
    net.variable("width", 6)
    net.set(2, units="2 * width")
    use = net.make_block([2], "wide")
    assert net.row(use).outputs == ((12,),)
    net.variable("width", 7)
    assert net.row(use).outputs == ((14,),)
    net.give(use, width=10)
    assert net.row(use).outputs == ((20,),)
    net.give(use, width="width + 1")
    net.dissolve(use)
    assert net.row(net.find("dense_1")).outputs == ((16,),)
    assert net.design.node(net.find("dense_1")).bindings == (("units", "2 * (width + 1)"),)


def test_a_known_argument_becomes_a_number_when_dissolved():
    net = new()
    with net.block("b", units=5) as block:
        block.output(block.add(Dense(), block.input(), units="units * 2"))
    net.dissolve(net.use(block, net.add(numbers(4)), units=7))
    assert net.design.node(net.find("dense_1")).layer.units == 14
    assert net.design.node(net.find("dense_1")).bindings == ()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Select the layers"),
        (["dense_1", "dense_3"], "dense_2 stands between the layers of the block"),
        (["dense_1", "inside"], "layers of one drawing"),
        (["in"], "in belongs to the block around it"),
    ],
)
def test_what_makes_no_block(chosen, said):
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=8))
    with net.block("other") as other:
        other.output(other.add(Dense(), other.input(), name="inside"))
    found = {node.name: node.id for node in net.design.all(Node)}
    with pytest.raises(Refused, match=said):
        net.make_block([found[name] for name in chosen], "b")


def test_blocks_have_names_of_their_own():
    net, use = three()
    with pytest.raises(Refused, match="called middle already"):
        net.make_block([net.find("dense_1")], "middle")
    net.apply(blocks.rename_block(net.design, block_of(net, use), "centre"))
    assert net.design.get(Block, block_of(net, use)).name == "centre"
    assert net.use(block_of(net, use)) == net.find("centre")
    assert net.use(block_of(net, use)) == net.find("centre_2")


def test_a_block_cannot_hold_itself():
    net, use = three()
    block = block_of(net, use)
    with pytest.raises(Refused, match="middle cannot stand inside itself"):
        net.use(block, scope=block)
    outer = net.make_block([use], "outer")
    with pytest.raises(Refused, match="outer cannot stand inside middle"):
        net.use(block_of(net, outer), scope=block)
    with pytest.raises(Refused, match="Choose a block"):
        add_node(net.design, Use(block=999))
    with pytest.raises(Refused, match="inside blocks only"):
        add_node(net.design, BlockInput())


def test_blocks_do_not_nest_without_end():
    net = chain(numbers(4), Dense())
    use = 2
    for level in range(50):
        use = net.make_block([use], f"b{level}")
    with pytest.raises(Refused, match="50 deep"):
        net.make_block([use], "one more")
    assert net.totals.parameters == 320


def test_a_block_that_is_used_is_not_deleted():
    net, use = three()
    block = block_of(net, use)
    with pytest.raises(Refused, match=r"middle is used by middle\. Delete or dissolve it first"):
        net.apply(blocks.delete_block(net.design, block))
    net.remove(use)
    net.apply(blocks.delete_block(net.design, block))
    assert list(net.design.all(Block)) == []
    assert names(net, block) == []


def test_ports_inside_and_outside_stay_in_step():
    net, use = three()
    block = block_of(net, use)
    more = net.add(BlockInput(), name="more", scope=block)
    assert net.design.node(use).layer.input_names == ("in", "more")
    net.link(net.find("input"), use)
    net.apply(rename(net.design, more, "context"))
    assert net.design.node(use).layer.input_names == ("in", "context")
    net.apply(delete(net.design, [net.design.named("in", block).id]))
    assert net.design.node(use).layer.input_names == ("context",)
    assert [(link.source, link.input) for link in net.design.links_in(use)] == [(net.find("input"), 0)]
    net.apply(delete(net.design, [net.design.named("out", block).id]))
    assert net.design.links_out(use) == []
    net.undo()
    net.undo()
    assert len(net.design.links_in(use)) == 2
    assert_consistent(net.design, net.analysis)


def test_what_the_design_keeps_of_a_use_is_not_set_by_hand():
    net, use = three()
    for field in ("block", "input_names", "output_names", "arguments"):
        with pytest.raises(Refused, match="has no setting"):
            net.set(use, **{field: ()})


@pytest.mark.parametrize("shared", [False, True])
def test_dissolving_repetitions_makes_a_chain(shared):
    net, use = three()
    net.set(use, repeat=4, shared=shared)
    totals = net.totals
    net.dissolve(use)
    assert net.totals == totals
    assert totals.saved == (3 * 72 if shared else 0)
    assert len(names(net)) == 7
    assert net.problems() == []
    places = [(node.x, node.y) for node in net.design.nodes()]
    assert len(set(places)) == len(places)


def test_dissolving_very_many_layers_is_refused():
    net, use = three()
    net.set(use, repeat=100_000)
    with pytest.raises(Refused, match="would become 100,000 layers"):
        net.dissolve(use)
    net.bypass(use)
    with pytest.raises(Refused, match="middle is bypassed"):
        net.dissolve(use)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("repetition", [0, 2, 4])
def test_a_repetition_is_peeled_off_and_can_differ(shared, repetition):
    net, use = three()
    net.set(use, repeat=5, shared=shared)
    totals = net.totals
    net.peel(use, repetition)
    assert net.totals == totals
    assert_consistent(net.design, net.analysis)
    copy = next(block.id for block in net.design.all(Block) if block.name == "middle_2")
    if not shared:
        net.set(net.design.named("dense_2", copy).id, use_bias=False)
        assert net.totals.parameters == totals.parameters - 8
    with pytest.raises(Refused, match="has no repetition 9"):
        net.peel(use, 9)


def test_shares_follow_where_a_repetition_is_peeled_off():
    net, use = three()
    net.share_weight(net.find("dense_1"), "kernel", net.find("dense_3"), "kernel")
    net.set(use, repeat=3)
    folded = net.make_block([use, net.find("dense_1")], "outer")
    totals = net.totals
    assert totals.saved == 64
    inner = net.design.named("middle", block_of(net, folded)).id
    net.peel(inner, 1)
    assert net.totals == totals
    net.dissolve(folded)
    assert net.totals == totals


def test_editing_a_block_equals_editing_every_copy():
    net, use = three()
    net.set(use, repeat=3)
    inside = net.design.named("dense_2", block_of(net, use)).id
    net.set(inside, use_bias=False, units=8)
    edited = net.totals
    net.undo()
    net.dissolve(use)
    copies = [node.id for node in net.design.nodes() if node.name.startswith("dense") and node.id > use]
    assert len(copies) == 3
    for copy in copies:
        net.set(copy, use_bias=False, units=8)
    assert net.totals == edited


def test_arguments_are_named_renamed_and_deleted():
    net = new()
    with net.block("b") as block:
        dense = block.add(Dense(), block.input())
        block.output(dense)
    use = net.use(block, net.add(numbers(4)))
    net.apply(blocks.add_argument(net.design, block.id, "width", 6))
    net.set(dense, units="width + 1")
    net.give(use, width=9)
    net.apply(blocks.rename_argument(net.design, block.id, "width", "size"))
    assert net.row(use).outputs == ((10,),)
    assert net.design.node(dense).bindings == (("units", "size + 1"),)
    net.give(use, size=None)
    assert net.row(use).outputs == ((7,),)
    net.apply(blocks.change_argument(net.design, block.id, "size", 1))
    assert net.row(use).outputs == ((2,),)
    with pytest.raises(Refused, match="dense_1 inside b needs size"):
        net.apply(blocks.delete_argument(net.design, block.id, "size"))
    net.set(dense, units=3)
    net.give(use, size=5)
    net.apply(blocks.delete_argument(net.design, block.id, "size"))
    assert net.design.node(use).layer.arguments == ()
    for name, said in (("1x", "cannot stand in a formula"), ("max", "cannot stand"), ("size", "")):
        if said:
            with pytest.raises(Refused, match=said):
                net.apply(blocks.add_argument(net.design, block.id, name, 1))
    with pytest.raises(Refused, match="has no argument called depth"):
        net.give(use, depth=1)


def test_a_variable_that_goes_leaves_its_number_with_the_use():
    net = new()
    net.variable("width", 4)
    with net.block("b", units=5) as block:
        block.output(block.add(Dense(), block.input(), units="units"))
    use = net.use(block, net.add(numbers(3)), units="width", repeat="width - 1")
    totals = net.totals
    net.apply(delete_variables(net.design, [net.design.variable("width").id]))
    assert net.totals == totals
    assert net.design.node(use).layer.arguments == (("units", 4),)
    net.undo()
    net.apply(unbind(net.design, [use], "argument:units"))
    assert net.totals == totals


def test_uses_of_different_blocks_are_not_one_layer():
    net, use = three()
    other = net.make_block([net.find("dense_1")], "other")
    with pytest.raises(Refused):
        net.share(use, other)


def test_a_conv_block_keeps_its_shapes():
    net = chain(image(12, 12), Conv2D(filters=4), Conv2D(filters=4), Flatten())
    use = net.make_block([net.find("conv1"), net.find("conv2")], "convs")
    assert net.row(use).outputs == ((8, 8, 4),)
    assert isinstance(net.design.named("out", block_of(net, use)).layer, BlockOutput)
