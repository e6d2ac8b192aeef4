"""Layers with several inputs and outputs: what each port carries, and ports that depend on settings."""

from build import chain, numbers, said
from compare import assert_consistent
from convas import Add, Custom, Dense, Output, Split, new
from convas.analysis.explain import explain
from convas.exchange.reports import messages, report
from convas.files.read import from_bytes
from convas.files.write import to_bytes


def parted(parts=3):
    """Twelve numbers, split, and a dense layer at every part; the last layer's input is the last output."""
    net = chain(numbers(12), Split(parts=parts))
    ends = [net.add(Dense(units=2), name=f"end_{index}") for index in range(parts)]
    for index, end in enumerate(ends):
        net.link(net.find("split_1"), end, output=index)
    return net, ends


def test_every_output_has_its_own_shape():
    net = chain(numbers(12), Split(sizes=(2, 3, 7)))
    ends = [net.add(Dense(units=1)) for _ in range(3)]
    for index, end in enumerate(ends):
        net.link(net.find("split_1"), end, output=2 - index)
    assert [net.row(end).parameters for end in ends] == [8, 4, 3]
    assert net.row(net.find("split_1")).outputs == ((2,), (3,), (7,))
    assert net.row(net.find("split_1")).memory == 12 * 4


def test_outputs_that_come_and_go_keep_all_numbers_right():
    net, ends = parted()
    whole = net.totals
    net.set(net.find("split_1"), parts=2)
    assert_consistent(net.design, net.analysis)
    assert said(net, "end_2") == ["split_1 has no such output any more. Delete the link to end_2."]
    assert net.row(ends[2]).parameters is None
    assert [net.row(end).parameters for end in ends[:2]] == [14, 14]
    assert not net.totals.complete
    net.set(net.find("split_1"), parts=3)
    assert_consistent(net.design, net.analysis)
    assert net.totals == whole


def test_an_output_that_changes_alone_reaches_only_what_hangs_on_it():
    net = chain(numbers(12), Split(sizes=(2, 10)))
    first, second = net.add(Dense()), net.add(Dense())
    for index, end in enumerate((first, second)):
        net.link(net.find("split_1"), end, output=index)
    net.set(net.find("split_1"), sizes=(2, 4, 6))
    assert net.row(first).inputs == ((2,),)
    assert net.row(second).inputs == ((4,),)
    assert_consistent(net.design, net.analysis)


def test_inputs_that_go_leave_the_other_numbers_standing():
    net = new()
    sources = [net.add(numbers(4)) for _ in range(3)]
    own = net.add(Custom(inputs=3, stated_weights="kernel: 3 × 4"), *sources)
    assert net.row(own).inputs == ((4,), (4,), (4,))
    net.set(own, inputs=1)
    assert_consistent(net.design, net.analysis)
    assert net.row(own).parameters == 12
    stray = [line for line in said(net, "custom_1") if "Delete it" in line]
    assert stray == [
        f"The link from {name} goes to an input that custom_1 does not have. Delete it."
        for name in ("input_2", "input_3")
    ]


def test_two_outputs_may_meet_again():
    net = chain(numbers(12), Split())
    split = net.find("split_1")
    plus = net.add(Add())
    net.link(split, plus, output=0)
    net.link(split, plus, output=1)
    net.add(Output(), plus)
    assert net.row(plus).outputs == ((6,),)
    assert net.analysis.problems(plus) == ()


def test_bypassed_every_output_is_the_input():
    net, ends = parted()
    net.bypass(net.find("split_1"))
    assert [net.row(end).inputs for end in ends] == [((12,),)] * 3
    assert_consistent(net.design, net.analysis)


def test_a_file_keeps_what_hangs_on_every_port():
    net, _ = parted()
    net.set(net.find("split_1"), parts=2)
    again = from_bytes(to_bytes(net.design.snapshot()))
    assert again.snapshot() == net.design.snapshot()


def test_reports_show_every_output_and_what_leads_nowhere():
    net, _ = parted(6)
    assert "6 of 2" in report(net.design, net.analysis, "table")
    net.set(net.find("split_1"), parts=3)
    told = report(net.design, net.analysis, "csv")
    assert '"4, 4, 4"' in told
    assert [name for name, _ in messages(net.analysis)] == ["end_3", "end_4", "end_5"]


def test_an_explanation_has_the_shape_of_every_output():
    net = chain(numbers(12), Split(sizes=(5, 7)))
    told = explain(net.analysis.finding(net.find("split_1")), net.design.rules)
    assert told.shapes == ((5,), (7,))
