"""Blocks: counted as what they stand for, remembered while nothing inside changes."""

import pytest

from build import chain, image, numbers
from compare import assert_consistent
from convas import Activation, Add, BatchNormalization, Concatenate, Conv2D, Dense, Flatten, new
from convas.analysis.report import total_calculation
from convas.design.delta import Delta
from convas.design.records import End, Link, Share, Step
from convas.edits.blocks import add_argument
from convas.edits.edit import Edit, Refused
from convas.edits.nodes import move
from convas.edits.settings import set_setting


def residual(net, name="residual", **arguments):
    """A dense layer and a way around it."""
    with net.block(name, **(arguments or {"units": 8})) as block:
        start = block.input()
        dense = block.add(Dense(), start, units="units")
        block.output(block.add(Add(), dense, start))
    return block


def tower(repeat=12, **more):
    """An input of eight numbers and a repeated residual block."""
    net = new("Tower")
    start = net.add(numbers(8))
    use = net.use(residual(net), start, repeat=repeat, name="tower", **more)
    return net, use


def share_path(net, first, second, transposed=False):
    """Share weights by path, at any depth."""
    edge = Share(net.design.next_id(), first, second, transposed=transposed)
    net.apply(Edit("Share", Delta.adding(edge)))


def test_a_block_counts_once_for_every_repetition():
    net, use = tower(12)
    assert net.row(use).parameters == net.totals.parameters == 12 * 72
    assert net.row(use).outputs == ((8,),)
    assert net.totals.macs == 12 * 64
    assert net.totals.operations.other == 12 * 8
    assert net.totals.memory == 4 * (8 + 12 * (8 + 8))
    assert net.calculation(use) == "12 × 72 = 864"
    assert total_calculation(net.design, net.analysis) == "864 = 864"


def test_shared_repetitions_count_their_weights_once_and_their_work_every_time():
    net, use = tower(12, shared=True)
    assert (net.totals.parameters, net.totals.if_not_shared) == (72, 864)
    assert net.totals.macs == 12 * 64
    assert net.calculation(use) == "72, shared by 12 repetitions"


def test_as_many_layers_are_evaluated_for_126_repetitions_as_for_32():
    evaluated = [tower(repeat)[0].analysis.evaluated for repeat in (32, 126, 100_000)]
    assert len(set(evaluated)) == 1
    assert tower(100_000)[0].totals.parameters == 7_200_000


def test_repetitions_that_change_the_shape_are_counted_one_by_one():
    net = new()
    with net.block("down") as down:
        down.output(down.chain(Conv2D(filters=4, strides=2), after=down.input())[-1])
    use = net.use(down, net.add(image(64, 64, colours="RGB")), repeat=3)
    assert net.row(use).outputs == ((7, 7, 4),)
    assert net.calculation(use) == "112 + 148 + 148 = 408"
    net.set(use, repeat=9)
    assert net.analysis.finding(use).trainable is None
    (where, message), *_ = net.problems()
    assert where == "down[5]/conv1"
    assert message.startswith("A 3 × 3 kernel does not fit a 1 × 1 input")


def test_the_first_outputs_go_round_and_other_inputs_stay():
    net = new()
    with net.block("attend") as attend:
        x, memory = attend.input("x"), attend.input("memory")
        attend.output(attend.add(Dense(units=8), attend.add(Concatenate(), x, memory)))
    start, other = net.add(numbers(8)), net.add(numbers(3))
    use = net.use(attend, start, other, repeat=5)
    assert net.totals.parameters == 5 * (8 + 3 + 1) * 8
    assert net.design.node(use).layer.ports.inputs == ("x", "memory")


def test_a_block_with_two_outputs_gives_two():
    net = new()
    with net.block("split") as split:
        start = split.input()
        split.output(split.add(Dense(units=2), start), name="few")
        split.output(split.add(Dense(units=9), start), name="many")
    use = net.use(split, net.add(numbers(8)))
    joined = net.add(Concatenate())
    net.link(use, joined)
    net.link(use, joined, output=1)
    assert net.row(joined).outputs == ((11,),)


def test_what_leads_past_everything_comes_out_as_it_went_in():
    net = new()
    with net.block("nothing") as nothing:
        nothing.output(nothing.input())
    use = net.use(nothing, net.add(numbers(8)), repeat=7)
    assert net.row(use).outputs == ((8,),)
    assert net.row(use).parameters == 0
    net.dissolve(use)
    assert net.problems() == []


def test_arguments_are_the_uses_own():
    net = new()
    block = residual(net, units=8)
    start = net.add(numbers(4))
    wide = net.use(block, net.add(Dense(units=16), start), units=16)
    usual = net.use(block, net.add(Dense(units=8), start))
    net.variable("width", 4)
    bound = net.use(block, start, units="width")
    assert [net.row(use).parameters for use in (wide, usual, bound)] == [17 * 16, 9 * 8, 5 * 4]
    net.variable("width", 5)
    assert net.problems()[0][0] == "residual_3/add"
    net.give(bound, units=4)
    assert net.problems() == []


def test_variables_do_not_reach_into_a_block():
    net = new()
    net.variable("width", 4)
    with net.block("closed") as closed:
        closed.output(closed.add(Dense(), closed.input()))
    dense = net.design.named("dense_1", closed.id).id
    with pytest.raises(Refused, match="width is not known inside closed"):
        net.set(dense, units="width")
    net.apply(add_argument(net.design, closed.id, "width", 7))
    net.set(dense, units="width")
    assert net.row(net.use(closed, net.add(numbers(8)))).outputs == ((7,),)


@pytest.mark.parametrize("how", ["freeze", "bypass"])
def test_a_use_is_frozen_and_bypassed_like_a_layer(how):
    net, use = tower(3)
    getattr(net, how)(use)
    assert net.totals.trainable == 0
    assert net.totals.frozen == (216 if how == "freeze" else 0)
    assert net.row(use).outputs == ((8,),)


def test_a_layer_frozen_inside_is_frozen_in_every_use():
    net, _ = tower(3)
    net.freeze(next(node.id for node in net.design.all(type(net.design.node(1))) if node.name == "dense_1"))
    assert (net.totals.trainable, net.totals.frozen) == (0, 216)


def test_an_edit_inside_touches_every_use_and_nothing_else():
    net = new()
    inner = residual(net, "inner", units=8)
    with net.block("outer") as outer:
        outer.output(outer.use(inner, outer.input(), repeat=2))
    start = net.add(numbers(8))
    uses = [net.use(outer, start), net.use(inner, start), net.use(outer, start, repeat=2)]
    other = net.add(Dense(units=3), start)
    dense = net.design.named("dense_1", inner.id).id
    update = net.apply(set_setting(net.design, [dense], "use_bias", False))
    assert set(uses) <= update.touched
    assert other not in update.touched
    assert start not in update.touched
    assert [net.row(use).parameters for use in uses] == [128, 64, 256]
    assert_consistent(net.design, net.analysis)


def test_moving_a_card_inside_counts_nothing_anew():
    net, use = tower()
    inside = next(net.design.nodes(net.design.node(use).layer.block))
    before, evaluated = net.analysis.finding(use), net.analysis.evaluated
    net.apply(move(net.design, {inside.id: (800, 80)}))
    assert net.analysis.finding(use) is before
    assert net.analysis.evaluated == evaluated


def test_a_share_inside_holds_in_every_use_for_itself():
    net = new()
    with net.block("pair") as pair:
        first, second = pair.chain(Dense(units=8), Dense(units=8), after=pair.input())
        pair.output(second)
    net.share(first, second)
    start = net.add(numbers(8))
    net.use(pair, start, repeat=3)
    net.use(pair, start)
    assert (net.totals.parameters, net.totals.saved) == (4 * 72, 4 * 72)


def test_two_uses_of_a_block_share_all_weights():
    net, use = tower(3)
    other = net.use(net.design.node(use).layer.block, 1, repeat=3)
    net.share(use, other)
    assert (net.totals.parameters, net.totals.saved) == (216, 216)
    assert net.row(other).shared_with == "tower"
    assert net.calculation(other) == "3 × 72 = 216, counted once at tower"
    flat = [row for row in net.rows(flat=True) if row.path.startswith("residual")]
    assert [row.shared_with for row in flat if row.kind == "Dense"] == [f"tower[{n}]/dense_1" for n in range(3)]
    assert sum(row.parameters for row in flat) == 0


def test_single_weights_share_at_any_depth():
    net, use = tower(3)
    inside = net.design.named("dense_1", net.design.node(use).layer.block).id
    head = net.add(Dense(units=8, use_bias=False), use)
    net.share_weight(head, "kernel", "tower[1]/dense_1", "kernel", transposed=True)
    (share,) = net.design.shares_of(head)
    assert share.second == End((Step(use, 1), Step(inside)), "kernel")
    assert net.totals.saved == 64
    assert net.row(head).shared_with == "tower[1]/dense_1"
    assert [row.shared_with for row in net.rows(flat=True)][-1] == "tower[1]/dense_1"
    assert_consistent(net.design, net.analysis)
    net.dissolve(use)
    assert net.totals.saved == 64
    assert net.row(net.find("dense_1")).shared_with == "dense_3"


def test_a_path_without_a_repetition_means_all_of_them():
    net, use = tower(3)
    head = net.add(Dense(units=8, use_bias=False), use)
    net.share_weight(head, "kernel", "tower/dense_1", "kernel")
    assert net.totals.saved == 3 * 64
    with pytest.raises(Refused, match="cannot share with itself"):
        net.share_weight("tower[1]/dense_1", "kernel", "tower/dense_1", "kernel")
    with pytest.raises(KeyError):
        net.share_weight(head, "kernel", "tower/dense_9", "kernel")


@pytest.mark.parametrize(
    ("path", "weight", "said"),
    [((), "kernel", "has no weight called kernel"), ((7,), "", "has no weights at a place that is shared")],
)
def test_a_place_that_is_not_there_is_a_problem(path, weight, said):
    net, use = tower(2)
    inside = net.design.named("dense_1", net.design.node(use).layer.block).id
    head = net.add(Dense(units=8), use)
    end = End((Step(use, *path), *([Step(inside)] if path else [])), weight)
    share_path(net, End((Step(head),), weight), end)
    assert any(said in message for _, message in net.problems())
    assert net.totals.saved == 0


def test_shared_repetitions_must_be_alike():
    net = new()
    with net.block("growing") as growing:
        start = growing.input()
        growing.output(growing.add(Concatenate(), growing.add(Dense(units=4), start), start))
    use = net.use(growing, net.add(numbers(8)), repeat=3, shared=True)
    assert net.problems()[0][0] == "growing"
    assert net.totals.parameters == (9 + 13 + 17) * 4
    net.set(use, shared=False)
    assert net.problems() == []


def test_a_problem_inside_leads_to_its_place():
    net = chain(numbers(8))
    with net.block("deep") as deep:
        deep.output(deep.chain(Dense(units=4), Conv2D(), after=deep.input())[-1])
    with net.block("outer") as outer:
        outer.output(outer.use(deep, outer.input()))
    use = net.use(outer, 1)
    key = net.design.named("conv1", deep.id).id
    ((name, message),) = net.problems()
    assert name == "outer/deep/conv1"
    assert "conv1" in message or "dense_1" in message
    (problem,) = net.analysis.problems(use)
    assert problem.place[1::2][-1] == key
    assert not net.totals.complete
    assert net.totals.parameters == 36
    assert net.row(use).parameters is None


def test_an_input_that_is_not_linked_is_said_at_the_use():
    net = new()
    use = net.use(residual(net))
    (problem,) = [p for p in net.analysis.problems(use) if not p.place]
    assert problem.summary == "not linked"
    assert not net.totals.complete


def test_rows_as_a_tree_and_flat():
    net, _ = tower(3)
    tree = [(row.name, row.path, row.depth, row.repeat, row.parameters) for row in net.rows(depth=None)]
    assert tree == [
        ("input", "input", 0, 1, 0),
        ("tower", "tower", 0, 1, 216),
        ("dense_1", "tower/dense_1", 1, 3, 216),
        ("add", "tower/add", 1, 3, 0),
    ]
    flat = [row.name for row in net.rows(flat=True)]
    assert flat[:3] == ["input", "tower[0]/dense_1", "tower[0]/add"]
    assert len(flat) == 7
    assert len(net.rows()) == 2


def test_deep_blocks_are_counted_quickly():
    net = new()
    block = residual(net, "b0", units=8)
    for level in range(1, 30):
        with net.block(f"b{level}") as around:
            around.output(around.use(block, around.use(block, around.input())))
        block = around
    net.use(block, net.add(numbers(8)))
    assert net.totals.parameters == 2**29 * 72
    assert len(net.rows(flat=True)) == len(net.rows(depth=None)) == 2


def test_a_residual_block_as_it_is_drawn():
    net = new(convention="pytorch")
    with net.block("basic", filters=64) as basic:
        x = basic.input()
        conv = basic.add(Conv2D(kernel_size=3, padding=(1, 1), use_bias=False), x, filters="filters")
        norm = basic.chain(BatchNormalization(), Activation(), after=conv)[-1]
        again = basic.add(Conv2D(kernel_size=3, padding=(1, 1), use_bias=False), norm, filters="filters")
        basic.output(basic.add(Activation(), basic.add(Add(), basic.add(BatchNormalization(), again), x)))
    image_ = net.add(Conv2D(filters=64), net.add(image(16, 16, colours="RGB")))
    use = net.use(basic, image_, repeat=2)
    net.chain(Flatten(), after=use)
    assert net.calculation(use) == "2 × 73,984 = 147,968"
    assert net.problems() == []


def test_a_link_left_over_inside_is_told_outside_with_its_place():
    net = new("Left over")
    with net.block("tower") as tower:
        x = tower.input()
        dense = tower.add(Dense(units=4), x)
        tower.output(dense)
    use = net.use(tower, net.add(numbers(4)))
    net.apply(Edit("Link", Delta.adding(Link(net.design.next_id(), x, dense, 0, 5))))
    (problem,) = net.analysis.problems(use)
    assert net.analysis.where(use, problem) == "tower/dense_1"
    assert net.analysis.told(use, problem) == "The link from in goes to an input that dense_1 does not have. Delete it."
