"""Mistakes before a dense layer: the flattened size of another padding, of another pooling, or of a part only."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from convas.study.answers.hypotheses.depth import changed
from convas.study.answers.network import channels
from convas.study.answers.subject import Change, Subject
from convas.values.size import value_of

_KIND = "flattened size"


def propose(subject: Subject) -> Iterator[Change]:
    axis, now = subject.axis, subject.depth
    if axis is None or now is None:
        return
    seen = {now}
    for size, why in _sizes(subject, axis):
        if size not in seen and size > 0:
            seen.add(size)
            change = changed(subject, size, why)
            yield Change("channels", _KIND, change.said, channels=size)


def _sizes(subject: Subject, axis: int) -> Iterator[tuple[int, str]]:
    flat = next((found for found in subject.network.before(subject.row) if found[0].layer.kind == "Flatten"), None)
    pooled = any("Pool" in node.layer.kind for node, _ in subject.network.before(subject.row))
    if (flat is None and not pooled) or len(subject.row.place) != 1:
        return
    for words, findings in subject.network.variants:
        finding = findings.get(subject.row.id)
        size = channels(finding.inputs[0], axis) if finding is not None and finding.inputs else None
        if size is not None:
            yield size, words
    if flat is None or not flat[1].inputs or flat[1].inputs[0] is None:
        return
    sizes = [value_of(size) for size in flat[1].inputs[0].visible]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or len(known) < 2:
        return
    last = subject.network.rules.channels_last
    depth, space = (known[-1], known[:-1]) if last else (known[0], known[1:])
    yield prod(space), "without the channels"
    yield depth, "the channels only"
    yield space[0] * depth, "one side of the picture only"
    for _, spec in subject.network.inputs:
        volume = value_of(spec.volume)
        if volume is not None:
            yield volume, "all numbers of the input"
