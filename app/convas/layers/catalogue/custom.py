"""A layer that Convas has no rules for: its shapes, weights and operations are what its user says they are."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from convas.layers import stated
from convas.layers.layer import Hint, Layer, Operations, Ports, Specs
from convas.layers.settings import Amount, setting
from convas.layers.stated import ShapesText, WeightsText
from convas.values.convention import Rules
from convas.values.weight import Weight

Inputs = Annotated[int, Field(strict=True, ge=1, le=64)]


class Custom(Layer):
    """Stands for a layer of your own: you type its output shapes, its weights and its operations."""

    title = "Custom"
    icon = "pencil"
    common = True
    family = "block"
    stem = "custom_{}"
    words = "own lambda function unknown module code anything"

    output_shapes: ShapesText = setting(
        "same",
        "Output shapes",
        "The shape of each output without the batch, parted by semicolons; same is the shape of the first input.",
    )
    stated_weights: WeightsText = setting(
        "",
        "Weights",
        "Name and shape of each weight, parted by semicolons; the word state behind it marks what is not trained.",
    )
    macs: Amount = setting(0, "MACs", "Multiply-accumulates for one example.")
    other: Amount = setting(0, "Other operations", "Single operations for one example, MACs left out.", rare=True)
    inputs: Inputs = setting(1, "Inputs", "How many inputs there are.", structural=True)

    @property
    def ports(self) -> Ports:
        made = len(stated.shapes(self.output_shapes))
        return Ports(_numbered("in", self.inputs), _numbered("out", made))

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        shapes = stated.shapes(self.output_shapes)
        return tuple(x if axes is None else x.having((*x.axes[:1], *axes)) for axes in shapes)

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        return tuple(
            Weight(weight.name, weight.axes, ("size",) * len(weight.axes), weight.state)
            for weight in stated.weights(self.stated_weights)
        )

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(macs=self.macs, other=self.other)

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        return [Hint("as stated", "Shapes, weights and operations of {me} are as stated, not verified.")]

    def brief(self) -> list[str]:
        return ["as stated", self.output_shapes]


def _numbered(word: str, count: int) -> tuple[str, ...]:
    return (word,) if count == 1 else tuple(f"{word} {index + 1}" for index in range(count))
