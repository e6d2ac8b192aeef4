"""What is not known is never 0: totals say "at least", and every other number stands."""

from build import chain, image, numbers, said
from convas import Add, BatchNormalization, Conv2D, Dense, Flatten, Output, new
from convas.values.size import UNKNOWN, symbol


def test_a_layer_without_an_input_is_open():
    net = chain(Dense(units=4))
    row = net.row(1)
    assert (row.parameters, row.trainable, row.state, row.outputs, row.macs) == (None, None, None, (None,), None)
    assert said(net, "dense_1") == ["dense_1 has no input yet. Drag a link to it."]
    assert net.analysis.problems(1)[0].severity == "open"
    assert (net.totals.parameters, net.totals.complete) == (0, False)


def test_a_join_says_how_many_inputs_it_has():
    net = new()
    net.add(Add(), net.add(numbers(4)))
    assert said(net, "add") == ["add needs 2 inputs and has 1. Drag links to it."]
    net.link(1, 2)
    assert said(net, "add") == []
    assert net.totals.complete


def test_a_broken_branch_leaves_every_other_number_standing():
    net = chain(image(8, 8), Conv2D(filters=4), Flatten(), Dense(units=10))
    before = net.totals.parameters
    broken = net.add(Dense(units=5))
    net.add(Dense(units=5), broken)
    narrow = net.add(Conv2D(kernel_size=9), 1)
    assert (net.totals.parameters, net.totals.complete) == (before, False)
    assert net.row(6).parameters == (6 * 6 * 4 + 1) * 10
    assert net.row(narrow).parameters is None
    net.remove(broken, net.find("dense_3"), narrow)
    assert (net.totals.parameters, net.totals.complete) == (before, True)


def test_what_follows_a_problem_is_unknown_without_a_problem_of_its_own():
    net = chain(image(2, 2), Conv2D(), Conv2D(), Flatten())
    assert [name for name, _ in net.problems()] == ["conv1"]
    assert [net.row(key).parameters for key in (2, 4, 6)] == [None, None, None]
    assert net.row(4).inputs == (None,)


def test_an_unknown_axis_and_an_open_one():
    net = chain(numbers(None, 8), Dense(units=4), Flatten(), Dense(units=2))
    assert net.row(2).parameters == 36
    assert net.row(4).outputs == ((UNKNOWN,),)
    assert net.row(6).parameters is None
    assert not net.totals.complete
    named = chain(numbers("T", 8), Dense(units=4), Flatten())
    assert named.row(4).outputs == ((4 * symbol("T"),),)
    assert named.totals.complete
    assert named.totals.macs == 32 * symbol("T")


def test_a_size_that_depends_on_the_batch_alone_is_refused_as_a_weight():
    net = chain(numbers("T"), Dense(units=4))
    assert "T × 4" in said(net, "dense_1")[0]
    net.set(1, shape=(5,))
    assert net.totals.parameters == 24
    assert net.totals.complete


def test_counts_that_return_are_taken_back_exactly():
    net = chain(image(8, 8), BatchNormalization(), Flatten(), Dense(units=3))
    before = net.totals
    link = net.design.links_in(2)[0]
    net.remove(link.id)
    assert net.totals.parameters == 0
    net.link(1, 2)
    assert net.totals == before


def test_bypassed_layers_count_nothing_and_let_their_input_through():
    net = chain(image(8, 8), Conv2D(filters=4, padding="same"), Flatten(), Dense(units=2))
    net.bypass(2)
    row = net.row(2)
    assert row.bypassed
    assert (row.parameters, row.macs, row.memory, row.outputs) == (0, 0, 0, ((8, 8, 1),))
    assert net.row(6).parameters == (64 + 1) * 2
    assert net.calculation(2) == "bypassed, counts 0"
    assert net.totals.complete
    net.bypass(2, bypassed=False)
    assert net.row(6).parameters == (256 + 1) * 2


def test_a_bypassed_layer_without_an_input_is_still_open():
    net = chain(Dense(), Dense(units=3))
    net.bypass(1)
    assert said(net, "dense_1") == ["dense_1 has no input yet. Drag a link to it."]
    assert net.row(2).parameters is None


def test_an_output_shows_what_it_is_given():
    net = chain(numbers(8), Dense(units=3), Output())
    assert net.row(4).outputs == ((3,),)
    assert (net.row(4).parameters, net.row(4).memory) == (0, 0)
    assert net.totals.complete


def test_a_message_names_the_layers_that_feed_it_whatever_their_slots():
    net = new()
    a, b = net.add(numbers(4), name="left"), net.add(numbers(5), name="right")
    plus = net.add(Add())
    net.link(a, plus, input=0)
    net.link(b, plus, input=2)
    (told,) = said(net, "add")
    assert "left gives 4, right gives 5" in told


def test_a_message_about_a_layer_that_is_gone():
    net = chain(image(8, 8), Conv2D(in_channels=3))
    assert "input gives 1" in said(net, "conv1")[0]
    problem = net.analysis.problems(2)[0]
    net.remove(1)
    assert "the input gives 1" in net.analysis.told(2, problem)


def test_an_axis_may_be_called_as_the_batch_is():
    net = chain(numbers("N", 4), Flatten(), convention="pytorch")
    assert net.row(1).outputs == ((symbol("N"), 4),)
    assert net.row(2).outputs == ((4 * symbol("N"),),)


def test_the_batch_joined_with_another_axis_is_the_same_whatever_else_is_drawn():
    """`N * 1` equals the batch but is shown, so equal specs may look different: none may stand in for the other."""
    flat = Flatten(start_dim=0, end_dim=1)
    alone = chain(numbers(1, 5), flat, convention="pytorch")
    beside = new(convention="pytorch")
    beside.add(numbers(5))
    made = beside.chain(numbers(1, 5), flat)[-1]
    assert beside.row(made).outputs == alone.row(2).outputs
