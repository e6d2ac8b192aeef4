"""Normalisation a channel at a time: what is counted where, and which inputs each framework takes."""

import pytest

from convas import BatchNormalization, InstanceNormalization
from convas.analysis.explain import explain
from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import KERAS, PYTORCH
from convas.values.size import symbol
from convas.values.spec import Spec
from layers.trial import problem_of, tried, weights_of


def torch(name, *args, **kwargs):
    return read_call("pytorch", Call(name, args, kwargs))


def test_keras_counts_the_moving_averages_and_pytorch_does_not():
    keras = tried(BatchNormalization(), (9, 9, 64))
    assert explain(keras, KERAS).text == "4 × 64 = 256"
    assert (keras.trainable, keras.state) == (128, 128)
    pytorch = tried(BatchNormalization(), (64, 9, 9), convention="pytorch")
    assert explain(pytorch, PYTORCH).text == "2 × 64 = 128"
    assert (pytorch.trainable, pytorch.state) == (128, 129)


def test_instance_norm_holds_nothing_unless_asked_to():
    assert tried(torch("InstanceNorm2d", 8), (8, 5, 5), convention="pytorch").trainable == 0
    full = torch("InstanceNorm2d", 8, affine=True, track_running_stats=True)
    assert list(weights_of(full, (8, 5, 5), convention="pytorch").values()) == [(8,), (8,), (8,), (8,), ()]
    assert torch("LazyInstanceNorm2d").scale


def test_a_bias_stands_only_beside_a_scale():
    assert list(weights_of(torch("BatchNorm2d", 8, bias=False), (8, 5, 5), convention="pytorch"))[0:2] == [
        "weight",
        "running_mean",
    ]
    assert not torch("BatchNorm2d", 8, affine=False).center
    problem = problem_of(BatchNormalization(scale=False), (8, 5, 5), convention="pytorch")
    assert problem.message == "PyTorch has no shift without scale. Switch scale on, or shift off."


def test_momentum_is_what_stays_and_pytorch_writes_what_comes():
    assert torch("BatchNorm1d", 8, momentum=0.1).momentum == 0.9
    assert torch("BatchNorm1d", 8).momentum is None
    assert torch("BatchNorm1d", 8, momentum=None).cumulative
    assert read_call("keras", Call("BatchNormalization", kwargs={"momentum": 0.9})).momentum == 0.9
    with pytest.raises(CallError, match="momentum must be a number"):
        read_call("keras", Call("BatchNormalization", kwargs={"momentum": None}))


@pytest.mark.parametrize(
    ("name", "ranks"), [("BatchNorm1d", {2, 3}), ("BatchNorm2d", {4}), ("BatchNorm3d", {5}), ("SyncBatchNorm", None)]
)
def test_each_class_of_pytorch_takes_its_own_inputs(name, ranks):
    layer = torch(name, 8)
    for rank in range(1, 7):
        spec = Spec((2, 8, 4, 4, 4, 4)[:rank])
        taken = evaluate(layer, (spec,), PYTORCH).outputs[0] is not None
        assert taken == (rank >= 2 if ranks is None else rank in ranks)


def test_an_image_layer_on_a_row_says_what_it_needs():
    problem = problem_of(torch("BatchNorm2d", 8), (8,), convention="pytorch")
    assert problem.message == (
        "{me} is for images: it needs 4 axes with the batch, and gets 2. Choose other dimensions."
    )
    assert [dict(mend.settings) for mend in problem.mends] == [{"dims": None}]


def test_one_value_a_channel_cannot_be_trained_but_has_a_shape():
    found = evaluate(torch("BatchNorm1d", 6), (Spec((1, 6)),), PYTORCH)
    assert [(problem.severity, problem.summary) for problem in found.problems] == [("error", "one value a channel")]
    assert found.outputs[0].axes == (1, 6)
    assert tried(torch("BatchNorm1d", 6), (6,), convention="pytorch").problems == ()
    flat = problem_of(InstanceNormalization(), (6, 1), convention="pytorch")
    assert (flat.summary, flat.severity) == ("one place a channel", "error")
    assert tried(InstanceNormalization(), (6, symbol("T")), convention="pytorch").problems == ()


def test_expected_channels_matter_where_something_is_held():
    assert problem_of(torch("InstanceNorm1d", 6, affine=True), (5, 9), convention="pytorch").summary == "5 channels in"
    loose = problem_of(torch("InstanceNorm1d", 6), (5, 9), convention="pytorch")
    assert (loose.severity, loose.summary) == ("hint", "other channels")


def test_an_example_without_a_batch_has_its_channels_first():
    found = evaluate(torch("InstanceNorm2d", 6, affine=True), (Spec((6, 5, 5)),), PYTORCH)
    assert found.trainable == 12
    assert problem_of(torch("InstanceNorm2d", 6), (6, 5), convention="pytorch").summary == "needs 2 + 1 axes"


def test_what_one_framework_lacks_is_said_with_a_way_out():
    assert problem_of(InstanceNormalization(), (6, 6)).message == (
        "Keras has no layer Instance normalisation. "
        "Use Group normalisation with groups left empty: a group for each channel."
    )
    renormed = BatchNormalization(renorm=True)
    assert tried(renormed, (8,)).state == 40
    assert problem_of(renormed, (8,), convention="pytorch").setting == "renorm"
