"""The heat map's scale."""

import pytest

from build import Conv2D, Dense, Flatten, chain, exercise, image, nodes, numbers
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
