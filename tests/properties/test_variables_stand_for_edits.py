"""A variable's change is the same as the edits that it stands for, whatever the network and the formulas."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from build import chain, nodes, numbers
from compare import assert_consistent, counted
from convas import Dense, Refused
from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.design.records import Node, Variable
from convas.edits import bindings
from convas.layers.layer import settings_of
from convas.layers.validation import SettingError, changed
from layers.samples import any_layer

VALUES = st.integers(0, 12)
FORMULAS = st.sampled_from(["a", "b", "a + b", "2 * a", "a * b", "ceil(a / 2)", "max(a, b) - 1", "c", "c - a"])


@st.composite
def networks(draw):
    """A chain of any layers, with formulas wherever they are taken."""
    inner = st.lists(any_layer().filter(lambda layer: layer.ports.inputs and layer.ports.outputs), max_size=4)
    net = chain(numbers(draw(st.integers(2, 9)), 8), *draw(inner), Dense())
    net.variable("a", draw(VALUES))
    net.variable("b", draw(VALUES))
    net.variable("c", "a * b + 1")
    for key in nodes(net):
        for name in settings_of(type(net.design.node(key).layer)):
            place = draw(st.sampled_from(["", "[0]", "[1]"]))
            if draw(st.booleans()):
                with suppress(Refused):
                    net.apply(bindings.bind(net.design, [key], name + place, draw(FORMULAS)))
    return net


def literal(design, values) -> Design:
    """The design with numbers where formulas stand; None where a setting does not take what a formula gives."""
    records = []
    for record in design.snapshot():
        if isinstance(record, Node) and record.bindings:
            fields = dict(record.layer)
            for field, formula in record.bindings:
                name, _, place = field.partition("[")
                number = eval(formula.replace("ceil(a / 2)", "(-(-a // 2))"), {"max": max}, values)  # noqa: S307
                if place:
                    row = list(fields[name])
                    row[int(place[:-1])] = number
                    fields[name] = tuple(row)
                else:
                    fields[name] = number
            record = replace(record, layer=changed(record.layer, **fields), bindings=())
        if not isinstance(record, Variable):
            records.append(record)
    return Design(records)


@given(networks(), st.lists(st.tuples(st.sampled_from("ab"), VALUES), min_size=1, max_size=4))
def test_a_change_equals_its_edits(net, changes):
    for name, value in changes:
        net.variable(name, value)
        assert_consistent(net.design, net.analysis)
        values = {variable.name: variable.value for variable in net.design.all(Variable)}
        assert values["c"] == values["a"] * values["b"] + 1
        try:
            plain = literal(net.design, values)
        except SettingError:
            continue
        analysis = Analysis(plain)
        analysis.settle()
        wanted, found = counted(plain, analysis), counted(net.design, net.analysis)
        for part in wanted:
            assert part == "environment" or found[part] == wanted[part], part
