"""Borders around space. Sources: Keras 3 layers.ZeroPadding2D; PyTorch nn.ZeroPad2d, nn.functional.pad."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from convas.layers.grid import DataFormat, grid, wrong_rank
from convas.layers.layer import Layer, Specs
from convas.layers.settings import Whole, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.layers.windows import Sizes, check_full
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, least
from convas.values.spec import BATCH, Spec

Pair = tuple[Whole, Whole]
Sides = tuple[tuple[Dim, Dim], ...]
Value = Annotated[float, Field(strict=True, ge=-1e9, le=1e9)]


def pairs(times: int) -> Callable[[Any], Any]:
    """One number for all sides, one for each axis, or a pair for each axis."""

    def spread(value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return ((value, value),) * times
        if not isinstance(value, (list, tuple)):
            return value
        if times == 1 and len(value) == 2 and all(isinstance(side, int) for side in value):
            return (tuple(value),)
        return tuple((side, side) if isinstance(side, int) and not isinstance(side, bool) else side for side in value)

    return spread


Pairs1 = Annotated[tuple[Pair], BeforeValidator(pairs(1))]
Pairs2 = Annotated[tuple[Pair, Pair], BeforeValidator(pairs(2))]
Pairs3 = Annotated[tuple[Pair, Pair, Pair], BeforeValidator(pairs(3))]


def _sides(told: Any) -> Any:
    """PyTorch's numbers begin with the last axis: left, right, top, bottom."""
    if not isinstance(told, (list, tuple)):
        return told
    flat = list(told)
    return tuple((flat[at], flat[at + 1]) for at in range(len(flat) - 2, -1, -2)) if len(flat) % 2 == 0 else None


def _flat(sides: Any) -> Any:
    return tuple(side for pair in reversed(sides) for side in pair)


SIDES: Final = Argument("padding", "padding", needed=True, read=_sides, write=_flat)
PADDING = setting(1, "Padding", "How many zeros are added before and after, for each axis; below 0 cuts off.")
BORDER = setting(1, "Padding", "How many places are added before and after, for each axis; below 0 cuts off.")
_NONE = Mend("Set padding to 0", settings=(("padding", 0),))


def trailing(spec: Spec, sides: Sides) -> Spec:
    """PyTorch's constant padding: of the last axes, whatever stands before them."""
    dims = len(sides)
    if spec.rank < dims or any(axis is BATCH for axis in spec.axes[-dims:]):
        raise wrong_rank(spec, dims)
    space = spec.axes[-dims:]
    return spec.having((*spec.axes[:-dims], *(_cut_or_added(n, *pair) for n, pair in zip(space, sides, strict=True))))


def _cut_or_added(size: Dim, before: Dim, after: Dim) -> Dim:
    """The size with its borders; what is cut off must be there before anything is added."""
    left = size + least(before, 0)
    if decide(">=", left, 0) is False or decide(">=", left + least(after, 0), 0) is False:
        raise ShapeError(
            "cuts too much",
            f"A padding of {text.count(before)} and {text.count(after)} cuts more than the {text.count(size)} places "
            "that there are. Cut less.",
            "padding",
            _NONE,
        )
    return size + before + after


class Bordered(Layer):
    """Adds places around space."""

    family = "pool"
    stem = "pad_{}"
    dims: ClassVar[int] = 0

    padding: tuple[tuple[int, int], ...] = PADDING

    def brief(self) -> list[str]:
        if len({side for pair in self.padding for side in pair}) == 1:
            return [text.count(self.padding[0][0])]
        return [", ".join(f"{text.count(a)} + {text.count(b)}" for a, b in self.padding)]


class ZeroPadding(Bordered):
    """Adds zeros at the ends of every axis of space."""

    words = "zero padding border margin"

    data_format: DataFormat | None = setting(
        None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras(cls.kind, "padding", "data_format"), pytorch(f"ZeroPad{cls.dims}d", SIDES))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        if not rules.keras:
            return (trailing(inputs[0], self.padding),)
        place = grid(inputs[0], self.dims, rules, self.data_format)
        if any(decide("<", side, 0) for pair in self.padding for side in pair):
            raise ShapeError(
                "padding below 0",
                "Keras adds zeros and cuts nothing off here. Use 0 or more, or put Cropping before {me}.",
                "padding",
                _NONE,
            )
        each = zip(place.space, self.padding, strict=True)
        return (place.having(tuple(size + before + after for size, (before, after) in each)),)


class ZeroPadding1D(ZeroPadding):
    """Adds zeros at both ends of a sequence."""

    title = "Zero padding 1D"
    dims = 1

    padding: Pairs1 = PADDING


class ZeroPadding2D(ZeroPadding):
    """Adds a border of zeros around an image."""

    title = "Zero padding"
    common = True
    dims = 2

    padding: Pairs2 = PADDING


class ZeroPadding3D(ZeroPadding):
    """Adds zeros around a volume."""

    title = "Zero padding 3D"
    dims = 3

    padding: Pairs3 = PADDING


class Padding(Bordered):
    """Adds a border that repeats, mirrors or wraps the input, or holds one value."""

    words = "reflection replication circular constant mirror wrap repeat pad border reflect"
    only = "pytorch"
    instead = "Keras adds zeros only: use Zero padding."

    padding: tuple[tuple[int, int], ...] = BORDER
    mode: Literal["reflect", "replicate", "circular", "constant"] = setting(
        "reflect", "Mode", "What the border holds: a mirror image, the last place again, the other end, or a value.",
        labels={"constant": "value"},
    )  # fmt: skip
    value: Value = setting(0.0, "Value", "What the border holds in mode value.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            pytorch(f"ReflectionPad{cls.dims}d", SIDES, mode="reflect"),
            pytorch(f"ReplicationPad{cls.dims}d", SIDES, mode="replicate"),
            pytorch(f"CircularPad{cls.dims}d", SIDES, mode="circular"),
            pytorch(f"ConstantPad{cls.dims}d", SIDES, "value!", mode="constant"),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        if self.mode == "constant":
            return (trailing(inputs[0], self.padding),)
        place = grid(inputs[0], self.dims, rules)
        if self.mode != "circular":
            check_full(place)
        if self.mode != "replicate":
            self._check_reach(place.space)
        made = tuple(size + before + after for size, (before, after) in zip(place.space, self.padding, strict=True))
        nothing = [decide("<=", size, 0) is True for size in made]
        if any(decide("<", size, 0) for size in made) or (all(nothing) and self.mode != "circular"):
            raise ShapeError(
                "cuts too much",
                f"The padding leaves {text.shape(made)} of {text.shape(place.space)}. Cut off less.",
                "padding",
                _NONE,
            )
        return (place.having(made),)

    def brief(self) -> list[str]:
        return [*super().brief(), self.told("mode")]

    def _check_reach(self, space: Sizes) -> None:
        """A mirror shows all but the edge itself; a wrap goes round once."""
        spare, what = (1, "mirrored") if self.mode == "reflect" else (0, "wrapped")
        for size, sides in zip(space, self.padding, strict=True):
            for side in sides:
                if decide("<=", side + spare, size) is False:
                    raise ShapeError(
                        "padding too large",
                        f"A border of {text.count(side)} that is {what} needs an input of at least "
                        f"{text.count(side + spare)}, and this one is {text.count(size)}. "
                        "Pad less, or use mode repeat.",
                        "padding",
                        Mend("Set mode to repeat", settings=(("mode", "replicate"),)),
                    )


class Padding1D(Padding):
    """Adds places at both ends of a sequence that repeat, mirror or wrap it, or hold one value."""

    title = "Padding 1D"
    dims = 1

    padding: Pairs1 = BORDER


class Padding2D(Padding):
    """Adds a border around an image that repeats, mirrors or wraps it, or holds one value."""

    title = "Padding"
    dims = 2

    padding: Pairs2 = BORDER


class Padding3D(Padding):
    """Adds places around a volume that repeat, mirror or wrap it, or hold one value."""

    title = "Padding 3D"
    dims = 3

    padding: Pairs3 = BORDER
