"""Tables of vectors: what they hold, what may be looked up, and what is asked of the numbers that come in."""

import pytest

from build import chain, numbers
from convas import Embedding, EmbeddingBag, ReversibleEmbedding
from convas.edits.mends import mend
from convas.exchange.calls import CallError
from convas.values.size import symbol
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T = symbol("T")


def test_a_look_up_costs_nothing_and_padding_counts():
    for layer in (Embedding(input_dim=100, output_dim=8), Embedding(input_dim=100, output_dim=8, padding_idx=3)):
        found = tried(layer, (T,), convention="pytorch", dtype="int64")
        assert found.outputs[0].visible == (T, 8)
        assert (found.trainable, found.macs) == (800, 0)
    assert told_of(Embedding(input_dim=100, output_dim=8), (5,))[0] == "100 × 8 = 800"


def test_pytorch_looks_up_whole_numbers_only():
    problem = problem_of(Embedding(), (5,), convention="pytorch")
    assert problem.summary == "needs whole numbers"
    assert problem_of(Embedding(), (5,), convention="pytorch", dtype="int16").summary == "needs whole numbers"
    assert tried(Embedding(), (5,), convention="pytorch", dtype="int32").problems == ()


def test_the_input_becomes_one_of_whole_numbers():
    net = chain(numbers("T"), Embedding(output_dim=8), convention="pytorch")
    key = net.find("embedding_1")
    cure = net.analysis.problems(key)[0].mends[0]
    net.apply(mend(net.design, key, cure, net.analysis.feeding(key, 0)))
    assert net.row(key).outputs == ((T, 8),)


def test_an_entry_for_padding_is_in_the_table():
    assert problem_of(Embedding(input_dim=10, padding_idx=10), (5,), convention="pytorch", dtype="int64").setting == (
        "padding_idx"
    )
    with pytest.raises(CallError, match="padding_idx"):
        read("pytorch", "Embedding", 10, 3, padding_idx=-11)
    assert read("pytorch", "Embedding", 10, 3, padding_idx=-10).padding_idx == -10


def test_thin_tables_beside_a_frozen_one():
    found = tried(Embedding(input_dim=10, output_dim=4, lora_rank=2), (5,), dtype="int32")
    assert (found.trainable, found.state) == (28, 40)


def test_a_bag_gives_one_vector():
    bag = EmbeddingBag(input_dim=100, output_dim=8)
    assert shape_of(bag, (6,), convention="pytorch", dtype="int64") == (8,)
    assert problem_of(bag, (6, 2), convention="pytorch", dtype="int64").summary == "needs rows of numbers"
    with pytest.raises(CallError, match="largest"):
        read("pytorch", "EmbeddingBag", 10, 3, mode="max", sparse=True)


def test_the_way_back_scores_every_entry():
    layer = ReversibleEmbedding(input_dim=50, output_dim=8, reverse=True)
    found = tried(layer, (T, 8))
    assert found.outputs[0].visible == (T, 50)
    assert found.macs == 400 * T
    assert found.trainable == 400
    assert problem_of(layer, (T, 7)).summary == "another width expected"
    apart = ReversibleEmbedding(input_dim=50, output_dim=8, tie_weights=False)
    assert weights_of(apart, (5,), dtype="int32") == {"embeddings": (50, 8), "reverse_embeddings": (8, 50)}
