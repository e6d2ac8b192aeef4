"""Speed, as ratios against others in one run: python tests/benchmarks/run.py

Prints a Markdown table. What others need is the extra `bench`; without it their rows say so. Nothing here
is a test: machines differ, ratios of one run say more than seconds.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from build import image, line
from convas import Conv2D
from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.edits.settings import set_setting
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.session import Session


class Figure(NamedTuple):
    """One row: our seconds, the other's, and how many times faster (or slower) we should be."""

    work: str
    ours: float
    other: float | None
    against: str
    goal: str
    reached: Callable[[float], bool]


def best(work: Callable[[], Any], times: int = 5) -> float:
    """The least of several times, in seconds: what the machine can do when nothing else happens."""
    found = []
    for _ in range(times):
        gc.collect()
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def convolutions(count: int) -> list[Any]:
    return line(image(64, 64, colours="RGB"), Conv2D(filters=8, padding="same"), count)


def analysed(design: Design) -> Analysis:
    analysis = Analysis(design)
    analysis.settle()
    return analysis


def opening() -> Iterator[Figure]:
    data = to_bytes(convolutions(10_000))
    ours = best(lambda: analysed(from_bytes(data)))
    other = best(lambda: json.loads(data))
    yield Figure("open 10,000 layers", ours, other, "json.loads", "at most 4 times", lambda ratio: ratio <= 4)


def one_setting() -> Iterator[Figure]:
    for count in (1_000, 10_000, 100_000):
        session = Session(Design(convolutions(count)))
        last = 2 * count
        values = [True, False]

        def change(session: Session = session, last: int = last, values: list[bool] = values) -> None:
            for _ in range(100):
                values.reverse()
                session.apply(set_setting(session.design, [last], "use_bias", values[0]))

        each = best(change) / 100
        goal = "at most 50 microseconds"
        yield Figure(f"one setting among {count:,} layers", each, 50e-6, goal, goal, lambda ratio: ratio <= 1)


def rebuilding() -> Iterator[Figure]:
    session = Session(Design(convolutions(1_000)))
    sizes = [7, 8]

    def change() -> None:
        sizes.reverse()
        session.apply(set_setting(session.design, [2], "strides", 1 + sizes[0] % 2))

    ours = best(change)
    other = _keras_chain() if importlib.util.find_spec("keras") else None
    yield Figure(
        "worst edit of 1,000 layers", ours, other, "rebuilding in Keras", "1,000 times faster", lambda r: r <= 1 / 1000
    )


def whole_networks() -> Iterator[Figure]:
    for count in (1_000, 10_000):
        design = Design(convolutions(count))
        ours = best(lambda design=design: analysed(design))  # type: ignore[misc]
        other = _torchinfo_chain(count) if importlib.util.find_spec("torchinfo") else None
        yield Figure(
            f"analyse {count:,} convolutions", ours, other, "torchinfo, meta", "100 times faster", lambda r: r <= 0.01
        )


def _keras_chain() -> float:
    import keras

    def build() -> None:
        x = keras.Input((64, 64, 3))
        y = x
        for _ in range(1_000):
            y = keras.layers.Conv2D(8, 3, padding="same")(y)
        keras.Model(x, y).count_params()

    return best(build, 1)


def _torchinfo_chain(count: int) -> float:
    import torch
    import torchinfo

    with torch.device("meta"):
        layers = [torch.nn.Conv2d(3 if not index else 8, 8, 3, padding=1) for index in range(count)]
        net = torch.nn.Sequential(*layers)
    return best(lambda: torchinfo.summary(net, (1, 3, 64, 64), device="meta", verbose=0), 1)


def main() -> None:
    print("| work | ours | other | ratio | goal | |")  # noqa: T201
    print("| --- | ---: | ---: | ---: | --- | --- |")  # noqa: T201
    for figures in (opening, one_setting, rebuilding, whole_networks):
        for figure in figures():
            ours = f"{figure.ours * 1000:.3f} ms"
            if figure.other is None:
                print(f"| {figure.work} | {ours} | {figure.against}: not installed | | {figure.goal} | |")  # noqa: T201
                continue
            ratio = figure.ours / figure.other
            told = "reached" if figure.reached(ratio) else "missed"
            other = f"{figure.against}: {figure.other * 1000:.3f} ms"
            print(f"| {figure.work} | {ours} | {other} | {ratio:.4g} | {figure.goal} | {told} |")  # noqa: T201


if __name__ == "__main__":
    main()
