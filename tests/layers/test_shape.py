"""Layers that rearrange, cut and part axes, as each framework does it."""

import pytest

from convas import (
    Flatten,
    Identity,
    Permute,
    RepeatVector,
    Reshape,
    Slice,
    Split,
    Squeeze,
    Stack,
    Unflatten,
    Unsqueeze,
)  # fmt: skip
from convas.analysis.explain import explain
from convas.exchange.calls import read_call
from convas.layers.validation import changed
from convas.values.call import Call
from convas.values.convention import RULES
from convas.values.size import UNKNOWN, symbol
from convas.values.spec import BATCH
from layers.trial import problem_of, shape_of, tried

T = symbol("T")


@pytest.mark.parametrize(
    ("layer", "given", "convention", "made"),
    [
        (Unflatten(dim=1, unflattened_size=(4, -1)), (12, 5), "pytorch", (4, 3, 5)),
        (Unflatten(dim=-1, unflattened_size=(5, 1)), (12, 5), "pytorch", (12, 5, 1)),
        (Unflatten(dim=1, unflattened_size=(-1, 4)), (4 * T,), "pytorch", (T, 4)),
        (Reshape(target_shape=(2, -1)), (UNKNOWN, 4), "keras", (2, UNKNOWN)),
        (Reshape(target_shape=(None, 4)), (24,), "keras", (UNKNOWN, 4)),
        (Permute(dims=(3, 1, 2)), (6, 7, 8), "keras", (8, 6, 7)),
        (Permute(dims=()), (), "keras", ()),
        (RepeatVector(n=3), (6,), "keras", (3, 6)),
        (Identity(), (6, T), "pytorch", (6, T)),
        (Squeeze(), (1, 3, 1), "keras", (3,)),
        (Squeeze(axis=-1), (1, 3, 1), "keras", (1, 3)),
        (Squeeze(), (UNKNOWN, 1), "keras", (UNKNOWN,)),
        (Squeeze(axis=1), (3, 4), "pytorch", (3, 4)),
        (Unsqueeze(), (3, 4), "keras", (3, 4, 1)),
        (Unsqueeze(axis=1), (3, 4), "keras", (1, 3, 4)),
        (Slice(start=2, stop=10, step=3), (12, 4), "keras", (3, 4)),
        (Slice(start=-5, stop=-1), (12, 4), "keras", (4, 4)),
        (Slice(start=-20, stop=20), (12, 4), "keras", (12, 4)),
        (Slice(axis=-1, start=1), (12, T), "keras", (12, T - 1)),
        (Slice(start=1), (UNKNOWN, 4), "keras", (UNKNOWN, 4)),
        (Flatten(data_format="channels_first"), (3, 4, 5), "keras", (60,)),
    ],
)
def test_shapes(layer, given, convention, made):
    assert shape_of(layer, given, convention=convention) == made


def outputs(layer, given, convention="keras"):
    return [spec.visible for spec in tried(layer, given, convention=convention).outputs]


def test_a_split_has_one_output_a_part():
    assert outputs(Split(), (8, 12)) == [(8, 6), (8, 6)]
    assert outputs(Split(parts=3), (12, 8, 8), "pytorch") == [(4, 8, 8)] * 3
    assert outputs(Split(sizes=(3, 4, 5)), (8, 12)) == [(8, 3), (8, 4), (8, 5)]
    assert outputs(Split(axis=1), (T, 8)) == [(T // 2, 8)] * 2
    assert Split(parts=3).ports.outputs == ("part 1", "part 2", "part 3")
    assert tried(Split(parts=3), (9,)).memory == 9 * 4


def test_a_permutation_moves_the_batch_in_pytorch_only():
    assert tried(Permute(dims=(1, 0, 2)), (7, 8), convention="pytorch").outputs[0].axes == (7, BATCH, 8)
    assert problem_of(Permute(dims=(1, 0, 2)), (7, 8)).summary == "that is the batch"


@pytest.mark.parametrize(
    ("layer", "given", "lines"),
    [
        (Flatten(), (4, 5, 3), ["4 × 5 × 3 = 60"]),
        (Reshape(target_shape=(-1, 8)), (4, 6, 8), ["4 × 6 × 8 / 8 = 24"]),
        (Slice(start=2, stop=10, step=3), (12, 4), ["ceil((10 − 2) / 3) = 3"]),
        (Slice(start=-5, stop=-1), (12, 4), ["5 − 1 = 4"]),
        (Slice(stop=-2), (12, 4), ["12 − 2 = 10"]),
        (Split(parts=3), (8, 12), ["12 / 3 = 4"]),
    ],
)
def test_shapes_show_their_working(layer, given, lines):
    assert explain(tried(layer, given), RULES["keras"]).shape_lines() == lines


@pytest.mark.parametrize(
    ("layer", "given", "convention", "summary", "words"),
    [
        (Unflatten(unflattened_size=(5, -1)), (12,), "pytorch", "sizes differ", "room for 5 times a whole number"),
        (Unflatten(unflattened_size=()), (12,), "pytorch", "no sizes", "at least one new axis"),
        (Unflatten(dim=0), (12,), "pytorch", "that is the batch", "examples stay together"),
        (Unflatten(), (12,), "keras", "not in Keras", "Use Reshape."),
        (Reshape(target_shape=(None, 4)), (24,), "pytorch", "open axes", "Give the open axes as numbers"),
        (Permute(), (3, 4, 5), "keras", "order does not fit", "Name each of 1, 2 and 3 once."),
        (RepeatVector(), (3, 4), "keras", "needs one row", "Put Flatten before it."),
        (Squeeze(axis=1), (3, 4), "keras", "axis is not 1", "its size is 3"),
        (Squeeze(axis=1), (UNKNOWN, 4), "keras", "axis is not 1", "its size is ?"),
        (Squeeze(axis=1), (T, 4), "pytorch", "open sizes", "as numbers"),
        (Unsqueeze(axis=0), (3,), "keras", "that is the batch", "Choose an axis after it."),
        (Slice(axis=0), (3,), "pytorch", "that is the batch", "Choose an axis after it."),
        (Slice(axis=4), (3,), "keras", "no such axis", "from -2 to 1"),
        (Split(parts=5), (12,), "keras", "parts are not equal", "5 equal parts of 12"),
        (Split(sizes=(5, 5)), (12,), "keras", "sizes differ", "make 10, and the axis has 12"),
        (Split(axis=0), (12,), "keras", "that is the batch", "Choose an axis after it."),
        (Stack(), (12,), "keras", "1 of 2 inputs", "needs 2 inputs"),
    ],
)
def test_what_does_not_go(layer, given, convention, summary, words):
    problem = problem_of(layer, given, convention=convention)
    assert (problem.summary, words in problem.message) == (summary, True), problem.message


@pytest.mark.parametrize(
    ("layer", "given", "settings"),
    [
        (Split(parts=5), (12,), {"sizes": (3, 3, 2, 2, 2)}),
        (Split(sizes=(5, 5)), (12,), {"sizes": (5, 7)}),
        (Permute(), (3, 4, 5), {"dims": (1, 2, 3)}),
        (Squeeze(axis=1), (3, 4), {"axis": None}),
    ],
)
def test_a_mend_fits_what_is_there(layer, given, settings):
    (mend,) = problem_of(layer, given).mends
    assert dict(mend.settings) == settings
    assert all(problem.severity == "hint" for problem in tried(changed(layer, **settings), given).problems)


def test_no_parts_of_nothing_are_offered():
    assert problem_of(Split(parts=5), (3,)).mends == ()
    assert problem_of(Split(sizes=(12, 1)), (12,)).mends == ()


def test_a_slice_that_keeps_nothing_is_wrong_although_its_shape_stands():
    found = tried(Slice(start=8, stop=2), (12, 4))
    assert found.outputs[0].visible == (0, 4)
    assert [(problem.summary, problem.severity) for problem in found.problems] == [("nothing left", "error")]


def test_flattening_channels_first_differs_in_order_only():
    (hint,) = tried(Flatten(data_format="channels_first"), (3, 4), convention="pytorch").problems
    assert (hint.severity, hint.summary) == ("hint", "another order")


def test_an_identity_of_pytorch_takes_anything():
    assert read_call("pytorch", Call("Identity", (54,), {"unused": 0.1})) == Identity()
