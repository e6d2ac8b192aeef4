"""Spec: what a tensor is. Every axis in the framework's own order, the batch included, and a dtype."""

from __future__ import annotations

from typing import Final, Literal

from convas.values.size import UNKNOWN, Dim, Size, product, symbol

DType = Literal["float16", "bfloat16", "float32", "float64", "int8", "uint8", "int16", "int32", "int64", "bool"]
BYTES: Final[dict[DType, int]] = {
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "int8": 1,
    "uint8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "bool": 1,
}

BATCH: Final[Size] = symbol("N")
"""The batch axis. It stays a name: no count depends on how many examples run at once."""


class Spec:
    """A tensor: axes (an int, a named size or UNKNOWN each) and dtype. Equal specs are interchangeable.

    An axis that merely equals the batch, such as `N * 1`, is shown; so it makes the spec another one.
    """

    __slots__ = ("_batch", "_hash", "axes", "dtype")

    def __init__(self, axes: tuple[Dim, ...], dtype: DType = "float32") -> None:
        self.axes = axes
        self.dtype = dtype
        self._batch = [axis is BATCH for axis in axes]
        self._hash = hash((axes, dtype))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Spec)
            and self.axes == other.axes
            and self._batch == other._batch
            and self.dtype == other.dtype
        )

    def __repr__(self) -> str:
        return f"Spec({self.axes}, {self.dtype})"

    @property
    def rank(self) -> int:
        return len(self.axes)

    @property
    def visible(self) -> tuple[Dim, ...]:
        """The axes that are shown: all but the batch."""
        return tuple(axis for axis in self.axes if axis is not BATCH)

    @property
    def volume(self) -> Dim:
        """Elements for one example of the batch."""
        return product(self.visible)

    @property
    def memory(self) -> Dim:
        """Bytes for one example of the batch."""
        return self.volume * BYTES[self.dtype]

    @property
    def known(self) -> bool:
        return all(axis is not UNKNOWN for axis in self.axes)

    def having(self, axes: tuple[Dim, ...]) -> Spec:
        """The same dtype with other axes."""
        return Spec(axes, self.dtype)


ABSENT: Final = Spec((UNKNOWN,), "bool")
"""Stands, by identity, for an input that has no link."""
