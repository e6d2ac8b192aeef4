"""PyTorch's side: a network as a module on the meta device, summarised by torchinfo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torchinfo
from networks import Network, Step
from torch import nn


class Module(nn.Module):
    """Runs the steps as they are."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.steps = network.steps
        self.layers = nn.ModuleList(made(step) for step in network.steps)

    def forward(self, given: Any) -> Any:
        values = [(given,)]
        for step, layer in zip(self.steps[1:], self.layers[1:], strict=True):
            fed = [values[source][output] for source, output in step.of]
            match step.op:
                case "add":
                    found = fed[0] + fed[1]
                case "multiply":
                    found = fed[0] * fed[1]
                case "mean":
                    found = layer(fed[0]).flatten(1)
                case "split":
                    values.append(fed[0].chunk(step.given[0], -1))
                    continue
                case _:
                    found = layer(fed[0])
            values.append((found,))
        return found


def made(step: Step) -> nn.Module:
    match step.op, step.given:
        case "conv", (channels, filters, kernel, stride, padding, bias):
            return nn.Conv2d(channels, filters, kernel, stride, padding, bias=bias)
        case "dense", (features, units):
            return nn.Linear(features, units)
        case "batch norm", (channels,):
            return nn.BatchNorm2d(channels)
        case "layer norm", (size,):
            return nn.LayerNorm(size)
    plain = {
        "relu": nn.ReLU,
        "gelu": nn.GELU,
        "pool": lambda: nn.MaxPool2d(3, 2, 1),
        "mean": lambda: nn.AdaptiveAvgPool2d(1),
    }
    return plain.get(step.op, nn.Identity)()


def module(network: Network) -> Module:
    with torch.device("meta"):
        return Module(network).eval()


def parameters(made: Module) -> int:
    return sum(weight.numel() for weight in made.parameters())


def summary(made: Module, network: Network) -> Callable[[], Any]:
    return lambda: torchinfo.summary(made, (1, *network.shape), device="meta", verbose=0)
