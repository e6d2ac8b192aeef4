"""A kind that this version of Convas does not know: kept as it was read, drawn, and never counted."""

from __future__ import annotations

from convas.layers.layer import Layer, Ports, Specs
from convas.values.convention import Rules
from convas.values.problem import ShapeError


class Unknown(Layer):
    """Stands for a layer of an unknown kind. `settings` holds its fields as JSON text."""

    title = ""
    family = "unknown"
    icon = "help"
    places = Ports(variadic=True, least=0)

    name: str
    settings: str = "{}"

    @property
    def sort(self) -> str:
        return self.name

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        raise ShapeError(
            "unknown kind",
            f"Convas does not know layers of the kind {self.name}, so {{me}} cannot be counted. "
            "It is kept as it is; put a layer that Convas knows in its place to count it.",
        )

    def brief(self) -> list[str]:
        return [self.name]
