"""The verdict in words: what is right, what is wrong and why, and the right calculation, as a teacher would."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from convas.study.answers.marking import Mark, Marking
from convas.study.answers.names import called
from convas.study.answers.subject import Basis
from convas.values import text

SIGNS: Final = {"right": "✓", "wrong": "✗", "missing": "…", "extra": "+", "unknown": "?", "aside": "·", "none": "·"}
WORDS: Final = {
    "right": "right",
    "wrong": "wrong",
    "missing": "missing",
    "extra": "too many",
    "unknown": "cannot be checked",
    "aside": "nothing claimed",
    "none": "no total",
}
COUNTED: Final[dict[Basis, str]] = {"parameters": "parameters", "trainable": "trainable parameters"}


def number(value: Fraction | None) -> str:
    """`8,651,940`; a number that is not whole as it was meant."""
    if value is None:
        return ""
    return text.count(value.numerator) if value.denominator == 1 else f"{float(value):,.6g}"


def reasons(mark: Mark) -> str:
    """The mistakes of a line, ties apart by "or": `1 input channel instead of 4 (CMYK)`."""
    ways = [text.listed([change.said for change in way]) for way in mark.explanations]
    return "; or ".join(ways)


def told(mark: Mark) -> str:
    """What is said of a line, in sentences; nothing of one that is right."""
    return " ".join(_sentences(mark))


def _sentences(mark: Mark) -> Iterator[str]:
    match mark.verdict:
        case "wrong":
            yield from _wrong(mark)
        case "missing":
            yield f"{_capital(mark.name)} is missing. It has {_right(mark)}."
        case "extra":
            yield _extra(mark)
        case "unknown":
            yield f"{_capital(mark.name)} cannot be counted in this design, so the line cannot be checked."
        case _:
            if mark.claimed and mark.right == 0 and mark.row is not None and mark.row.shared_with:
                yield f"It shares {mark.row.shared_with}'s parameters, and adds 0."


def _wrong(mark: Mark) -> Iterator[str]:
    slip = mark.slip
    if slip is not None:
        yield f"{slip.written} is {number(slip.gives)}, not {number(slip.said)}."
        if mark.by_calculation:
            yield "The number is right, and the calculation beside it is not."
        elif slip.gives == mark.right:
            yield "The calculation is right, its value is not."
            return
    if mark.right == 0 and mark.row is not None and not mark.row.alone:
        yield f"{mark.row.title} has no parameters."
        return
    told = reasons(mark)
    if told:
        yield f"{_capital(told)}."
    elif slip is None or not mark.by_calculation:
        yield "No explanation found."
    yield f"Right: {_right(mark)}."


def _right(mark: Mark) -> str:
    """The right calculation with its number."""
    working, right = mark.working, "?" if mark.right is None else text.count(mark.right)
    if mark.right == 0 and mark.row is not None and mark.row.shared_with:
        return f"0, counted once at {mark.row.shared_with}"
    if working.endswith(f"= {right}") or working == right:
        return working
    if not working or working in ("no weights", "unknown"):
        return right
    return f"{right} ({working})"


def _extra(mark: Mark) -> str:
    sort = called(mark.name).sort
    what = f"{sort} layer" if sort else "layer"
    if mark.claimed:
        return f"The network has no such layer: {mark.name or 'this line'} is one {what} too many."
    return f"The network has no {what} here."


def extras(marking: Marking) -> list[str]:
    """Layers that the answer has and the network has not, gathered by their sort."""
    found: dict[str, int] = {}
    for mark in marking.marks:
        if mark.verdict == "extra" and not mark.claimed:
            sort = called(mark.name).sort or "other"
            found[sort] = found.get(sort, 0) + 1
    return [f"{text.many(times, f'{sort} layer')} that the network does not have." for sort, times in found.items()]


def total(marking: Marking) -> str:
    """What is said of the total."""
    return " ".join(_of_total(marking))


def _of_total(marking: Marking) -> Iterator[str]:
    one = marking.total
    right = "?" if one.right is None else text.count(one.right)
    others = text.listed([f"{text.count(value)} with {words}" for words, value in one.otherwise])
    if one.verdict == "unknown":
        yield "The design is not complete, so the total cannot be checked."
        return
    if one.slip is not None:
        yield f"{one.slip.written} is {number(one.slip.gives)}, not {number(one.slip.said)}."
    if one.verdict == "right":
        yield f"{right} is right."
        if one.adds_up is False:
            yield f"The lines add up to {number(one.lines)}, though."
        return
    if one.verdict == "wrong":
        yield from _wrong_total(marking)
    yield f"The total is {right}{f' ({others})' if others else ''}."


def _wrong_total(marking: Marking) -> Iterator[str]:
    one = marking.total
    if one.adds_up:
        yield "The sum adds up, but is wrong."
    elif one.adds_up is False:
        yield f"The sum does not add up: the lines make {number(one.lines)}, not {number(one.claimed)}."
        if one.left_out:
            yield f"{_capital(one.left_out)} is left out of it."
        if one.twice:
            yield f"{_capital(one.twice)} is in it twice."
    else:
        told = "; or ".join(reason.said for reason in one.reasons)
        yield f"{number(one.claimed)} is wrong. {_capital(told) if told else 'No explanation found'}."


def headline(marking: Marking) -> str:
    """`All right: 8,651,940 trainable parameters.` or how many of the claims are right."""
    got, of = marking.points
    counted = COUNTED[marking.basis]
    if marking.right:
        right = marking.total.right
        return f"All is right{f': {text.count(right)} {counted}' if right is not None else ''}."
    return f"{text.count(got)} of {text.many(of, 'claim')} right."


def adds_up_to(marking: Marking) -> str:
    """The right total."""
    return "" if marking.total.verdict == "unknown" else text.count(marking.total.right)


def adds(mark: Mark) -> str:
    """The right number of a line, as a table has it."""
    if mark.right is not None:
        return text.count(mark.right)
    return "" if mark.row is None else text.count(None)


def _capital(sentence: str) -> str:
    """A sentence's first letter large, where it is a word and no name of a layer."""
    first = sentence.split(" ", 1)[0]
    return sentence if any(sign.isdigit() or sign in "_/[" for sign in first) else sentence[:1].upper() + sentence[1:]
