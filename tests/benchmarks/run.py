"""Speed, as ratios against others in one run: python tests/benchmarks/run.py

Prints a Markdown table. What others need is the extra `bench`; without it their rows say what is missing.
Nothing here is a test: machines differ, ratios of one run say more than seconds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from measure import Figure, Goal, alone, compared, least, missing, table
from networks import Network, convolutions, like_gpt_2_xl, resnet_50
from ours import analysed, records

from convas.design.design import Design
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.script import Script, new
from edits import one_setting, worst_edit

NETWORKS = {
    "ResNet-50": resnet_50,
    "48 layers with the sizes of GPT-2 XL (dense layers, no attention yet)": like_gpt_2_xl,
    "1,000 convolutions": lambda: convolutions(1_000),
    "10,000 convolutions": lambda: convolutions(10_000),
}


def whole_networks() -> Iterator[Figure]:
    for name, network in NETWORKS.items():
        yield from _whole(f"analyse {name}", network())


def _whole(work: str, network: Network) -> Iterator[Figure]:
    design = Design(records(network))
    ours = lambda: analysed(design)  # noqa: E731
    rounds = 10 if len(network.steps) < 5_000 else 3
    goal = Goal("100 times faster", 0.01)
    lacking = missing("torch", "torchinfo")
    if lacking:
        yield alone(work, least((ours, rounds))[0], "torchinfo, meta", lacking, goal)
    else:
        from pytorch_side import module, parameters, summary

        made = module(network)
        if ours().totals.trainable != parameters(made):
            raise AssertionError(f"{work}: the two sides have different networks")
        times = least((ours, rounds), (summary(made, network), 2))
        yield compared(work, times[0], "torchinfo, meta", times[1], goal)
    goal = Goal("no slower", 1)
    lacking = missing("onnx")
    if lacking:
        yield alone(work, least((ours, rounds))[0], "onnx.shape_inference", lacking, goal)
    else:
        from onnx_side import inference, model, shapes

        weightless = model(network)
        if shapes(weightless) < len(network.steps) - 2:
            raise AssertionError(f"{work}: ONNX finds no shapes")
        times = least((ours, rounds), (inference(weightless), rounds))
        yield compared(work, times[0], "onnx.shape_inference", times[1], goal)


def repetitions() -> Iterator[Figure]:
    few, many = (_tower(times).analysis.evaluated for times in (32, 126))
    told = "reached" if few == many else "missed"
    work = "evaluations of layers, 126 repetitions"
    yield Figure(work, f"{many}", f"32 repetitions: {few}", f"{many / few:.2f}", "the same number", told)


def _tower(times: int) -> Script:
    import convas

    net = new()
    start = net.add(convas.Input(shape=(8,), colours=None))
    with net.block("residual") as block:
        entry = block.input()
        block.output(block.add(convas.Add(), block.add(convas.Dense(units=8), entry), entry))
    net.use(block, start, repeat=times)
    return net


def opening() -> Iterator[Figure]:
    data = to_bytes(records(convolutions(10_000)))
    ours, other = least((lambda: analysed(from_bytes(data)), 15), (lambda: json.loads(data), 15))
    work = f"open a file of 10,000 layers ({len(data) / 1e6:.1f} MB)"
    yield compared(work, ours, "json.loads", other, Goal("at most 4 times", 4))


def main() -> None:
    figures = []
    for rows in (whole_networks, worst_edit, one_setting, repetitions, opening):
        for figure in rows():
            figures.append(figure)
            print(figure.work, figure.told, file=sys.stderr)  # noqa: T201
    print(table(figures))  # noqa: T201


if __name__ == "__main__":
    main()
