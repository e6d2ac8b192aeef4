"""Activation functions by name, as they can be set on a layer. None of them has weights or changes a shape."""

from __future__ import annotations

from typing import Any, Final, Literal

from convas.layers.spelling import Argument

ActivationName = Literal[
    "linear",
    "relu",
    "softmax",
    "sigmoid",
    "tanh",
    "gelu",
    "silu",
    "elu",
    "selu",
    "leaky_relu",
    "relu6",
    "softplus",
    "softsign",
    "exponential",
    "hard_sigmoid",
    "hard_silu",
    "log_softmax",
    "mish",
]
LABELS: Final[dict[str, str]] = {
    "linear": "none",
    "relu": "ReLU",
    "gelu": "GELU",
    "silu": "SiLU",
    "elu": "ELU",
    "selu": "SELU",
    "leaky_relu": "leaky ReLU",
    "relu6": "ReLU6",
    "hard_sigmoid": "hard sigmoid",
    "hard_silu": "hard SiLU",
    "log_softmax": "log softmax",
}
_ALIASES: Final = {None: "linear", "swish": "silu", "hard_swish": "hard_silu"}


def _named(function: Any) -> Any:
    """The function that Keras means: nothing is linear, and two have a second name."""
    return _ALIASES.get(function, function) if function is None or isinstance(function, str) else function


ACTIVATION: Final = Argument("activation", "activation", read=_named)
"""The argument `activation` of Keras layers."""
