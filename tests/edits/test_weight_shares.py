"""Sharing single arrays: an embedding's table and a head's kernel, also after someone in between leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build import chain, numbers, said
from convas import Dense, Embedding
from convas.design.records import End, Share, Step
from convas.edits.edit import Refused
from convas.edits.mends import mend
from convas.edits.shares import unshare_layer, unshare_weight


def squares(*widths):
    """Dense layers without bias, each with a kernel of its own shape: widths[i] in, widths[i + 1] out."""
    net = chain(numbers(widths[0]), *[Dense(units=units, use_bias=False) for units in widths[1:]])
    return net, [net.find(f"dense_{index}") for index in range(1, len(widths))]


def test_a_table_and_a_head_are_one():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=100, output_dim=8), Dense(units=100))
    net.share_weight(2, "embeddings", 4, "kernel", transposed=True)
    assert net.done[-1].name == "Share embeddings of embedding_1 with kernel of dense_1"
    assert net.totals.parameters == 800 + 100
    assert net.totals.if_not_shared == 800 + 900
    assert net.problems() == []


def test_an_array_does_not_share_with_itself():
    net, (a, b) = squares(4, 4, 4)
    with pytest.raises(Refused, match="The kernel of dense_1 cannot share with itself"):
        net.share_weight(a, "kernel", a, "kernel")
    net.share_weight(a, "kernel", b, "kernel")
    assert net.totals.parameters == 16


def test_two_arrays_of_one_layer_may_be_one():
    from convas import BatchNormalization

    net = chain(numbers(8), BatchNormalization(), Dense(units=8))
    net.share_weight(2, "moving_mean", 2, "moving_variance")
    assert net.totals.parameters == 24 + 72
    net.share_weight(2, "beta", 4, "bias")
    assert net.totals.parameters == 24 + 64
    net.remove(2)
    assert list(net.design.all(Share)) == []


def test_a_name_that_no_array_has_is_a_problem_not_a_crash():
    net, (a, b) = squares(4, 4, 4)
    net.share_weight(a, "kernel", b, "gamma")
    assert said(net, "dense_1") == said(net, "dense_2") == ["dense_2 has no weight called gamma. Unshare it."]
    assert net.totals.parameters == 32


def test_an_array_without_a_name_is_refused():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=8, output_dim=8), Dense(units=8))
    with pytest.raises(Refused):
        net.share_weight(2, "", 4, "")
    assert list(net.design.all(Share)) == []


@given(st.lists(st.booleans(), min_size=1, max_size=5), st.randoms())
def test_parity_of_transposition_survives_whoever_leaves(turns, order):
    """Kernels of 4 × 6 and 6 × 4 by turns: an edge is transposed where the shapes are."""
    shapes = [False]
    for turned in turns:
        shapes.append(shapes[-1] ^ turned)
    net = chain(numbers(4))
    members = []
    for flipped in shapes:
        source = net.add(numbers(6 if flipped else 4))
        members.append(net.add(Dense(units=4 if flipped else 6, use_bias=False), source))
    for index, turned in enumerate(turns):
        net.share_weight(members[index], "kernel", members[index + 1], "kernel", transposed=turned)
    assert net.totals.parameters == 24
    leaving = list(members)
    order.shuffle(leaving)
    for key in leaving[:-1]:
        net.remove(key)
        assert net.totals.parameters == 24
        assert [message for _, message in net.problems()] == []
        assert len(list(net.design.all(Share))) == sum(key in net.analysis.findings for key in members) - 1


def test_an_array_share_passes_to_the_heir_of_a_whole_layer():
    """conv and its twin are one layer; a third shares the kernel of the twin; the twin goes."""
    net, (a, b, c) = squares(4, 4, 4, 4)
    net.share(a, b)
    net.share_weight(b, "kernel", c, "kernel")
    assert net.totals.parameters == 16
    net.remove(b)
    net.link(a, c)
    assert net.totals.parameters == 16
    assert net.problems() == []


def test_transposing_twice_round_a_circle_is_a_contradiction_only_where_it_matters():
    net, (a, b, c) = squares(4, 6, 4, 6)
    net.share_weight(a, "kernel", b, "kernel", transposed=True)
    net.share_weight(b, "kernel", c, "kernel", transposed=True)
    assert net.totals.parameters == 24
    net.share_weight(a, "kernel", c, "kernel")
    assert (net.totals.parameters, net.problems()) == (24, [])
    net.share_weight(a, "kernel", c, "kernel", transposed=True)
    assert len(net.problems()) == 3
    assert net.totals.parameters == 72


def tied_to(*heads):
    """A table and heads whose kernels are the table, turned."""
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=100, output_dim=8))
    table = net.find("embedding_1")
    for name in heads:
        net.add(Dense(units=100), table, name=name)
        net.share_weight(table, "embeddings", net.find(name), "kernel", transposed=True)
    return net, table


def test_a_weight_leaves_and_the_others_stay_together():
    net, table = tied_to("a", "b", "c")
    net.apply(unshare_weight(net.design, End((Step(table),), "embeddings")))
    assert net.done[-1].name == "Unshare embeddings of embedding_1"
    assert net.totals.parameters == 800 + 800 + 300
    assert net.row(net.find("b")).shared_with == net.row(net.find("c")).shared_with == "kernel: a"
    assert net.problems() == []
    with pytest.raises(Refused, match="The embeddings of embedding_1 is not shared"):
        unshare_weight(net.design, End((Step(table),), "embeddings"))


def test_a_layer_leaves_its_twin_and_keeps_its_single_weights():
    net, table = tied_to("a")
    twin = net.add(Dense(units=100), table, name="twin")
    a = net.find("a")
    net.share(a, twin)
    assert net.totals.parameters == 800 + 100
    net.apply(unshare_layer(net.design, a))
    assert net.row(a).shared_with == "kernel: embedding_1"
    assert net.row(twin).parameters == 900
    with pytest.raises(Refused, match="a is one layer with no other"):
        unshare_layer(net.design, a)


def test_a_share_that_does_not_fit_is_mended_by_a_setting_or_goes():
    net, table = tied_to("a")
    net.set(net.find("a"), units=90)
    (problem,) = net.analysis.problems(table)
    cures = net.analysis.cures(table, problem)
    assert [cure.label for cure in cures] == [
        "Set entries of embedding_1 to 90", "Set units of a to 100", "Unshare embedding_1 and a"
    ]  # fmt: skip
    for cure in cures:
        net.apply(mend(net.design, table, cure, None))
        assert net.done[-1].name == cure.label
        assert net.problems() == []
        net.undo()


def test_a_setting_with_a_formula_is_left_to_it():
    net, table = tied_to("a")
    net.variable("words", 90)
    net.set(net.find("a"), units="words")
    (problem,) = net.analysis.problems(table)
    assert [cure.label for cure in net.analysis.cures(table, problem)] == [
        "Set entries of embedding_1 to 90", "Unshare embedding_1 and a"
    ]  # fmt: skip


def test_a_share_goes_along_to_the_other_framework():
    net, _ = tied_to("a")
    net.count_as("pytorch")
    (edge,) = net.design.all(Share)
    assert (edge.first.weight, edge.second.weight, edge.transposed) == ("weight", "weight", False)
    assert (net.problems(), net.totals.saved) == ([], 800)
    net.undo()
    assert (net.problems(), net.totals.saved) == ([], 800)
