"""Activation functions as layers of their own.

Sources: Keras 3 activations, layers.ReLU, LeakyReLU, ELU; PyTorch nn.modules.activation.
"""

from typing import Any, Final

from convas.layers.activations import LABELS, FunctionName
from convas.layers.layer import Hint, Layer, Operations, Specs, setting_of
from convas.layers.norms import given
from convas.layers.settings import Number, Switch, setting
from convas.layers.spelling import Argument, Spelling, Spellings, keras, pytorch
from convas.layers.splitting import halved
from convas.values.convention import Convention, Rules
from convas.values.problem import Mend, ShapeError

Takes = dict[str, dict[str, Any]]
_BOTH: Final[Takes] = {
    "leaky_relu": {"negative_slope": None},
    "elu": {"alpha": 1.0},
    "celu": {"alpha": 1.0},
    "gelu": {"approximate": False},
    "hard_shrink": {"threshold": 0.5},
    "soft_shrink": {"threshold": 0.5},
    "threshold": {"threshold": None, "value": None},
}
TAKES: Final[dict[Convention, Takes]] = {
    "keras": {**_BOTH, "relu": {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}},
    "pytorch": {
        **_BOTH,
        "hard_tanh": {"min_value": -1.0, "max_value": 1.0},
        "softplus": {"beta": 1.0, "threshold": 20.0},
        "rrelu": {"lower": 1 / 8, "upper": 1 / 3},
    },
}
"""The settings that a function has in each framework, with what they usually are."""
_NUMBERS: Final = (
    "negative_slope", "alpha", "min_value", "max_value", "threshold", "value", "beta", "lower", "upper", "approximate",
)  # fmt: skip


class Activation(Layer):
    """Applies a function to every number; no weights, the same shape."""

    title = "Activation"
    common = True
    family = "act"
    stem = "activation_{}"
    shown = ("function",)
    words = "relu sigmoid tanh softmax gelu nonlinearity hardtanh hardswish swish " + " ".join(LABELS)

    function: FunctionName = setting(
        "relu", "Function", "What is applied to every number.", labels={**LABELS, "glu": "GLU"}
    )
    negative_slope: Number | None = setting(
        None,
        "Slope",
        "What numbers below 0 are multiplied by, for leaky ReLU; empty is the framework's own.",
        rare=True,
    )
    alpha: Number | None = setting(None, "Alpha", "How far ELU and CELU go below 0; empty is 1.", rare=True)
    min_value: Number | None = setting(None, "Smallest", "What hard tanh cuts off below; empty is -1.", rare=True)
    max_value: Number | None = setting(
        None, "Largest", "What hard tanh, and ReLU in Keras, cut off above; empty is the usual.", rare=True
    )
    threshold: Number | None = setting(
        None, "Threshold", "Where threshold, the shrinks, softplus and Keras's ReLU change; empty is the usual.",
        rare=True,
    )  # fmt: skip
    value: Number | None = setting(None, "Value below", "What threshold gives for the numbers below it.", rare=True)
    beta: Number | None = setting(None, "Beta", "How sharp softplus is; empty is 1.", rare=True)
    lower: Number | None = setting(None, "Smallest slope", "The least slope of random ReLU; empty is 1/8.", rare=True)
    upper: Number | None = setting(None, "Largest slope", "The most slope of random ReLU; empty is 1/3.", rare=True)
    approximate: Switch = setting(False, "Approximate", "Whether GELU is approximated with tanh.", rare=True)

    @classmethod
    def spelled(cls) -> Spellings:
        return (
            keras("Activation", "activation=function!"),
            keras("ReLU", "max_value", "negative_slope", "threshold", settle=_RELU, function="relu"),
            keras(
                "LeakyReLU", Argument("negative_slope", "negative_slope", default=0.3), "alpha=negative_slope",
                settle=given("negative_slope"), function="leaky_relu",
            ),
            keras("ELU", "alpha", settle=given("alpha"), function="elu"),
            *(_torch(name, function) for name, function in _PLAIN.items()),
            _torch("LeakyReLU", "leaky_relu", "negative_slope", "inplace="),
            _torch("ELU", "elu", "alpha", "inplace="),
            _torch("CELU", "celu", "alpha", "inplace="),
            pytorch("GELU", _TANH, function="gelu"),
            pytorch(
                "Hardtanh", "min_val=min_value", "max_val=max_value", "inplace=", "min_value", "max_value",
                settle=given("min_value", "max_value"), function="hard_tanh",
            ),
            _torch("Softplus", "softplus", "beta", "threshold"),
            _torch("Hardshrink", "hard_shrink", "lambd=threshold"),
            _torch("Softshrink", "soft_shrink", "lambd=threshold"),
            _torch("RReLU", "rrelu", "lower", "upper", "inplace="),
            _torch("Threshold", "threshold", "threshold!", "value!", "inplace="),
        )  # fmt: skip

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        self._check(rules)
        return (halved(inputs[0], -1),) if self.function == "glu" else inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(activation=0 if self.function == "linear" else outputs[0].volume)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> list[Hint]:
        idle = [name for name in self._unusual(rules) if name not in TAKES[rules.name].get(self.function, {})]
        titles = [setting_of(type(self), name).title for name in idle]
        return [Hint("a setting unused", f"{title} has no effect on this function. Clear it.") for title in titles]

    def _unusual(self, rules: Rules) -> list[str]:
        """The settings that are not what the function usually has."""
        usual = TAKES[rules.name].get(self.function) or TAKES[_other(rules)].get(self.function, {})
        return [
            name
            for name in _NUMBERS
            if (value := getattr(self, name)) not in (None, False) and value != usual.get(name)
        ]

    def _check(self, rules: Rules) -> None:
        here, there = (TAKES[name].get(self.function, {}) for name in (rules.name, _other(rules)))
        for name in self._unusual(rules):
            if name in there and name not in here:
                title = setting_of(type(self), name).title.lower()
                raise ShapeError(
                    f"not in {rules.title}",
                    f"{rules.title} has no setting {title} for this function. Clear it, or choose another function.",
                    name,
                    Mend(f"Clear {title}", settings=((name, None),)),
                )
        wrong = _wrong(self, rules)
        if wrong is not None:
            name, message = wrong
            cleared = tuple((taken, None) for taken in here if taken != "approximate")
            raise ShapeError("number does not fit", message, name, *_mends(self.function, cleared))


def _wrong(layer: Activation, rules: Rules) -> tuple[str, str] | None:
    """The number that the framework refuses, with what it takes."""
    low, high, slope, edge = layer.min_value, layer.max_value, layer.negative_slope, layer.threshold
    match layer.function:
        case "threshold" if edge is None or layer.value is None:
            return "threshold", "{me} needs a threshold and the value below it. Give both."
        case "hard_tanh" if (-1 if low is None else low) >= (1 if high is None else high):
            return "max_value", "The largest value must be above the smallest. Change one of them."
        case "rrelu" if (1 / 8 if layer.lower is None else layer.lower) > (
            1 / 3 if layer.upper is None else layer.upper
        ):
            return "upper", "The largest slope must not be below the smallest. Change one of them."
        case "celu" if layer.alpha == 0 and not rules.keras:
            return "alpha", "CELU divides by alpha, so it must not be 0. Choose another."
        case "soft_shrink" if edge is not None and edge < 0 and not rules.keras:
            return "threshold", "The threshold of soft shrink must be 0 or more. Raise it."
        case "leaky_relu" | "relu" if rules.keras:
            below = {"negative_slope": slope, "max_value": high, "threshold": edge}
            names = [name for name, value in below.items() if value is not None and value < 0]
            if layer.function == "relu" or names == ["negative_slope"]:
                return (names[0], "Keras takes no number below 0 here. Raise it.") if names else None
    return None


def _mends(function: str, cleared: tuple[tuple[str, object], ...]) -> list[Mend]:
    if function == "threshold":
        return [Mend("Use 0 for both", settings=(("threshold", 0.0), ("value", 0.0)))]
    return [Mend("Use the usual numbers", settings=cleared)] if cleared else []


def _other(rules: Rules) -> Convention:
    return "pytorch" if rules.keras else "keras"


def _torch(name: str, function: str, *arguments: str) -> Spelling:
    """A class of PyTorch; a number that is given is never None."""
    told = arguments or ("inplace=",) * (name in _IN_PLACE)
    fields = [argument.rstrip("!").rpartition("=")[2] for argument in told]
    return pytorch(name, *told, settle=given(*filter(None, fields)), function=function)


def _read_tanh(how: Any) -> Any:
    """`none` or `tanh`; anything else is refused as no switch."""
    return {"none": False, "tanh": True}.get(how, "neither") if isinstance(how, str) else "neither"


def _write_tanh(approximate: bool) -> str:
    return "tanh" if approximate else "none"


_TANH = Argument("approximate", "approximate", read=_read_tanh, write=_write_tanh)
_RELU = given("negative_slope", "threshold")
_IN_PLACE = ("ReLU", "ReLU6", "SELU", "SiLU", "Mish", "Hardswish", "Hardsigmoid")
_PLAIN = {
    "ReLU": "relu",
    "ReLU6": "relu6",
    "SELU": "selu",
    "SiLU": "silu",
    "Mish": "mish",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Hardswish": "hard_silu",
    "Hardsigmoid": "hard_sigmoid",
    "Softsign": "softsign",
    "LogSigmoid": "log_sigmoid",
    "Tanhshrink": "tanh_shrink",
}
