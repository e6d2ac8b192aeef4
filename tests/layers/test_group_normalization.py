"""Groups of channels: how they may be split, and who counts what."""

import pytest

from convas import GroupNormalization, LocalResponseNormalization
from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import UNKNOWN
from convas.values.spec import Spec
from layers.trial import problem_of, tried, weights_of


def torch(name, *args, **kwargs):
    return read_call("pytorch", Call(name, args, kwargs))


def test_two_numbers_a_channel_however_many_groups():
    for groups in (1, 32, None):
        found = tried(GroupNormalization(groups=groups), (8, 8, 64))
        assert explain(found, KERAS).text == "2 × 64 = 128"
    assert weights_of(torch("GroupNorm", 4, 8, bias=False), (8, 3), convention="pytorch") == {"weight": (8,)}


def test_channels_that_cannot_be_split_get_the_choices():
    problem = problem_of(GroupNormalization(), (8, 8, 12))
    assert problem.message == "12 channels cannot be split into 32 groups. Choose 1, 2, 3, 4, 6 or 12 groups."
    assert [mend.label for mend in problem.mends] == ["Set groups to 12", "Give each channel a group"]


def test_minus_one_gives_each_channel_a_group():
    assert read_call("keras", Call("GroupNormalization", (-1,))).groups is None
    for groups in (0, None, 2.5, -2):
        with pytest.raises(CallError):
            read_call("keras", Call("GroupNormalization", (groups,)))


def test_pytorch_wants_more_than_one_value_in_a_group():
    found = evaluate(torch("GroupNorm", 8, 8), (Spec((1, 8)),), PYTORCH)
    assert found.problems[0].summary == "one value a group"
    assert evaluate(torch("GroupNorm", 4, 8), (Spec((1, 8)),), PYTORCH).problems == ()


def test_keras_needs_to_know_the_channels_even_without_weights():
    layer = GroupNormalization(groups=2, scale=False, center=False)
    assert problem_of(layer, (4, UNKNOWN)).summary == "channels not fixed"


def test_expected_channels_are_split_too():
    assert problem_of(torch("GroupNorm", 3, 8), (9,), convention="pytorch").summary == "8 channels, groups 3"
    loose = problem_of(torch("GroupNorm", 2, 8, affine=False), (6, 4), convention="pytorch")
    assert (loose.severity, loose.summary) == ("hint", "other channels")


def test_local_response_needs_space_and_holds_nothing():
    found = tried(LocalResponseNormalization(), (8, 4, 4), convention="pytorch")
    assert (found.trainable, found.outputs[0].visible) == (0, (8, 4, 4))
    assert problem_of(LocalResponseNormalization(), (8,), convention="pytorch").summary == "needs space"
    assert torch("LocalResponseNorm", 20).size == 20
