"""What a link says: the shape that goes through it, and whether that fits."""

from __future__ import annotations

from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import Link
from convas.desktop.canvas.wires import Fit
from convas.values import text


def link_words(design: Design, sight: Sight, link: Link) -> tuple[str, Fit]:
    """The label, once for all links of an output, and whether the shape fits."""
    finding = sight.findings.get(link.source)
    specs = () if finding is None else finding.outputs
    if _stray(sight, link):
        return "leads nowhere", "wrong"
    spec = specs[link.output] if link.output < len(specs) else None
    if spec is None:
        return "unknown", "unknown"
    first = min(other.id for other in design.outbound[link.source].values() if other.output == link.output)
    label = text.shape(spec.visible, text.THIN) if link.id == first else ""
    arriving = sight.findings.get(link.target)
    problems = () if arriving is None else arriving.problems
    wrong = any(problem.severity == "error" and not problem.setting for problem in problems)
    return label, "wrong" if wrong else "fine"


def _stray(sight: Sight, link: Link) -> bool:
    """Whether a changed setting took one of the link's ports away."""
    source, target = (sight.layer(key).ports for key in (link.source, link.target))
    return link.output >= len(source.outputs) or not target.takes(link.input)
