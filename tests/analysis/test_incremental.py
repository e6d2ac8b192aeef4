"""While a design changes, what is known is what would be known from scratch, at the least cost."""

import pytest

from build import chain, exercise, image, line, numbers
from compare import assert_consistent, counted, from_scratch
from convas import Add, BatchNormalization, Concatenate, Conv2D, Dense, Dropout, Flatten, Output
from convas.analysis.analysis import Analysis
from convas.analysis.finding import Memo
from convas.design.design import Design


def evaluations(net, change):
    """How many layers a change made the rules run for."""
    before = net.analysis.evaluated
    change()
    return net.analysis.evaluated - before


@pytest.mark.parametrize(
    "change",
    [
        lambda net: net.set(net.find("conv1"), filters=7),
        lambda net: net.set(net.find("conv3"), kernel_size=5, padding="valid"),
        lambda net: net.count_as("pytorch"),
        lambda net: net.freeze(net.find("conv3")),
        lambda net: net.bypass(net.find("conv4")),
        lambda net: net.remove(net.find("conv3")),
        lambda net: net.remove(net.find("input")),
        lambda net: net.remove(net.find("flatten"), net.find("conv5")),
        lambda net: net.remove(net.design.links_in(net.find("conv2"))[0].id),
        lambda net: net.unshare(net.find("conv5")),
        lambda net: net.share(net.find("conv3"), net.find("conv1")),
        lambda net: net.share(net.find("dense_1"), net.find("dense_2")),
        lambda net: net.rename(net.find("conv3"), "shared"),
        lambda net: net.link(net.find("conv1"), net.add(Add(), net.find("conv2"))),
        lambda net: net.chain(Dropout(), Output(), after=net.find("dense_2")),
    ],
)
def test_after_any_change_and_back_again(change):
    net = exercise()
    steps = len(net.done)
    before = counted(net.design, net.analysis)
    change(net)
    assert_consistent(net.design, net.analysis)
    after = counted(net.design, net.analysis)
    net.go_to(steps)
    assert counted(net.design, net.analysis) == before
    while net.undone:
        net.redo()
    assert counted(net.design, net.analysis) == after


def test_a_change_that_keeps_the_output_ends_there():
    net = exercise()
    assert evaluations(net, lambda: net.set(net.find("conv2"), use_bias=False)) == 1
    assert evaluations(net, lambda: net.set(net.find("conv2"), kernel_size=1)) == 1
    assert evaluations(net, lambda: net.set(net.find("conv2"), activation="relu")) == 1


def test_a_change_that_changes_the_output_goes_on_as_far_as_it_shows():
    net = exercise()
    assert evaluations(net, lambda: net.set(net.find("conv2"), filters=7)) == 2
    assert net.row(net.find("conv3")).parameters == (9 * 7 + 1) * 20


def test_looks_and_names_are_not_counted_again():
    net = exercise()
    for change in (
        lambda: net.arrange(),
        lambda: net.rename(1, "photo"),
        lambda: net.freeze(2),
        lambda: net.unshare(net.find("conv5")),
        lambda: net.undo(),
    ):
        assert evaluations(net, change) == 0


def test_what_was_once_counted_is_remembered():
    net = exercise()
    net.set(2, filters=21)
    assert evaluations(net, net.undo) == 0
    assert evaluations(net, net.redo) == 0
    assert evaluations(net, lambda: net.add(Conv2D(filters=20, padding="same"), 1)) == 0


def test_equal_layers_with_equal_inputs_are_counted_once():
    design = Design(line(numbers(8, 8), Dense(units=8), 500))
    analysis = Analysis(design)
    analysis.settle()
    assert analysis.evaluated == 2
    assert analysis.totals.parameters == 500 * 72


def test_a_small_memory_forgets_and_stays_right():
    net = exercise()
    analysis = Analysis(net.design, Memo(most=2))
    analysis.settle()
    assert counted(net.design, analysis) == from_scratch(net.design)


def test_execution_order_follows_links_then_age():
    net = chain(image(8, 8), Conv2D(), Conv2D())
    late = net.add(Dense())
    side = net.add(BatchNormalization(), 2)
    joined = net.add(Concatenate(), side, 4)
    assert net.analysis.ordered() == [1, late, 2, 4, side, joined]
    net.remove(net.design.links_in(2)[0].id)
    assert net.analysis.ordered() == [1, 2, late, 4, side, joined]


def test_order_does_not_remember_how_the_design_came_about():
    forth = chain(numbers(8), Dense(), Dense(), Flatten())
    back = chain(numbers(8), Dense(), Dense(), Flatten())
    links = [link for key in (2, 4, 6) for link in back.design.links_in(key)]
    back.remove(*(link.id for link in links))
    for link in reversed(links):
        back.link(link.source, link.target)
    assert back.analysis.ordered() == forth.analysis.ordered()
    assert_consistent(back.design, back.analysis)
