"""Positions: learned, sines and rotary."""

import pytest

from convas import (
    ClassToken,
    PositionEmbedding,
    RelativePositionBias,
    RotaryEmbedding,
    Select,
    SinePositionEncoding,
)
from convas.values.size import symbol
from layers.trial import problem_of, shape_of, told_of, tried, weights_of

T = symbol("T")


def test_learned_positions_have_a_vector_for_every_place():
    layer = PositionEmbedding(max_length=1024)
    assert shape_of(layer, (T, 768)) == (T, 768)
    assert told_of(layer, (5, 768))[0] == "1,024 × 768 = 786,432"
    assert weights_of(layer, (5, 768), convention="pytorch") == {"weight": (1024, 768)}


def test_a_sequence_must_have_room():
    problem = problem_of(PositionEmbedding(max_length=512), (600, 8))
    assert problem.summary == "sequence too long"
    assert dict(problem.mends[0].settings) == {"max_length": 600}


@pytest.mark.parametrize("layer", [SinePositionEncoding(), RotaryEmbedding()])
def test_sines_and_rotations_have_no_weights(layer):
    found = tried(layer, (T, 8))
    assert (found.trainable, found.outputs[0].visible) == (0, (T, 8))


def test_pairs_are_turned():
    assert problem_of(RotaryEmbedding(), (5, 7)).summary == "width is not even"
    assert tried(RotaryEmbedding(), (5, 8)).operations.other == 3 * 5 * 8
    assert tried(RotaryEmbedding(rotary_dim=4), (5, 8)).operations.other == 3 * 5 * 4
    assert problem_of(RotaryEmbedding(rotary_dim=10), (5, 8)).summary == "too many to turn"


def test_words_must_be_vectors_first():
    assert problem_of(PositionEmbedding(), (5,), dtype="int64").mends[0].kind == "Embedding"


def test_a_table_of_places_may_keep_an_axis_for_the_batch():
    layer = PositionEmbedding(max_length=197, batched=True)
    for convention, name in (("keras", "embeddings"), ("pytorch", "weight")):
        assert weights_of(layer, (197, 768), convention=convention) == {name: (1, 197, 768)}
    assert told_of(layer, (197, 768))[0] == "197 × 768 = 151,296"


def test_a_class_token_makes_the_sequence_longer():
    for convention in ("keras", "pytorch"):
        assert shape_of(ClassToken(), (196, 768), convention=convention) == (197, 768)
        assert weights_of(ClassToken(tokens=2), (196, 768), convention=convention) == {"class_token": (1, 2, 768)}
    assert told_of(ClassToken(), (196, 768)) == ["1 × 768 = 768", "196 + 1 = 197"]
    assert shape_of(ClassToken(), (T, 8)) == (T + 1, 8)
    assert problem_of(ClassToken(), (12,), dtype="int64").mends[0].kind == "Embedding"


def test_one_place_is_taken_out_of_a_sequence():
    assert shape_of(Select(), (T, 768)) == (768,)
    assert shape_of(Select(index=-1), (5, 7, 8)) == (7, 8)
    assert shape_of(Select(axis=-1, index=2), (5, 3)) == (5,)
    problem = problem_of(Select(index=5), (5, 8))
    assert problem.summary == "no such place"
    assert dict(problem.mends[0].settings) == {"index": 0}
    assert problem_of(Select(axis=0), (5, 8)).summary == "that is the batch"
    assert tried(Select(), (5, 8)).operations.macs == 0


def test_a_distance_has_a_number_for_every_head():
    layer = RelativePositionBias(num_heads=8)
    assert shape_of(layer, (T, 512)) == (8, T, T)
    assert weights_of(layer, (10, 512), convention="pytorch") == {"weight": (32, 8)}
    assert told_of(layer, (10, 512))[0] == "32 × 8 = 256"
    assert shape_of(layer, (10, 512), (12, 512)) == (8, 10, 12)
    assert tried(layer, (10, 512)).operations.macs == 0
    assert problem_of(layer, (10,), dtype="int64").summary == "needs a sequence"
