"""Totals: running sums over all nodes, changed by what a node gave before and what it gives now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from convas.analysis.finding import Finding
from convas.analysis.shares import Figures
from convas.design.records import Header, Record, Share
from convas.values.convention import Rules
from convas.values.operations import Operations
from convas.values.size import UNKNOWN, Dim, settle


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole design's numbers. Where `complete` is False they are lower bounds: "at least".

    `parameters` includes state in Keras and not in PyTorch; `if_not_shared` is the same count with
    every use counted by itself. `memory` is bytes of all outputs for one example.
    """

    parameters: Dim
    trainable: Dim
    frozen: Dim
    state: Dim
    if_not_shared: Dim
    operations: Operations
    memory: Dim
    complete: bool

    @property
    def macs(self) -> Dim:
        return self.operations.macs

    @property
    def saved(self) -> Dim:
        """What sharing saves."""
        return self.if_not_shared - self.parameters

    @property
    def weight_memory(self) -> Dim:
        """Bytes of all arrays as 32-bit numbers, state included."""
        return (self.trainable + self.frozen + self.state) * 4


class Sums:
    """Adds and takes away; every step costs the same however large the design is.

    Equal layers share one finding and one set of figures, so these are first counted, and added when it is asked for.
    """

    _PARTS = ("trainable", "frozen", "state", "alone", "alone_state")
    _COSTS = Operations._fields

    def __init__(self) -> None:
        self._sums: dict[str, Dim] = dict.fromkeys((*self._PARTS, *self._COSTS, "memory"), 0)
        self._missing = dict.fromkeys(self._sums, 0)
        self._waiting: list[Finding | Figures] = []
        self._times: dict[int, int] = {}
        self._unknown = 0

    def add(self, one: Finding | Figures, sign: int) -> None:
        """Add what a finding costs, or what figures count; take it away for -1."""
        times = self._times.get(id(one))
        if times is not None:
            self._times[id(one)] = times + sign
            return
        if len(self._waiting) > _MOST_WAITING:
            self._settle()
        self._times[id(one)] = sign
        self._waiting.append(one)

    def totals(self, rules: Rules, incomplete: int) -> Totals:
        """The totals now; `incomplete` counts further things that are not known."""
        self._settle()
        s = {part: UNKNOWN if self._missing[part] else size for part, size in self._sums.items()}
        kept = s["state"] if rules.counts_state else 0
        kept_alone = s["alone_state"] if rules.counts_state else 0
        return Totals(
            parameters=settle(s["trainable"] + s["frozen"] + kept),
            trainable=s["trainable"],
            frozen=s["frozen"],
            state=s["state"],
            if_not_shared=settle(s["alone"] + kept_alone),
            operations=Operations(*(s[part] for part in self._COSTS)),
            memory=s["memory"],
            complete=not self._unknown and not incomplete,
        )

    def _settle(self) -> None:
        for one in self._waiting:
            times = self._times[id(one)]
            if times and isinstance(one, Figures):
                self._figures(one, times)
            elif times and isinstance(one, Finding):
                self._costs(one, times)
        self._waiting, self._times = [], {}

    def _figures(self, figures: Figures, times: int) -> None:
        if not figures.known:
            self._unknown += times
        counted = figures.counted
        for part in self._PARTS:
            self._add(part, getattr(counted, part), times)

    def _costs(self, finding: Finding, times: int) -> None:
        operations, memory = finding.costs
        self._add("memory", memory, times)
        if operations is not None:
            for part, size in zip(self._COSTS, operations, strict=True):
                self._add(part, size, times)

    def _add(self, part: str, size: Dim | None, times: int) -> None:
        if size is UNKNOWN:
            self._missing[part] += times
        elif size is not None and size != 0:
            self._sums[part] = settle(self._sums[part] + size * times)


def is_incomplete(record: Record) -> bool:
    """Whether a record came with parts that this version does not know, so that totals may miss something."""
    if isinstance(record, Header):
        return bool(record.unknown or record.unknown_parts)
    if isinstance(record, Share):
        return bool(record.unknown or record.first.unknown or record.second.unknown)
    return bool(record.unknown)


_MOST_WAITING: Final = 10_000
