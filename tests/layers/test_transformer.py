"""PyTorch's transformer layers and stacks, gated feed-forward and experts."""

import pytest

from convas import (
    GatedFeedForward,
    MixtureOfExperts,
    Transformer,
    TransformerDecoderLayer,
    TransformerEncoder,
    TransformerEncoderLayer,
)
from convas.analysis.explain import explain
from convas.exchange.calls import CallError
from convas.layers.validation import changed
from convas.values import text
from convas.values.call import Call
from convas.values.convention import PYTORCH
from convas.values.reading import equation
from convas.values.size import replace, symbol
from convas.values.weight import alike
from layers.trial import problem_of, read, shape_of, told_of, tried, weights_of

T, S = symbol("T"), symbol("S")


def test_one_layer_part_by_part():
    assert told_of(TransformerEncoderLayer(), (10, 512), convention="pytorch") == [
        "(512 × 512 + 512) × 4 + 2,048 × 512 + 2,048 + 512 × 2,048 + 512 + (512 + 512) × 2 = 3,152,384"
    ]
    decoder = tried(TransformerDecoderLayer(), (10, 512), (20, 512), convention="pytorch")
    assert decoder.trainable == 4_204_032
    assert decoder.outputs[0].visible == (10, 512)


def test_arrays_have_pytorchs_names():
    assert list(weights_of(TransformerDecoderLayer(use_bias=False), (3, 16), (4, 16), convention="pytorch")) == [
        "self_attn.in_proj_weight", "self_attn.out_proj.weight", "multihead_attn.in_proj_weight",
        "multihead_attn.out_proj.weight", "linear1.weight", "linear2.weight", "norm1.weight", "norm2.weight",
        "norm3.weight",
    ]  # fmt: skip


def test_a_stack_has_weights_of_its_own_in_every_layer():
    one = tried(TransformerEncoderLayer(), (10, 512), convention="pytorch")
    six = tried(TransformerEncoder(), (10, 512), convention="pytorch")
    assert six.trainable == 6 * one.trainable
    assert six.macs == 6 * one.macs
    last = tried(TransformerEncoder(num_layers=2, norm=True), (10, 512), convention="pytorch")
    assert last.trainable == 2 * one.trainable + 1024
    assert explain(last, PYTORCH).text.startswith("((512 × 512 + 512) × 4 + ")
    rows = [(weight.name, times) for weight, times in alike(six.weights)]
    assert rows[0] == ("layers.*.self_attn.in_proj_weight", 6)
    assert len(rows) == 12


def test_the_whole_transformer_as_it_was_published():
    found = tried(Transformer(), (10, 512), (20, 512), convention="pytorch")
    assert found.trainable == 44_140_544
    assert found.outputs[0].visible == (20, 512)


def test_open_lengths_make_formulas():
    found = tried(TransformerEncoderLayer(num_heads=12, dim_feedforward=3072), (T, 768), convention="pytorch")
    assert found.trainable == 7_087_872
    assert text.count(found.macs) == "1,536 × T^2 + 7,077,888 × T"
    decoder = tried(TransformerDecoderLayer(), (T, 512), (S, 512), convention="pytorch")
    fixed = tried(TransformerDecoderLayer(), (10, 512), (20, 512), convention="pytorch")
    assert replace(replace(decoder.macs, {"T": 10}), {"S": 20}) == fixed.macs


def test_memory_of_another_width_and_its_cure():
    problem = problem_of(TransformerDecoderLayer(), (10, 512), (20, 256), convention="pytorch")
    assert problem.message == (
        "{0} gives 512 numbers a place and {1} gives 256. Make them equally wide, with a Dense layer."
    )
    assert [(mend.where, mend.kind, mend.settings) for mend in problem.mends] == [(1, "Dense", (("units", 512),))]
    odd = problem_of(TransformerEncoderLayer(num_heads=5), (10, 512), convention="pytorch")
    assert [mend.label for mend in odd.mends] == ["Use 4 heads", "Use 8 heads"]


def test_stacks_are_read_with_the_layer_in_them():
    layer = Call("TransformerEncoderLayer", (64, 4), {"dim_feedforward": 100, "norm_first": True})
    stack = read("pytorch", "TransformerEncoder", layer, 3)
    assert (stack.d_model, stack.num_heads, stack.dim_feedforward, stack.num_layers) == (64, 4, 100, 3)
    assert (stack.norm_first, stack.norm, stack.batch_first) == (True, False, False)
    with pytest.raises(CallError, match="needs a TransformerEncoderLayer"):
        read("pytorch", "TransformerEncoder", None, 3)


def test_three_matrices_as_in_llama():
    llama = GatedFeedForward(hidden_dim=14336)
    assert told_of(llama, (10, 4096), convention="pytorch") == ["14,336 × 4,096 × 3 = 176,160,768"]
    assert weights_of(llama, (10, 4096), convention="pytorch") == {
        "gate_proj.weight": (14336, 4096), "up_proj.weight": (14336, 4096), "down_proj.weight": (4096, 14336)
    }  # fmt: skip
    assert text.count(tried(llama, (T, 4096)).macs) == "176,160,768 × T"
    assert shape_of(GatedFeedForward(output_dim=7), (10, 64)) == (10, 7)
    assert GatedFeedForward(activation="gelu").brief() == ["2,048", "GeGLU"]


def test_experts_all_count_and_few_work():
    mixtral = MixtureOfExperts(hidden_dim=14336)
    found = tried(mixtral, (T, 4096), convention="pytorch")
    assert found.trainable == 1_409_318_912
    assert found.active == 352_354_304
    assert text.count(found.macs) == "352,354,304 × T"
    told = explain(found, PYTORCH)
    assert equation(told.active) == "8 × 4,096 + 14,336 × 4,096 × 3 × 2 = 352,354,304"
    assert list(weights_of(mixtral, (10, 4096), convention="pytorch")) == [
        "gate.weight", "experts.gate_up_proj", "experts.down_proj"
    ]  # fmt: skip


def test_shared_experts_always_work():
    layer = MixtureOfExperts(experts=16, active_experts=4, hidden_dim=32, shared_experts=2)
    found = tried(layer, (10, 8))
    each = 3 * 8 * 32
    assert found.trainable == 8 * 16 + 18 * each
    assert found.active == 8 * 16 + 6 * each
    assert found.macs == 10 * (8 * 16 + 6 * each)


def test_no_more_experts_can_work_than_there_are():
    layer = MixtureOfExperts(experts=4, active_experts=6)
    problem = problem_of(layer, (10, 8))
    assert problem.message == "6 experts cannot work where there are 4. Choose fewer active ones, or more experts."
    for mend in problem.mends:
        assert tried(changed(layer, **dict(mend.settings)), (10, 8)).trainable is not None
    (hint,) = tried(MixtureOfExperts(experts=2), (10, 8)).problems
    assert hint.severity == "hint"
