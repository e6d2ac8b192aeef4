"""Edits of links: connect, move an end, put a node into a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from convas.analysis.variables import layer_of
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import MOST_INPUTS, Link, Node
from convas.edits.edit import Edit, Refused


def connect(design: Design, source: int, target: int, output: int = 0, input: int | None = None) -> Edit:
    """A link from an output port to an input; without an input, to the first free one."""
    slot = free_input(design, target) if input is None else input
    check(design, source, target, output, slot)
    link = Link(design.next_id(), source, target, output, slot)
    return Edit(_name(design, link), Delta.adding(link))


def reconnect(design: Design, link_id: int, *, source: int, target: int, output: int = 0, input: int = 0) -> Edit:
    """The same link between other ports."""
    link = design.get(Link, link_id)
    if link is None:
        raise Refused("That link is not there any more.")
    check(design, source, target, output, input, ignoring=link_id)
    moved = replace(link, source=source, target=target, output=output, input=input)
    return Edit(_name(design, moved), Delta.replacing((link, moved)))


def insert(design: Design, link_id: int, node: Node) -> Delta:
    """What it takes to lead a link through a node that has just been planned."""
    link = design.get(Link, link_id)
    if link is None:
        raise Refused("That link is not there any more.")
    if not node.layer.ports.takes(0) or not node.layer.ports.outputs:
        raise Refused(f"{node.layer.title} cannot stand inside a link.")
    after = Link(node.id + 1, node.id, link.target, 0, link.input)
    return Delta.replacing((link, replace(link, target=node.id, input=0))).then(Delta.adding(after))


def lead_through(design: Design, link_id: int, node_id: int) -> Edit:
    """Lead a link through a node that is there already and has no links of its own at its first ports."""
    link, node = design.get(Link, link_id), design.node(node_id)
    if link is None:
        raise Refused("That link is not there any more.")
    if node_id in (link.source, link.target):
        raise Refused(f"{node.name} is at an end of that link already.")
    if 0 in design.inbound.get(node_id, {}):
        raise Refused(f"The first input of {node.name} has a link already. Delete it first.")
    if reaches(design, link.target, node_id) or reaches(design, node_id, link.source):
        raise Refused("This link would make a loop, so nothing was added. Use a recurrent layer for feedback.")
    if node.scope != design.node(link.source).scope:
        raise Refused("A link cannot lead into or out of a block. Use the block's inputs and outputs.")
    ports = layer_of(design, node).ports
    if not ports.takes(0) or not ports.outputs:
        raise Refused(f"{node.layer.title} cannot stand inside a link.")
    before = replace(link, target=node_id, input=0)
    after = Link(design.next_id(), node_id, link.target, 0, link.input)
    names = (design.node(link.source).name, node.name, design.node(link.target).name)
    return Edit("Lead {} through {} to {}".format(*names), Delta.replacing((link, before)).then(Delta.adding(after)))


def free_input(design: Design, target: int) -> int:
    """The first input of a node without a link."""
    node = design.node(target)
    taken = design.inbound.get(target, {})
    slot = next(index for index in range(len(taken) + 1) if index not in taken)
    if not layer_of(design, node).ports.takes(slot):
        raise Refused(f"Every input of {node.name} has a link already. Delete one first.")
    return slot


def check(design: Design, source: int, target: int, output: int, input: int, ignoring: int = 0) -> None:
    """Refuse a link that no drawing can hold."""
    a, b = design.node(source), design.node(target)
    if a.scope != b.scope:
        raise Refused("A link cannot lead into or out of a block. Use the block's inputs and outputs.")
    if not 0 <= output < len(layer_of(design, a).ports.outputs):
        raise Refused(f"{a.name} has no such output.")
    if not layer_of(design, b).ports.takes(input) or input > MOST_INPUTS:
        raise Refused(f"{b.name} takes no link there.")
    there = design.inbound.get(target, {}).get(input)
    if there is not None and there.id != ignoring:
        raise Refused(f"That input of {b.name} has a link already. Delete it first, or drop on a free input.")
    if source == target or reaches(design, target, source, ignoring):
        raise Refused("This link would make a loop, so nothing was added. Use a recurrent layer for feedback.")


def reaches(design: Design, start: int, goal: int, ignoring: int = 0) -> bool:
    """Whether links lead from one node to another."""
    return goal in downstream(design, start, ignoring)


def downstream(design: Design, start: int, ignoring: int = 0) -> set[int]:
    """All nodes that links lead to from a node."""
    return _walk(start, lambda key: [k.target for k in design.outbound.get(key, {}).values() if k.id != ignoring])


def upstream(design: Design, start: int) -> set[int]:
    """All nodes from which links lead to a node."""
    return _walk(start, lambda key: [k.source for k in design.inbound.get(key, {}).values()])


def _walk(start: int, step: Callable[[int], list[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = step(start)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += step(key)
    return seen


def _name(design: Design, link: Link) -> str:
    return f"Link {design.node(link.source).name} to {design.node(link.target).name}"
