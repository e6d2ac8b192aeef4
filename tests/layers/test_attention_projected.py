"""Attention made of four dense layers, and the turning of queries and keys."""

import pytest

from convas import GroupQueryAttention, ProjectedAttention
from convas.analysis.finding import evaluate
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import symbol
from convas.values.spec import ABSENT, BATCH, Spec
from layers.trial import problem_of, shape_of, told_of, tried, weights_of

T = symbol("T")


def biased(layer, *bias, length=10, rules=PYTORCH):
    """The layer on a sequence, with a bias of that shape for its scores."""
    sequence = Spec((BATCH, length, 64))
    return evaluate(layer, (sequence, ABSENT, ABSENT, Spec((BATCH, *bias)) if bias else ABSENT), rules)


def test_four_dense_layers_as_bert_has_them():
    layer = ProjectedAttention(num_heads=12)
    assert told_of(layer, (T, 768), convention="pytorch")[0] == "(768 × 768 + 768) × 4 = 2,362,368"
    found = weights_of(layer, (128, 768), convention="pytorch")
    assert list(found)[:3] == ["q_proj.weight", "q_proj.bias", "k_proj.weight"]
    assert found["out_proj.weight"] == (768, 768)
    assert list(weights_of(layer, (128, 768)))[-2:] == ["output/kernel", "output/bias"]


def test_the_same_count_in_both():
    layer = ProjectedAttention(num_heads=4, head_dim=32)
    found = [tried(layer, (10, 64), (7, 48), convention=one) for one in ("keras", "pytorch")]
    assert [one.trainable for one in found] == [(65 + 49 + 49) * 128 + 129 * 64] * 2
    assert found[0].operations == found[1].operations
    assert {w.name: w.axes for w in found[0].weights}["key/kernel"] == (48, 128)
    assert {w.name: w.axes for w in found[1].weights}["k_proj.weight"] == (128, 48)


@pytest.mark.parametrize(("part", "name"), [("key", "k_proj.bias"), ("output", "out_proj.bias")])
def test_one_part_may_go_without_bias(part, name):
    found = weights_of(ProjectedAttention(unbiased=part), (10, 64), convention="pytorch")
    assert name not in found
    assert len(found) == 7


def test_its_work():
    work = tried(ProjectedAttention(num_heads=8), (10, 64)).operations
    assert work.macs == 4 * 10 * 64 * 64 + 2 * 10 * 10 * 64
    assert work.bias == 4 * 10 * 64
    assert tried(ProjectedAttention(unbiased="key"), (10, 64)).operations.bias == 3 * 10 * 64
    plain, scaled = (tried(ProjectedAttention(scaled=on), (10, 64)).operations.other for on in (False, True))
    assert (plain, scaled) == (0, 640)


@pytest.mark.parametrize("rules", [KERAS, PYTORCH])
def test_numbers_are_added_to_its_scores(rules):
    layer = ProjectedAttention(num_heads=8, score_bias=True, scaled=False)
    for bias in ((8, 10, 10), (1, 10, 10), (10, 10)):
        found = biased(layer, *bias, rules=rules)
        assert found.problems == ()
        assert found.operations.other == 8 * 10 * 10
    assert biased(layer, 8, T, T, length=T, rules=rules).problems == ()


@pytest.mark.parametrize("bias", [(4, 10, 10), (8, 10, 9), (9, 10), (10,), (2, 8, 10, 10)])
def test_what_is_added_must_fit(bias):
    (problem,) = biased(ProjectedAttention(num_heads=8, score_bias=True), *bias).problems
    assert problem.summary == "bias does not fit"
    assert "8 × 10 × 10" in problem.told(lambda _: "bias_1")


def test_a_bias_that_is_not_linked_yet_is_said():
    (problem,) = biased(ProjectedAttention(score_bias=True)).problems
    assert (problem.summary, problem.severity) == ("bias not linked", "open")
    assert biased(ProjectedAttention(score_bias=True)).trainable == 4 * 65 * 64


def test_what_does_not_fit_is_said():
    assert problem_of(ProjectedAttention(num_heads=5), (10, 64)).summary == "heads do not divide"
    assert problem_of(ProjectedAttention(), (64,)).summary == "needs a sequence"
    assert problem_of(ProjectedAttention(), (3, 10, 64)).summary == "needs a sequence"
    assert problem_of(ProjectedAttention(), (5, 64), (6, 64), (7, 64)).summary == "lengths differ"
    assert shape_of(ProjectedAttention(), (T, 64)) == (T, 64)


def test_turning_queries_and_keys_costs_no_weights():
    plain, turned = (GroupQueryAttention(rotary_base=base) for base in (None, 10_000))
    before, after = (tried(layer, (10, 64), convention="pytorch") for layer in (plain, turned))
    assert before.trainable == after.trainable
    assert before.operations.macs == after.operations.macs
    assert after.operations.other - before.operations.other == 3 * 10 * (64 + 16)
    odd = problem_of(GroupQueryAttention(head_dim=7, rotary_base=10_000), (10, 64), convention="pytorch")
    assert odd.summary == "size per head not even"
    assert dict(odd.mends[0].settings) == {"rotary_base": None}
    (told,) = tried(turned, (10, 64)).problems
    assert told.summary == "not in Keras"
