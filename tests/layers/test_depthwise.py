"""Depthwise and separable convolutions: one layer in Keras, one or two plain ones in PyTorch."""

import pytest

from convas import DepthwiseConv1D, DepthwiseConv2D, DepthwiseConv3D, SeparableConv1D, SeparableConv2D, SeparableConv3D
from convas.values.size import symbol
from layers.trial import problem_of, shape_of, told_of, tried, weights_of


def test_a_depthwise_layer_has_filters_for_every_channel():
    assert tried(DepthwiseConv2D(), (9, 9, 8)).trainable == 80
    assert tried(DepthwiseConv2D(), (8, 9, 9), convention="pytorch").trainable == 80
    layer = DepthwiseConv2D(depth_multiplier=2)
    assert weights_of(layer, (9, 9, 8)) == {"kernel": (3, 3, 8, 2), "bias": (16,)}
    assert weights_of(layer, (8, 9, 9), convention="pytorch") == {"weight": (16, 1, 3, 3), "bias": (16,)}
    assert tried(layer, (9, 9, 8)).macs == 7 * 7 * 16 * 9


def test_a_separable_layer_is_two_biased_layers_in_pytorch():
    layer = SeparableConv2D(filters=100, kernel_size=5)
    assert tried(layer, (30, 30, 10)).trainable == 1350
    assert tried(layer, (10, 30, 30), convention="pytorch").trainable == 1360
    one_bias = SeparableConv2D(filters=100, kernel_size=5, depthwise_bias=False)
    assert tried(one_bias, (10, 30, 30), convention="pytorch").trainable == 1350
    assert list(weights_of(layer, (30, 30, 10))) == ["depthwise_kernel", "pointwise_kernel", "bias"]
    assert weights_of(layer, (10, 30, 30), convention="pytorch") == {
        "depthwise.weight": (10, 1, 5, 5),
        "depthwise.bias": (10,),
        "pointwise.weight": (100, 10, 1, 1),
        "pointwise.bias": (100,),
    }


def test_both_steps_of_a_separable_layer_cost_operations():
    found = tried(SeparableConv1D(filters=8, depth_multiplier=2), (12, 3))
    assert found.macs == 10 * 6 * 3 + 10 * 8 * 6
    assert found.operations.bias == 10 * 8
    torch = tried(SeparableConv1D(filters=8, depth_multiplier=2), (3, 12), convention="pytorch")
    assert torch.macs == found.macs
    assert torch.operations.bias == 10 * 8 + 10 * 6


def test_the_calculation_reads_as_in_a_book():
    assert told_of(SeparableConv2D(filters=100, kernel_size=5), (30, 30, 10)) == [
        "5 × 5 × 10 × 1 + (1 × 1 × 10 + 1) × 100 = 1,350",
        "floor((30 − 5) / 1) + 1 = 26",
    ]
    assert told_of(DepthwiseConv2D(padding=1), (8, 9, 9), convention="pytorch") == [
        "(3 × 3 × 1 + 1) × 8 = 80",
        "floor((9 + 2 × 1 − 3) / 1) + 1 = 9",
    ]


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (DepthwiseConv1D(padding="same", strides=2), (33, 3), (17, 3)),
        (DepthwiseConv1D(dilation=2), (symbol("T"), 3), (symbol("T") - 4, 3)),
        (DepthwiseConv2D(data_format="channels_first", depth_multiplier=3), (8, 28, 25), (24, 26, 23)),
        (SeparableConv2D(filters=7, strides=(1, 2)), (32, 30, 3), (30, 14, 7)),
    ],
)
def test_shapes_in_keras(layer, given, made):
    assert shape_of(layer, given) == made


def test_strides_with_dilation_run_with_one_backend_only():
    found = tried(DepthwiseConv1D(strides=2, dilation=2), (33, 3))
    assert found.outputs[0].visible == (15, 3)
    assert [problem.severity for problem in found.problems] == ["hint"]


@pytest.mark.parametrize("layer", [DepthwiseConv3D(), SeparableConv3D()])
def test_over_a_volume_only_pytorch_has_them(layer):
    problem = problem_of(layer, (9, 9, 9, 8))
    assert problem.summary == "not in Keras"
    assert "Use Conv3D with as many groups as there are channels" in problem.message
    assert tried(layer, (8, 9, 9, 9), convention="pytorch").trainable > 0


def test_a_kernel_beyond_the_input_is_refused():
    problem = problem_of(SeparableConv1D(kernel_size=34), (33, 3))
    assert (problem.summary, problem.setting) == ("kernel too large", "kernel_size")
