"""Attention: counts as textbooks write them, self- and cross-attention, open lengths, and what does not fit."""

import pytest

from convas import AdditiveAttention, Attention, GroupQueryAttention, MultiHeadAttention, ScaledDotProductAttention
from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_use
from convas.layers.validation import changed
from convas.values import text
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import replace, symbol
from convas.values.spec import ABSENT, BATCH, Spec
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T, S = symbol("T"), symbol("S")


def sequence(*axes):
    return Spec((BATCH, *axes))


def test_the_width_counts_four_times_and_heads_cost_nothing_in_pytorch():
    for heads in (1, 8, 12, 64):
        attention = MultiHeadAttention(num_heads=heads)
        assert tried(attention, (10, 768), convention="pytorch").trainable == 2_362_368
    assert told_of(MultiHeadAttention(num_heads=12), (10, 768), convention="pytorch") == [
        "(768 × 768 + 768) × 4 = 2,362,368"
    ]
    assert tried(MultiHeadAttention(), (10, 512), convention="pytorch").trainable == 1_050_624


def test_heads_of_a_size_of_their_own_cost_in_keras():
    one, two = (tried(MultiHeadAttention(num_heads=heads, key_dim=64), (10, 128)).trainable for heads in (1, 2))
    assert (one, two) == (33_088, 66_048)
    assert told_of(MultiHeadAttention(num_heads=2, key_dim=64), (10, 128)) == [
        "(128 × 2 × 64 + 2 × 64) × 3 + 2 × 64 × 128 + 128 = 66,048"
    ]


def test_a_value_of_another_width_has_arrays_of_its_own():
    found = evaluate(read("pytorch", "MultiheadAttention", 24, 2, vdim=12), _three(24, 24, 12), PYTORCH)
    assert found.trainable == 2112
    assert [weight.name for weight in found.weights][:3] == ["q_proj_weight", "k_proj_weight", "v_proj_weight"]
    found = evaluate(read("pytorch", "MultiheadAttention", 24, 2, add_bias_kv=True), _three(24, 24, 24), PYTORCH)
    assert found.trainable == 2448


def test_one_other_input_is_key_and_value_both():
    memory = sequence(7, 32)
    attention = MultiHeadAttention(num_heads=4, return_attention_scores=True)
    for given in ((memory, ABSENT), (ABSENT, memory), (memory, memory)):
        found = evaluate(attention, (sequence(5, 64), *given), KERAS)
        assert [spec.visible for spec in found.outputs] == [(5, 64), (4, 5, 7)]
        assert {weight.name: weight.axes for weight in found.weights}["key/kernel"] == (32, 4, 16)
    alone = evaluate(attention, (sequence(5, 64), ABSENT, ABSENT), KERAS)
    assert alone.outputs[1].visible == (4, 5, 5)


def test_the_work_is_projections_scores_and_their_sum():
    found = tried(MultiHeadAttention(num_heads=4), (5, 64), convention="pytorch")
    assert found.macs == 4 * 5 * 64 * 64 + 2 * 5 * 5 * 64
    assert found.operations.bias == 4 * 5 * 64
    assert found.operations.activation == 4 * 5 * 5


@pytest.mark.parametrize("rules", [KERAS, PYTORCH], ids=lambda rules: rules.name)
def test_an_open_length_makes_a_formula_of_the_work_and_leaves_the_count(rules):
    attention = MultiHeadAttention(num_heads=12, return_attention_scores=True)
    found = evaluate(attention, (sequence(T, 768), ABSENT, ABSENT), rules)
    assert found.trainable == 2_362_368
    assert text.count(found.macs) == "1,536 × T^2 + 2,359,296 × T"
    fixed = evaluate(attention, (sequence(128, 768), ABSENT, ABSENT), rules)
    assert replace(found.macs, {"T": 128}) == fixed.macs
    assert found.outputs[1].visible[-2:] == (T, T)
    assert explain(found, rules).text.endswith("= 2,362,368")
    crossed = evaluate(attention, (sequence(T, 768), sequence(S, 768), ABSENT), rules)
    assert crossed.outputs[1].visible[-2:] == (T, S)
    assert replace(replace(crossed.macs, {"T": 128}), {"S": 128}) == fixed.macs


def test_grouped_queries_with_an_open_length():
    layer = GroupQueryAttention(num_query_heads=32, num_key_value_heads=8, use_bias=False)
    found = evaluate(layer, (sequence(T, 4096), ABSENT, ABSENT), PYTORCH)
    assert found.trainable == 41_943_040
    assert text.count(found.macs) == "8,192 × T^2 + 41,943,040 × T"
    assert {weight.name: weight.axes for weight in found.weights} == {
        "q_proj.weight": (4096, 4096),
        "k_proj.weight": (1024, 4096),
        "v_proj.weight": (1024, 4096),
        "o_proj.weight": (4096, 4096),
    }
    assert told_of(layer, (9, 4096), convention="pytorch") == [
        "32 × 128 × 4,096 + 8 × 128 × 4,096 × 2 + 4,096 × 32 × 128 = 41,943,040"
    ]


def test_one_part_may_go_without_bias_as_in_qwen_and_whisper():
    qwen = GroupQueryAttention(num_query_heads=14, num_key_value_heads=2, unbiased="output")
    assert [name for name in weights_of(qwen, (9, 896), convention="pytorch") if name.endswith("bias")] == [
        "q_proj.bias", "k_proj.bias", "v_proj.bias"
    ]  # fmt: skip
    whisper = GroupQueryAttention(num_query_heads=12, num_key_value_heads=12, unbiased="key")
    assert "k_proj.bias" not in weights_of(whisper, (9, 768), convention="pytorch")
    assert problem_of(qwen, (9, 896)).summary == "not in Keras"


def test_heads_that_do_not_divide_the_width_and_what_would():
    problem = problem_of(MultiHeadAttention(num_heads=7), (10, 64), convention="pytorch")
    assert problem.message == ("7 heads cannot share a width of 64 evenly. Choose a number of heads that divides 64.")
    assert [mend.label for mend in problem.mends] == ["Use 4 heads", "Use 8 heads"]
    for mend in problem.mends:
        mended = changed(MultiHeadAttention(num_heads=7), **dict(mend.settings))
        assert tried(mended, (10, 64), convention="pytorch").trainable == 16_640
    groups = problem_of(GroupQueryAttention(num_query_heads=6, num_key_value_heads=4), (10, 12))
    assert groups.message == ("6 heads cannot share 4 key heads evenly. Choose a number of key heads that divides 6.")
    assert [mend.label for mend in groups.mends] == ["Use 3 key heads", "Share nothing"]


def test_widths_and_lengths_that_differ():
    layer = GroupQueryAttention()
    problem = problem_of(layer, (5, 64), (7, 32))
    assert problem.summary == "widths differ"
    assert [(mend.where, mend.kind, mend.settings) for mend in problem.mends] == [(1, "Dense", (("units", 64),))]
    three = (sequence(5, 64), sequence(7, 64), sequence(8, 64))
    for kind in (MultiHeadAttention(), layer, Attention(), ScaledDotProductAttention()):
        (problem,) = evaluate(kind, three, KERAS).problems
        assert problem.message == (
            "Key and value must be equally long: {1} gives 7 places and {2} gives 8. "
            "Link both to one layer, or leave one free."
        )


def test_the_batch_is_never_taken_for_the_sequence():
    layer = MultiHeadAttention(batch_first=False)
    problem = problem_of(layer, (10, 64), convention="pytorch")
    assert problem.summary == "batch comes first"
    (mend,) = problem.mends
    assert tried(changed(layer, **dict(mend.settings)), (10, 64), convention="pytorch").trainable == 16_640
    vector = problem_of(MultiHeadAttention(), (64,), convention="pytorch")
    assert vector.message == "{me} needs a sequence, length × width, and {0} gives 64. Put Reshape before it."
    assert [mend.kind for mend in vector.mends] == ["Unsqueeze"]


def test_keras_on_jax_stops_at_a_value_of_another_size_but_the_count_stands():
    layer = MultiHeadAttention(num_heads=2, key_dim=3, value_dim=5)
    found = tried(layer, (6, 8))
    (problem,) = found.problems
    assert (problem.summary, problem.severity) == ("fails on JAX", "error")
    assert found.trainable == 2 * 54 + 90 + 88
    for mend in problem.mends:
        assert tried(changed(layer, **dict(mend.settings)), (6, 8)).problems == ()
    assert tried(changed(layer, dropout=0.1), (6, 8)).problems == ()


def test_keras_attends_along_chosen_axes():
    rows = MultiHeadAttention(num_heads=2, key_dim=3, attention_axes=(1,), return_attention_scores=True)
    found = tried(rows, (5, 4, 16))
    assert [spec.visible for spec in found.outputs] == [(5, 4, 16), (4, 2, 5, 5)]
    assert problem_of(changed(rows, attention_axes=(4,)), (5, 4, 16)).summary == "no such axes"
    both = changed(rows, attention_axes=(), causal=True)
    assert problem_of(both, (5, 4, 16)).summary == "mask along axis 1 only"


def test_attention_without_projections_has_few_weights():
    assert tried(Attention(), (5, 16)).trainable == 0
    assert weights_of(Attention(use_scale=True, score_mode="concat"), (5, 16)) == {
        "scale": (), "concat_score_weight": ()
    }  # fmt: skip
    assert told_of(AdditiveAttention(), (5, 16)) == ["16"]
    assert problem_of(Attention(), (5, 16), convention="pytorch").summary == "not in PyTorch"


def test_the_function_takes_heads_from_the_width_or_from_an_axis():
    split = ScaledDotProductAttention(num_heads=4)
    found = tried(split, (T, 64), convention="pytorch")
    assert found.outputs[0].visible == (T, 64)
    assert text.count(found.macs) == "128 × T^2"
    shared = evaluate(split, (sequence(5, 64), sequence(7, 32), sequence(7, 32)), PYTORCH)
    assert shared.outputs[0].visible == (5, 64)
    assert shared.macs == 2 * 5 * 7 * 64
    apart = ScaledDotProductAttention()
    assert shape_of(apart, (4, 5, 16), convention="pytorch") == (4, 5, 16)
    assert tried(apart, (4, 5, 16), convention="pytorch").macs == 2 * 4 * 5 * 5 * 16
    assert tried(apart, (5, 4, 16)).macs == 2 * 4 * 5 * 5 * 16


def test_a_call_puts_its_tensors_where_they_belong():
    layer = read("keras", "MultiHeadAttention", 2, 3)
    used, places = read_use("keras", "MultiHeadAttention", layer, ["q", "v", "k"], {"use_causal_mask": True})
    assert used.causal
    assert places == {0: "q", 2: "v", 1: "k"}
    with pytest.raises(CallError, match=r"MultiHeadAttention is called without value\."):
        read_use("keras", "MultiHeadAttention", layer, ["q"], {})
    torch = read("pytorch", "MultiheadAttention", 8, 2)
    assert not torch.batch_first
    assert read_use("pytorch", "MultiheadAttention", torch, "qkv", {})[0].return_attention_scores


def _three(query, key, value):
    return Spec((5, 2, query)), Spec((7, 2, key)), Spec((7, 2, value))
