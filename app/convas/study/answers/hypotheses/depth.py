"""Mistakes with what comes in: the wrong number of channels or inputs, or none at all."""

from __future__ import annotations

from collections.abc import Iterator

from convas.study.answers.counting import Parts
from convas.study.answers.network import channels
from convas.study.answers.subject import Change, Subject
from convas.values import text

_KIND = "wrong number of input channels"


def propose(subject: Subject) -> Iterator[Change]:
    now = subject.depth
    if now is None:
        return
    for value, why in _values(subject):
        if value != now and value > 0:
            yield changed(subject, value, why)
    if any(factor.role == "kernel" for part in subject.alone for factor in part.factors):
        said = f"the filter's depth is left out: each filter reaches through all {text.count(now)} input channels"
        yield Change("channels", "filter's depth left out", said, redone=_flat)


def changed(subject: Subject, value: int, why: str = "", *, open_: bool = False) -> Change:
    """Another number of channels: `1 input channel instead of 4`."""
    now = subject.depth
    word = "input channel" if _has_kernel(subject) else "input"
    told = f"{text.many(value, word)} instead of {text.count(now)}{colours(subject)}"
    kind = "mistake carried on" if why.startswith("carried") else _KIND
    return Change("channels", kind, f"{told}{f' ({why})' if why else ''}", channels=value, open=open_, given=value)


def colours(subject: Subject) -> str:
    """` (CMYK)` for a layer that sees the picture itself."""
    for node, _ in subject.network.before(subject.row):
        named = getattr(node.layer, "colours", None)
        if node.layer.kind == "Input":
            return f" ({named})" if isinstance(named, str) else ""
        if node.layer.family not in ("act", "norm"):
            return ""
    return ""


def _values(subject: Subject) -> Iterator[tuple[int, str]]:
    """What people take for the number of channels, the likeliest first."""
    axis = subject.axis
    assert axis is not None
    for node, finding in subject.network.before(subject.row):
        carried = subject.network.carried.get(node.id)
        if carried is not None:
            yield carried, f"carried on from {node.name}"
        into = finding.inputs[0] if finding.inputs else None
        before = channels(into, axis)
        if finding.weights and before is not None:
            made = channels(finding.outputs[0], axis)
            yield before, f"{text.count(before)} go into {node.name}, {text.count(made)} come out of it"
            break
    yield 1, ""
    yield from _of_inputs(subject, axis)
    if _has_kernel(subject):
        yield 3, "RGB"
        yield from _of_filters(subject, axis)


def _of_inputs(subject: Subject, axis: int) -> Iterator[tuple[int, str]]:
    for node, spec in subject.network.inputs:
        size = channels(spec, axis)
        if size is not None:
            yield size, f"the {'channels' if _has_kernel(subject) else 'numbers'} of {node.name}"


def _of_filters(subject: Subject, axis: int) -> Iterator[tuple[int, str]]:
    """Other numbers of a convolution: its stride, its filters, the size of its picture."""
    stride = getattr(subject.layer, "strides", None)
    if isinstance(stride, tuple) and stride and stride[0] > 1:
        yield stride[0], "the stride"
    filters = getattr(subject.layer, "filters", None)
    if isinstance(filters, int):
        yield filters, "its own filters"
    sizes = (channels(subject.given[0], other) for other in range(-subject.given[0].rank + 1, 0) if other != axis)
    first = next((size for size in sizes if size is not None), None)
    if first is not None:
        yield first, "the size of the picture"


def _has_kernel(subject: Subject) -> bool:
    return any(factor.role == "kernel" for part in subject.alone for factor in part.factors)


def _flat(parts: Parts) -> Parts:
    return tuple(
        part._replace(factors=tuple(factor for factor in part.factors if factor.role != "in"))
        if any(factor.role == "kernel" for factor in part.factors)
        else part
        for part in parts
    )
