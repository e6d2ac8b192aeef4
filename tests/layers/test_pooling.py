"""Pooling: by windows and over everything."""

import pytest

from convas import (
    AveragePooling2D,
    AveragePooling3D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from convas.exchange.calls import CallError
from layers.trial import problem_of, read, shape_of, tried, why


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (MaxPooling2D(), (120, 121, 20), (60, 60, 20)),
        (MaxPooling2D(padding="same"), (120, 121, 20), (60, 61, 20)),
        (MaxPooling2D(pool_size=3, strides=2), (9, 10, 4), (4, 4, 4)),
        (MaxPooling2D(pool_size=3, strides=(1, 2)), (9, 10, 4), (7, 4, 4)),
        (MaxPooling2D(data_format="channels_first"), (4, 8, 8), (4, 4, 4)),
        (AveragePooling2D(), (8, 8, 4), (4, 4, 4)),
        (MaxPooling1D(pool_size=4), (9, 3), (2, 3)),
        (MaxPooling3D(), (8, 8, 8, 2), (4, 4, 4, 2)),
        (GlobalAveragePooling2D(), (8, 9, 4), (4,)),
        (GlobalAveragePooling2D(keepdims=True), (8, 9, 4), (1, 1, 4)),
        (GlobalAveragePooling2D(data_format="channels_first"), (4, 8, 9), (4,)),
        (GlobalMaxPooling1D(), (8, 4), (4,)),
        (GlobalMaxPooling3D(keepdims=True), (8, 8, 8, 4), (1, 1, 1, 4)),
    ],
)
def test_shapes_in_keras(layer, given, made):
    assert shape_of(layer, given) == made
    assert tried(layer, given).trainable == 0


@pytest.mark.parametrize(
    ("layer", "given", "made"),
    [
        (MaxPooling2D(), (20, 120, 121), (20, 60, 60)),
        (MaxPooling2D(ceil_mode=True), (20, 120, 121), (20, 60, 61)),
        (MaxPooling2D(pool_size=3, strides=2, padding=1), (4, 9, 10), (4, 5, 5)),
        (MaxPooling2D(pool_size=3, dilation=2), (4, 9, 9), (4, 2, 2)),
        (AveragePooling2D(pool_size=4, strides=4, padding=2, ceil_mode=True), (3, 9, 9), (3, 3, 3)),
        (MaxPooling2D(pool_size=2, strides=2, padding=1, ceil_mode=True), (3, 5, 5), (3, 3, 3)),
        (MaxPooling1D(pool_size=1, strides=2, ceil_mode=True), (3, 32), (3, 16)),
        (GlobalAveragePooling2D(), (4, 8, 9), (4,)),
    ],
)
def test_shapes_in_pytorch(layer, given, made):
    assert shape_of(layer, given, convention="pytorch") == made


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary"),
    [
        (MaxPooling2D(pool_size=9), (8, 8, 3), "keras", "window too large"),
        (MaxPooling2D(padding=1), (8, 8, 3), "keras", "not in Keras"),
        (MaxPooling2D(ceil_mode=True), (8, 8, 3), "keras", "not in Keras"),
        (MaxPooling2D(dilation=2), (8, 8, 3), "keras", "not in Keras"),
        (MaxPooling2D(padding="same"), (3, 8, 8), "pytorch", "not in PyTorch"),
        (MaxPooling2D(padding=2), (3, 8, 8), "pytorch", "padding too large"),
        (MaxPooling2D(padding=2, dilation=3), (3, 8, 8), "pytorch", "padding too large"),
        (MaxPooling2D(return_indices=True), (8, 8, 3), "keras", "not in Keras"),
        (AveragePooling2D(divisor_override=0), (3, 8, 8), "pytorch", "divisor 0"),
        (AveragePooling3D(pool_size=3, padding=1), (3, 2, 8, 8), "pytorch", "window too large"),
        (MaxPooling2D(), (0, 8, 8), "pytorch", "empty input"),
        (MaxPooling2D(pool_size=9, strides=2, ceil_mode=True), (3, 3, 3), "pytorch", "window too large"),
        (GlobalAveragePooling2D(), (8, 3), "keras", "needs 2 + 1 axes"),
    ],
)
def test_what_does_not_go(layer, given, convention, summary):
    assert problem_of(layer, given, convention=convention).summary == summary


def test_places_that_pooling_drops_are_worth_a_hint():
    (hint,) = tried(MaxPooling2D(), (9, 8, 3)).problems
    assert (hint.severity, hint.summary) == ("hint", "drops 1 of 9")
    assert "9 is not a multiple of 2" in hint.message
    assert tried(MaxPooling2D(), (8, 8, 3)).problems == ()
    assert tried(MaxPooling2D(padding="same"), (9, 8, 3)).problems == ()


def test_a_last_window_that_would_start_in_the_padding_is_left_out():
    pool = AveragePooling2D(pool_size=4, strides=4, padding=2, ceil_mode=True)
    (line,) = why(pool, (3, 9, 9), convention="pytorch")
    assert line == "ceil((9 + 2 × 2 − 4) / 4) + 1 − 1 [the last window would start in the padding] = 3"
    (line,) = why(MaxPooling1D(pool_size=2, strides=3, ceil_mode=True), (3, 9), convention="pytorch")
    assert line == "ceil((9 − 2) / 3) + 1 − 1 [the last window would start in the padding] = 3"
    assert why(MaxPooling2D(), (9, 8, 3)) == ["floor((9 − 2) / 2) + 1 = 4", "floor((8 − 2) / 2) + 1 = 4"]


def test_where_each_number_was_found_is_a_second_output():
    found = tried(MaxPooling2D(return_indices=True), (3, 8, 8), convention="pytorch")
    assert [(spec.visible, spec.dtype) for spec in found.outputs] == [((3, 4, 4), "float32"), ((3, 4, 4), "int64")]
    assert MaxPooling2D(return_indices=True).ports.outputs == ("out", "indices")
    assert MaxPooling2D().ports.outputs == ("out",)


def test_both_frameworks_words_are_read():
    assert read("pytorch", "MaxPool2d", 3, 2, 1) == MaxPooling2D(pool_size=3, strides=2, padding=1)
    assert read("pytorch", "MaxPool2d", 2, padding=0) == read("keras", "MaxPooling2D") == MaxPooling2D()
    assert read("pytorch", "AvgPool2d", 2, divisor_override=3) == AveragePooling2D(divisor_override=3)
    assert read("keras", "GlobalMaxPooling1D", keepdims=True) == GlobalMaxPooling1D(keepdims=True)


@pytest.mark.parametrize(
    ("framework", "name", "arguments"),
    [
        ("pytorch", "MaxPool2d", {"kernel_size": 2, "padding": "same"}),
        ("pytorch", "MaxPool2d", {"kernel_size": 2, "padding": "valid"}),
        ("pytorch", "AvgPool1d", {"kernel_size": 2, "divisor_override": 2}),
        ("pytorch", "AvgPool2d", {"kernel_size": 2, "dilation": 2}),
        ("keras", "AveragePooling2D", {}),
        ("keras", "MaxPooling2D", {"ceil_mode": True}),
    ],
)
def test_what_a_constructor_does_not_take_is_refused(framework, name, arguments):
    with pytest.raises(CallError):
        read(framework, name, **arguments)
