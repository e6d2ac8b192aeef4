"""What a share of single weights offers: the pairs of arrays that can be one."""

import pytest

from build import chain, numbers
from convas import BatchNormalization, Dense, Embedding, MultiHeadAttention
from convas.analysis.fitting import Fit, fitting


def tied(convention, entries=100, width=8, **settings):
    words = numbers(20, dtype="int64")
    return chain(
        words, Embedding(input_dim=entries, output_dim=width), Dense(units=entries, **settings), convention=convention
    )


def pairs(net, first, second):
    return fitting(net.design, net.analysis, net.find(first), net.find(second))


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
                for fit in pairs(net, first, second):
                    at = net.find(first), net.find(second)
                    net.share_weight(at[0], fit.first, at[1], fit.second, transposed=fit.transposed)
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
