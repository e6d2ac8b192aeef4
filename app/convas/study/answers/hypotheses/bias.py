"""Mistakes with the bias: forgotten, counted once, or counted although there is none."""

from __future__ import annotations

from collections.abc import Iterator

from convas.study.answers.counting import Factor, Part, Parts
from convas.study.answers.subject import Change, Subject


def propose(subject: Subject) -> Iterator[Change]:
    if any(part.bias for part in subject.alone):
        yield Change("bias", "bias forgotten", "the bias is forgotten", redone=_without)
        said = "the bias is counted once instead of once for each output"
        yield Change("bias", "bias counted once", said, redone=_once)
    elif getattr(subject.layer, "use_bias", None) is False:
        said = "a bias is counted, and it has none"
        yield Change("bias", "bias counted where there is none", said, settings=(("use_bias", True),))


def _without(parts: Parts) -> Parts:
    return tuple(part for part in parts if not part.bias)


def _once(parts: Parts) -> Parts | None:
    """All biases together as one number."""
    kept = _without(parts)
    first = next((part for part in parts if part.bias), None)
    return None if first is None else (*kept, Part(first.name, (Factor(1),)))
