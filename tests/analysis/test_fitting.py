"""What a share of single weights offers: the pairs of arrays that can be one."""

from typing import NamedTuple

import pytest

from build import chain, numbers
from convas import BatchNormalization, Dense, Embedding, MultiHeadAttention, new
from convas.analysis.fitting import MOST_FITS, fitting, partners, why_not
from convas.edits.shares import share_places


class Fit(NamedTuple):
    """The two arrays by the framework's names, the second turned or not."""

    first: str
    second: str
    transposed: bool


def tied(convention, entries=100, width=8, **settings):
    words = numbers(20, dtype="int64")
    return chain(
        words, Embedding(input_dim=entries, output_dim=width), Dense(units=entries, **settings), convention=convention
    )


def offered(net, first, second):
    return fitting(net.design, net.analysis, net.find(first), net.find(second))


def pairs(net, first, second):
    return [Fit(fit.first.weight, fit.second.weight, fit.transposed) for fit in offered(net, first, second)]


def take(net, fit):
    """Share the two arrays of a pair."""
    ends = fit.first.path, fit.first.weight, fit.second.path, fit.second.weight
    net.apply(share_places(net.design, *ends, transposed=fit.transposed))


@pytest.mark.parametrize(
    ("convention", "fit"),
    [("keras", Fit("embeddings", "kernel", True)), ("pytorch", Fit("weight", "weight", False))],
)
def test_a_table_fits_a_heads_kernel_turned_where_the_convention_needs_it(convention, fit):
    net = tied(convention)
    assert pairs(net, "embedding_1", "dense_1") == [fit]
    net.share_weight(net.find("embedding_1"), fit.first, net.find("dense_1"), fit.second, transposed=fit.transposed)
    assert net.totals.parameters == 800 + 100
    assert net.totals.saved == 800
    assert net.row(net.find("dense_1")).parameters == 100
    assert net.problems() == []
    assert pairs(net, "embedding_1", "dense_1") == []


def test_every_pair_that_is_offered_can_be_shared():
    for convention in ("keras", "pytorch"):
        net = chain(numbers(8), Dense(units=8), BatchNormalization(), Dense(units=8), Dense(units=4))
        net.count_as(convention)
        names = ["dense_1", "bn_1", "dense_2", "dense_3"]
        for first in names:
            for second in names:
                for fit in offered(net, first, second):
                    take(net, fit)
                    assert net.problems() == []
                    net.undo()


def test_a_square_fits_both_ways_the_likelier_first():
    assert pairs(tied("keras", 8), "embedding_1", "dense_1")[:2] == [
        Fit("embeddings", "kernel", True), Fit("embeddings", "kernel", False)
    ]  # fmt: skip
    assert pairs(tied("pytorch", 8), "embedding_1", "dense_1")[0] == Fit("weight", "weight", False)
    net = chain(numbers(8), Dense(units=8), Dense(units=8))
    assert pairs(net, "dense_1", "dense_2") == [
        Fit("kernel", "kernel", False), Fit("kernel", "kernel", True), Fit("bias", "bias", False)
    ]  # fmt: skip


def test_state_fits_state_only_and_one_layer_may_share_within_itself():
    net = chain(numbers(8), BatchNormalization())
    assert pairs(net, "bn_1", "bn_1") == [Fit("gamma", "beta", False), Fit("moving_mean", "moving_variance", False)]


def test_what_has_no_arrays_offers_none():
    net = chain(numbers(12, 8), MultiHeadAttention(num_heads=2), Dense(units=8))
    assert pairs(net, "input", "dense_1") == []
    assert pairs(net, "attention_1", "dense_1") == [Fit("attention_output/bias", "bias", False)]
    net.bypass(net.find("dense_1"))
    assert pairs(net, "attention_1", "dense_1") == []


def test_a_pair_is_told_in_plain_words_with_what_it_saves():
    (fit,) = offered(tied("keras", 50_257, 768), "embedding_1", "dense_1")
    assert (fit.told, fit.saves) == ("table with kernel, turned (50,257 × 768)", 38_597_376)
    (fit,) = offered(tied("pytorch", 50_257, 768), "embedding_1", "dense_1")
    assert fit.told == "table with weight (50,257 × 768)"
    (fit,) = offered(tied("keras", 50_257, 768), "dense_1", "embedding_1")
    assert fit.told == "kernel with table, turned (768 × 50,257)"


def test_why_nothing_fits_is_told_with_both_shapes():
    words = numbers(20, dtype="int64")
    net = chain(words, Embedding(input_dim=50_257, output_dim=768), Dense(units=10, use_bias=False))
    ids = [net.find(name) for name in ("embedding_1", "dense_1", "input")]
    assert fitting(net.design, net.analysis, ids[0], ids[1]) == []
    assert why_not(net.design, net.analysis, ids[0], ids[1]) == (
        "dense_1's kernel is 768 × 10, embedding_1's table 50,257 × 768: their shapes must be equal, or turned."
    )
    assert why_not(net.design, net.analysis, ids[0], ids[2]) == "input has no weights to share."
    net.bypass(ids[1])
    assert why_not(net.design, net.analysis, ids[0], ids[1]) == (
        "dense_1 is bypassed and has no weights. Use it again first."
    )


def test_what_is_one_already_is_said_to_be():
    net = tied("keras", use_bias=False)
    first, second = net.find("embedding_1"), net.find("dense_1")
    assert partners(net.design, net.analysis, first, net.analysis.ordered()) == {second}
    take(net, offered(net, "embedding_1", "dense_1")[0])
    assert partners(net.design, net.analysis, first, net.analysis.ordered()) == set()
    assert why_not(net.design, net.analysis, first, second) == (
        "embedding_1 and dense_1 share all weights that fit already."
    )


def towers(repeat=2, convention="keras", width=8, *, shared=False):
    """Two uses of one block, and a head: `a`, repeated, then `b`."""
    net = new(convention=convention)
    with net.block("tower", width=width) as block:
        x = block.input()
        inner = block.add(Dense(), x, name="inner", units="width")
        block.output(block.add(Dense(use_bias=False), inner, name="outer", units="width"))
    source = net.add(numbers(width))
    a = net.use(block, source, repeat=repeat, shared=shared, name="a")
    b = net.use(block, a, name="b")
    net.add(Dense(units=width, use_bias=False), b, name="head")
    return net


def test_arrays_inside_blocks_are_told_by_their_paths():
    net = towers()
    told = [fit.names for fit in offered(net, "a", "head")]
    assert [name for name, _ in told[:4]] == [
        "a[0]/inner/kernel", "a[0]/outer/kernel", "a[1]/inner/kernel", "a[1]/outer/kernel"
    ]  # fmt: skip
    assert {name for _, name in told} == {"kernel"}
    assert offered(towers(convention="pytorch"), "head", "a")[0].names == ("weight", "a[0]/inner.weight")
    best = [fit.names for fit in offered(net, "a", "b")]
    assert ("a[0]/inner/kernel", "b/inner/kernel") in best[:4]


@pytest.mark.parametrize("shared", [False, True])
def test_every_pair_across_blocks_saves_what_it_says(shared):
    net = towers(shared=shared)
    for first, second in (("a", "head"), ("head", "a"), ("a", "b"), ("b", "a")):
        before = net.totals
        for fit in offered(net, first, second):
            take(net, fit)
            assert net.problems() == []
            assert net.totals.parameters == before.parameters - fit.saves
            assert net.totals.if_not_shared == before.if_not_shared
            net.undo()


def test_inside_a_block_it_is_the_same():
    net = towers()
    sight = net.analysis.sight((net.find("a"), 0))
    block = net.design.node(net.find("a")).layer.block
    inner, outer = (net.design.named(name, block).id for name in ("inner", "outer"))
    fits = fitting(net.design, sight, inner, outer)
    assert [fit.told for fit in fits] == ["kernel with kernel (8 × 8)", "kernel with kernel, turned (8 × 8)"]
    before = net.totals.parameters
    take(net, fits[0])
    assert before - net.totals.parameters == 3 * 64
    assert net.problems() == []


def test_of_very_many_pairs_the_likeliest_are_offered():
    net = towers(repeat=300)
    fits = offered(net, "a", "b")
    assert len(fits) == MOST_FITS
    assert {fit.shape for fit in fits} == {(8, 8)}


def test_a_share_that_is_wrong_offers_no_more():
    net = tied("keras", 8)
    net.share_weight(net.find("embedding_1"), "embeddings", net.find("dense_1"), "bias")
    assert offered(net, "embedding_1", "dense_1") == []
    assert "has a share that does not fit" in why_not(
        net.design, net.analysis, net.find("embedding_1"), net.find("dense_1")
    )
