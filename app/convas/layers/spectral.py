"""Spectral normalisation: the arrays that a framework adds where a kernel is kept at a spectral norm of 1.

Sources: PyTorch torch.nn.utils.parametrizations.spectral_norm; Keras 3 layers.SpectralNormalization.
"""

from __future__ import annotations

import re

from convas.layers.settings import setting
from convas.values.convention import Rules
from convas.values.size import product
from convas.values.weight import Weight

SPECTRAL = setting(
    False, "Spectral norm", "Keeps the largest factor by which the kernel can stretch an input at 1.", rare=True
)


def normalised(kind: str, kernel: Weight, bias: tuple[Weight, ...], rules: Rules, rows: int = 0) -> tuple[Weight, ...]:
    """The arrays of a spectrally normalised layer.

    PyTorch reads the kernel as a matrix with axis `rows` upright, and keeps a vector for either
    side. Keras keeps one, along the last axis; its wrapper calls the layer inside by its kind.
    """
    if rules.keras:
        inside = _snake(kind)
        vector = Weight("vector_u", (1, kernel.axes[-1]), ("row", "direction"), state=True)
        named = [weight._replace(name=f"{inside}/{weight.name}") for weight in (kernel, *bias)]
        return (named[0], vector, *named[1:])
    others = (*kernel.axes[:rows], *kernel.axes[rows + 1 :])
    root = "parametrizations.weight"
    return (
        *bias,
        kernel._replace(name=f"{root}.original"),
        Weight(f"{root}.0._u", (kernel.axes[rows],), ("rows",), state=True),
        Weight(f"{root}.0._v", (product(others),), ("columns",), state=True),
    )


def _snake(kind: str) -> str:
    """How Keras names a layer after its class: `Conv2DTranspose` is `conv2d_transpose`."""
    parted = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", parted).lower()
