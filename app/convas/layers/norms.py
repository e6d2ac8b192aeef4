"""What the normalising layers share: which axes, how many places are expected, scale and shift."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from convas.layers.layer import Hint
from convas.layers.validation import SettingError
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import Spec

Settle = Callable[[dict[str, Any]], dict[str, Any]]


def axis_at(x: Spec, axis: int, name: str = "axis") -> int:
    """The axis counted from the front."""
    place = axis + x.rank if axis < 0 else axis
    if not 0 <= place < x.rank:
        raise ShapeError(
            "no such axis",
            f"{{me}} has axis {axis}, and its input has {x.rank} axes with the batch. "
            f"Choose an axis from {-x.rank} to {x.rank - 1}.",
            name,
            Mend("Use the last axis", settings=((name, -1),)),
        )
    return place


def axes_at(x: Spec, axes: Iterable[int], name: str = "axis") -> list[int]:
    """The axes counted from the front, in the order given; none may stand there twice."""
    at = [axis_at(x, axis, name) for axis in axes]
    if len(set(at)) < len(at):
        raise ShapeError(
            "one axis twice",
            "The same axis is named twice. Name each axis once; -1 is the last.",
            name,
            Mend("Use the last axis", settings=((name, -1),)),
        )
    return at


def last_axes(x: Spec, axes: tuple[int, ...]) -> tuple[Dim, ...]:
    """The sizes that PyTorch normalises together: some axes from the end."""
    at = sorted(axis_at(x, axis) for axis in axes)
    if not at or at != list(range(x.rank - len(at), x.rank)):
        raise ShapeError(
            "not in PyTorch",
            "PyTorch normalises the last axes together. Choose -1, or -2 and -1, and so on.",
            "axis",
            Mend("Normalise the last axis", settings=(("axis", (-1,)),)),
        )
    return tuple(x.axes[place] for place in at)


def unmet(channels: Dim, expected: Dim | None) -> list[Hint]:
    """PyTorch takes any number of channels where no array depends on it; worth knowing."""
    if expected is None or decide("==", channels, expected) is not False:
        return []
    told = f"{{me}} expects {text.count(expected)} channels and {{0}} gives {text.count(channels)}."
    return [Hint("other channels", f"{told} PyTorch takes them, because {{me}} has no weights.")]


def expect_shape(sizes: tuple[Dim, ...], expected: tuple[Dim, ...]) -> None:
    """Refuse normalised axes that do not have the expected sizes."""
    if not expected:
        return
    same = len(sizes) == len(expected)
    if same and all(decide("==", size, wanted) is not False for size, wanted in zip(sizes, expected, strict=True)):
        return
    values = tuple(value_of(size) for size in sizes)
    given = text.shape(sizes) or "nothing"
    raise ShapeError(
        "another shape expected",
        f"{{me}} expects to normalise {text.shape(expected)}, and its axes are {given}. "
        "Change the layer before it, or clear the expected shape.",
        "normalized_shape",
        Mend("Clear the expected shape", settings=(("normalized_shape", ()),)),
        *([Mend(f"Expect {given}", settings=(("normalized_shape", values),))] if values and None not in values else []),
    )


def check_affine(scale: bool, center: bool, rules: Rules) -> None:
    """PyTorch shifts only what it also scales."""
    if not rules.keras and center and not scale:
        raise ShapeError(
            "not in PyTorch",
            "PyTorch has no shift without scale. Switch scale on, or shift off.",
            "center",
            Mend("Switch scale on", settings=(("scale", True),)),
            Mend("Switch shift off", settings=(("center", False),)),
        )


def affine(*needed: str, scale: bool = True) -> Settle:
    """For PyTorch's `affine` and `bias`: a bias stands only where there is a scale, which defaults to `scale`."""

    def settle(settings: dict[str, Any]) -> dict[str, Any]:
        given(*needed)(settings)
        wide = settings.setdefault("scale", scale)
        return {**settings, "center": settings.get("center", True) if wide else False}

    return settle


def given(*names: str) -> Settle:
    """For arguments that may be left out, but may not be None."""

    def settle(settings: dict[str, Any]) -> dict[str, Any]:
        for name in names:
            if name in settings and settings[name] is None:
                raise SettingError(f"{name} must be a number.", name)
        return settings

    return settle
