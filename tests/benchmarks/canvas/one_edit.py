"""One edit at 10,000 nodes, until every view is right again."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from canvas.large import large
from canvas.stage import application, window
from measure import Figure

from convas.edits.settings import set_settings

_ROUNDS = 9


def one_edit() -> Iterator[Figure]:
    made = window(large())
    document = made.document
    names = {node.name: node.id for node in document.design.nodes()}
    for work, key, setting, values, goal in (
        ("one edit, shapes downstream stay", names["n5002"], "use_bias", (False, True), 0.0167),
        ("one edit, everything downstream changes", 1, "shape", ((32, 32, 3), (64, 64, 3)), 0.1),
    ):
        times = []
        for turn in range(_ROUNDS):
            began = perf_counter()
            document.apply(set_settings(document.design, [key], {setting: values[turn % 2]}))
            application().processEvents()
            while document.session.analysis.pending or made.canvas.drawing.wires.waiting:
                application().processEvents()
            times.append(perf_counter() - began)
        found = sorted(times)[len(times) // 2]
        told = "reached" if found <= goal else "missed"
        yield Figure(f"{work}, 10,000 nodes", f"{found * 1000:.1f} ms", "", "", f"{goal * 1000:.1f} ms", told)
    document.session.mark_clean()
    made.close()
