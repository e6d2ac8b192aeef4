"""Positions: learned, sines and rotary."""

import pytest

from convas import PositionEmbedding, RotaryEmbedding, SinePositionEncoding
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
