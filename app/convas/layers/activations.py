"""Activation functions by name, as they can be set on a layer. None of them has weights or changes a shape."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from convas.values.convention import Convention

_Name = Literal[
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
    "celu",
    "hard_tanh",
    "hard_shrink",
    "soft_shrink",
    "tanh_shrink",
    "log_sigmoid",
    "rrelu",
    "softmin",
    "sparsemax",
    "sparse_plus",
    "sparse_sigmoid",
    "squareplus",
]
_ALIASES: Final = {"swish": "silu", "hard_swish": "hard_silu"}


def _named(value: Any) -> Any:
    """Keras has two names for some functions, and says None for no function."""
    if value is None:
        return "linear"
    return _ALIASES.get(value, value) if isinstance(value, str) else value


ActivationName = Annotated[_Name, BeforeValidator(_named)]
"""What can be set on a layer that has weights."""
FunctionName = Annotated[Literal[_Name, "threshold", "glu"], BeforeValidator(_named)]
"""What can be a layer of its own: also a function that needs numbers, and one that halves an axis."""

ONLY: Final[dict[str, Convention]] = {
    "rrelu": "pytorch",
    "softmin": "pytorch",
    "sparsemax": "keras",
    "sparse_plus": "keras",
    "sparse_sigmoid": "keras",
    "squareplus": "keras",
}
"""Functions that one framework has and the other lacks."""
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
    "celu": "CELU",
    "hard_tanh": "hard tanh",
    "hard_shrink": "hard shrink",
    "soft_shrink": "soft shrink",
    "tanh_shrink": "tanh shrink",
    "log_sigmoid": "log sigmoid",
    "rrelu": "random ReLU",
    "sparse_plus": "sparse plus",
    "sparse_sigmoid": "sparse sigmoid",
}
