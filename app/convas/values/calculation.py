"""Calculation: a count as people write it down, derived from the arrays that are counted.

The textbook form factors out what all arrays of a group share with the last one (the bias):
`(3 × 3 × 4 + 1) × 20`, `(8 + 16 + 1) × 4 × 16`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from convas.values.reading import factors, plain
from convas.values.size import Dim, Size, leaf, product, value_of
from convas.values.weight import Weight


def written_out(weights: Sequence[Weight]) -> Dim:
    """The sum over the arrays, each as the product of its axes."""
    return reduce(add, [product(_parts(weight)) for weight in weights]) if weights else 0


def summed(groups: Sequence[Sequence[Weight]]) -> Dim:
    """The textbook forms of several groups of arrays; equal ones are written once."""
    forms: dict[tuple[str, str], tuple[int, Dim]] = {}
    for group in filter(None, groups):
        form = factored(group)
        key = (plain(form), plain(form, "names"))
        forms[key] = (forms.get(key, (0, form))[0] + 1, form)
    return reduce(add, [form if times == 1 else times * form for times, form in forms.values()]) if forms else 0


def gathered(groups: Sequence[Sequence[Weight]]) -> Dim:
    """Groups of arrays, each written out; equal ones are counted: `(768 × 768 + 768) × 4`."""
    kinds: list[tuple[object, Sequence[Weight], int]] = []
    for group in groups:
        alike = [sorted(zip(weight.labels, map(value_of, weight.axes), strict=True), key=repr) for weight in group]
        at = next((index for index, (known, _, _) in enumerate(kinds) if known == alike), None)
        if at is None:
            kinds.append((alike, group, 1))
        else:
            kinds[at] = (alike, kinds[at][1], kinds[at][2] + 1)
    terms = [written_out(group) if times == 1 else written_out(group) * times for _, group, times in kinds]
    return reduce(add, terms, 0) if len(terms) != 1 else terms[0]


def factored(weights: Sequence[Weight]) -> Dim:
    """The textbook form; arrays that do not share the last one's factors stand as terms of their own."""
    if not weights:
        return 0
    common = _shared([_parts(weight) for weight in weights])
    if not common:
        return written_out(weights)
    inside: list[Dim] = []
    outside: list[Dim] = []
    for weight in weights:
        rest = _without(list(_parts(weight)), common)
        if rest is None:
            outside.append(product(_parts(weight)))
        else:
            inside.append(product(tuple(rest)) if rest else 1)
    terms = [*outside, _multiplied(_gathered(inside), common)]
    return reduce(add, terms)


def _parts(weight: Weight) -> tuple[Dim, ...]:
    """The axes as captioned factors, the kernel's first as textbooks write it; `4 × units` is two factors."""
    labelled: list[tuple[bool, Dim]] = []
    for axis, label in zip(weight.axes, weight.labels, strict=True):
        pieces = factors(axis) or [axis]
        told = label if len(pieces) == 1 else ""
        labelled += [(label != "kernel", _captioned(piece, told)) for piece in pieces]
    return tuple(part for _, part in sorted(labelled, key=lambda pair: pair[0]))


def _shared(parts: list[tuple[Dim, ...]]) -> tuple[Dim, ...]:
    """What is factored out: all of the last array, or as much of it as every array has, if that is anything."""
    last = parts[-1]
    if all(_without(list(other), last) is not None for other in parts):
        return last
    everywhere: tuple[Dim, ...] = ()
    for part in last:
        tried = (*everywhere, part)
        if all(_without(list(other), tried) is not None for other in parts):
            everywhere = tried
    return everywhere or last


def _captioned(piece: Dim, label: str) -> Dim:
    """A number under its caption; an expression (`20 / 4`) keeps its own."""
    plain = isinstance(piece, int) or piece.op == "leaf"
    return leaf(label, value_of(piece)) if label and plain and value_of(piece) is not None else piece


def _without(parts: list[Dim], common: tuple[Dim, ...]) -> list[Dim] | None:
    """`parts` with the common factors taken out, or None where one is missing."""
    for wanted in common:
        for index, part in enumerate(parts):
            if _same(part, wanted):
                del parts[index]
                break
        else:
            return None
    return parts


def _same(a: Dim, b: Dim) -> bool:
    if isinstance(a, Size) and isinstance(b, Size) and a.name != b.name:
        return False
    return a == b


def _gathered(inside: list[Dim]) -> Dim:
    """`1 + 1` reads as 2; a lone 1 beside something larger is the bias."""
    numbers = [term for term in inside if isinstance(term, int)]
    if len(numbers) == len(inside):
        return sum(numbers)
    return reduce(add, [leaf("bias", 1) if isinstance(term, int) and term == 1 else term for term in inside])


def _multiplied(inside: Dim, common: tuple[Dim, ...]) -> Dim:
    tail = product(common)
    return tail if isinstance(inside, int) and inside == 1 else inside * tail
