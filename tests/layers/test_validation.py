"""Bad settings are refused in words that say what would be taken."""

import math

import pytest

from convas import (
    LSTM,
    Concatenate,
    Conv1D,
    Conv2D,
    Cropping2D,
    Dense,
    Dropout,
    Input,
    LayerNormalization,
    MaxPooling2D,
    Reshape,
)
from convas import ZeroPadding2D as Padding
from convas.layers.layer import settings_of
from convas.layers.validation import SettingError, build, changed, differing, expected, plain

NOT_COUNTS = [0, -1, True, "3", 3.0, 2.5, math.nan, math.inf, None, [], (3,), {}, 2**63, 10**400]


@pytest.mark.parametrize("value", NOT_COUNTS, ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize(
    ("kind", "name"),
    [(Conv2D, "filters"), (LSTM, "units"), (Conv2D, "groups")],
    ids=["filters", "units", "groups"],
)
def test_a_count_is_a_whole_number_from_1_up(kind, name, value):
    with pytest.raises(SettingError) as refused:
        build(kind, {name: value})
    told = str(refused.value)
    assert refused.value.name == name
    assert told.startswith(settings_of(kind)[name].title)
    assert "a whole number of at least 1" in told or "at most 9,223,372,036,854,775,807" in told
    assert told.endswith(".")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("kind", "name", "value", "told"),
    [
        (Conv2D, "kernel_size", (3,), "Kernel must be 2 whole numbers of at least 1."),
        (Conv2D, "kernel_size", (3, 3, 3), "Kernel must be 2 whole numbers of at least 1."),
        (Conv2D, "kernel_size", (3, 0), "Kernel must be 2 whole numbers of at least 1."),
        (Conv2D, "kernel_size", (3, True), "Kernel must be 2 whole numbers of at least 1."),
        (Conv2D, "kernel_size", True, "Kernel must be 2 whole numbers of at least 1."),
        (Conv1D, "kernel_size", (3, 3), "Kernel must be 1 whole number of at least 1."),
        (Conv2D, "padding", "full", "Padding must be valid or same, or 2 whole numbers of at least 0."),
        (Conv2D, "padding", (1, -1), "Padding must be valid or same, or 2 whole numbers of at least 0."),
        (Conv2D, "padding", None, "Padding must be valid or same, or 2 whole numbers of at least 0."),
        (Conv2D, "use_bias", 1, "Bias must be on or off."),
        (Conv2D, "use_bias", "yes", "Bias must be on or off."),
        (Conv2D, "padding_mode", "mirror", "Padding with must be zeros, reflect, replicate or circular."),
        (Conv2D, "in_channels", 0, "Expected channels must be a whole number of at least 1, or empty."),
        (MaxPooling2D, "strides", (2, 2, 2), "Strides must be 2 whole numbers of at least 1, or empty."),
        (Padding, "padding", (1, 2, 3), "Padding must be 2 pairs of whole numbers."),
        (Cropping2D, "cropping", (1, -1), "Cropping must be 2 pairs of whole numbers of at least 0."),
        (Dropout, "rate", 1.5, None),
        (Dropout, "rate", -0.1, "Rate must be a number from 0 to 1."),
        (Dropout, "rate", math.nan, "Rate must be a number from 0 to 1."),
        (Dropout, "rate", True, "Rate must be a number from 0 to 1."),
        (Reshape, "target_shape", (-2,), "Shape must be a row of whole numbers of at least -1."),
        (Reshape, "target_shape", 5, "Shape must be a row of whole numbers of at least -1."),
        (LayerNormalization, "axis", ("1",), "Axes must be a row of whole numbers."),
        (Concatenate, "axis", 1.0, "Axis must be a whole number, or empty."),
        (Dense, "unit", 3, "Dense has no setting unit."),
        (Dense, "activation", "relu7", None),
        (Input, "shape", ("2T",), None),
        (Input, "shape", ("T" * 33,), None),
        (Input, "shape", (0,), None),
        (Input, "shape", 28, None),
        (Input, "colours", "purple", "Colours must be grey, RGB, RGBA or CMYK, or empty."),
        (Input, "dtype", "float8", None),
    ],
)
def test_the_refusal_says_what_is_taken(kind, name, value, told):
    with pytest.raises(SettingError) as refused:
        build(kind, {name: value})
    assert str(refused.value) == told or told is None
    assert str(refused.value).endswith(".")
    assert refused.value.name == name


def test_one_number_stands_for_all_axes():
    assert Conv2D(kernel_size=5, strides=2, padding=1) == Conv2D(kernel_size=(5, 5), strides=[2, 2], padding=(1, 1))
    assert Padding(padding=2) == Padding(padding=((2, 2), (2, 2)))
    assert Padding(padding=(1, 2)) == Padding(padding=((1, 1), (2, 2)))
    assert LayerNormalization(axis=-2) == LayerNormalization(axis=(-2,))


def test_settings_are_changed_together_or_not_at_all():
    layer = changed(Conv2D(filters=20), padding="same", kernel_size=5)
    assert (layer.filters, layer.padding, layer.kernel_size) == (20, "same", (5, 5))
    with pytest.raises(SettingError, match="Filters"):
        changed(layer, padding="valid", filters=0)


def test_only_what_differs_from_the_defaults_is_told():
    assert differing(Conv2D()) == {}
    assert differing(Conv2D(filters=20, kernel_size=(3, 3), padding="same")) == {"filters": 20, "padding": "same"}
    assert plain(Conv2D) is plain(Conv2D)


def test_what_is_expected_in_words():
    forms = {name: expected(setting.form) for name, setting in settings_of(Conv2D).items()}
    assert forms["filters"] == "a whole number of at least 1"
    assert forms["use_bias"] == "on or off"
    assert forms["data_format"] == "channels_last or channels_first, or empty"
