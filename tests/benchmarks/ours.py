"""Our side: a network as a design, analysed from nothing."""

from __future__ import annotations

from networks import Network, Step

from convas import (
    Activation,
    Add,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    Input,
    LayerNormalization,
    MaxPooling2D,
    Multiply,
    Split,
)
from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.design.records import Header, Link, Node, Record
from convas.layers.layer import Layer


def layer(step: Step) -> Layer:
    match step.op, step.given:
        case "input", shape:
            return Input(shape=shape, colours=None)
        case "conv", (_, filters, kernel, stride, padding, bias):
            return Conv2D(filters=filters, kernel_size=kernel, strides=stride, padding=padding, use_bias=bias)
        case "dense", (_, units):
            return Dense(units=units)
        case "pool", _:
            return MaxPooling2D(pool_size=3, strides=2, padding=1)
        case "split", (parts,):
            return Split(parts=parts, axis=-1)
        case ("relu" | "gelu") as function, _:
            return Activation(function=function)
    kinds = {
        "add": Add,
        "multiply": Multiply,
        "mean": GlobalAveragePooling2D,
        "batch norm": BatchNormalization,
        "layer norm": LayerNormalization,
    }
    return kinds[step.op]()


def records(network: Network) -> list[Record]:
    found: list[Record] = [Header(convention="pytorch")]
    same: dict[Step, Layer] = {}
    count = len(network.steps)
    for index, step in enumerate(network.steps):
        bare = Step(step.op, (), step.given)
        found.append(Node(index + 1, f"n{index}", same.setdefault(bare, same.get(bare) or layer(bare))))
    for index, step in enumerate(network.steps):
        for slot, (source, output) in enumerate(step.of):
            count += 1
            found.append(Link(count, source + 1, index + 1, output, slot))
    return found


def analysed(design: Design) -> Analysis:
    analysis = Analysis(design)
    analysis.settle()
    return analysis
