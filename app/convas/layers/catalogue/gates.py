"""Activations with axes or weights: softmax, PReLU and the gated linear unit.

Sources: Keras 3 layers.Softmax, layers.PReLU; PyTorch nn.Softmax, nn.Softmax2d, nn.PReLU, nn.GLU.
"""

from typing import Any, Literal

from convas.layers.axes import axis_told
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.norms import axes_at, given
from convas.layers.settings import Axes, Count, Number, Switch, Whole, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.layers.splitting import halved
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

_LAST = Mend("Use the last axis", settings=(("axis", (-1,)),))


class Softmax(Layer):
    """Turns the numbers along an axis into shares that add up to 1."""

    title = "Softmax"
    sample = (16,)
    common = True
    family = "act"
    stem = "softmax_{}"
    shown = ("function",)
    words = "logsoftmax softmin probabilities classes"

    function: Literal["softmax", "log_softmax", "softmin"] = setting(
        "softmax", "Function", "softmax favours the largest number, softmin the smallest.",
        labels={"log_softmax": "log softmax"},
    )  # fmt: skip
    axis: Axes | None = setting(
        (-1,), "Axis", "The axis whose shares add up to 1, the batch being 0; empty leaves it to the framework.",
        rare=True, structural=True, role="axis",
    )  # fmt: skip
    images_only: Switch = setting(
        False, "Images only", "Whether only images are taken, as PyTorch's Softmax2d does.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        dim = Argument("dim", "axis", default=None, write=_one)
        return (
            keras("Softmax", "axis"),
            pytorch("Softmax", dim, settle=_single),
            pytorch("LogSoftmax", dim, settle=_single, function="log_softmax"),
            pytorch("Softmin", dim, settle=_single, function="softmin"),
            pytorch("Softmax2d", axis=(-3,), images_only=True),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if self.images_only and not rules.keras and x.rank not in (3, 4):
            raise ShapeError(
                "needs an image",
                f"{{me}} is for images: it needs 3 or 4 axes, and gets {x.rank}. Switch images only off.",
                "images_only",
                Mend("Take any input", settings=(("images_only", False),)),
            )
        if self.axis is None or (x.rank == 0 and not rules.keras and self.axis in ((0,), (-1,))):
            return inputs
        at = axes_at(x, self.axis)
        if not at:
            raise ShapeError("no axis", "{me} needs an axis. Choose one; -1 is the last.", "axis", _LAST)
        if len(at) > 1 and (not rules.keras or self.function != "softmax"):
            raise ShapeError(
                f"not in {rules.title}",
                f"{rules.title} takes one axis here. Choose one; -1 is the last.",
                "axis",
                _LAST,
            )
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(activation=inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        if self.axis is not None:
            return []
        if rules.keras:
            return [Hint("over everything", "Without an axis, all numbers of the whole batch add up to 1.")]
        taken = 0 if inputs[0].rank in (0, 1, 3) else 1
        return [Hint("axis not given", f"PyTorch then takes axis {taken}, and warns. Give the axis.")]


class PReLU(Layer):
    """Lets numbers below 0 through with a trainable slope."""

    title = "PReLU"
    common = True
    family = "act"
    stem = "prelu_{}"
    words = "parametric leaky slope"
    differs = "Keras has a slope for every place unless axes are shared; PyTorch has one, or one for each channel."

    num_parameters: Count = setting(
        1, "Slopes", "One slope for everything, or as many as there are channels.", only="pytorch",
        instead="Keras has a slope for every place; share axes to have fewer.",
    )  # fmt: skip
    shared_axes: Axes = setting(
        (), "Shared axes", "The axes along which all places have one slope, the batch being 0.", only="keras",
        instead="PyTorch has one slope, or one for each channel: set the number of slopes.", structural=True,
        role="axis",
    )  # fmt: skip
    init: Number = setting(
        0.25, "First slope", "The slope to begin with.", rare=True, only="pytorch", instead="Keras begins with 0."
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "PReLU", "alpha_initializer=", "alpha_regularizer=", "alpha_constraint=",
                Argument("shared_axes", "shared_axes", read=_none_shared),
            ),
            pytorch("PReLU", "num_parameters", "init", settle=given("num_parameters", "init")),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if rules.keras:
            self._places(x)
        elif self.num_parameters != 1:
            self._check_channels(x)
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        if not rules.keras:
            return (Weight("weight", (self.num_parameters,), ("slopes",)),)
        shape = self._places(inputs[0])
        return (Weight("alpha", shape, ("places",) * len(shape)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(activation=inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        if not rules.keras or all(axis >= 1 for axis in self.shared_axes):
            return []
        return [
            Hint("axes count from 1", "Keras counts shared axes from 1; 0 is the last axis, and -1 the one before.")
        ]

    def brief(self) -> list[str]:
        return [text.many(self.num_parameters, "slope")] if self.num_parameters != 1 else []

    def _places(self, x: Spec) -> tuple[Dim, ...]:
        """One slope for every place of an example, and 1 along the shared axes; Keras subtracts 1 from each."""
        shape = list(x.axes[1:])
        for axis in self.shared_axes:
            if not -len(shape) <= axis - 1 < len(shape):
                raise ShapeError(
                    "no such axis",
                    f"{{me}} shares axis {axis}, and its input has axes 1 to {len(shape)}. Choose one of them.",
                    "shared_axes",
                    Mend("Share no axes", settings=(("shared_axes", ()),)),
                )
            shape[axis - 1] = 1
        return tuple(shape)

    def _check_channels(self, x: Spec) -> None:
        channels = x.axes[1] if x.rank > 1 else 1
        if x.rank and decide("==", channels, self.num_parameters) is not False:
            return
        fits = value_of(channels)
        raise ShapeError(
            f"{text.count(channels)} channels in",
            f"{{me}} has {text.count(self.num_parameters)} slopes and {{0}} gives {text.count(channels)} channels. "
            "Use 1 slope, or one for each channel.",
            "num_parameters",
            Mend("Use 1 slope", settings=(("num_parameters", 1),)),
            *(
                [Mend(f"Use {text.count(fits)} slopes", settings=(("num_parameters", fits),))]
                if fits and fits > 1
                else []
            ),
        )


class GLU(Layer):
    """Halves an axis: one half, squeezed between 0 and 1, gates the other."""

    title = "GLU"
    family = "act"
    stem = "glu_{}"
    words = "gated linear unit gate halve"

    axis: Whole = setting(-1, "Axis", "The axis that is halved, the batch being 0.", structural=True, role="axis")

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("GLU", "dim=axis"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return (halved(inputs[0], self.axis),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(activation=outputs[0].volume, other=outputs[0].volume)

    def brief(self) -> list[str]:
        return [] if self.axis == -1 else [axis_told(self.axis)]


def _single(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch takes one number, no row of them."""
    axis = settings["axis"]
    return {**settings, "axis": str(axis)} if isinstance(axis, (list, tuple)) else settings


def _one(axis: Any) -> Any:
    return axis[0] if axis else None


def _none_shared(axes: Any) -> Any:
    return () if axes is None else axes
