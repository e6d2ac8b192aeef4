"""The same layer in both frameworks, side by side: where they agree, and where they do not."""

import ast
import json
import re
from pathlib import Path

import pytest

from convas.analysis.finding import evaluate
from convas.exchange.calls import CallError, read_call, read_use
from convas.values.call import Call
from convas.values.convention import RULES
from convas.values.size import UNKNOWN
from convas.values.spec import ABSENT, BATCH, Spec

RECORDS = {
    record["topic"]: record
    for record in json.loads((Path(__file__).parent / "disagreements.json").read_text())["records"]
}
KERAS = {
    "BatchNorm": {},
    "BatchNorm default axis": {},
    "LayerNorm on image": {},
    "GroupNorm": {"groups": 4},
    "InstanceNorm": {"groups": -1},
    "RMSNorm": {},
    "PReLU": {},
    "PReLU per channel": {"shared_axes": [1, 2]},
    "Conv same + stride": {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
    "Conv same + stride (k=5, s=3, n=34, pad 2)": {"filters": 8, "kernel_size": 5, "strides": 3, "padding": "same"},
    "Conv same, even kernel": {"filters": 8, "kernel_size": 4, "padding": "same"},
    "Conv stride + dilation": {"filters": 8, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
    "ConvTranspose valid stride 3 k 2": {"filters": 8, "kernel_size": 2, "strides": 3},
    "ConvTranspose k3 s2": {"filters": 8, "kernel_size": 3, "strides": 2},
    "ConvTranspose same": {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"},
    "Depthwise": {"kernel_size": 3, "depth_multiplier": 2},
    "Separable": {"filters": 8, "kernel_size": 3},
    "MaxPool odd size": {"pool_size": 3, "strides": 2, "padding": "same"},
    "MaxPool stride > kernel": {"pool_size": 1, "strides": 3},
    "MaxPool ceil 7x7 k2 s2": {"pool_size": 2},
    "AvgPool with padding": {"pool_size": 3, "strides": 2, "padding": "same"},
    "Dropout": {"rate": 0.5},
    "Flatten": {},
    "Upsample 1.5": {"size": 2},
    "ZeroPad": {"padding": [[3, 4], [1, 2]]},
    "Linear": {"units": 4},
    "Conv1D causal": {"filters": 8, "kernel_size": 3, "padding": "causal"},
    "GroupNorm default groups": {},
    "Adaptive pool larger than input": {"output_size": 7},
    "LSTM bias": {"units": 16},
    "GRU default": {"units": 16},
    "GRU reset_after=False": {"units": 16, "reset_after": False},
    "SimpleRNN": {"units": 16},
    "RNN layout": {"units": 16, "return_sequences": True, "return_state": True},
    "Bidirectional LSTM": {"layer": Call("LSTM", kwargs={"units": 16})},
    "Embedding padding_idx": {"input_dim": 10, "output_dim": 4},
    "MultiheadAttention": {"num_heads": 4, "key_dim": 16},
    "MultiheadAttention key_dim=64": {"num_heads": 4, "key_dim": 64},
    "MHA kdim": {"num_heads": 4, "key_dim": 16},
}
"""What the Keras side of each topic is built with; the file tells only its class."""

TORCH = {
    "MultiheadAttention": {},
    "MultiheadAttention key_dim=64": {},
    "MHA kdim": {"kdim": 32, "vdim": 48},
}
"""What PyTorch's attention is built with beside its width and heads; the file does not tell."""


class Wrong(Exception):
    """A layer that Convas says cannot be built."""


def test_every_topic_is_here():
    assert set(KERAS) == set(RECORDS)


@pytest.mark.parametrize("topic", KERAS)
def test_in_pytorch(topic):
    told = RECORDS[topic]["torch"]
    calls = _pytorch_calls(topic)
    shapes, trainable, state, weights = _counted("pytorch", calls, told["input"])
    assert shapes == _flat(told["output"])
    assert (trainable, state) == (told["trainable"], told["buffers"])
    assert weights == told["weights"] or not told["weights"]


@pytest.mark.parametrize("topic", KERAS)
def test_in_keras(topic):
    told = RECORDS[topic]["keras"]
    call = Call(told["layer"] or "Conv2D", kwargs=KERAS[topic])
    if isinstance(told["output"], str):
        with pytest.raises((CallError, Wrong)):
            _counted("keras", [call], [[None, 32, 32, 3]])
        return
    shapes, trainable, state, weights = _counted("keras", [call], told["input"])
    assert shapes == _flat(told["output"])
    assert (trainable, state) == (told["trainable"], told["non_trainable"])
    assert weights == {_bare(path): axes for path, axes in told["weights"].items()}


@pytest.mark.parametrize("topic", [topic for topic in KERAS if RECORDS[topic]["keras"]["trainable"] is not None])
def test_the_trainable_counts_agree_where_the_frameworks_do(topic):
    torch, keras = RECORDS[topic]["torch"], RECORDS[topic]["keras"]
    first = _counted("pytorch", _pytorch_calls(topic), torch["input"])[1]
    second = _counted("keras", [Call(keras["layer"], kwargs=KERAS[topic])], keras["input"])[1]
    assert (first == second) is RECORDS[topic]["counts_agree"]


def test_pytorch_refuses_same_padding_with_a_stride():
    assert RECORDS["Conv same + stride"]["torch_same_stride_error"]
    with pytest.raises((CallError, Wrong), match="same"):
        _counted("pytorch", [Call("Conv2d", (3, 8, 3), {"stride": 2, "padding": "same"})], [[2, 3, 32, 32]])


def _flat(output):
    """Nested outputs in order; a shape is a list of numbers."""
    nested = any(isinstance(part, list) for part in output)
    return [shape for part in output for shape in _flat(part)] if nested else [output]


def _bare(path):
    """A weight's name without the layer's, and without the numbers that a session gives to copies."""
    return re.sub(r"_\d+/", "/", path.partition("/")[2])


def _counted(convention, calls, inputs):
    """Shapes, trained and other numbers, and arrays of layers one after the other."""
    dtype = "int64" if calls[0].name == "Embedding" else "float32"
    given = tuple(Spec(tuple(_axis(axis, at) for at, axis in enumerate(shape)), dtype) for shape in inputs)
    trainable, state, weights = 0, 0, {}
    for index, call in enumerate(calls):
        layer, places = read_use(convention, call.name, read_call(convention, call), given, {})
        specs = tuple(places.get(port, ABSENT) for port in range(len(layer.ports.inputs) or len(given)))
        found = evaluate(layer, specs, RULES[convention])
        wrong = [problem.message for problem in found.problems if problem.severity != "hint"]
        if wrong:
            raise Wrong(wrong)
        trainable, state, given = trainable + found.trainable, state + found.state, found.outputs
        named = f"{index}." if len(calls) > 1 else ""
        kept = [weight for weight in found.weights if convention == "keras" or not weight.state]
        weights.update({f"{named}{weight.name}": list(weight.axes) for weight in kept})
    shapes = [[axis if isinstance(axis, int) else None for axis in spec.axes] for spec in given]
    return shapes, trainable, state, weights


def _axis(axis, at):
    return axis if axis is not None else UNKNOWN if at else BATCH


def _pytorch_calls(topic):
    """The layers in what PyTorch prints of a module: one, or each of a Sequential."""
    if topic in TORCH:
        return [Call("MultiheadAttention", (64, 4), {"batch_first": True, **TORCH[topic]})]
    printed = RECORDS[topic]["torch"]["layer"]
    inside = re.findall(r"^\s+\(\d+\): (.*)$", printed, re.MULTILINE)
    return [_call(line) for line in inside or [printed]]


def _call(line):
    parsed = ast.parse(line, mode="eval").body
    kwargs = {word.arg: _value(word.value) for word in parsed.keywords}
    return Call(parsed.func.id, tuple(map(_value, parsed.args)), kwargs)


def _value(node):
    return node.id if isinstance(node, ast.Name) else ast.literal_eval(node)
