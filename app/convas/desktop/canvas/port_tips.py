"""What a port says where the hand rests on it: its name, and the shape that goes through."""

from __future__ import annotations

from html import escape

from convas.desktop.canvas.drawing import Drawing
from convas.desktop.canvas.hits import Hit
from convas.values import text


def port_tip(drawing: Drawing, hit: Hit) -> str:
    """`c: 64` for a port, escaped for a tool tip; empty for anything else."""
    if hit.part not in ("input", "output") or hit.id not in drawing.cards:
        return ""
    ports, finding = drawing.sight.layer(hit.id).ports, drawing.sight.findings.get(hit.id)
    ours = ports.inputs if hit.part == "input" else ports.outputs
    if hit.part == "input" and ports.takes(hit.port):
        name = ports.name(hit.port)
    elif hit.part == "output" and hit.port < len(ours):
        name = ours[hit.port]
    else:
        return ""
    specs = () if finding is None else finding.inputs if hit.part == "input" else finding.outputs
    spec = specs[hit.port] if hit.port < len(specs) else None
    shape = "" if spec is None or not spec.known else f": {text.shape(spec.visible)}"
    return f"<p style='white-space:pre'>{escape(name + shape)}</p>"
