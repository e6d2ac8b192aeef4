"""NodeGraphQt building and first painting 1,000 nodes, in an environment of its own.

Set NODE_GRAPH_QT to a Python that has NodeGraphQt and a binding it works with.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from time import perf_counter

from canvas.large import large
from canvas.stage import application, window
from measure import Figure, Goal, alone, compared

from convas.design.design import Design

_NODES = 1_000
_THEIRS = """
from time import perf_counter
from Qt import QtWidgets
from NodeGraphQt import BaseNode, NodeGraph

class Layer(BaseNode):
    __identifier__ = "layers"
    NODE_NAME = "Layer"
    def __init__(self):
        super().__init__()
        self.add_input("in", multi_input=True)
        self.add_output("out")

app = QtWidgets.QApplication([])
graph = NodeGraph()
graph.register_node(Layer)
graph.widget.resize(1600, 1000)
graph.widget.show()
app.processEvents()
began = perf_counter()
before = None
for at in range(1000):
    node = graph.create_node("layers.Layer", name=f"n{at}", pos=[at % 40 * 344, at // 40 * 152], push_undo=False)
    if before is not None:
        node.set_input(0, before.output(0))
    before = node
graph.fit_to_selection()
app.processEvents()
print(perf_counter() - began)
"""


def against_node_graph() -> Iterator[Figure]:
    made = window()
    times = []
    for _ in range(5):
        design = Design(large(_NODES))
        began = perf_counter()
        made.document.start(design)
        application().processEvents()
        times.append(perf_counter() - began)
    made.close()
    work, goal = "build and first paint of 1,000 nodes", Goal("300 times faster", 1 / 300)
    python = os.environ.get("NODE_GRAPH_QT", "")
    if not python:
        yield alone(work, min(times), "NodeGraphQt", "NODE_GRAPH_QT, a Python that has it", goal)
        return
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_PREFERRED_BINDING": "PySide6"}
    done = subprocess.run([python, "-c", _THEIRS], env=environment, capture_output=True, text=True, check=True)
    yield compared(work, min(times), "NodeGraphQt", float(done.stdout.split()[-1]), goal)
