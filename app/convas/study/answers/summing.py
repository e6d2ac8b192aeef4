"""Summing: whether the lines add up to the total of an answer, whether it is right, and which mistake explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from convas.study.answers.claims import Slip
from convas.study.answers.counting import total
from convas.study.answers.explaining import single
from convas.study.answers.network import Network
from convas.study.answers.reading import Line
from convas.study.answers.subject import Basis, Subject
from convas.study.readings import paddings
from convas.values.size import Dim, value_of

SumVerdict = Literal["right", "wrong", "none", "unknown"]


class Reason(NamedTuple):
    """A mistake that gives a total: its sort, and what is said of it."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of an answer. `none`: it has none.

    claimed, right   the number it gives, and the right one; lines what its lines add up to, None for one line or none
    reasons          the mistakes that give the number, where only a total was handed in; all equally likely
    left_out, twice  lines that the sum misses, or has twice
    otherwise        what the total were with another padding: the words and the number
    """

    verdict: SumVerdict
    line: Line | None
    claimed: Fraction | None
    right: int | None
    lines: Fraction | None
    reasons: tuple[Reason, ...] = ()
    left_out: str = ""
    twice: str = ""
    otherwise: tuple[tuple[str, int], ...] = ()
    slip: Slip | None = None

    @property
    def adds_up(self) -> bool | None:
        """Whether the lines add up to the total; None where there are none."""
        return None if self.lines is None or self.claimed is None else self.lines == self.claimed


def judged(
    network: Network,
    basis: Basis,
    lines: Sequence[Line],
    claims: Sequence[tuple[str, Fraction]],
    subjects: Sequence[Subject],
    *,
    only_total: bool,
) -> Sum:
    """The total of an answer, marked."""
    right = _right(network, basis)
    line = _line(lines, basis)
    summed = sum((value for _, value in claims), Fraction(0)) if len(claims) > 1 else None
    otherwise = tuple(
        (f"padding {reading.padding}", value)
        for reading in paddings(network.design)
        if not reading.current
        and (value := value_of(reading.totals.trainable if basis == "trainable" else reading.totals.parameters))
        is not None
        and value != right
    )
    if line is None or line.claimed is None:
        return Sum("none", None, None, right, summed, otherwise=otherwise)
    slip = line.slip if line.slip is not None and line.written is not None else None
    if right is None:
        return Sum("unknown", line, line.claimed, None, summed, otherwise=otherwise)
    if line.means(right):
        return Sum("right", line, line.claimed, right, summed, otherwise=otherwise, slip=slip)
    reasons: tuple[Reason, ...] = ()
    if only_total and line.whole is not None:
        reasons = tuple(_explained(network, subjects, right, line.whole, otherwise))
    left_out = twice = ""
    if summed is not None and summed != line.claimed:
        left_out = next((name for name, value in claims if value and summed - value == line.claimed), "")
        twice = next((name for name, value in claims if value and summed + value == line.claimed), "")
    return Sum("wrong", line, line.claimed, right, summed, reasons, left_out, twice, otherwise, slip)


def _right(network: Network, basis: Basis) -> int | None:
    totals = network.analysis.totals
    size: Dim = totals.trainable if basis == "trainable" else totals.parameters
    return value_of(size) if totals.complete else None


def _line(lines: Sequence[Line], basis: Basis) -> Line | None:
    """The line with the total: the last that speaks of what is asked for, else the last with any."""
    wanted = "trainable" if basis == "trainable" else "total"
    found = [line for line in lines if line.quantity == wanted and line.claimed is not None]
    if not found:
        found = [line for line in lines if line.quantity in ("total", "trainable") and line.claimed is not None]
    named = [line for line in found if line.label]
    return (named or found)[-1] if found else None


def _explained(
    network: Network, subjects: Sequence[Subject], right: int, claimed: int, otherwise: Sequence[tuple[str, int]]
) -> list[Reason]:
    """The mistakes in all layers at once, or in one of them, that give the total that was handed in."""
    found = [Reason("another padding", f"it is right with {words}") for words, value in otherwise if value == claimed]
    totals = network.analysis.totals
    subjects = [inner for subject in subjects for inner in (subject.inside or [subject])]
    other = value_of(totals.parameters if right == value_of(totals.trainable) else totals.trainable)
    if other == claimed:
        said = "what is not trained is counted too" if claimed > right else "only what is trained is counted"
        found.append(Reason("trained and not trained confused", said))
    if value_of(totals.if_not_shared) == claimed and right != claimed:
        said = "layers that share their weights are counted each: they count once"
        found.append(Reason("shared layer counted twice", said))
    everywhere: dict[str, int] = {}
    alone: list[Reason] = []
    for subject in subjects:
        if subject.right is None:
            continue
        if subject.right and right - subject.right == claimed:
            alone.append(Reason("layer missing", f"{subject.row.path or subject.row.name} is left out"))
        if subject.lends or len(subjects) > _MOST_LAYERS:
            continue
        kinds: set[str] = set()
        for change, value in single(subject):
            if change.kind in _EVERYWHERE and change.kind not in kinds:
                kinds.add(change.kind)
                everywhere[change.kind] = everywhere.get(change.kind, 0) + value - total(subject.own)
            if right - subject.right + value == claimed:
                alone.append(Reason(change.kind, f"{subject.row.path or subject.row.name}: {change.said}"))
    found += [Reason(kind, _EVERYWHERE[kind]) for kind, more in everywhere.items() if more and right + more == claimed]
    return (found or list(dict.fromkeys(alone)))[:_MOST_TIES]


_EVERYWHERE: Final[dict[str, str]] = {
    "bias forgotten": "the bias is forgotten in every layer",
    "bias counted once": "the bias is counted once in every layer, instead of once for each output",
    "filter's depth left out": "the filters' depth is left out in every convolution",
    "kernel not squared": "the kernel is not squared in any convolution",
    "normalisation state left out": "the moving means and variances are left out",
    "normalisation state counted": "the moving means and variances are counted, and they are not trained",
    "Keras's rule": "counted as Keras does",
    "PyTorch's rule": "counted as PyTorch does",
}
_MOST_LAYERS: Final = 200
_MOST_TIES: Final = 4
