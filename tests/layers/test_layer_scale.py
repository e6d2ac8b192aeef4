"""Layer scale: one factor a channel, as Keras and torchvision have it."""

import pytest

from convas import LayerScale, new
from convas.analysis.explain import explain
from convas.exchange.calls import CallError, read_call
from convas.values.call import Call
from convas.values.convention import KERAS, PYTORCH
from layers.trial import problem_of, tried, weights_of


def test_one_factor_a_channel_in_both():
    assert weights_of(LayerScale(), (7, 7, 96)) == {"gamma": (96,)}
    assert weights_of(LayerScale(axis=1), (96, 7, 7), convention="pytorch") == {"layer_scale": (96, 1, 1)}
    assert weights_of(LayerScale(), (197, 192), convention="pytorch") == {"layer_scale": (192,)}


def test_its_calculation_in_words():
    assert explain(tried(LayerScale(), (7, 7, 96)), KERAS).text == "96"
    found = tried(LayerScale(axis=1), (96, 7, 7), convention="pytorch")
    assert explain(found, PYTORCH).text == "96 × 1 × 1 = 96"
    assert (found.outputs[0].visible, found.operations.other) == ((96, 7, 7), 96 * 49)


def test_as_keras_spells_it():
    layer = read_call("keras", Call("LayerScale", (1e-6, 96), {}))
    assert (layer.start, layer.channels) == (1e-6, 96)
    assert problem_of(layer, (7, 7, 64)).setting == "channels"
    with pytest.raises(CallError):
        read_call("keras", Call("LayerScale", (1e-6,), {}))


@pytest.mark.parametrize(
    ("axis", "convention", "said"),
    [(1, "keras", "Keras scales the last axis"), (0, "pytorch", "scales the batch"), (4, "pytorch", "from -4 to 3")],
)
def test_axes_that_cannot_be_scaled(axis, convention, said):
    assert said in problem_of(LayerScale(axis=axis), (7, 8, 96), convention=convention).message


def test_its_axis_turns_with_the_images():
    import convas

    net = new("Turned")
    net.chain(convas.Input(shape=(8, 8), colours="RGB"), convas.Conv2D(filters=5), LayerScale())
    before = net.totals.parameters
    net.count_as("pytorch")
    assert (net.design.node(net.find("scale_1")).layer.axis, net.totals.parameters) == (1, before)
