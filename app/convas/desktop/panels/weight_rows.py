"""The rows of a layer's arrays: name, shape and count; those that are shared say with whom they count."""

from __future__ import annotations

from collections.abc import Sequence

from convas.analysis.joints import Joint
from convas.design.design import Design
from convas.values import text
from convas.values.weight import Weight, alike


def weight_rows(design: Design, weights: Sequence[Weight], shares: Sequence[Joint]) -> list[tuple[str, str, str]]:
    """Rows of name, shape and count. A single weight that counts elsewhere counts 0 here."""
    single = {joint.end.weight: joint for joint in shares if joint.end is not None and not joint.wrong}
    found: list[tuple[str, str, str]] = []
    for weight in weights:
        joint = single.get(weight.name)
        if joint is not None and joint.owner is not None:
            where = f", counted at {design.node(joint.owner).name}"
            found.append((_name(weight), text.shape(weight.axes, text.THIN) + where, "0"))
        elif joint is not None:
            others = text.listed([partner.told for partner in joint.partners])
            shape = f"{text.shape(weight.axes, text.THIN)}, also {others}"
            found.append((_name(weight), shape, text.count(weight.size)))
    for weight, times in alike([weight for weight in weights if weight.name not in single]):
        many = f"{text.count(times)} of " if times > 1 else ""
        shape = many + text.shape(weight.axes, text.THIN)
        found.append((_name(weight), shape, text.count(weight.size * times)))
    return found


def _name(weight: Weight) -> str:
    return weight.name + (" (state)" if weight.state else "")
