"""What is wrong at a node beside its rule: links that a changed setting left over, settings of a later version."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from convas.design.design import Design
from convas.design.records import Node
from convas.layers.layer import Layer
from convas.values.problem import Problem


def beside(design: Design, node: Node, layer: Callable[[int], Layer]) -> Iterator[Problem]:
    """The problems of a node that no finding has; `layer` gives the layer of a node as it counts."""
    for link in design.inbound.get(node.id, {}).values():
        if not layer(node.id).ports.takes(link.input):
            said = f"The link from {{#{link.source}}} goes to an input that {{me}} does not have. Delete it."
            yield Problem("stray link", said)
        if link.output >= len(layer(link.source).ports.outputs):
            said = f"{{#{link.source}}} has no such output any more. Delete the link to {{me}}."
            yield Problem("stray link", said)
    if node.unknown_settings:
        yield UNKNOWN_SETTINGS


UNKNOWN_SETTINGS: Final = Problem(
    "unknown settings",
    "{me} has settings that this version of Convas does not know, so it cannot be counted. They are kept as they are.",
)
