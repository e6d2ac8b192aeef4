"""Tracing: a layer and its inputs with every number named, so that its rules explain themselves."""

from __future__ import annotations

from typing import Any

from convas.layers.layer import Layer, settings_of
from convas.values.size import Dim, Size, leaf
from convas.values.spec import ABSENT, BATCH, Spec


def traced(layer: Layer) -> Layer:
    """A twin of the layer whose numeric settings are named sizes; structural ones stay numbers."""
    values = dict(layer)
    for name, setting in settings_of(type(layer)).items():
        if not setting.structural:
            values[name] = _named(setting.title.lower(), values[name])
    return type(layer).model_construct(**values)


def traced_spec(spec: Spec, name: str = "in") -> Spec:
    """The spec with every known axis named; the batch, open and unknown axes stay."""
    if spec is ABSENT:
        return spec
    return spec.having(tuple(_axis(axis, name) for axis in spec.axes))


def _axis(axis: Dim, name: str) -> Dim:
    if axis is BATCH or isinstance(axis, Size):
        return axis
    return leaf(name, axis)


def _named(title: str, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return leaf(title, value)
    if isinstance(value, Layer):
        return traced(value)
    if isinstance(value, tuple):
        return tuple(_named(title, part) for part in value)
    return value
