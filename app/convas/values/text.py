"""Numbers in words: the one place that says how counts, shapes, bytes and shares are written.

Exact numbers stand in tables, cards and exports; short ones (`226.4 M`) only where the exact one
is a hover away. Unknown is `?`, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import groupby
from typing import Final

from convas.values import poly
from convas.values.size import UNKNOWN, Dim, Size, value_of

THIN: Final = "\u2009"
MINUS: Final = "\u2212"
TIMES: Final = "\u00d7"
_PREFIXES: Final = ("", "k", "M", "G", "T")
_BYTES: Final = ("B", "KiB", "MiB", "GiB", "TiB")
_style = {"group": ","}
_LONG: Final = re.compile(r"(?<!\w)\d{4,}")
"""A number within a formula that has groups of digits."""


def set_group(separator: str) -> None:
    """Write digit groups with `separator`; the window takes it from the system's language."""
    _style["group"] = separator


@contextmanager
def digits_only() -> Iterator[None]:
    """Write numbers without digit groups, as CSV and code want them."""
    before = _style["group"]
    _style["group"] = ""
    try:
        yield
    finally:
        _style["group"] = before


def count(size: Dim | None) -> str:
    """`8,651,940`; a formula for a symbolic size; `?` for an unknown one."""
    if size is None or size is UNKNOWN:
        return "?"
    value = value_of(size)
    if value is not None:
        return f"{value:,}".replace(",", _style["group"])
    assert isinstance(size, Size)
    return "?" if size.poly is None else _LONG.sub(_grouped, poly.text(size.poly)).replace("*", TIMES)


def _grouped(found: re.Match[str]) -> str:
    return f"{int(found[0]):,}".replace(",", _style["group"])


def total(size: Dim, complete: bool) -> str:
    """A count that says when it misses something: `at least 740`."""
    return count(size) if complete else f"at least {count(size)}"


def signed(difference: int) -> str:
    """`+3,620`, `−8,638,800`, `0`"""
    if difference == 0:
        return "0"
    return f"{'+' if difference > 0 else MINUS}{count(abs(difference))}"


def shape(axes: Iterable[Dim] | None, space: str = " ") -> str:
    """`120 × 120 × 20`; no axes at all is `scalar`, an unknown shape `unknown`."""
    if axes is None:
        return "unknown"
    shown = [count(axis) for axis in axes]
    return f"{space}{TIMES}{space}".join(shown) if shown else "scalar"


def shapes(each: Iterable[Iterable[Dim] | None], space: str = " ") -> str:
    """`8 × 8, 10`; four or more equal ones in a row are counted: `32 of 8 × 8`."""
    runs = [(told, len(list(run))) for told, run in groupby(shape(axes, space) for axes in each)]
    return ", ".join(f"{count(times)} of {told}" if times > 3 else ", ".join([told] * times) for told, times in runs)


def short(size: Dim | None) -> str:
    """Four significant digits at most: `226.4 M`, `1,000`."""
    value = None if size is None else value_of(size)
    if value is None:
        return count(size)
    return _scaled(value, 1000, 10_000, _PREFIXES, 4)


def tick(value: int) -> str:
    """A number on an axis, without digits that say nothing: `1 M`, `250 k`."""
    power = 0
    while value and value % 1000 == 0 and power < len(_PREFIXES) - 1:
        value, power = value // 1000, power + 1
    return f"{count(value)}{THIN}{_PREFIXES[power]}".rstrip(THIN)


def memory(size: Dim | None) -> str:
    """Bytes in binary units, three significant digits: `225 KiB`, `1.10 MiB`."""
    value = None if size is None else value_of(size)
    if value is None:
        return count(size) if size is None or size is UNKNOWN else f"{count(size)} B"
    return _scaled(value, 1024, 1000, _BYTES, 3)


def percent(part: Dim | None, whole: Dim | None) -> str:
    """`99.86 %`, `< 0.01 %`; `?` where either is unknown, and nothing of nothing is `0 %`."""
    a, b = (None if size is None else value_of(size) for size in (part, whole))
    if a is None or b is None:
        return "?"
    if a == 0 or b == 0:
        return f"0{THIN}%"
    share = Fraction(a * 100, b)
    if share < Fraction(1, 100):
        return f"<{THIN}0.01{THIN}%"
    return f"100{THIN}%" if share == 100 else f"{_rounded(share, 2)}{THIN}%"


def many(number: int, word: str, plural: str = "") -> str:
    """`1 layer`, `9 layers`"""
    return f"{count(number)} {word if number == 1 else plural or word + 's'}"


def listed(words: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def _scaled(value: int, step: int, from_: int, units: tuple[str, ...], digits: int) -> str:
    if value < from_:
        return f"{count(value)} {units[0]}".rstrip()
    limit = min(step, 1000)
    power = 0
    scaled = Fraction(value)
    while scaled >= limit and power < len(units) - 1:
        scaled /= step
        power += 1
    if _whole(scaled, digits) >= limit and power < len(units) - 1:
        scaled, power = scaled / step, power + 1
    decimals = _decimals(round(scaled, _decimals(scaled, digits)), digits)
    return f"{_rounded(scaled, decimals)}{THIN}{units[power]}"


def _whole(scaled: Fraction, digits: int) -> int:
    return int(round(scaled, _decimals(scaled, digits)))


def _decimals(scaled: Fraction, digits: int) -> int:
    return max(0, digits - (len(str(int(scaled))) if scaled >= 1 else 0))


def _rounded(value: Fraction, decimals: int) -> str:
    """Decimal digits without a float in between, so that huge numbers stay exact."""
    scaled = round(value * 10**decimals)
    if not decimals:
        return count(scaled)
    whole, rest = divmod(scaled, 10**decimals)
    return f"{count(whole)}.{rest:0{decimals}d}"
