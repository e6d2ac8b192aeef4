"""Normalisation of each example over some of its axes.

Sources: Keras 3 layers.LayerNormalization, RMSNormalization, UnitNormalization; PyTorch nn.LayerNorm, nn.RMSNorm,
nn.functional.normalize.
"""

from typing import Any

from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.norms import affine, axes_at, check_affine, expect_shape, last_axes
from convas.layers.settings import Amount, Axes, Number, Switch, setting
from convas.layers.spelling import Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide
from convas.values.spec import Spec
from convas.values.weight import Weight

AXES = setting(
    (-1,), "Axes", "The axes that are normalised together, the batch being 0.", rare=True, structural=True, role="axis"
)
EPSILON = setting(
    None, "Epsilon", "Added before dividing, so that nothing is divided by 0; empty means the framework's own.",
    rare=True,
)  # fmt: skip
EXPECTED = setting(
    (), "Expected shape", "The sizes of the normalised axes that must be met; empty takes what comes.", rare=True,
    structural=True,
)  # fmt: skip


class LayerNormalization(Layer):
    """Brings each example to mean 0 and variance 1 over some axes, then scales and shifts every place of them."""

    title = "Layer normalisation"
    sample = (10, 8)
    common = True
    family = "norm"
    stem = "norm_{}"
    words = "layernorm layer normalization ln"

    scale: Switch = setting(True, "Scale", "One trainable factor a place (gamma).")
    center: Switch = setting(True, "Shift", "One trainable offset a place (beta).")
    axis: Axes = AXES
    epsilon: Number | None = EPSILON
    normalized_shape: tuple[Amount, ...] = EXPECTED
    rms_scaling: Switch = setting(
        False, "Divide only", "An old Keras setting: divides by the deviation without taking the mean away.",
        rare=True, only="keras", instead="Use RMS normalisation.",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "LayerNormalization", "axis", "epsilon", "center", "scale", "beta_initializer=", "gamma_initializer=",
                "beta_regularizer=", "gamma_regularizer=", "beta_constraint=", "gamma_constraint=", "rms_scaling",
            ),
            pytorch(
                "LayerNorm", "normalized_shape!", "eps=epsilon", "elementwise_affine=scale", "bias=center", "device=",
                "dtype=", settle=lambda settings: _shaped(affine("epsilon")(settings)),
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        expect_shape(self._sizes(inputs[0], rules), self.normalized_shape)
        check_affine(self.scale, self.center, rules)
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        sizes = self._sizes(inputs[0], rules)
        names = ("gamma", "beta") if rules.keras else ("weight", "bias")
        there = (self.scale or self.rms_scaling, self.center and not self.rms_scaling)
        return tuple(_places(name, sizes) for name, used in zip(names, there, strict=True) if used)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=5 * inputs[0].volume)

    def _sizes(self, x: Spec, rules: Rules) -> tuple[Dim, ...]:
        return _keras_sizes(x, self.axis) if rules.keras else last_axes(x, self.axis)


class RMSNormalization(Layer):
    """Divides each example by the root of its mean square over some axes, then scales every place of them."""

    title = "RMS normalisation"
    sample = (10, 8)
    family = "norm"
    stem = "norm_{}"
    words = "rmsnorm rms normalization root mean square llama"

    scale: Switch = setting(
        True, "Scale", "One trainable factor a place.", only="pytorch", instead="Keras always scales. Switch it on."
    )
    axis: Axes = AXES
    epsilon: Number | None = EPSILON
    normalized_shape: tuple[Amount, ...] = EXPECTED

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("RMSNormalization", "axis", "epsilon"),
            pytorch(
                "RMSNorm", "normalized_shape!", "eps=epsilon", "elementwise_affine=scale", "device=", "dtype=",
                settle=_shaped,
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        sizes = self._sizes(x, rules)
        expect_shape(sizes, self.normalized_shape)
        return (_scaled(x, sizes),) if rules.keras else inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        sizes = self._sizes(inputs[0], rules)
        return (_places("scale" if rules.keras else "weight", sizes),) if self.scale else ()

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=4 * inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        """Where the axes are not the last ones but the sizes happen to fit, Keras scales other places than meant."""
        (x,) = inputs
        at = sorted(axes_at(x, self.axis))
        if not rules.keras or not at or at == list(range(x.rank - len(at), x.rank)):
            return []
        return [
            Hint("scales the last axes", "Keras lays the scale of {me} along the last axes, whatever the axes are.")
        ]

    def _sizes(self, x: Spec, rules: Rules) -> tuple[Dim, ...]:
        return _keras_sizes(x, self.axis) if rules.keras else last_axes(x, self.axis)


class UnitNormalization(Layer):
    """Divides each example by its length, so that it has length 1 over some axes."""

    title = "Unit normalisation"
    in_pytorch = "`torch.nn.functional.normalize`"
    sample = (10, 8)
    family = "norm"
    stem = "unit_norm_{}"
    words = "l2 normalize unit length normalization"

    axis: Axes = AXES

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("UnitNormalization", "axis"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        axes_at(inputs[0], self.axis)
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=3 * inputs[0].volume)


def _places(name: str, sizes: tuple[Dim, ...]) -> Weight:
    return Weight(name, sizes, ("places",) * len(sizes))


def _keras_sizes(x: Spec, axes: tuple[int, ...]) -> tuple[Dim, ...]:
    """Keras sorts the axes as they are written, so negative ones come first."""
    return tuple(x.axes[place] for place in axes_at(x, sorted(axes)))


def _scaled(x: Spec, sizes: tuple[Dim, ...]) -> Spec:
    """Keras multiplies with a scale that is lined up with the last axes, by broadcasting."""
    ahead = x.rank - len(sizes)
    made: list[Dim] = list(x.axes[:ahead])
    for axis, size in zip(x.axes[ahead:], sizes, strict=True):
        if decide("==", axis, size) is False and decide("!=", axis, 1) and decide("!=", size, 1):
            raise ShapeError(
                "scale does not fit",
                f"Keras lays the scale ({text.shape(sizes)}) along the last axes, and it does not fit them. "
                "Normalise the last axis, or put Permute before {me}.",
                "axis",
                Mend("Normalise the last axis", settings=(("axis", (-1,)),)),
            )
        made.append(size if decide("==", axis, 1) else axis)
    return x.having(tuple(made))


def _shaped(settings: dict[str, Any]) -> dict[str, Any]:
    """PyTorch names sizes; they are the last axes, as many as there are."""
    shape = settings["normalized_shape"]
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, (list, tuple)):
        return settings
    return {**settings, "normalized_shape": tuple(shape), "axis": tuple(range(-len(shape), 0))}
