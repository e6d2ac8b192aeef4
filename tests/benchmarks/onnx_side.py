"""ONNX's side: a network as a model without weights (they are inputs with shapes), for its shape inference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from networks import Network, Step
from onnx import ModelProto, TensorProto, helper, shape_inference


class _Graph:
    """Nodes and inputs as they come."""

    def __init__(self, network: Network) -> None:
        self.nodes: list[Any] = []
        self.inputs = [_value("input", (1, *network.shape))]
        self.names: list[list[str]] = [["input"]]
        for index, step in enumerate(network.steps[1:], 1):
            fed = [self.names[source][output] for source, output in step.of]
            outputs = [f"n{index}_{output}" for output in range(step.given[0] if step.op == "split" else 1)]
            self._add(step, fed, outputs)
            self.names.append(outputs)

    def _weight(self, *axes: int) -> str:
        name = f"w{len(self.inputs)}"
        self.inputs.append(_value(name, axes))
        return name

    def _node(self, op: str, fed: list[str], outputs: list[str], **given: Any) -> None:
        self.nodes.append(helper.make_node(op, fed, outputs, **given))

    def _add(self, step: Step, fed: list[str], outputs: list[str]) -> None:
        match step.op, step.given:
            case "conv", (channels, filters, kernel, stride, padding, bias):
                weights = [self._weight(filters, channels, kernel, kernel), *([self._weight(filters)] if bias else [])]
                window = {"kernel_shape": [kernel] * 2, "strides": [stride] * 2, "pads": [padding] * 4}
                self._node("Conv", [*fed, *weights], outputs, **window)
            case "dense", (features, units):
                self._node("MatMul", [*fed, self._weight(features, units)], [f"{outputs[0]}_m"])
                self._node("Add", [f"{outputs[0]}_m", self._weight(units)], outputs)
            case "batch norm", (channels,):
                self._node("BatchNormalization", [*fed, *(self._weight(channels) for _ in range(4))], outputs)
            case "layer norm", (size,):
                self._node("LayerNormalization", [*fed, self._weight(size), self._weight(size)], outputs)
            case "pool", _:
                self._node("MaxPool", fed, outputs, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
            case "mean", _:
                self._node("GlobalAveragePool", fed, [f"{outputs[0]}_p"])
                self._node("Flatten", [f"{outputs[0]}_p"], outputs)
            case "split", (parts,):
                self._node("Split", fed, outputs, axis=-1, num_outputs=parts)
            case _:
                names = {"relu": "Relu", "gelu": "Gelu", "add": "Add", "multiply": "Mul"}
                self._node(names[step.op], fed, outputs)


def _value(name: str, axes: tuple[int, ...]) -> Any:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, axes)


def model(network: Network) -> ModelProto:
    graph = _Graph(network)
    last = helper.make_empty_tensor_value_info(graph.names[-1][0])
    made = helper.make_graph(graph.nodes, "net", graph.inputs, [last])
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 21)])


def inference(made: ModelProto) -> Callable[[], Any]:
    return lambda: shape_inference.infer_shapes(made)


def shapes(made: ModelProto) -> int:
    """How many shapes the inference finds."""
    return len(shape_inference.infer_shapes(made).graph.value_info)
