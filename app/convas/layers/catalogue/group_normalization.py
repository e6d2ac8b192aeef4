"""Normalisation over groups of channels, and over neighbouring channels.

Sources: Keras 3 layers.GroupNormalization; PyTorch nn.GroupNorm, nn.LocalResponseNorm.
"""

from typing import Any

from convas.layers.channels import check_expected, fewer_groups
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.norms import affine, axis_at, check_affine, unmet
from convas.layers.settings import Amount, Count, Number, Switch, Whole, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, product, value_of
from convas.values.spec import Spec
from convas.values.weight import Weight

_EACH = Mend("Give each channel a group", settings=(("groups", None),))


class GroupNormalization(Layer):
    """Brings groups of channels of each example to mean 0 and variance 1, then scales and shifts each channel."""

    title = "Group normalisation"
    short = "Group norm"
    common = True
    family = "norm"
    stem = "norm_{}"
    shown = ("groups",)
    words = "groupnorm group normalization gn instance"

    groups: Count | None = setting(
        32, "Groups", "How many groups the channels are split into; empty gives each channel its own."
    )
    scale: Switch = setting(True, "Scale", "One trainable factor a channel (gamma).")
    center: Switch = setting(True, "Shift", "One trainable offset a channel (beta).")
    axis: Whole = setting(
        -1, "Axis", "The axis of the channels, the batch being 0.", rare=True, only="keras", structural=True,
        role="axis",
        instead="PyTorch has the channels after the batch.",
    )  # fmt: skip
    epsilon: Number | None = setting(
        None, "Epsilon", "Added to the variance, so that nothing is divided by 0; empty means the framework's own.",
        rare=True,
    )  # fmt: skip
    num_channels: Amount | None = setting(
        None, "Expected channels", "A number of channels that must be met; empty takes what comes.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "GroupNormalization", Argument("groups", "groups", read=_read_groups, write=_write_groups), "axis",
                "epsilon", "center", "scale", "beta_initializer=", "gamma_initializer=", "beta_regularizer=",
                "gamma_regularizer=", "beta_constraint=", "gamma_constraint=",
            ),
            pytorch(
                "GroupNorm", "num_groups=groups!", "num_channels!", "eps=epsilon", "affine=scale", "device=", "dtype=",
                "bias=center", settle=affine("groups", "num_channels", "epsilon"),
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        channels = self._channels(x, rules)
        check_affine(self.scale, self.center, rules)
        if rules.keras:
            if value_of(channels) is None:
                raise ShapeError(
                    "channels not fixed", "Keras needs the number of channels here. Give the input's axes as numbers."
                )
            self._divides(channels)
        elif self.num_channels is not None:
            self._divides(self.num_channels)
        if self._depends(rules):
            check_expected(channels, self.num_channels, "num_channels")
        self._divides(channels)
        if not rules.keras and decide("==", product((self._together(x), *x.axes[2:])), 1):
            raise ShapeError(
                "one value a group",
                "PyTorch needs more than one value in a group. Use fewer groups, or Layer normalisation.",
                "groups",
            )
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        size = (self._channels(inputs[0], rules),)
        names = ("gamma", "beta") if rules.keras else ("weight", "bias")
        there = zip(names, (self.scale, self.center), strict=True)
        return tuple(Weight(name, size, ("channels",)) for name, used in there if used)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=5 * inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        return [] if self._depends(rules) else unmet(self._channels(inputs[0], rules), self.num_channels)

    def told(self, name: str) -> str:
        if name != "groups":
            return super().told(name)
        return "each channel" if self.groups is None else text.many(self.groups, "group")

    def _depends(self, rules: Rules) -> bool:
        """Whether any array holds one number a channel."""
        return rules.keras or self.scale or self.center

    def _channels(self, x: Spec, rules: Rules) -> Dim:
        if rules.keras:
            return x.axes[axis_at(x, self.axis)]
        if x.rank < 2:
            raise ShapeError("needs channels", "{me} needs a batch and channels. Put Reshape before it.")
        return x.axes[1]

    def _together(self, x: Spec) -> Dim:
        """Channels that one group holds, over the batch: what PyTorch counts before it divides."""
        return x.axes[0] if self.groups is None else x.axes[0] * x.axes[1] // self.groups

    def _divides(self, channels: Dim) -> None:
        groups = self.groups
        if groups is None or decide("==", channels % groups, 0) is not False:
            return
        n = value_of(channels)
        divisors = [d for d in range(1, min(n or 0, 64) + 1) if n is not None and n % d == 0][:8]
        raise ShapeError(
            f"{text.count(channels)} channels, groups {text.count(groups)}",
            f"{text.count(channels)} channels cannot be split into {text.count(groups)} groups. "
            f"Choose {text.listed([str(d) for d in divisors], 'or')} groups.",
            "groups",
            *([] if n is None else [fewer_groups(n, groups)]),
            _EACH,
        )


class LocalResponseNormalization(Layer):
    """Divides each number by the strength of the neighbouring channels at its place."""

    title = "Local response normalisation"
    short = "Local response"
    family = "norm"
    stem = "lrn_{}"
    shown = ("size",)
    words = "lrn localresponsenorm local response normalization alexnet cross map"
    only = "pytorch"
    instead = "Use Batch normalisation, or Custom for the original."

    size: Count = setting(5, "Neighbours", "How many neighbouring channels count, the channel itself among them.")
    alpha: Number = setting(1e-4, "Alpha", "How strongly the neighbours count.", rare=True)
    beta: Number = setting(0.75, "Beta", "The power that the strength is raised to.", rare=True)
    k: Number = setting(1.0, "Offset", "Added to the strength before the power.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("LocalResponseNorm", "size!", "alpha", "beta", "k"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        if inputs[0].rank < 3:
            raise ShapeError(
                "needs space",
                f"{{me}} needs a batch, channels and at least one axis of space, and gets {inputs[0].rank} axes. "
                "Put Reshape before it.",
                "",
                Mend("Insert Reshape", kind="Reshape"),
            )
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=inputs[0].volume * (2 * self.size + 3))


def _read_groups(groups: Any) -> Any:
    """Keras writes -1 for a group for each channel; None and 0 are no numbers of groups."""
    return None if groups == -1 else 0 if groups is None else groups


def _write_groups(groups: Any) -> Any:
    return -1 if groups is None else groups
