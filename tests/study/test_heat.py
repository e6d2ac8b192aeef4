"""The heat map's scale."""

import pytest

import convas
from build import Conv2D, Dense, Flatten, chain, exercise, image, nodes, numbers
from convas import BatchNormalization
from convas.design.records import TOP
from convas.study.heat import Heat, heat


def of(net, measure):
    return heat(net.design, net.analysis, TOP, measure)


def test_parameters_are_those_that_are_counted():
    net = exercise()
    found = of(net, "parameters")
    assert sum(found.values.values()) == found.total == 8_651_940
    assert found.values[net.find("conv5")] == 0
    assert found.part(net.find("conv5")) == 0.0
    assert (found.low, found.high) == (310, 8_640_030)
    assert found.logarithmic
    assert found.part(net.find("dense_1")) == 1.0
    assert found.part(net.find("dense_2")) == 0.0


def test_within_a_thousand_the_scale_is_linear():
    found = Heat("parameters", {1: 10, 2: 5, 3: 0, 4: None}, 5, 10, 15)
    assert not found.logarithmic
    assert [found.part(key) for key in (1, 2, 3, 4, 5)] == [1.0, 0.5, 0.0, None, None]


def test_operations_and_memory():
    net = chain(image(8, 8), Conv2D(filters=4, padding="same"), Flatten(), Dense(units=10))
    keys = nodes(net)
    assert of(net, "operations").values[keys[1]] == 8 * 8 * 9 * 4
    assert of(net, "activations").values[keys[1]] == 8 * 8 * 4 * 4
    assert of(net, "activations").told(1024) == "1.00\u2009KiB"


def test_share_of_total_in_percent():
    found = Heat("share", {1: 25, 2: 75}, 25, 75, 100)
    assert found.told(25) == "25.00\u2009%"


@pytest.mark.parametrize("measure", ["parameters", "operations", "activations", "share"])
def test_unknown_is_no_number(measure):
    net = chain(numbers(None, None), Dense(units=10))
    assert of(net, measure).part(nodes(net)[1]) is None


def test_nothing_drawn():
    net = chain()
    assert of(net, "parameters").high == 0


def test_state_counts_where_the_framework_counts_it():
    for convention, axes, count in (("keras", (8, 8, 16), 64), ("pytorch", (16, 8, 8), 32)):
        net = chain(numbers(*axes), BatchNormalization(), convention=convention)
        found = of(net, "parameters")
        assert found.values[nodes(net)[1]] == count == found.total == net.totals.parameters


def stages(repeat=4):
    """An image, a block of a small and a large layer so many times, an answer; and the ids of block and layers."""
    net = convas.new("stages")
    block = net.block("stage")
    small, large = block.chain(Dense(units=2), Dense(units=8), after=block.input("in"))
    block.output(large)
    (start,) = net.chain(numbers(8))
    use = net.use(block, start, repeat=repeat)
    (answer,) = net.chain(Dense(units=100), after=use)
    return net, use, small, large, answer


@pytest.mark.parametrize("measure", ["parameters", "operations", "share"])
def test_a_block_has_what_all_of_it_has(measure):
    net, use, small, large, _ = stages()
    inside = heat(net.design, net.analysis, TOP, measure, [(use,)]).inner[use, 0]
    assert of(net, measure).values[use] == 4 * (inside.values[small] + inside.values[large])


def test_the_scale_is_of_what_an_open_block_shows_instead_of_the_block():
    net, use, small, large, answer = stages(repeat=400)
    closed = of(net, "parameters")
    assert closed.high == closed.values[use] == 400 * (18 + 24)
    found = heat(net.design, net.analysis, TOP, "parameters", [(use,)])
    assert (found.low, found.high) == (18, 900)
    inside = found.inner[use, 0]
    assert (inside.low, inside.high) == (18, 900)
    assert [inside.part(key) for key in (small, large)] == [18 / 900, 24 / 900]
    assert found.part(answer) == 1
    assert found.total == net.totals.parameters


def test_nothing_and_unknown_are_told_apart():
    net = chain(image(8, 8), Conv2D(), Flatten())
    assert of(net, "parameters").zeros
    assert not of(net, "parameters").unknown
    net.add(Dense(units=5))
    assert of(net, "parameters").unknown
