"""Canonical whole-number polynomials: the one normal form of a size that is not a plain number.

An atom is a name (`T`) or an opaque term (`floor((T + 1) / 2)`); its key is its text, so equal
terms are equal atoms. Atoms are assumed to be at least 1 when they are names, 0 otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True, slots=True)
class Atom:
    """A name, or an operation on polynomials that no rule of algebra opens."""

    key: str
    op: str = "name"
    args: tuple[Poly, ...] = ()

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self.key == other.key

    @property
    def least(self) -> int:
        return 1 if self.op == "name" else 0


Monomial = tuple[Atom, ...]


class Poly:
    """A sum of integer multiples of products of atoms; terms are sorted and never zero."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Mapping[Monomial, int]) -> None:
        kept = [(m, c) for m, c in terms.items() if c]
        kept.sort(key=lambda term: (-len(term[0]), [atom.key for atom in term[0]]))
        self.terms = tuple(kept)
        self._hash = hash(self.terms)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Poly) and self.terms == other.terms

    def __repr__(self) -> str:
        return f"Poly({self})"

    def __str__(self) -> str:
        return text(self)

    @property
    def constant(self) -> int | None:
        """The value, when there is no atom in it."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and not self.terms[0][0]:
            return self.terms[0][1]
        return None


ZERO = Poly({})


def number(value: int) -> Poly:
    return Poly({(): value})


def symbol(name: str) -> Poly:
    return Poly({(Atom(name),): 1})


def total(parts: Iterable[Poly]) -> Poly:
    terms: dict[Monomial, int] = {}
    for part in parts:
        for monomial, factor in part.terms:
            terms[monomial] = terms.get(monomial, 0) + factor
    return Poly(terms)


def scaled(a: Poly, factor: int) -> Poly:
    return Poly({m: c * factor for m, c in a.terms})


def product(a: Poly, b: Poly) -> Poly:
    terms: dict[Monomial, int] = {}
    for left, c in a.terms:
        for right, d in b.terms:
            monomial = tuple(sorted(left + right, key=lambda atom: atom.key))
            terms[monomial] = terms.get(monomial, 0) + c * d
    return Poly(terms)


def opaque(op: str, *args: Poly) -> Poly:
    shown = ", ".join(map(text, args))
    if op.startswith("scale "):
        key = f"floor({op.removeprefix('scale ')} * {shown if len(args[0].terms) == 1 else f'({shown})'})"
    else:
        key = f"{op}({_over(*args)})" if op in ("floor", "round") else f"{op}({shown})"
    return Poly({(Atom(key, op, args),): 1})


def floor_div(a: Poly, b: Poly) -> Poly:
    """`floor(a / b)`; whole multiples leave the floor, and a floor of a floor is one floor."""
    divisor = b.constant
    if divisor is None:
        return number(1) if a == b else opaque("floor", a, b)
    if divisor <= 0:
        return opaque("floor", a, b)
    if divisor == 1:
        return a
    whole = Poly({m: c // divisor for m, c in a.terms})
    rest = Poly({m: c % divisor for m, c in a.terms})
    if rest.constant is not None:
        return whole
    inner = _single_floor(rest)
    if inner is not None:
        atom, others = inner
        numerator, factor = atom.args
        scale = factor.constant
        assert scale is not None
        merged = total([numerator, scaled(others, scale)])
        return total([whole, floor_div(merged, number(scale * divisor))])
    return total([whole, _reduced_floor(rest, divisor)])


def _reduced_floor(rest: Poly, divisor: int) -> Poly:
    """Take the common factor of the terms and the divisor out: floor((2T + 1) / 4) = floor(T / 2)."""
    common = gcd(divisor, *(c for m, c in rest.terms if m))
    if common > 1:
        rest = Poly({m: c // common for m, c in rest.terms})
        divisor //= common
        if divisor == 1:
            return rest
    return opaque("floor", rest, number(divisor))


def _single_floor(a: Poly) -> tuple[Atom, Poly] | None:
    """The atom and the rest, where `a` is one floor by a number plus anything else."""
    found: Atom | None = None
    others: dict[Monomial, int] = {}
    for monomial, factor in a.terms:
        atom = monomial[0] if len(monomial) == 1 else None
        alone = atom is not None and atom.op == "floor" and factor == 1 and found is None
        if alone and atom is not None and atom.args[1].constant is not None:
            found = atom
        else:
            others[monomial] = factor
    return None if found is None else (found, Poly(others))


def at_least(a: Poly) -> int | None:
    """A lower bound, where every term with an atom counts upwards."""
    bound = 0
    for monomial, factor in a.terms:
        if monomial and factor < 0:
            return None
        least = factor
        for atom in monomial:
            least *= atom.least
        bound += least
    return bound


def names(a: Poly) -> frozenset[str]:
    found: set[str] = set()
    for monomial, _ in a.terms:
        for atom in monomial:
            if atom.op == "name":
                found.add(atom.key)
            for arg in atom.args:
                found |= names(arg)
    return frozenset(found)


def substitute(a: Poly, given: Mapping[str, Poly], apply: Callable[[str, list[Poly]], Poly]) -> Poly:
    """`a` with names replaced; `apply` rebuilds opaque terms from their new arguments."""
    parts = []
    for monomial, factor in a.terms:
        part = number(factor)
        for atom in monomial:
            if atom.op == "name":
                value = given.get(atom.key, Poly({(atom,): 1}))
            else:
                value = apply(atom.op, [substitute(arg, given, apply) for arg in atom.args])
            part = product(part, value)
        parts.append(part)
    return total(parts)


def text(a: Poly) -> str:
    """How the polynomial reads: `2 * T * width + 1`."""
    if not a.terms:
        return "0"
    shown = ""
    for monomial, factor in a.terms:
        size = abs(factor)
        factors = _powers(monomial)
        if size != 1 or not factors:
            factors.insert(0, str(size))
        sign = "-" if factor < 0 else "+"
        body = " * ".join(factors)
        shown += f" {sign} {body}" if shown else (f"-{body}" if factor < 0 else body)
    return shown


def _powers(monomial: Monomial) -> list[str]:
    shown: list[str] = []
    for key in dict.fromkeys(atom.key for atom in monomial):
        power = sum(atom.key == key for atom in monomial)
        shown.append(key if power == 1 else f"{key}^{power}")
    return shown


def _over(a: Poly, b: Poly) -> str:
    top, bottom = text(a), text(b)
    return f"{top if len(a.terms) == 1 else f'({top})'} / {bottom if len(b.terms) == 1 else f'({bottom})'}"
