"""Explaining: which mistakes give just the number, or follow just the calculation, that an answer has for a layer.

A calculation that was written decides first: an explanation that follows it factor by factor stands before all others.
Then the fewest mistakes count. What is equally good is given together. Numbers from the answer itself are tried only
where a calculation shows how they were meant; a bare number is explained by one mistake alone, because with two nearly
any number could be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from convas.study.answers.arithmetic import Written
from convas.study.answers.counting import Fit, Parts, fit, terms, total
from convas.study.answers.hypotheses import bias, depth, flattening, rules, settings, shape, sharing, state
from convas.study.answers.subject import Change, Subject

Explanation = tuple[Change, ...]

HYPOTHESES: Final = (bias, sharing, depth, shape, state, rules, flattening, settings)
"""Where mistakes come from, the likeliest first: a file each, with `propose(subject)`."""
MOST_TRIED: Final = 20_000
"""No line tries more suppositions than that."""
_MOST_TOGETHER: Final = 3
_MOST_TIES: Final = 4


def explanations(subject: Subject, value: int, written: Written | None) -> list[Explanation]:
    """The best explanations of a number that is wrong, all that are equally good; none where nothing explains it."""
    if subject.inside:
        return together(subject.inside, value)
    formula = written if written is not None and written.signs else None
    prefix = sharing.again(subject)
    changes = list(dict.fromkeys(_proposed(subject, formula)))
    found: list[tuple[tuple[int, int, int], Explanation]] = []
    tried = 0
    for size in range(_MOST_TOGETHER + 1 if formula is not None else 2):
        for chosen in combinations(changes, size):
            if len({change.slot for change in chosen}) < size:
                continue
            tried += 1
            if tried > MOST_TRIED:
                return _best(found)
            parts = _made(subject, chosen)
            if parts is None or total(parts) != value:
                continue
            how = fit(None if formula is None else formula.terms, terms(parts))
            if not _believable(how, chosen, formula):
                continue
            explained = chosen if prefix is None else (*chosen, prefix)
            if explained:
                found.append(((how // 2, len(chosen), how), explained))
        if any(key[0] == 0 for key, _ in found):  # more mistakes cannot be better
            break
    return _best(found)


def _proposed(subject: Subject, formula: Written | None) -> Iterator[Change]:
    seen: set[tuple[object, ...]] = set()
    plain: set[tuple[object, ...]] = set()
    proposed = [change for source in HYPOTHESES for change in source.propose(subject)]
    if formula is not None:
        proposed += _open(subject, formula)
    for change in proposed:
        what = (change.slot, change.settings, change.channels)
        key = (*what, change.kind)
        if key not in seen and not (change.open and what in plain):
            seen.add(key)
            plain.add(what)
            yield change


def _open(subject: Subject, formula: Written) -> Iterator[Change]:
    """The numbers of the written calculation as settings and channels."""
    given = [number for number in formula.numbers if number > 0][:_MOST_NUMBERS]
    for name in settings.numbers(subject):
        now = getattr(subject.layer, name)
        for number in given:
            value = (number,) * len(now) if isinstance(now, tuple) else number
            if value != now:
                yield settings.changed(subject, name, value, open_=True)
    if subject.depth is not None:
        for number in given:
            if number != subject.depth:
                yield depth.changed(subject, number, open_=True)


def _made(subject: Subject, chosen: Sequence[Change]) -> Parts | None:
    """The layer as it is counted with these mistakes."""
    changed = tuple(pair for change in chosen for pair in change.settings)
    came = next((change.channels for change in chosen if change.channels is not None), None)
    parts = subject.supposed(changed, came)
    for change in chosen:
        if parts is not None and change.redone is not None:
            parts = change.redone(parts)
    return parts


def _believable(how: Fit, chosen: Sequence[Change], formula: Written | None) -> bool:
    """Whether it is no mere chance: open numbers and several mistakes need a calculation that is followed."""
    if formula is None:
        return True
    return how < 3 or (len(chosen) < 2 and not any(change.open for change in chosen))


def _best(found: list[tuple[tuple[int, int, int], Explanation]]) -> list[Explanation]:
    if not found:
        return []
    best = min(key for key, _ in found)
    ties = [explained for key, explained in found if key == best]
    said = {tuple(sorted(change.said for change in explained)): explained for explained in reversed(ties)}
    return list(reversed(said.values()))[:_MOST_TIES]


_MOST_NUMBERS: Final = 8


def single(subject: Subject) -> Iterator[tuple[Change, int]]:
    """Every one mistake that can be made with a layer, and the number that it gives."""
    for change in _proposed(subject, None):
        parts = _made(subject, (change,))
        if parts is not None and parts != subject.alone:
            yield change, total(parts)


def together(subjects: Sequence[Subject], value: int) -> list[Explanation]:
    """The one mistakes that, made wherever they can be in several layers, give a number for them all."""
    found: dict[str, tuple[int, Change]] = {}
    alone = [sharing.again(subject) for subject in subjects]
    again = next((change for change in alone if change is not None), None)
    if again is not None and sum(total(subject.alone) for subject in subjects) == value:
        return [(again,)]
    right = sum(subject.right or 0 for subject in subjects)
    for subject in subjects:
        kinds: set[str] = set()
        for change, number in () if subject.lends else single(subject):
            if change.kind not in kinds:
                kinds.add(change.kind)
                more, first = found.get(change.kind, (0, change))
                found[change.kind] = (more + number - (subject.right or 0), first)
    ways: list[Explanation] = [(first,) for more, first in found.values() if more and right + more == value]
    return ways[:_MOST_TIES]
