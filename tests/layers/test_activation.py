"""Functions by every name that the frameworks give them, and the numbers they take."""

import pytest

from convas import Activation, Conv2D, Dense
from convas.exchange.calls import CallError, read_call
from convas.layers.activations import ONLY
from convas.layers.catalogue.activation import TAKES
from convas.values.call import Call
from layers.trial import problem_of, shape_of, tried


def keras(name, *args, **kwargs):
    return read_call("keras", Call(name, args, kwargs))


def torch(name, *args, **kwargs):
    return read_call("pytorch", Call(name, args, kwargs))


@pytest.mark.parametrize(
    ("name", "function"),
    [("ReLU", "relu"), ("ReLU6", "relu6"), ("Hardswish", "hard_silu"), ("LogSigmoid", "log_sigmoid"), ("CELU", "celu")],
)
def test_pytorch_has_a_class_for_each_function(name, function):
    assert torch(name).function == function
    assert tried(torch(name), (8, 4), convention="pytorch").operations.activation == 32


def test_keras_has_several_names_for_some():
    assert keras("Activation", "swish").function == "silu"
    assert keras("Activation", None).function == "linear"
    assert Dense(activation="hard_swish").activation == "hard_silu"
    with pytest.raises(CallError):
        keras("Activation", "ReLU")


def test_the_slope_of_leaky_relu_is_the_frameworks_own():
    assert keras("LeakyReLU").negative_slope == 0.3
    assert torch("LeakyReLU").negative_slope is None
    assert keras("LeakyReLU", alpha=0.1).negative_slope == 0.1
    with pytest.raises(CallError):
        keras("LeakyReLU", None)


@pytest.mark.parametrize(
    ("layer", "convention", "told"),
    [
        (Activation(function="hard_tanh", max_value=-1), "pytorch", "The largest value must be above the smallest."),
        (Activation(function="rrelu", lower=0.5), "pytorch", "The largest slope must not be below the smallest."),
        (Activation(function="celu", alpha=0), "pytorch", "CELU divides by alpha, so it must not be 0."),
        (
            Activation(function="soft_shrink", threshold=-1),
            "pytorch",
            "The threshold of soft shrink must be 0 or more.",
        ),
        (Activation(function="relu", max_value=-1), "keras", "Keras takes no number below 0 here."),
        (Activation(function="leaky_relu", negative_slope=-1), "keras", "Keras takes no number below 0 here."),
        (Activation(function="threshold"), "keras", "{me} needs a threshold and the value below it. Give both."),
        (Activation(function="relu", max_value=6), "pytorch", "PyTorch has no setting largest for this function."),
        (Activation(function="softplus", beta=2), "keras", "Keras has no setting beta for this function."),
        (Activation(function="rrelu"), "keras", "Keras has no function random ReLU."),
        (Activation(function="squareplus"), "pytorch", "PyTorch has no function squareplus."),
        (Dense(activation="sparsemax"), "pytorch", "PyTorch has no function sparsemax."),
        (Conv2D(activation="softmin"), "keras", "Keras has no function softmin."),
    ],
)
def test_numbers_and_functions_that_a_framework_lacks(layer, convention, told):
    assert problem_of(layer, (8, 8, 8), convention=convention).message.startswith(told)


def test_what_is_as_usual_is_nobodys_problem():
    usual = torch("Hardtanh", -1.0, 1.0)
    assert tried(usual, (4,)).problems == ()
    assert tried(keras("ReLU", negative_slope=0.0, threshold=0.0), (4,), convention="pytorch").problems == ()
    (idle,) = tried(Activation(alpha=2), (4,)).problems
    assert (idle.severity, idle.message) == ("hint", "Alpha has no effect on this function. Clear it.")


def test_a_function_that_halves():
    assert shape_of(keras("Activation", "glu"), (5, 8)) == (5, 4)
    assert problem_of(keras("Activation", "glu"), (5,)).summary == "axis is not even"


def test_every_number_belongs_to_some_function():
    known = set(Activation.model_fields) - {"function"}
    assert known == {name for takes in TAKES.values() for names in takes.values() for name in names}
    assert not set(ONLY) & set(TAKES["keras"]) - {"rrelu"}
