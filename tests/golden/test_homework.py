"""The exercise's arrays, each by name and shape as Keras and PyTorch have them; their sums are the golden ones."""

import json
from math import prod
from pathlib import Path

import pytest

from build import exercise

GOLDEN = json.loads((Path(__file__).parent / "homework.json").read_text())
SIDE = {"same": 120, "valid": 110}


def keras(padding):
    flat = SIDE[padding] ** 2 * 20
    convs = {f"conv{index}": {"kernel": (3, 3, 4 if index == 1 else 20, 20), "bias": (20,)} for index in range(1, 6)}
    return {
        **convs,
        "dense_1": {"kernel": (flat, 30), "bias": (30,)},
        "dense_2": {"kernel": (30, 10), "bias": (10,)},
    }


def pytorch(padding):
    """The same arrays, the last axes first."""
    turned = {2: (1, 0), 4: (3, 2, 0, 1)}
    return {
        layer: {
            "weight": tuple(arrays["kernel"][axis] for axis in turned[len(arrays["kernel"])]),
            "bias": arrays["bias"],
        }
        for layer, arrays in keras(padding).items()
    }


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize(("convention", "arrays", "golden"), [("keras", keras, "keras"), ("pytorch", pytorch, "torch")])
def test_every_array_of_the_exercise(convention, arrays, golden, padding):
    net = exercise(padding, convention=convention)
    found = {
        node.name: {weight.name: weight.axes for weight in net.analysis.findings[node.id].weights}
        for node in net.design.nodes()
        if net.analysis.findings[node.id].weights
    }
    assert found == arrays(padding)
    sizes = {layer: sum(map(prod, shapes.values())) for layer, shapes in found.items()}
    total, wanted = sum(sizes.values()), GOLDEN[golden][padding]
    assert total == wanted["total_sharing_ignored"]
    assert total - sizes["conv5"] == wanted["total_trainable"] == GOLDEN["expected"][padding]
