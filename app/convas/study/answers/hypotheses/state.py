"""Mistakes with state: moving means and variances counted where they do not count, or left out where they do."""

from __future__ import annotations

from collections.abc import Iterator

from convas.study.answers.counting import Parts
from convas.study.answers.subject import Change, Subject


def propose(subject: Subject) -> Iterator[Change]:
    if not any(part.state for part in subject.alone):
        return
    if any(part.state and part.counted for part in subject.alone):
        said = "the moving mean and variance are left out"
        yield Change("state", "normalisation state left out", said, redone=_without)
    else:
        said = "the moving mean and variance are counted, and they are not trained"
        yield Change("state", "normalisation state counted", said, redone=_with)


def _without(parts: Parts) -> Parts:
    return tuple(part._replace(counted=part.counted and not part.state) for part in parts)


def _with(parts: Parts) -> Parts:
    """Means and variances too; a counter of batches is no parameter to anyone."""
    return tuple(part._replace(counted=bool(part.factors)) for part in parts)
