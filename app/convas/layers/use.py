"""Blocks as layers: the node that stands for a block, and the ends of links inside one.

Analysis and edits know these three; what a block holds is in the design, so their own rules say nothing of it.
"""

from typing import Annotated, Final

from pydantic import Field

from convas.layers.layer import Layer, Ports, Specs
from convas.layers.settings import Switch, Whole, setting
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError

MOST_REPETITIONS: Final = 100_000
Repetitions = Annotated[int, Field(strict=True, ge=1, le=MOST_REPETITIONS)]
Key = Annotated[int, Field(strict=True, ge=0, le=2**53)]
Word = Annotated[str, Field(strict=True, min_length=1, max_length=100)]


class Use(Layer):
    """Stands for a block: all that is drawn inside it, once or several times one after the other.

    A repetition's outputs are the next one's inputs, in order; inputs beyond them stay the same for all.
    `arguments` are those that differ from the block's own; the names of ports follow the block.
    """

    title = "Block"
    family = "block"
    stem = "block_{}"
    words = "group module sub-graph repeat stage"
    apart = "Choose a block to put here, or select layers and make a block of them."

    block: Key = setting(0, "Block", "The block that this stands for.", kept=True)
    repeat: Repetitions = setting(1, "Repetitions", "How many times it runs, each time on what the last one gave.")
    shared: Switch = setting(False, "Shared weights", "All repetitions use the same weights, which count once.")
    arguments: tuple[tuple[Word, Whole], ...] = setting((), "Arguments", "The numbers given to the block.", kept=True)
    input_names: tuple[Word, ...] = setting(("in",), "Inputs", "What its inputs are called.", kept=True)
    output_names: tuple[Word, ...] = setting(("out",), "Outputs", "What its outputs are called.", kept=True)

    @property
    def sort(self) -> str:
        return f"block {self.block}"

    @property
    def ports(self) -> Ports:
        return Ports(self.input_names, self.output_names)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        raise ShapeError("no such block", "{me} stands for a block that is not there. Delete it.")

    def brief(self) -> list[str]:
        times = f"{text.count(self.repeat)} {text.TIMES}"
        return [times, "shared weights"] if self.shared else [times]


class BlockInput(Layer):
    """Stands inside a block for what is linked to the block."""

    title = "Block input"
    family = "block"
    stem = "in"
    words = "port entry argument"
    apart = "Open a block first: its inputs stand inside it."
    places = Ports(inputs=())

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        raise ShapeError("not in a block", "{me} stands for the input of a block, and is in none. Delete it.")


class BlockOutput(Layer):
    """Marks inside a block what the block gives."""

    title = "Block output"
    family = "block"
    stem = "out"
    words = "port result return"
    apart = "Open a block first: its outputs stand inside it."
    places = Ports(outputs=())

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs
