"""Joints: what a node shares, share by share: the whole layer, or single weights with whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from convas.analysis.sight import Sight
from convas.design.design import Design
from convas.design.records import End, Share
from convas.design.sharing import whole_members
from convas.values import text


@dataclass(frozen=True, slots=True)
class Partner:
    """The other side of a share: where, and the weight in plain words (all of them where it is empty)."""

    place: str
    word: str
    turned: bool = False

    @property
    def told(self) -> str:
        """`embedding's table, turned`"""
        owned = f"{self.place}'s {self.word}" if self.word else self.place
        return f"{owned}, turned" if self.turned else owned


@dataclass(frozen=True, slots=True)
class Joint:
    """One share of a node with all its partners.

    `end` is the node's array, or None where it is one layer with its partners. `word` names the array.
    `owner` is the node that counts it, where that is another one; `wrong`: it cannot be shared.
    """

    end: End | None
    word: str
    partners: tuple[Partner, ...]
    owner: int | None = None
    wrong: bool = False

    @property
    def told(self) -> str:
        """`kernel is embedding's table, turned`"""
        others = text.listed([partner.told for partner in self.partners])
        if self.end is None or not self.word:
            return f"{'Cannot share' if self.wrong else 'Shares its weights'} with {others}"
        return f"{self.word} {'cannot be' if self.wrong else 'is'} {others}"


def joints(design: Design, sight: Sight, node: int) -> list[Joint]:
    """Everything that a node shares, oldest share first; the whole layer before its single weights."""
    edges = design.shares_of(node)
    group = sight.groups.get(sight.group_of.get(node, -1))
    wrong = group is not None and group.problem is not None
    found: list[Joint] = []
    if any(edge.whole for edge in edges):
        members = [key for key in whole_members(design, node) if key != node]
        if group is not None:
            members.sort(key=lambda key: group.members.index(key) if key in group.members else -1)
        partners = tuple(Partner(design.node(key).name, "") for key in members)
        found.append(Joint(None, "", partners, sight.figure(node).lender, wrong))
    borrowed = dict(sight.figure(node).borrowed)
    ends = dict.fromkeys(
        end for edge in edges if not edge.whole for end in (edge.first, edge.second) if end.node == node
    )
    for end in ends:
        place, name, word = place_and_word(design, sight, end)
        inner = place.removeprefix(design.node(node).name)
        others = tuple(_partners(design, sight, end))
        owner = borrowed.get(f"{inner}/{name}".lstrip("/"))
        said = word if len(end.path) == 1 else f"{place}{_between(design)}{word}" if word else place
        found.append(Joint(end, said, others, owner, wrong))
    return found


def place_and_word(design: Design, sight: Sight, end: End) -> tuple[str, str, str]:
    """Where an end is, such as `layers[0]/attention`; the framework's name of its array, and the plain word for it."""
    said = design.node(end.node).name
    finding = sight.finding(end.node)
    for step, following in zip(end.path, end.path[1:], strict=False):
        said += "" if step.repetition is None else f"[{step.repetition}]"
        said += f"/{design.node(following.node).name}"
        inside = finding.inside
        if inside is not None and following.node in (found := inside.run(step.repetition or 0).findings):
            finding = found[following.node]
    words = (weight.word for weight in finding.weights or () if weight.name == end.weight)
    return said, end.weight, next(words, end.weight)


def bond_words(design: Design, sight: Sight, edges: list[Share]) -> str:
    """`table = kernel, counted once`: what the edges of a group make one; empty where whole layers are."""
    pairs: dict[tuple[str, ...], None] = {}
    for edge in edges:
        if not edge.first.weight or not edge.second.weight:
            return ""
        words = [place_and_word(design, sight, end)[2] for end in (edge.first, edge.second)]
        pairs[tuple(dict.fromkeys(sorted(words, key="table".__ne__)))] = None
    told = next(iter(pairs), ())
    if len(pairs) > 1:
        return f"{text.many(len(edges), 'weight')}, counted once"
    return f"{' = '.join(told)}, counted once" if len(told) > 1 else f"same {told[0]}, counted once" if told else ""


def _partners(design: Design, sight: Sight, end: End) -> Iterator[Partner]:
    """Every other end that is the same array, with whether it is turned against this one."""
    seen, waiting = {end}, [(end, False)]
    while waiting:
        at, turned = waiting.pop(0)
        for edge in design.shares_of(at.node):
            if edge.whole or at not in (edge.first, edge.second):
                continue
            other = edge.second if edge.first == at else edge.first
            if other not in seen:
                seen.add(other)
                waiting.append((other, turned ^ edge.transposed))
                place, _, word = place_and_word(design, sight, other)
                yield Partner(place, word, turned ^ edge.transposed)


def _between(design: Design) -> str:
    return "/" if design.rules.keras else "."
