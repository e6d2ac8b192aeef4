"""Settings: the field types that layers are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from convas.values.convention import Convention
from convas.values.size import LARGEST

Count = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
"""A size that must be there: filters, units."""
Amount = Annotated[int, Field(strict=True, ge=0, le=LARGEST)]
"""A size that may be nothing: padding."""
Whole = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)]
"""Any whole number: an axis counted from either end."""
Rate = Annotated[float, Field(strict=True, ge=0.0, le=1.0)]
Number = Annotated[float, Field(strict=True)]
"""Any number with a fraction: a slope, an epsilon."""
Switch = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,31}$")]
"""A size that stays open and has a name, such as `T`."""
Axis = Count | Name | None
"""A declared axis: a number, a name, or None where nothing is known."""
Role = Literal["axis", "axes", "new axis", "order", "shape"]


def spread(times: int) -> Callable[[Any], Any]:
    """One number stands for all axes, as both frameworks take it."""

    def over(value: Any) -> Any:
        return (value,) * times if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    return over


Axes = Annotated[tuple[Whole, ...], BeforeValidator(lambda value: (value,) if type(value) is int else value)]
"""Any number of axes, each counted from either end; one number stands for one axis."""
Numbers = Annotated[
    tuple[Number, ...], BeforeValidator(lambda value: (value,) if type(value) in (int, float) else value)
]
"""Any row of numbers with a fraction; one number stands for a row of one."""
One = Annotated[tuple[Count], BeforeValidator(spread(1))]
Two = Annotated[tuple[Count, Count], BeforeValidator(spread(2))]
Three = Annotated[tuple[Count, Count, Count], BeforeValidator(spread(3))]
One0 = Annotated[tuple[Amount], BeforeValidator(spread(1))]
Two0 = Annotated[tuple[Amount, Amount], BeforeValidator(spread(2))]
Three0 = Annotated[tuple[Amount, Amount, Amount], BeforeValidator(spread(3))]


def setting(
    default: Any,
    title: str,
    description: str,
    *,
    rare: bool = False,
    only: Convention | None = None,
    instead: str = "",
    structural: bool = False,
    role: Role | None = None,
    labels: dict[str, str] | None = None,
    kept: bool = False,
) -> Any:
    """A layer's field.

    `rare` folds it away in forms; `only` names the one convention that knows it,
    and `instead` says in a sentence what the other does; `structural`
    numbers choose rather than count, and stay ints in explanations; `labels` are for choices.
    `kept` fields follow from the design; nobody fills them in, so no form and no listing has them.
    `role` tells what switching the convention turns: an `axis` counted with the batch, `axes` with one for each
    input, a `new axis` of the output, the `order` of axes counted from 1 after the batch, or the whole `shape`.
    """
    extra = {"rare": rare, "only": only, "instead": instead, "structural": structural, "role": role, "labels": labels}
    told: Any = {key: value for key, value in (*extra.items(), ("kept", kept)) if value}
    return Field(default, title=title, description=description, validate_default=True, json_schema_extra=told)
