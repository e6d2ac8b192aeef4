"""PyTorch's resizing of anything: by factors that may be fractions, or to sizes.

Source: PyTorch nn.Upsample, nn.functional.interpolate.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from convas.layers.grid import Grid, grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Count, Switch, setting, spread
from convas.layers.spelling import Argument, Spellings, pytorch
from convas.layers.validation import SettingError
from convas.layers.windows import Sizes, check_full
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide, scaled

Factor = Annotated[float, Field(strict=True, ge=0, le=1e9)]
Factors = Annotated[tuple[Factor, ...], BeforeValidator(spread(1))]
Targets = Annotated[tuple[Count, ...], BeforeValidator(spread(1))]
Rank = Annotated[int, Field(strict=True, ge=1, le=3)]
_AXES: Final = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
_SMOOTH: Final = {1: "linear", 2: "bilinear", 3: "trilinear"}
_DOUBLE: Final = Mend("Double the size", settings=(("size", ()), ("scale_factor", 2.0)))


class Upsample(Layer):
    """Makes a sequence, an image or a volume larger or smaller, by a factor or to a size."""

    title = "Resize"
    family = "pool"
    stem = "resize_{}"
    shown = ("mode",)
    words = "upsample upsampling downsample interpolate scale enlarge nearest bilinear"
    only = "pytorch"
    instead = "Use Up-sampling for whole factors, or Resizing."

    scale_factor: Factors = setting(
        2, "Factor", "How many times as long each axis gets; one number for all of them, empty with a target size."
    )
    size: Targets = setting((), "Target size", "How long each axis is afterwards; one number for all of them.")
    mode: Literal["nearest", "nearest-exact", "area", "linear", "bilinear", "bicubic", "trilinear"] = setting(
        "nearest", "Mode", "How the places in between are worked out."
    )
    align_corners: Switch = setting(False, "Align corners", "Whether the outermost places stay in place.", rare=True)
    recompute_scale_factor: Switch = setting(
        False, "Round the factor", "Whether the factor is taken from the rounded sizes.", rare=True
    )
    dims: Rank | None = setting(
        None, "Expected axes", "How many axes of space must come; empty takes what comes.", rare=True, structural=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        size, factor = Argument("size", "size", default=None), Argument("scale_factor", "scale_factor", default=None)
        return (
            pytorch("Upsample", size, factor, "mode", "align_corners", "recompute_scale_factor", settle=_settle),
            pytorch("UpsamplingNearest2d", size, factor, settle=_settle, mode="nearest"),
            pytorch("UpsamplingBilinear2d", size, factor, settle=_settle, mode="bilinear", align_corners=True),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs, rules)
        made = self._made(place.space)
        check_full(place, channels=self.mode != "area")
        if self.mode != "area" and any(decide("<=", size, 0) for size in made):
            raise ShapeError(
                "nothing left",
                f"{text.shape(place.space)} would become {text.shape(made)}. Every axis needs at least 1 place.",
                "scale_factor",
                _DOUBLE,
            )
        return (place.having(made),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=outputs[0].volume)

    def brief(self) -> list[str]:
        if self.size:
            return [f"to {text.shape(self.size)}"]
        return [f"{text.TIMES} {', '.join(f'{factor:g}' for factor in self.scale_factor)}"]

    def _grid(self, inputs: Specs, rules: Rules) -> Grid:
        """A batch, channels and one to three axes of space, as many as the mode works on."""
        rank = inputs[0].rank - 2
        smooth = _AXES.get(self.mode)
        if not 1 <= rank <= 3:
            return grid(inputs[0], smooth or 2, rules, bare=False)
        if smooth not in (None, rank):
            raise ShapeError(
                f"{self.mode} is for {smooth}D",
                f"Mode {self.mode} is for {text.many(smooth or 0, 'axis', 'axes')} of space, and {{0}} gives "
                f"{text.shape(inputs[0].visible)}. Use nearest or {_SMOOTH[rank]}.",
                "mode",
                Mend(f"Set mode to {_SMOOTH[rank]}", settings=(("mode", _SMOOTH[rank]),)),
                Mend("Set mode to nearest", settings=(("mode", "nearest"), ("align_corners", False))),
            )
        if smooth is None and self.align_corners:
            raise ShapeError(
                "no corners to align",
                f"Mode {self.mode} has no corners to align. Switch it off, or use another mode.",
                "align_corners",
                Mend("Switch it off", settings=(("align_corners", False),)),
            )
        return grid(inputs[0], self.dims or rank, rules, bare=False)

    def _made(self, space: Sizes) -> Sizes:
        if bool(self.size) == bool(self.scale_factor) or (self.size and self.recompute_scale_factor):
            raise ShapeError(
                "size or factor",
                "Give either a factor or a target size, and leave the other empty.",
                "size",
                _DOUBLE,
            )
        told: tuple[Any, ...] = self.size or self.scale_factor
        if len(told) not in (1, len(space)):
            raise ShapeError(
                f"{text.many(len(told), 'number')}, {text.many(len(space), 'axis', 'axes')}",
                f"{{me}} has {len(told)} numbers for an input with {text.many(len(space), 'axis', 'axes')} of space. "
                "Give one for each, or one for all.",
                "size" if self.size else "scale_factor",
                _DOUBLE,
            )
        each = told * len(space) if len(told) == 1 else told
        return each if self.size else tuple(map(scaled, space, each))


def _settle(told: dict[str, Any]) -> dict[str, Any]:
    """A number is for all axes, a row says how many axes there are; no factor and factor 0 are the same."""
    settings = dict(told)
    corners = settings.pop("align_corners", None)
    if corners is not None and settings.get("mode", "nearest") not in _AXES:
        raise SettingError("There are no corners to align in this mode.", "align_corners")
    settings["align_corners"] = False if corners is None else corners
    settings["recompute_scale_factor"] = settings.get("recompute_scale_factor") or False
    for name in ("size", "scale_factor"):
        value = settings[name]
        if isinstance(value, (list, tuple)):
            settings["dims"] = len(value)
        settings[name] = () if value is None or (name == "scale_factor" and value == 0) else value
    return settings
