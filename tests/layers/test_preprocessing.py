"""Layers around the data: normalisation by fixed numbers, masks, penalties, distances."""

import pytest

from convas import ActivityRegularization, Masking, Normalization, PairwiseDistance
from convas.analysis.explain import explain
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import KERAS
from convas.values.size import UNKNOWN
from layers.trial import problem_of, shape_of, tried, weights_of


def test_what_is_learnt_from_data_is_state():
    found = tried(Normalization(), (5,))
    assert (found.trainable, found.state) == (0, 11)
    assert explain(found, KERAS).text == "5 + 5 + 1 = 11"
    assert weights_of(Normalization(axis=()), (5, 6)) == {"mean": (), "variance": (), "count": ()}


def test_what_is_given_is_no_weight():
    assert weights_of(Normalization(mean=0.5, variance=(2,)), (5,)) == {}
    given = read_call("keras", Call("Normalization", kwargs={"axis": None, "mean": 1, "variance": 2}))
    assert (given.axis, given.mean, given.variance) == ((), (1.0,), (2.0,))
    for kwargs in ({"mean": [1], "variance": 2}, {"axis": None, "mean": [1], "variance": [2]}):
        with pytest.raises(CallError, match="both be numbers, or rows"):
            read_call("keras", Call("Normalization", kwargs=kwargs))


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (Normalization(mean=(1, 2, 3), variance=(1, 2, 3)), "{me} needs 1 mean or 5, and has 3. Give as many."),
        (Normalization(mean=1), "{me} has 1 mean and 0 variances. Give as many of both, or none."),
        (Normalization(axis=(1, 1)), "The same axis is named twice. Name each axis once; -1 is the last."),
    ],
)
def test_means_that_do_not_fit(layer, told):
    assert problem_of(layer, (5,)).message == told


def test_an_open_axis_cannot_have_a_mean_for_each_place():
    assert problem_of(Normalization(), (UNKNOWN,)).summary == "axis not fixed"
    assert tried(Normalization(axis=()), (UNKNOWN,)).state == 3


def test_masks_and_penalties_hand_on():
    for layer in (Masking(mask_value=5), ActivityRegularization(l1=0.1)):
        assert shape_of(layer, (5, 6)) == (5, 6)
        assert problem_of(layer, (5, 6), convention="pytorch").summary == "not in PyTorch"
    assert problem_of(ActivityRegularization(l2=-1), (5,)).summary == "penalty below 0"


def test_a_distance_takes_the_last_axis_away():
    def shape(*inputs, **settings):
        return shape_of(PairwiseDistance(**settings), *inputs, convention="pytorch")

    assert shape((8,), (8,)) == ()
    assert shape((8,), (8,), keepdim=True) == (1,)
    assert shape((4, 8), (1, 8)) == (4,)
    assert shape((8,), (UNKNOWN,)) == ()
    assert shape((8,), (7,)) is None
