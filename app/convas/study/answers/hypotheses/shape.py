"""Mistakes with the filter's own numbers: not squared, swapped with the channels, groups or gates not minded."""

from __future__ import annotations

from collections.abc import Iterator

from convas.study.answers.counting import Factor, Parts
from convas.study.answers.subject import Change, Subject
from convas.values import text


def propose(subject: Subject) -> Iterator[Change]:
    parts = subject.alone
    sides = max((sum(factor.role == "kernel" for factor in part.factors) for part in parts), default=0)
    if sides > 1:
        kernel = next(
            tuple(factor.value for factor in part.factors if factor.role == "kernel")
            for part in parts
            if sum(factor.role == "kernel" for factor in part.factors) == sides
        )
        said = f"the kernel is not squared: {kernel[0]} instead of {text.shape(kernel)}"
        yield Change("kernel", "kernel not squared", said, redone=lambda given: _sides(given, 1))
        if sides > 2:
            said = f"two sides of the kernel instead of three: {text.shape(kernel[:2])}"
            yield Change("kernel", "kernel not cubed", said, redone=lambda given: _sides(given, 2))
    if (
        _outs(parts)
        and subject.depth is not None
        and any({"in", "out"} <= {factor.role for factor in part.factors} for part in parts)
    ):
        what = ("filters", "channels") if sides else ("units", "inputs")
        yield Change("swap", "filters and channels swapped", f"{what[0]} and {what[1]} are swapped", redone=_swapped)
    if getattr(subject.layer, "groups", 1) != 1:
        said = "the groups are left out: a filter sees only the channels of its own group"
        yield Change("groups", "groups left out", said, settings=(("groups", 1),))
    if any(factor.gates > 1 for part in parts for factor in part.factors):
        gates = max(factor.gates for part in parts for factor in part.factors)
        said = f"the {gates} gates are left out: each has weights of its own"
        yield Change("gates", "gates left out", said, redone=_without_gates)
    if any(factor.role == "before" for part in parts for factor in part.factors):
        said = "the recurrent weights are left out, those from the state to itself"
        yield Change("before", "recurrent weights left out", said, redone=_without_recurrence)


def _outs(parts: Parts) -> bool:
    return any(factor.role == "out" for part in parts for factor in part.factors)


def _sides(parts: Parts, kept: int) -> Parts:
    """So many sides of every kernel."""
    found = []
    for part in parts:
        sides = [factor for factor in part.factors if factor.role == "kernel"]
        others = [factor for factor in part.factors if factor.role != "kernel"]
        found.append(part._replace(factors=(*sides[:kept], *others)))
    return tuple(found)


def _swapped(parts: Parts) -> Parts | None:
    """What comes in for what comes out, in every product."""
    values = {factor.role: factor.value for part in parts for factor in part.factors if factor.gates == 1}
    if "in" not in values or "out" not in values:
        return None
    into, out = values["in"], values["out"]

    def turned(factor: Factor) -> Factor:
        if factor.role == "in":
            return factor._replace(value=out)
        return factor._replace(value=into) if factor.role == "out" and factor.gates == 1 else factor

    return tuple(part._replace(factors=tuple(map(turned, part.factors))) for part in parts)


def _without_gates(parts: Parts) -> Parts:
    return tuple(
        part._replace(
            factors=tuple(factor._replace(value=factor.value // factor.gates, gates=1) for factor in part.factors)
        )
        for part in parts
    )


def _without_recurrence(parts: Parts) -> Parts:
    return tuple(part for part in parts if all(factor.role != "before" for factor in part.factors))
