"""What transformers are made of: the layers of encoders and decoders, and where their cards stand."""

from __future__ import annotations

from collections.abc import Callable

import convas
from convas.design.records import TOP, Block
from convas.edits.arrange import COLUMN, LINE, ROW
from convas.edits.nodes import move
from convas.layers.layer import Layer
from convas.script import BlockScript, Script

Lines = tuple[str, ...]
"""Cards by name, a line each; `a|b` stands in one column, b below a, and `.` leaves a place free."""
PRE: Lines = ("in norm_1 attention add_1", "norm_2 hidden back add_2 out")
POST: Lines = ("in attention add_1 norm_1", "hidden back add_2 norm_2 out")
GATED: Lines = ("in norm_1 attention add_1", "norm_2 ffn add_2 out")
PRE_DECODER: Lines = (PRE[0], "norm_2|memory cross add_2", "norm_3 hidden back add_3 out")
POST_DECODER: Lines = (POST[0], ".|memory cross add_2 norm_2", "hidden back add_3 norm_3 out")
BIASED: Lines = ("in|bias norm_1 attention add_1", PRE[1])
BIASED_DECODER: Lines = (BIASED[0], *PRE_DECODER[1:])

_LANE = 16
"""More room below a line with a card below another, so that the way to the next line passes it."""

Inside = Callable[[int], int]


class Residual:
    """Draws a layer of a transformer: parts with a way around each, normalised before them or after them."""

    def __init__(self, block: BlockScript, norm: Layer, *, first: bool) -> None:
        self.block, self.norm, self.first = block, norm, first
        self.parts = 0

    def part(self, x: int, inside: Inside) -> int:
        """One part: what `inside` draws, and a way around it."""
        self.parts += 1
        y = inside(self._normed(x) if self.first else x)
        y = self.block.add(convas.Add(), x, y, name=f"add_{self.parts}")
        return y if self.first else self._normed(y)

    def _normed(self, x: int) -> int:
        return self.block.add(self.norm, x, name=f"norm_{self.parts}")

    def attention(self, x: int, layer: Layer, *others: int, name: str = "attention", **values: str) -> int:
        """A part that attends, to itself or to what the others give."""
        return self.part(x, lambda y: self.block.add(layer, y, *others, name=name, **values))

    def dense(self, x: int, function: str, *, bias: bool = True) -> int:
        """The part with two dense layers: `hidden` numbers, and back to the width."""
        first = convas.Dense(activation=function, use_bias=bias)

        def inside(y: int) -> int:
            y = self.block.add(first, y, name="hidden", units="hidden")
            return self.block.add(convas.Dense(use_bias=bias), y, name="back", units="width")

        return self.part(x, inside)


def encoder_layer(
    block: BlockScript, attention: Layer, norm: Layer, function: str, *, first: bool, bias: bool = True
) -> None:
    """Attention to itself, then two dense layers. Arguments: heads, hidden, width."""
    draw = Residual(block, norm, first=first)
    x = draw.attention(block.input(), attention, num_heads="heads")
    block.output(draw.dense(x, function, bias=bias))


def decoder_layer(block: BlockScript, own: Layer, other: Layer, norm: Layer, function: str, *, first: bool) -> None:
    """Attention to itself, to what the encoder made, and two dense layers. Arguments: heads, hidden, width."""
    draw = Residual(block, norm, first=first)
    x, memory = block.input(), block.input("memory")
    x = draw.attention(x, own, num_heads="heads")
    x = draw.attention(x, other, memory, name="cross", num_heads="heads")
    block.output(draw.dense(x, function))


def gated_layer(
    block: BlockScript, attention: Layer, feed_forward: Layer, epsilon: float | None = None, **experts: str
) -> None:
    """Grouped-query attention, and a gated feed-forward part or experts. Arguments: heads, key_heads, hidden."""
    draw = Residual(block, convas.RMSNormalization(epsilon=epsilon), first=True)
    x = draw.attention(block.input(), attention, num_query_heads="heads", num_key_value_heads="key_heads")
    x = draw.part(x, lambda y: block.add(feed_forward, y, name="ffn", hidden_dim="hidden", **experts))
    block.output(x)


def t5_layer(block: BlockScript, *, decoder: bool) -> None:
    """T5's layer: no bias in its dense layers, and scores with a bias by distance. Arguments: heads, hidden, width."""
    draw = Residual(block, convas.RMSNormalization(epsilon=1e-6), first=True)
    own = convas.ProjectedAttention(use_bias=False, scaled=False, score_bias=True, causal=decoder)
    x = block.input()
    memory = block.input("memory") if decoder else None
    bias = block.input("bias")

    def attend(y: int) -> int:
        found = block.add(own, y, name="attention", num_heads="heads")
        block.net.link(bias, found, input=3)
        return found

    x = draw.part(x, attend)
    if memory is not None:
        cross = convas.ProjectedAttention(use_bias=False, scaled=False)
        x = draw.attention(x, cross, memory, name="cross", num_heads="heads")
    block.output(draw.dense(x, "relu", bias=False))


def laid_out(net: Script, scope: int, lines: Lines) -> None:
    """Put the cards of a drawing where the lines have them."""
    nodes = {node.name: node.id for node in net.design.nodes(scope)}
    places: dict[int, tuple[int, int]] = {}
    top = 0
    for line in lines:
        columns = [column.split("|") for column in line.split()]
        for at, column in enumerate(columns):
            for row, name in enumerate(column):
                if name != ".":
                    places[nodes.pop(name)] = (at * COLUMN, top + row * ROW)
        top += LINE if max(map(len, columns)) == 1 else 2 * LINE + _LANE
    if nodes:
        raise ValueError(f"{', '.join(nodes)} have no place")
    net.apply(move(net.design, places))


def placing(top: Lines = (), **blocks: Lines) -> Callable[[Script], None]:
    """What puts the cards of a drawing and of its blocks, named with _ for spaces, where their lines have them."""

    def place(net: Script) -> None:
        if top:
            laid_out(net, TOP, top)
        for block in net.design.all(Block):
            lines = blocks.get(block.name.replace(" ", "_"))
            if lines:
                laid_out(net, block.id, lines)

    return place
