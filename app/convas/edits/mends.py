"""Mends: the one-click cure of a problem, planned as an ordinary edit."""

from __future__ import annotations

from dataclasses import replace

from convas.design.design import Design
from convas.design.records import Link
from convas.edits.arrange import COLUMN, SNAP
from convas.edits.edit import Edit, Refused
from convas.edits.links import downstream, insert
from convas.edits.nodes import add_node, move
from convas.edits.settings import set_settings
from convas.edits.shares import unshare_edge
from convas.layers import registry
from convas.layers.validation import SettingError, build
from convas.values.problem import Mend


def mend(design: Design, node_id: int, cure: Mend, link: Link | None) -> Edit:
    """What it takes to mend a problem of a node. `link` brings the input that the cure is about, if it is about one."""
    if cure.share:
        return replace(unshare_edge(design, cure.share), name=cure.label)
    if cure.kind:
        return _put_before(design, node_id, cure, link)
    if cure.where < 0:
        chosen = cure.node or node_id
    elif link is None:
        raise Refused("The layer that this would change is not linked any more.")
    else:
        chosen = link.source
    return Edit(cure.label, set_settings(design, [chosen], dict(cure.settings)).delta)


def _put_before(design: Design, node_id: int, cure: Mend, link: Link | None) -> Edit:
    """A new layer in the link; what follows moves on where there is no room."""
    kind = registry.find(cure.kind)
    if kind is None or link is None:
        raise Refused(f"{design.node(node_id).name} has no link to put a layer into.")
    try:
        layer = build(kind, dict(cure.settings))
    except SettingError as error:
        raise Refused(str(error)) from None
    source, target = design.node(link.source), design.node(node_id)
    crowded = source.y == target.y and 0 <= target.x - source.x < 2 * COLUMN
    x = source.x + COLUMN if crowded else (source.x + target.x) // 2 // SNAP * SNAP
    y = source.y if crowded else (source.y + target.y) // 2 // SNAP * SNAP
    added, node = add_node(design, layer, x, y, scope=target.scope)
    delta = added.delta.then(insert(design, link.id, node))
    if crowded:
        after = [design.node(key) for key in (node_id, *downstream(design, node_id))]
        onward = {
            moved.id: (moved.x + COLUMN, moved.y) for moved in after if moved.y == target.y and moved.x >= target.x
        }
        delta = delta.then(move(design, onward).delta)
    return Edit(cure.label, delta)
