"""Spectral normalisation: what PyTorch's parametrization and Keras's wrapper add to a kernel."""

import pytest

from convas import Conv2D, Conv2DTranspose, Dense, DepthwiseConv2D
from layers.trial import tried, weights_of


@pytest.mark.parametrize(
    ("layer", "given", "weights"),
    [
        (Dense(units=4, spectral_norm=True), (8,), {"dense/kernel": (8, 4), "vector_u": (1, 4), "dense/bias": (4,)}),
        (
            Conv2DTranspose(filters=6, spectral_norm=True), (9, 9, 4),
            {"conv2d_transpose/kernel": (3, 3, 6, 4), "vector_u": (1, 4), "conv2d_transpose/bias": (6,)},
        ),
        (
            DepthwiseConv2D(depth_multiplier=2, spectral_norm=True), (9, 9, 4),
            {"depthwise_conv2d/kernel": (3, 3, 4, 2), "vector_u": (1, 2), "depthwise_conv2d/bias": (8,)},
        ),
        (
            Conv2D(filters=6, groups=2, use_bias=False, spectral_norm=True), (9, 9, 4),
            {"conv2d/kernel": (3, 3, 2, 6), "vector_u": (1, 6)},
        ),
    ],
)  # fmt: skip
def test_keras_keeps_one_vector(layer, given, weights):
    assert weights_of(layer, given) == weights


@pytest.mark.parametrize(
    ("layer", "given", "kernel", "u", "v"),
    [
        (Dense(units=4, spectral_norm=True), (8,), (4, 8), 4, 8),
        (Conv2D(filters=6, kernel_size=5, groups=3, spectral_norm=True), (3, 9, 9), (6, 1, 5, 5), 6, 25),
        (Conv2DTranspose(filters=6, groups=2, spectral_norm=True), (4, 9, 9), (4, 3, 3, 3), 3, 36),
    ],
)
def test_pytorch_keeps_two(layer, given, kernel, u, v):
    assert weights_of(layer, given, convention="pytorch") == {
        "bias": (layer.units if isinstance(layer, Dense) else layer.filters,),
        "parametrizations.weight.original": kernel,
        "parametrizations.weight.0._u": (u,),
        "parametrizations.weight.0._v": (v,),
    }


def test_the_vectors_are_state():
    found = tried(Dense(units=4, spectral_norm=True), (8,))
    assert (found.trainable, found.state) == (36, 4)
    found = tried(Dense(units=4, spectral_norm=True), (8,), convention="pytorch")
    assert (found.trainable, found.state) == (36, 12)
