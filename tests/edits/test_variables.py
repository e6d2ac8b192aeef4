"""Editing variables and formulas: what uses them follows in one step, and what cannot be is refused in a sentence."""

import pytest

from build import chain, image, nodes, numbers
from compare import assert_consistent
from convas import BatchNormalization, Conv2D, Dense, Dropout, Input, Refused
from convas.design.records import Variable
from convas.edits import bindings, settings, shares, variables


def wide():
    """An input, two dense layers bound to `width`, and a variable that is twice as much."""
    net = chain(numbers(8), Dense(units=4), Dense(units=4))
    net.variable("width", 64)
    net.variable("twice", "2 * width")
    net.set(net.find("dense_1"), units="width")
    net.set(net.find("dense_2"), units="width + twice")
    return net


def the(net, name):
    return net.design.variable(name).id


def bound(net, name="dense_1"):
    return net.design.node(net.find(name)).bindings


def units(net):
    return [net.analysis.layer(net.find(name)).units for name in ("dense_1", "dense_2")]


def test_deleting_a_variable_leaves_the_numbers_as_they_are():
    net = wide()
    net.variable("width", 10)
    before, steps = net.totals, len(net.done)
    net.apply(variables.delete_variables(net.design, [the(net, "width")]))
    assert net.totals == before
    assert [net.design.node(net.find(name)).layer.units for name in ("dense_1", "dense_2")] == [10, 30]
    assert bound(net) == bound(net, "dense_2") == ()
    assert net.design.variable("twice") == Variable(the(net, "twice"), "twice", 20)
    assert (len(net.done), net.done[-1].name) == (steps + 1, "Delete width")
    net.undo()
    assert bound(net) == (("units", "width"),)
    assert_consistent(net.design, net.analysis)


def test_formulas_follow_a_new_name():
    net = wide()
    net.apply(variables.rename_variable(net.design, the(net, "width"), " hidden "))
    assert bound(net, "dense_2") == (("units", "hidden + twice"),)
    assert net.design.variable("twice").formula == "2 * hidden"
    assert units(net) == [64, 192]
    assert net.done[-1].name == "Rename width to hidden"
    assert_consistent(net.design, net.analysis)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "A variable's name has letters"),
        ("2x", "A variable's name has letters"),
        ("max", "max is a function of formulas"),
        ("class", "A variable's name has letters"),
        ("twice", "There is a variable called twice already"),
    ],
)
def test_names_that_cannot_be(name, said):
    net = wide()
    with pytest.raises(Refused, match=said):
        variables.rename_variable(net.design, the(net, "width"), name)


def test_a_name_that_makes_a_formula_too_long_is_refused():
    net = wide()
    net.variable("w", 1)
    net.variable("sum", " + ".join(["w"] * 240))
    with pytest.raises(Refused, match="too long"):
        variables.rename_variable(net.design, the(net, "w"), "a_rather_long_name")


def test_a_drag_is_one_step():
    net = wide()
    steps = len(net.done)
    for value in (65, 70, 80):
        net.apply(variables.set_value(net.design, the(net, "width"), value, merge="drag"))
        assert units(net) == [value, 3 * value]
    net.apply(variables.set_value(net.design, the(net, "twice"), 7, merge="drag"))
    assert len(net.done) == steps + 2
    net.undo()
    net.undo()
    assert units(net) == [64, 192]


def test_a_number_takes_the_place_of_a_formula():
    net = wide()
    net.variable("twice", 5)
    assert net.design.variable("twice").formula == ""
    assert units(net) == [64, 69]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("2 * twice", "The formulas go round in a circle: twice, width, twice. Give one of them a number."),
        ("width", "The formulas go round in a circle: width, width. Give one of them a number."),
        ("2 * wdith", "There is no variable called wdith."),
        ("2 *", "The formula ends where a number or a name is missing."),
        ("1 // 0", "It divides by 0."),
    ],
)
def test_formulas_of_variables_that_cannot_be(formula, said):
    net = wide()
    before = net.design.snapshot()
    with pytest.raises(Refused) as refused:
        net.variable("width", formula)
    assert str(refused.value) == said
    assert net.design.snapshot() == before


def test_the_range_of_a_slider():
    net = wide()
    net.apply(variables.set_range(net.design, the(net, "width"), 8, 128))
    assert (net.design.variable("width").minimum, net.design.variable("width").maximum) == (8, 128)
    with pytest.raises(Refused, match="smallest"):
        variables.set_range(net.design, the(net, "width"), 8, 8)


def test_new_variables_number_themselves():
    net = chain()
    made = []
    for _ in range(3):
        edit, variable = variables.add_variable(net.design)
        net.apply(edit)
        made.append(variable.name)
    assert made == ["size", "size_2", "size_3"]


@pytest.mark.parametrize("value", [2**63, True, 1.5, "x"])
def test_only_whole_numbers_that_can_be_held(value):
    net = wide()
    with pytest.raises(Refused):
        net.apply(variables.set_value(net.design, the(net, "width"), value))


@pytest.mark.parametrize(
    ("field", "formula", "said"),
    [
        ("filters", "wdith", "There is no variable called wdith."),
        ("filters", "width -", "The formula ends where a number or a name is missing."),
        ("filters", "width - 64", "width - 64 = 0. Filters must be a whole number of at least 1."),
        ("activation", "width", "Activation is no number, so it takes no formula."),
        ("use_bias", "width", "Bias is no number, so it takes no formula."),
        ("colour", "width", "conv1 has no setting colour."),
        ("kernel_size[2]", "width", "Kernel of conv1 has no such number. Set it to numbers first."),
        ("padding[0]", "width", "Padding of conv1 has no such number. Set it to numbers first."),
    ],
)
def test_formulas_of_settings_that_cannot_be(field, formula, said):
    net = chain(image(28, 28), Conv2D())
    net.variable("width", 64)
    with pytest.raises(Refused) as refused:
        net.apply(bindings.bind(net.design, [2], field, formula))
    assert str(refused.value) == said
    assert refused.value.field == field.partition("[")[0]


def test_sharers_follow_a_formula():
    net = chain(numbers(4), Dense(units=4), Dense(units=4), Dense(units=4))
    net.share(2, 4)
    net.variable("width", 9)
    steps = len(net.done)
    net.apply(bindings.bind(net.design, [4], "units", "width"))
    assert bound(net, "dense_1") == bound(net, "dense_2") == (("units", "width"),)
    assert bound(net, "dense_3") == ()
    net.apply(bindings.unbind(net.design, [2], "units"))
    assert bound(net, "dense_2") == ()
    assert net.design.node(4).layer.units == 9
    assert len(net.done) == steps + 2
    net.apply(bindings.bind(net.design, [6], "units", "2 * width"))
    net.apply(shares.share(net.design, 6, 2))
    assert bound(net, "dense_2") == (("units", "2 * width"),)


def test_a_number_takes_a_formula_off_and_another_place_does_not():
    net = chain(image(28, 28), Conv2D())
    net.variable("k", 5)
    net.set(2, kernel_size=("k", 3), filters="k")
    assert dict(net.design.node(2).bindings) == {"kernel_size[0]": "k", "filters": "k"}
    net.apply(settings.set_setting(net.design, [2], "kernel_size", (5, 7)))
    assert dict(net.design.node(2).bindings) == {"kernel_size[0]": "k", "filters": "k"}
    assert net.analysis.layer(2).kernel_size == (5, 7)
    net.set(2, kernel_size=(4, 7))
    assert dict(net.design.node(2).bindings) == {"filters": "k"}
    net.set(2, filters=8)
    assert net.design.node(2).bindings == ()


def test_one_formula_for_a_whole_row_and_one_for_a_number_of_it():
    net = chain(image(28, 28), Conv2D())
    net.variable("k", 5)
    net.set(2, kernel_size="k")
    assert net.analysis.layer(2).kernel_size == (5, 5)
    net.set(2, kernel_size=(3, "k - 1"))
    assert net.design.node(2).bindings == (("kernel_size[1]", "k - 1"),)
    assert net.analysis.layer(2).kernel_size == (3, 4)
    net.set(2, padding="same")
    net.set(2, padding=("k", 0))
    assert net.analysis.layer(2).padding == (5, 0)
    net.set(2, kernel_size="k + 2")
    assert dict(net.design.node(2).bindings) == {"kernel_size": "k + 2", "padding[0]": "k"}


def test_a_name_in_a_shape_is_a_variable_or_stays_open():
    net = chain(Input(shape=(8, 4), colours=None))
    net.variable("n", 10)
    net.set(1, shape=("n", "T", "2 * n"))
    assert net.design.node(1).bindings == (("shape[0]", "n"), ("shape[2]", "2 * n"))
    assert [str(axis) for axis in net.analysis.layer(1).shape] == ["10", "T", "20"]


def test_formulas_turn_with_the_convention():
    net = chain(Input(shape=(28, 24, 3), colours=None), Conv2D(filters=4), Dropout())
    net.variable("side", 28)
    net.set(1, shape=("side", 24, 3))
    before = net.totals
    net.count_as("pytorch")
    assert net.design.node(1).bindings == (("shape[1]", "side"),)
    assert net.analysis.layer(1).shape == (3, 28, 24)
    net.variable("side", 30)
    assert net.analysis.layer(1).shape == (3, 30, 24)
    net.variable("side", 28)
    net.count_as("keras")
    assert net.design.node(1).bindings == (("shape[0]", "side"),)
    assert net.totals == before


def test_an_axis_that_is_a_formula_becomes_the_number_of_the_turned_axis():
    net = chain(Input(shape=(28, 24, 3), colours=None), Conv2D(filters=4), BatchNormalization())
    key = nodes(net)[-1]
    net.variable("channels", 3)
    net.set(key, axis="channels")
    net.count_as("pytorch")
    assert net.design.node(key).bindings == ()
    assert net.analysis.problems(key) == ()
