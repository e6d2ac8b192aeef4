"""Channels: what every layer that declares or splits them checks, in one set of words."""

from __future__ import annotations

from convas.values import text
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of


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
    for what, number in (("filters", filters), ("input channels", channels)):
        if number is not None and decide("==", number % groups, 0) is False:
            raise ungrouped(what, number, groups)


def ungrouped(what: str, number: Dim, groups: Dim) -> ShapeError:
    """What cannot be split into groups, and what could."""
    n, g = value_of(number), value_of(groups)
    fits = ""
    if n is not None and g is not None:
        near = sorted({max(g, n // g * g), (n // g + 1) * g})
        divisors = [d for d in range(1, min(n, 64) + 1) if n % d == 0][:8]
        choices = text.listed([text.count(size) for size in near], "or")
        fits = f" Choose {choices} {what}, or {text.listed([str(d) for d in divisors], 'or')} groups."
    return ShapeError(
        f"{text.count(number)} {what.rsplit(maxsplit=1)[-1]}, groups {text.count(groups)}",
        f"{text.count(number)} {what} cannot be split into {text.count(groups)} groups.{fits}",
        "groups",
        Mend("Set groups to 1", settings=(("groups", 1),)),
    )
