"""Channels: what every layer that declares or splits them checks, in one set of words."""

from __future__ import annotations

from math import gcd

from convas.values import text
from convas.values.problem import Mend, ShapeError
from convas.values.size import LARGEST, Dim, decide, value_of


def check_expected(given: Dim, wanted: Dim | None, setting: str, noun: str = "channels", port: int = 0) -> None:
    """Refuse an input that does not have the size that the layer expects."""
    if wanted is None or decide("==", given, wanted) is not False:
        return
    count, known = text.count(given), value_of(given)
    mends = [Mend(f"Expect {count}", settings=((setting, known),))] if known else []
    raise ShapeError(
        f"{count} {noun} in" if noun == "channels" else f"{count} {noun}",
        f"{{me}} expects {text.count(wanted)} {noun} and {{{port}}} gives {count}. "
        f"Change the layer before it, or clear the expected {noun}.",
        setting,
        *mends,
    )


def check_groups(groups: Dim, channels: Dim, filters: Dim | None = None) -> None:
    """Refuse groups that do not divide the channels on both sides."""
    if decide("==", groups, 1):
        return
    both = channels if filters is None else filters
    for what, number, other in (("filters", filters, channels), ("input channels", channels, both)):
        if number is not None and decide("==", number % groups, 0) is False:
            raise ungrouped(what, number, groups, other)


_ONE = Mend("Set groups to 1", settings=(("groups", 1),))
_MOST = 4096
"""The largest number of groups that is looked for."""


def fewer_groups(channels: int, groups: int) -> Mend:
    """The nearest number of groups that divides the channels, the smaller one of two."""
    divisors = [d for d in range(1, min(channels, _MOST) + 1) if channels % d == 0]
    fits = min(divisors, key=lambda d: (abs(d - groups), d), default=1)
    return Mend(f"Set groups to {text.count(fits)}", settings=(("groups", fits),))


def ungrouped(what: str, number: Dim, groups: Dim, other: Dim = 0) -> ShapeError:
    """What cannot be split into groups, and what could; `other` has to be split as well."""
    n, g = value_of(number), value_of(groups)
    fits = ""
    mends: list[Mend] = []
    if n is not None and g is not None:
        near = [size for size in sorted({max(g, n // g * g), (n // g + 1) * g}) if size <= LARGEST]
        divisors = [d for d in range(1, min(n, 64) + 1) if n % d == 0][:8]
        choices = text.listed([text.count(size) for size in near], "or")
        if what == "filters":
            mends += [Mend(f"Set filters to {text.count(size)}", settings=(("filters", size),)) for size in near]
        mends.append(fewer_groups(gcd(n, value_of(other) or 0), g))
        fits = f" Choose {choices} {what}, or {text.listed([str(d) for d in divisors], 'or')} groups."
    return ShapeError(
        f"{text.count(number)} {what.rsplit(maxsplit=1)[-1]}, groups {text.count(groups)}",
        f"{text.count(number)} {what} cannot be split into {text.count(groups)} groups.{fits}",
        "groups",
        *mends,
        *([] if mends and mends[-1] == _ONE else [_ONE]),
    )
