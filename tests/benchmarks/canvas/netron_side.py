"""Netron in Chromium opening the same network as ONNX. Needs node, chromium, and the npm packages of `netron_side.js`.

Set NETRON to the folder of Netron's web files (`source` of its npm package) with playwright-core beside it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from canvas.large import large
from canvas.processes import opening
from measure import Figure, Goal, alone, compared, missing

from convas.design.records import Link, Node

_HERE = Path(__file__).parent


def model(path: Path) -> None:
    """The large drawing as ONNX: each layer a node with the same inputs."""
    import onnx
    from onnx import TensorProto, helper

    records = large()
    fed: dict[int, list[int]] = {}
    for record in records:
        if isinstance(record, Link):
            fed.setdefault(record.target, []).append(record.source)
    nodes, weights = [], []
    for record in records:
        if not isinstance(record, Node) or record.id == 1:
            continue
        inputs, kind = [f"t{key}" for key in fed[record.id]], record.layer.kind
        if kind == "Conv2D":
            weights.append(helper.make_tensor(f"w{record.id}", TensorProto.FLOAT, [1], [0.0]))
            nodes.append(helper.make_node("Conv", [*inputs, f"w{record.id}"], [f"t{record.id}"], name=record.name))
        else:
            op = {"Add": "Add", "Activation": "Relu"}.get(kind, "Identity")
            nodes.append(helper.make_node(op, inputs, [f"t{record.id}"], name=record.name))
    shape = [1, 8, 64, 64]
    graph = helper.make_graph(
        nodes,
        "large",
        [helper.make_tensor_value_info("t1", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(f"t{len(nodes) + 1}", TensorProto.FLOAT, shape)],
        weights,
    )
    onnx.save(helper.make_model(graph), str(path))


def against_netron() -> Iterator[Figure]:
    ours = opening()
    goal = Goal("20 times faster", 1 / 20)
    work = "open 10,000 layers, from no process to painted"
    lacking = missing("onnx")
    netron = os.environ.get("NETRON", "")
    if lacking or not netron:
        yield alone(work, ours, "Netron in Chromium", lacking or "NETRON, the folder of its web files", goal)
        return
    path = Path(tempfile.mkdtemp()) / "large.onnx"
    model(path)
    done = subprocess.run(
        ["node", str(_HERE / "netron_side.js"), netron, str(path)], capture_output=True, text=True, check=True
    )
    yield compared(work, ours, "Netron in Chromium", float(done.stdout.strip()) / 1000, goal)
