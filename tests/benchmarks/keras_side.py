"""Keras's side: the chain of convolutions built again, as after every change."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras


def rebuilding(count: int, padding: str = "same", side: int = 64) -> Callable[[], Any]:
    sys.setrecursionlimit(100_000)  # Keras follows a chain by recursion

    def build() -> int:
        start = end = keras.Input((side, side, 3))
        for _ in range(count):
            end = keras.layers.Conv2D(8, 3, padding=padding)(end)
        return keras.Model(start, end).count_params()

    return build
