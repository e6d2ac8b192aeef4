"""Variables: what formulas give counts, a change counts only what uses it, and what is wrong stands at its field."""

import pytest

from build import chain, exercise, image, numbers, said
from compare import assert_consistent, counted
from convas import Conv2D, Dense, Dropout, Input, Split
from convas.analysis.analysis import Analysis
from convas.analysis.variables import environment
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Header, Link, Node, Variable
from convas.edits.edit import Edit
from convas.session import Session

WIDE = {"width": 64}
CIRCLE = "The formulas go round in a circle: a, b, a. Give one of them a number."


def wide(*layers, **variables):
    """A network with variables."""
    net = chain(*layers)
    for name, value in {**WIDE, **variables}.items():
        net.variable(name, value)
    return net


def opened(*records):
    """A design that came from elsewhere, so that anything may stand in it."""
    return Session(Design(records))


def test_a_formula_counts_as_its_number_does():
    net = wide(image(28, 28), Conv2D(), Conv2D())
    net.set(net.find("conv1"), filters="4 * width", kernel_size=("width // 13", 3))
    plain = chain(image(28, 28), Conv2D(filters=256, kernel_size=(4, 3)), Conv2D())
    assert net.totals == plain.totals
    assert net.calculation(2) == plain.calculation(2) == "(4 × 3 × 1 + 1) × 256 = 3,328"
    assert net.analysis.finding(2).layer == net.analysis.layer(2) == plain.design.node(2).layer


def test_a_change_counts_only_what_uses_the_variable():
    net = wide(numbers(8), *[Dense(units=4) for _ in range(5)], other=3)
    net.set(net.find("dense_1"), units="width")
    net.set(net.find("dense_5"), units="other")
    net.variable("width", 32)
    before = net.analysis.evaluated
    net.variable("other", 5)
    assert net.analysis.evaluated == before + 1
    net.variable("width", 48)
    assert net.analysis.evaluated == before + 3  # dense_1 and what its output goes to
    assert_consistent(net.design, net.analysis)


def test_variables_of_variables():
    net = wide(numbers(8), Dense())
    net.variable("inner", "4 * width")
    net.variable("half", "inner // 2")
    net.set(2, units="half + 1")
    assert net.row(2).outputs == ((129,),)
    net.variable("width", 10)
    assert net.row(2).outputs == ((21,),)
    assert [variable.value for variable in net.design.all(Variable)] == [10, 40, 20]
    net.undo()
    assert net.row(2).outputs == ((129,),)
    assert_consistent(net.design, net.analysis)


@pytest.mark.parametrize(
    ("bindings", "message"),
    [
        ({"units": "wdith"}, "Units of dense_1 is wdith. There is no variable called wdith."),
        ({"units": "4 *"}, "Units of dense_1 is 4 *. The formula ends where a number or a name is missing."),
        ({"units": "width - 65"}, "dense_1 has the formula width - 65. Units must be a whole number of at least 0."),
        ({"units": "width // 0"}, "Units of dense_1 is width // 0. It divides by 0."),
        ({"units": "{me} {0} {#1}"}, "Units of dense_1 is (me) (0) (#1). '(' means nothing in a formula. Use numbers, names, + - * // % ** and brackets."),  # noqa: E501
        ({"units[3]": "width"}, "Units 4 of dense_1 is width. There is no such number to set. Take the formula off."),
        ({"colour": "width"}, "dense_1 has no setting colour. Take its formula off."),
        ({"use_bias": "width"}, "dense_1 has the formula width. Bias must be on or off."),
        ({"units": "a"}, f"Units of dense_1 is a. {CIRCLE}"),
        ({"units": "c"}, f"Units of dense_1 is c. {CIRCLE}"),
        ({"units": "d"}, "Units of dense_1 is d. d is width // 0. It divides by 0."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(bindings, message):
    session = opened(
        Header(),
        Node(1, "input", Input(shape=(8,), colours=None)),
        Node(2, "dense_1", Dense(units=4), bindings=tuple(bindings.items())),
        Node(3, "dropout", Dropout()),
        Link(4, 1, 2),
        Link(5, 2, 3),
        Variable(6, "width", 64),
        Variable(7, "a", 1, "b + 1"),
        Variable(8, "b", 1, "a * 2"),
        Variable(9, "c", 1, "a"),
        Variable(10, "d", 1, "width // 0"),
    )
    (problem,) = session.analysis.problems(2)
    assert session.analysis.told(2, problem) == message
    assert problem.setting == next(iter(bindings)).partition("[")[0]
    assert problem.severity == "error"
    assert session.analysis.finding(2).trainable is None
    assert session.analysis.finding(3).outputs == (None,)
    assert not session.totals.complete


def test_a_variable_that_comes_and_goes_mends_and_breaks_what_uses_it():
    net = wide(numbers(8), Dense())
    net.set(2, units="width")
    there = net.design.variable("width")
    session = Session(net.design)
    session.apply(Edit("Lose it", Delta.removing(there)))
    assert session.analysis.finding(2).outputs == (None,)
    assert_consistent(session.design, session.analysis)
    session.undo()
    assert session.analysis.finding(2).outputs[0].visible == (64,)
    assert_consistent(session.design, session.analysis)


def test_many_layers_with_one_formula_are_evaluated_once():
    net = wide(numbers(64), *[Dense(units=64) for _ in range(20)])
    for key in [node.id for node in net.design.nodes()][1:]:
        net.set(key, units="width")
    before = net.analysis.evaluated
    net.variable("width", 65)
    assert net.analysis.evaluated == before + 2


def test_shared_layers_follow_a_variable_together():
    net = exercise()
    net.variable("width", 20)
    net.set(net.find("conv3"), filters="width")
    assert net.design.node(net.find("conv5")).bindings == (("filters", "width"),)
    before = net.totals
    net.variable("width", 21)
    assert net.totals != before
    assert [net.row(net.find(name)).outputs[0][-1] for name in ("conv3", "conv4", "conv5")] == [21, 20, 21]
    assert net.row(net.find("conv5")).shared_with == "conv3"
    assert_consistent(net.design, net.analysis)


def test_ports_that_a_formula_makes():
    net = wide(numbers(12), Split(), parts=3)
    net.set(2, parts="parts")
    dense = net.add(Dense(units=4))
    net.link(2, dense, output=2)
    assert said(net, "dense_1") == []
    net.variable("parts", 2)
    assert said(net, "dense_1") == ["split_1 has no such output any more. Delete the link to dense_1."]
    assert_consistent(net.design, net.analysis)


def test_a_very_long_chain_of_variables_is_worked_out():
    many = [Variable(i, f"v{i}", 0, f"v{i + 1} + 1") for i in range(1, 20_000)]
    env = environment(Design([*many, Variable(20_000, "v20000", 1)]))
    assert env.values["v1"] == 20_000
    circle = environment(Design([*many, Variable(20_000, "v20000", 1, "v1")]))
    assert len(circle.faults) == 20_000
    assert len(circle.faults["v7"]) < 1000


def test_the_same_is_found_from_scratch():
    net = wide(image(28, 28), Conv2D(), Conv2D(), depth=3)
    net.set(2, filters="width", kernel_size="depth")
    net.set(4, filters="2 * width")
    for value in (8, 1, 64, 7):
        net.variable("width", value)
    fresh = Analysis(Design(net.design.snapshot()))
    fresh.settle()
    assert counted(net.design, net.analysis) == counted(net.design, fresh)
