"""Adaptive pooling: the size afterwards is given."""

import pytest

from convas import AdaptiveAveragePooling1D, AdaptiveAveragePooling2D, AdaptiveMaxPooling2D, AdaptiveMaxPooling3D
from convas.exchange.calls import CallError
from convas.layers.layer import setting_of
from convas.layers.validation import SettingError, build, expected
from convas.values.size import UNKNOWN, symbol
from layers.trial import problem_of, read, shape_of, tried


def test_any_input_gets_the_size_that_is_asked_for():
    assert shape_of(AdaptiveAveragePooling2D(output_size=7), (32, 30, 3)) == (7, 7, 3)
    assert shape_of(AdaptiveAveragePooling2D(output_size=7), (3, 2, UNKNOWN), convention="pytorch") == (3, 7, 7)
    assert shape_of(AdaptiveMaxPooling2D(output_size=2, data_format="channels_first"), (3, 9, 9)) == (3, 2, 2)
    assert shape_of(AdaptiveAveragePooling1D(output_size=40), (33, 4)) == (40, 4)


def test_an_axis_that_is_left_empty_stays():
    pool = AdaptiveMaxPooling3D(output_size=(None, 2, None))
    assert shape_of(pool, (3, 5, 6, symbol("T")), convention="pytorch") == (3, 5, 2, symbol("T"))
    assert pool.brief() == ["any × 2 × any"]
    assert problem_of(pool, (5, 6, 7, 3)).summary == "output size open"


def test_a_row_with_gaps_is_told_so():
    form = setting_of(AdaptiveAveragePooling2D, "output_size").form
    assert expected(form) == "2 whole numbers of at least 0, each of which may be empty"
    with pytest.raises(SettingError, match="each of which may be empty"):
        build(AdaptiveAveragePooling2D, {"output_size": (None,)})
    with pytest.raises(CallError, match="1 whole number of at least 0"):
        read("pytorch", "AdaptiveAvgPool1d", output_size=[None])


def test_the_work_is_what_all_windows_look_at():
    assert tried(AdaptiveAveragePooling2D(output_size=1), (8, 6, 3)).operations.other == 8 * 6 * 3
    assert tried(AdaptiveAveragePooling1D(output_size=4), (8, 3)).operations.other == 8 * 3
    assert tried(AdaptiveAveragePooling1D(output_size=3), (8, 1)).operations.other == 3 + 4 + 3
    assert tried(AdaptiveAveragePooling1D(output_size=3), (symbol("T"), 1)).operations.other is UNKNOWN


def test_where_each_number_was_found_is_a_second_output():
    pool = read("pytorch", "AdaptiveMaxPool2d", 2, return_indices=True)
    assert [spec.dtype for spec in tried(pool, (3, 8, 8), convention="pytorch").outputs] == ["float32", "int64"]


def test_the_mean_of_nothing_is_taken_only_where_one_place_is_left():
    assert shape_of(AdaptiveAveragePooling1D(output_size=1), (3, 0), convention="pytorch") == (3, 1)
    assert problem_of(AdaptiveAveragePooling1D(output_size=2), (3, 0), convention="pytorch").summary == "empty input"
