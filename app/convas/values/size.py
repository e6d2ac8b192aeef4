"""Size: a whole number that may be unknown, may have a name, and remembers how it came about.

Rules are written once. Run with plain ints they count at full speed; run with named sizes the
same rule yields its own explanation; run with symbols (`T`) it yields a formula.
A `Size` is no int: using it as an index is an error, because an explanation would be lost.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Final, Literal, NoReturn, TypeAlias, Union

from convas.values import poly
from convas.values.poly import Poly

Dim: TypeAlias = Union[int, "Size"]
Comparison = Literal["==", "!=", "<", "<=", ">", ">="]

LARGEST: Final = 2**63 - 1
"""Sizes above this are refused: no framework can hold them."""


_SCALE: Final = "scale "


class Undecided(ValueError):
    """A rule asked a question about an unknown size that has no answer yet."""


class Size:
    """A node of an expression.

    `value` is known when every leaf below has one; otherwise `poly` is the canonical form, or
    None where something unknown is below. Two sizes are equal when value or canonical form is.
    """

    __slots__ = ("args", "name", "op", "poly", "value")

    def __init__(
        self,
        op: str,
        args: tuple[Dim, ...] = (),
        name: str = "",
        value: int | None = None,
        canonical: Poly | None = None,
    ) -> None:
        self.op = op
        self.args = args
        self.name = name
        self.value = value
        self.poly = canonical

    # equality is of value or canonical form, so that specs can be compared and remembered
    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return decide("==", self, other) is True

    def __hash__(self) -> int:
        if self.value is not None:
            return hash(self.value)
        return id(self) if self.poly is None else hash(self.poly)

    def __repr__(self) -> str:
        shown = self.value if self.value is not None else self.poly
        return f"Size({'?' if shown is None else shown})"

    def __bool__(self) -> bool:
        return _asked("!=", self, 0)

    def __lt__(self, other: Dim) -> bool:
        return _asked("<", self, other)

    def __le__(self, other: Dim) -> bool:
        return _asked("<=", self, other)

    def __gt__(self, other: Dim) -> bool:
        return _asked(">", self, other)

    def __ge__(self, other: Dim) -> bool:
        return _asked(">=", self, other)

    def __index__(self) -> NoReturn:
        raise TypeError("a Size is no int: its explanation would be lost")

    def __add__(self, other: Dim) -> Size:
        return _make("add", self, other)

    def __radd__(self, other: int) -> Size:
        return _make("add", other, self)

    def __sub__(self, other: Dim) -> Size:
        return _make("sub", self, other)

    def __rsub__(self, other: int) -> Size:
        return _make("sub", other, self)

    def __mul__(self, other: Dim) -> Size:
        return _make("mul", self, other)

    def __rmul__(self, other: int) -> Size:
        return _make("mul", other, self)

    def __floordiv__(self, other: Dim) -> Size:
        return _make("floor", self, other)

    def __rfloordiv__(self, other: int) -> Size:
        return _make("floor", other, self)

    def __mod__(self, other: Dim) -> Size:
        return _make("mod", self, other)

    def __rmod__(self, other: int) -> Size:
        return _make("mod", other, self)

    def __neg__(self) -> Size:
        return _make("sub", 0, self)


UNKNOWN: Final = Size("unknown")
"""Not known to the analysis. It is never shown as 0, and equals only itself."""


def leaf(name: str, value: int | None) -> Size:
    """A named part of an explanation; without a value it is a symbol."""
    return Size("leaf", name=name, value=value, canonical=None if value is not None else poly.symbol(name))


def symbol(name: str) -> Size:
    """A size that stays a name, such as `N` or `T`."""
    return leaf(name, None)


def ceil_div(a: Dim, b: Dim) -> Dim:
    """`ceil(a / b)` for a positive `b`."""
    if isinstance(a, int) and isinstance(b, int):
        return -(-a // b)
    return _make("ceil", a, b)


def round_div(a: Dim, b: Dim) -> Dim:
    """`round(a / b)` for a positive `b`, a half to the even number."""
    if isinstance(a, int) and isinstance(b, int):
        return _round(a, b)
    return _make("round", a, b)


def exact_div(a: Dim, b: Dim) -> Dim:
    """`a / b` where the rule has already made sure that it divides."""
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    return _make("div", a, b)


def scaled(size: Dim, factor: float) -> Dim:
    """`floor(size * factor)`, worked out in floating point as the frameworks do."""
    if factor.is_integer():
        return size * int(factor)
    if isinstance(size, int):
        return int(size * factor)
    if size.value is not None:
        return Size("scale", (size,), f"{factor:g}", int(size.value * factor))
    return UNKNOWN if size.poly is None else Size("scale", (size,), f"{factor:g}", None, _scaled(size.poly, factor))


def most(*sizes: Dim) -> Dim:
    """The largest of the sizes."""
    if all(isinstance(size, int) for size in sizes):
        return max(size for size in sizes if isinstance(size, int))
    return _make("max", *sizes)


def least(*sizes: Dim) -> Dim:
    """The smallest of the sizes."""
    if all(isinstance(size, int) for size in sizes):
        return min(size for size in sizes if isinstance(size, int))
    return _make("min", *sizes)


def product(sizes: tuple[Dim, ...]) -> Dim:
    """All sizes multiplied; 1 for none."""
    return reduce(operator.mul, sizes) if sizes else 1


def sure(op: Comparison, a: Dim, b: Dim) -> bool:
    """Whether the comparison holds, or cannot be decided: to be asked before a `ShapeError`."""
    return decide(op, a, b) is not False


def pick(op: Comparison, a: Dim, b: Dim, yes: Dim, no: Dim, why: str) -> Dim:
    """`yes` where the comparison holds, else `no`; the choice and its reason stay readable."""
    answer = decide(op, a, b)
    if answer is not None:
        chosen, value = (yes if answer else no), value_of(yes if answer else no)
        if isinstance(a, int) and isinstance(b, int) and isinstance(chosen, int):
            return chosen
        return Size("pick", (chosen,), why if answer else "", value, None if value is not None else canonical(chosen))
    parts = [canonical(size) for size in (a, b, yes, no)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return UNKNOWN
    return Size("pick", (yes, no), why, canonical=_apply(f"pick {op}", known))


def decide(op: Comparison, a: Dim, b: Dim) -> bool | None:
    """The answer where there is one: by value, or by the canonical difference and names being at least 1."""
    if type(a) is int and type(b) is int:
        return _COMPARE[op](a, b)
    left, right = value_of(a), value_of(b)
    if left is not None and right is not None:
        return _COMPARE[op](left, right)
    p, q = canonical(a), canonical(b)
    if p is None or q is None:
        return None
    difference = poly.total([p, poly.scaled(q, -1)])
    constant = difference.constant
    if constant is not None:
        return _COMPARE[op](constant, 0)
    lower, upper = poly.at_least(difference), poly.at_least(poly.scaled(difference, -1))
    if lower is not None and lower >= 0:
        return _by_bound(op, lower)
    if upper is not None and upper >= 0:
        return _by_bound(_MIRROR[op], upper)
    return None


def value_of(size: Dim) -> int | None:
    """The number, where it is known."""
    return size if isinstance(size, int) else size.value


def canonical(size: Dim) -> Poly | None:
    """The canonical polynomial; None where something unknown is in it."""
    if isinstance(size, int):
        return poly.number(size)
    return poly.number(size.value) if size.value is not None else size.poly


def settle(size: Dim) -> Dim:
    """What a finding keeps: an int, or the canonical form without its history, or UNKNOWN."""
    if isinstance(size, int):
        return size
    if size.value is not None:
        return size.value
    if size.poly is None:
        return UNKNOWN
    return size if size.op in ("leaf", "poly") else from_poly(size.poly)


def from_poly(value: Poly) -> Dim:
    """The size that a canonical form stands for."""
    constant = value.constant
    return Size("poly", canonical=value) if constant is None else constant


def replace(size: Dim, given: Mapping[str, Dim]) -> Dim:
    """`size` with named sizes put in; the rest stays as it is."""
    if isinstance(size, int) or size.poly is None:
        return size
    forms = {name: form for name, value in given.items() if (form := canonical(value)) is not None}
    return from_poly(poly.substitute(size.poly, forms, _apply))


def _by_bound(op: Comparison, lower: int) -> bool | None:
    """What `lower <= a - b`, with a lower of 0 or more, says of `a op b`."""
    if op == ">=":
        return True
    if op == "<":
        return False
    if lower > 0:
        return op in (">", "!=")
    return None


def _asked(op: Comparison, a: Dim, b: Dim) -> bool:
    answer = decide(op, a, b)
    if answer is None:
        raise Undecided(f"{a!r} {op} {b!r}")
    return answer


def _make(op: str, *args: Dim) -> Size:
    if any(arg is UNKNOWN for arg in args):
        return UNKNOWN
    values = [value_of(arg) for arg in args]
    known = [value for value in values if value is not None]
    if len(known) == len(values):
        return Size(op, args, value=_VALUE[op](*known))
    forms = [canonical(arg) for arg in args]
    present = [form for form in forms if form is not None]
    return Size(op, args, canonical=_apply(op, present)) if len(present) == len(forms) else UNKNOWN


def _apply(op: str, forms: list[Poly]) -> Poly:
    """One operation on canonical forms."""
    constants = [form.constant for form in forms]
    known = [constant for constant in constants if constant is not None]
    if len(known) == len(forms) and op in _VALUE:
        return poly.number(_VALUE[op](*known))
    a, b = forms[0], forms[-1]
    match op:
        case "add":
            return poly.total(forms)
        case "sub":
            return poly.total([a, poly.scaled(b, -1)])
        case "mul":
            return poly.product(a, b)
        case "floor" | "div":
            return poly.floor_div(a, b)
        case "ceil":
            return poly.floor_div(poly.total([a, b, poly.number(-1)]), b)
        case "mod":
            return poly.total([a, poly.scaled(poly.product(poly.floor_div(a, b), b), -1)])
        case "max" | "min":
            distinct = sorted(set(forms), key=poly.text)
            return distinct[0] if len(distinct) == 1 else poly.opaque(op, *distinct)
        case _ if op.startswith(_SCALE):
            return _scaled(a, float(op.removeprefix(_SCALE)))
        case _:
            return _picked(op, forms) or poly.opaque(op, *forms)


def _scaled(form: Poly, factor: float) -> Poly:
    """A fraction of a size: a term that no algebra opens."""
    constant = form.constant
    return poly.opaque(f"{_SCALE}{factor!r}", form) if constant is None else poly.number(int(constant * factor))


def _picked(op: str, forms: list[Poly]) -> Poly | None:
    """The branch of an open choice, where it no longer matters or has become decidable."""
    left, right, yes, no = forms
    if yes == no:
        return yes
    constant = poly.total([left, poly.scaled(right, -1)]).constant
    if constant is None:
        return None
    return yes if _COMPARE[op.removeprefix("pick ")](constant, 0) else no


def _ceil(a: int, b: int) -> int:
    return -(-a // b)


def _round(a: int, b: int) -> int:
    whole, rest = divmod(a, b)
    return whole + (2 * rest > b or (2 * rest == b and whole % 2 == 1))


_VALUE: Final[dict[str, Callable[..., int]]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "floor": operator.floordiv,
    "div": operator.floordiv,
    "ceil": _ceil,
    "round": _round,
    "mod": operator.mod,
    "max": max,
    "min": min,
}
_COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRROR: Final[dict[Comparison, Comparison]] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
