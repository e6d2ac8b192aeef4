"""Normalisation of each channel, over the batch or within each example.

Sources: Keras 3 layers.BatchNormalization; PyTorch nn.BatchNorm2d, nn.SyncBatchNorm, nn.InstanceNorm2d.
"""

from typing import Any, Literal

from convas.layers.channels import check_expected
from convas.layers.grid import Grid, grid
from convas.layers.layer import Hint, Layer, Operations, Specs
from convas.layers.norms import affine, axis_at, check_affine, given, unmet
from convas.layers.settings import Amount, Count, Number, Switch, Whole, setting
from convas.layers.spelling import Argument, Spellings, keras, pytorch
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, product
from convas.values.spec import BATCH, Spec
from convas.values.weight import Weight

Space = Literal["1D", "2D", "3D"]
_RANKS = {"1D": (2, 3), "2D": (4,), "3D": (5,)}
_NEEDS = {"1D": "2 or 3", "2D": "4", "3D": "5"}
_SORTS = {"1D": "sequences", "2D": "images", "3D": "volumes"}
EPSILON = setting(
    None, "Epsilon", "Added to the variance, so that nothing is divided by 0; empty means the framework's own.",
    rare=True,
)  # fmt: skip
MOMENTUM = setting(
    None, "Momentum", "The share of the moving averages that stays at each step; PyTorch writes 1 minus this.",
    rare=True,
)  # fmt: skip
CUMULATIVE = setting(
    False, "Plain mean", "Whether the averages are plain means over all steps, without momentum.", rare=True,
    only="pytorch", instead="Give a momentum.",
)  # fmt: skip
DIMENSIONS = setting(
    None, "Dimensions", "The only inputs that are taken: sequences, images or volumes. PyTorch has a layer for each.",
    rare=True, labels={"": "any", "1D": "sequences", "2D": "images", "3D": "volumes"},
)  # fmt: skip


class BatchNormalization(Layer):
    """Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it.

    Keras counts the moving mean and variance as parameters that are not trained; PyTorch keeps
    them, and a counter, as buffers outside the parameters.
    """

    title = "Batch normalisation"
    common = True
    family = "norm"
    stem = "bn_{}"
    words = "batchnorm batch normalization bn"
    differs = "Keras counts the moving mean and variance as parameters; PyTorch keeps them outside, as buffers."

    scale: Switch = setting(True, "Scale", "One trainable factor a channel (gamma).")
    center: Switch = setting(True, "Shift", "One trainable offset a channel (beta).")
    axis: Whole = setting(
        -1,
        "Axis",
        "The axis of the channels, the batch being 0.",
        rare=True,
        only="keras",
        structural=True,
        role="axis",
    )
    track_stats: Switch = setting(
        True, "Moving averages", "Whether mean and variance are kept for later use.", rare=True, only="pytorch"
    )
    num_features: Count | None = setting(
        None, "Expected channels", "A number of channels that must be met; empty takes what comes.", rare=True
    )
    epsilon: Number | None = EPSILON
    momentum: Number | None = MOMENTUM
    cumulative: Switch = CUMULATIVE
    dims: Space | None = DIMENSIONS
    synchronized: Switch = setting(
        False, "Over all devices", "Whether mean and variance are taken over all devices together.", rare=True
    )
    renorm: Switch = setting(
        False, "Renormalise", "Corrects each batch towards the moving averages, which helps small batches.", rare=True,
        only="keras", instead="Leave it out, or use Group normalisation for small batches.",
    )  # fmt: skip
    renorm_momentum: Number | None = setting(
        None, "Correction momentum", "The momentum of the averages that batches are corrected towards.", rare=True,
        only="keras", instead="Leave it out.",
    )  # fmt: skip

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras(
                "BatchNormalization", "axis", "momentum", "epsilon", "center", "scale", "beta_initializer=",
                "gamma_initializer=", "moving_mean_initializer=", "moving_variance_initializer=",
                "beta_regularizer=", "gamma_regularizer=", "beta_constraint=", "gamma_constraint=", "renorm",
                "renorm_clipping=", "renorm_momentum", "synchronized", settle=given("momentum", "epsilon"),
            ),
            *(pytorch(f"BatchNorm{n}d", *_TORCH, settle=_settle, dims=f"{n}D") for n in (1, 2, 3)),
            *(pytorch(f"LazyBatchNorm{n}d", *_TORCH[1:], settle=_settle, dims=f"{n}D") for n in (1, 2, 3)),
            pytorch(
                "SyncBatchNorm", *_TORCH[:5], "process_group=", *_TORCH[5:], settle=_settle, synchronized=True
            ),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        channels = self._channels(inputs[0], rules)
        if self._depends(rules):
            check_expected(channels, self.num_features, "num_features")
        check_affine(self.scale, self.center, rules)
        if not rules.keras and self.epsilon is not None and self.epsilon < 0:
            raise ShapeError("epsilon below 0", "PyTorch needs an epsilon above 0. Raise it.", "epsilon", _USUAL)
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        channels = self._channels(inputs[0], rules)
        if not rules.keras:
            return _torch_arrays(channels, self.scale, self.center, self.track_stats)
        kept: tuple[str, ...] = ("moving_mean", "moving_variance")
        if self.renorm:
            kept += ("moving_stddev", "renorm_mean", "renorm_stddev")
        return (*_trained(channels, (("gamma", self.scale), ("beta", self.center))), *_kept(channels, kept))

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=2 * inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        if rules.keras:
            return [_TENSORFLOW] if self.synchronized else []
        (x,) = inputs
        if self.epsilon == 0:
            return [Hint("epsilon is 0", "PyTorch trains {me} only with an epsilon above 0. Raise it.", "error")]
        if decide("==", product((x.axes[0], *x.axes[2:])), 1):
            return [_ONE_VALUE]
        return [] if self._depends(rules) else unmet(x.axes[1], self.num_features)

    def _depends(self, rules: Rules) -> bool:
        """Whether any array holds one number a channel."""
        return rules.keras or self.scale or self.center or self.track_stats

    def _channels(self, x: Spec, rules: Rules) -> Dim:
        if rules.keras:
            return x.axes[axis_at(x, self.axis)]
        most = x.rank if self.synchronized else 5
        ranks = tuple(range(2, most + 1)) if self.dims is None else _RANKS[self.dims]
        if x.rank in ranks:
            return x.axes[1]
        if self.dims is not None:
            clear = [Mend("Take any input", settings=(("dims", None),))] if 2 <= x.rank <= most else []
            raise ShapeError(
                f"needs {_NEEDS[self.dims]} axes",
                f"{{me}} is for {_SORTS[self.dims]}: it needs {_NEEDS[self.dims]} axes with the batch, "
                f"and gets {x.rank}. "
                "Choose other dimensions.",
                "dims",
                *clear,
            )
        needs = f"{{me}} needs 2 to 5 axes with the batch, and gets {x.rank}. Put Reshape before it."
        raise ShapeError("2 to 5 axes", needs)


class InstanceNormalization(Layer):
    """Brings each channel of each example to mean 0 and variance 1 over its space."""

    title = "Instance normalisation"
    family = "norm"
    stem = "norm_{}"
    words = "instancenorm instance normalization style transfer"
    only = "pytorch"
    instead = "Use Group normalisation with groups left empty: a group for each channel."

    scale: Switch = setting(False, "Scale", "One trainable factor a channel.")
    center: Switch = setting(False, "Shift", "One trainable offset a channel.")
    track_stats: Switch = setting(
        False, "Moving averages", "Whether mean and variance are kept for later use.", rare=True
    )
    num_features: Amount | None = setting(
        None, "Expected channels", "A number of channels that must be met; empty takes what comes.", rare=True
    )
    epsilon: Number | None = EPSILON
    momentum: Number | None = MOMENTUM
    cumulative: Switch = CUMULATIVE
    dims: Space | None = DIMENSIONS

    @classmethod
    def spelled(cls) -> Spellings:
        plain, lazy = affine("epsilon", scale=False), affine("epsilon")
        return (
            *(pytorch(f"InstanceNorm{n}d", *_TORCH, settle=_averaged(plain), dims=f"{n}D") for n in (1, 2, 3)),
            *(
                pytorch(f"LazyInstanceNorm{n}d", *_LAZY_INSTANCE, settle=_averaged(lazy), dims=f"{n}D")
                for n in (1, 2, 3)
            ),
        )

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = self._grid(inputs[0], rules)
        if self._depends():
            check_expected(place.channels, self.num_features, "num_features")
        check_affine(self.scale, self.center, rules)
        if self.scale and decide("==", product((*place.lead, place.channels)), 0):
            raise ShapeError("nothing to normalise", "{me} needs at least one channel and one example. Give it some.")
        if not self.track_stats and decide("==", place.cells, 1):
            raise ShapeError(_ONE_PLACE.summary, _ONE_PLACE.message)
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        channels = self._grid(inputs[0], rules).channels
        return _torch_arrays(channels, self.scale, self.center, self.track_stats)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(normalization=5 * inputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        place = self._grid(inputs[0], rules)
        if decide("==", place.cells, 1):
            return [_ONE_PLACE]
        return [] if self._depends() else unmet(place.channels, self.num_features)

    def _depends(self) -> bool:
        return self.scale or self.center or self.track_stats

    def _grid(self, x: Spec, rules: Rules) -> Grid:
        dims = int(self.dims[0]) if self.dims is not None else x.rank - 2
        if not 1 <= dims <= 3:
            raise ShapeError(
                "3 to 5 axes",
                f"{{me}} needs a batch, channels and 1 to 3 axes of space, and gets {x.rank} axes. "
                "Put Reshape before it.",
                "",
                Mend("Insert Reshape", kind="Reshape"),
            )
        return grid(x, dims, rules, bare=x.axes[0] is not BATCH)


def _trained(channels: Dim, there: tuple[tuple[str, bool], ...]) -> tuple[Weight, ...]:
    return tuple(Weight(name, (channels,), ("channels",)) for name, used in there if used)


def _kept(channels: Dim, names: tuple[str, ...]) -> tuple[Weight, ...]:
    return tuple(Weight(name, (channels,), ("channels",), True) for name in names)


def _torch_arrays(channels: Dim, scale: bool, center: bool, tracked: bool) -> tuple[Weight, ...]:
    """PyTorch's names: the counter of batches is part of the moving averages."""
    trained = _trained(channels, (("weight", scale), ("bias", center)))
    if not tracked:
        return trained
    counter = Weight("num_batches_tracked", (), (), True)
    return (*trained, *_kept(channels, ("running_mean", "running_var")), counter)


def _rest(momentum: Any) -> Any:
    """The share that stays and the share that comes are 1 together."""
    plain = isinstance(momentum, (int, float)) and not isinstance(momentum, bool)
    return round(1 - momentum, 12) if plain else momentum


def _averaged(settle: Any) -> Any:
    """PyTorch's momentum None asks for the plain mean over all steps."""

    def settled(settings: dict[str, Any]) -> dict[str, Any]:
        plain = "momentum" in settings and settings["momentum"] is None
        return {**settle(settings), "cumulative": plain}

    return settled


_settle = _averaged(affine("epsilon"))
_TORCH = (
    "num_features!", "eps=epsilon", Argument("momentum", "momentum", read=_rest, write=_rest), "affine=scale",
    "track_running_stats=track_stats", "device=", "dtype=", "bias=center",
)  # fmt: skip
_LAZY_INSTANCE = (*_TORCH[1:4], Argument("track_running_stats", "track_stats", default=True), *_TORCH[5:])
_USUAL = Mend("Use the usual epsilon", settings=(("epsilon", None),))
_ONE_VALUE = Hint(
    "one value a channel",
    "PyTorch trains {me} only with more than one value a channel. Use a larger batch, or Layer normalisation.",
    "error",
)
_ONE_PLACE = Hint(
    "one place a channel",
    "{me} needs more than one place in space, or every number becomes 0. Use Batch or Layer normalisation.",
    "error",
)
_TENSORFLOW = Hint(
    "TensorFlow only",
    "Keras normalises over all devices with its TensorFlow backend only. Switch it off for the other backends.",
    "error",
)
