"""Inception: branches side by side, joined by their channels."""

from __future__ import annotations

import convas
from convas.design.records import Block
from convas.edits.arrange import COLUMN, ROW
from convas.edits.nodes import move
from convas.script import BlockScript, Script
from examples.example import Example


class Branches:
    """Draws one Inception block: branches of convolutions from one input, joined at the end."""

    def __init__(self, block: BlockScript, same: BlockScript, halving: BlockScript) -> None:
        self.block, self.same, self.halving = block, same, halving
        self.x = block.input()

    def conv(self, x: int, name: str, rows: int, columns: int, filters: int | str) -> int:
        given = {"filters": filters, "rows": rows, "columns": columns}
        return self.block.use(self.same, x, name=f"{name}_{rows}x{columns}", **given)

    def half(self, x: int, name: str, filters: int) -> int:
        return self.block.use(self.halving, x, name=f"{name}_halving", filters=filters)

    def averaged(self, filters: int | str) -> int:
        pool = convas.AveragePooling2D(pool_size=3, strides=1, padding="same")
        return self.conv(self.block.add(pool, self.x, name="d_pool"), "d", 1, 1, filters)

    def largest(self) -> int:
        return self.block.add(convas.MaxPooling2D(pool_size=3, strides=2), self.x, name="c_pool")

    def join(self, *ends: int, name: str = "") -> int:
        return self.block.add(convas.Concatenate(), *ends, name=name)


def square(draw: Branches) -> None:
    """35 x 35: one, two and three convolutions, and a pooling."""
    b = draw.conv(draw.conv(draw.x, "b", 1, 1, 48), "b", 5, 5, 64)
    c = draw.conv(draw.conv(draw.conv(draw.x, "c", 1, 1, 64), "c1", 3, 3, 96), "c2", 3, 3, 96)
    draw.block.output(draw.join(draw.conv(draw.x, "a", 1, 1, 64), b, c, draw.averaged("pooled")))


def to_17(draw: Branches) -> None:
    b = draw.half(draw.conv(draw.conv(draw.x, "b", 1, 1, 64), "b", 3, 3, 96), "b", 96)
    draw.block.output(draw.join(draw.half(draw.x, "a", 384), b, draw.largest()))


def split(draw: Branches) -> None:
    """17 x 17: a convolution of 7 by 7 as one of 1 by 7 and one of 7 by 1."""
    b = draw.conv(draw.conv(draw.conv(draw.x, "b", 1, 1, "inner"), "b", 1, 7, "inner"), "b", 7, 1, 192)
    c = draw.conv(draw.conv(draw.x, "c", 1, 1, "inner"), "c1", 7, 1, "inner")
    c = draw.conv(draw.conv(draw.conv(c, "c1", 1, 7, "inner"), "c2", 7, 1, "inner"), "c2", 1, 7, 192)
    draw.block.output(draw.join(draw.conv(draw.x, "a", 1, 1, 192), b, c, draw.averaged(192)))


def to_8(draw: Branches) -> None:
    a = draw.half(draw.conv(draw.x, "a", 1, 1, 192), "a", 320)
    b = draw.conv(draw.conv(draw.conv(draw.x, "b", 1, 1, 192), "b", 1, 7, 192), "b", 7, 1, 192)
    draw.block.output(draw.join(a, draw.half(b, "b", 192), draw.largest()))


def fanned(draw: Branches) -> None:
    """8 x 8: branches that end in two."""
    b = draw.conv(draw.x, "b", 1, 1, 384)
    b = draw.join(draw.conv(b, "b", 1, 3, 384), draw.conv(b, "b", 3, 1, 384), name="b_join")
    c = draw.conv(draw.conv(draw.x, "c", 1, 1, 448), "c", 3, 3, 384)
    c = draw.join(draw.conv(c, "c", 1, 3, 384), draw.conv(c, "c", 3, 1, 384), name="c_join")
    draw.block.output(draw.join(draw.conv(draw.x, "a", 1, 1, 320), b, c, draw.averaged(192)))


def normed(block: BlockScript, x: int) -> None:
    block.output(block.chain(convas.BatchNormalization(scale=False), convas.Activation(), after=x)[-1])


def inception_v3() -> Script:
    """Szegedy et al. 2015, as keras.applications has it."""
    net = convas.new("Inception-v3")
    with net.block("convolution", filters=64, rows=1, columns=1) as same:
        made = convas.Conv2D(padding="same", use_bias=False)
        normed(same, same.add(made, same.input(), filters="filters", kernel_size=("rows", "columns")))
    with net.block("convolution, shrinking", filters=32, size=3, stride=2) as shrinking:
        made = convas.Conv2D(use_bias=False)
        around = {"kernel_size": ("size", "size"), "strides": ("stride", "stride")}
        normed(shrinking, shrinking.add(made, shrinking.input(), filters="filters", **around))
    kinds = {}
    for name, draw, arguments in (
        ("inception A", square, {"pooled": 32}),
        ("inception B", to_17, {}),
        ("inception C", split, {"inner": 128}),
        ("inception D", to_8, {}),
        ("inception E", fanned, {}),
    ):
        with net.block(name, **arguments) as block:
            draw(Branches(block, same, shrinking))
        kinds[name[-1]] = block
    pool = convas.MaxPooling2D(pool_size=3, strides=2)
    x = net.add(convas.Input(shape=(299, 299), colours="RGB"))
    x = net.use(shrinking, x, name="stem1", filters=32)
    x = net.use(shrinking, x, name="stem2", filters=32, stride=1)
    x = net.add(pool, net.use(same, x, name="stem3", filters=64, rows=3, columns=3))
    x = net.use(shrinking, x, name="stem4", filters=80, size=1, stride=1)
    x = net.add(pool, net.use(shrinking, x, name="stem5", filters=192, stride=1))
    x = net.use(kinds["A"], x, name="mixed0", pooled=32)
    x = net.use(kinds["A"], net.use(kinds["A"], x, name="mixed1", pooled=64), name="mixed2", pooled=64)
    x = net.use(kinds["C"], net.use(kinds["B"], x, name="mixed3"), name="mixed4", inner=128)
    x = net.use(kinds["C"], x, name="mixed5_6", repeat=2, inner=160)
    x = net.use(kinds["D"], net.use(kinds["C"], x, name="mixed7", inner=192), name="mixed8")
    x = net.use(kinds["E"], net.use(kinds["E"], x, name="mixed9"), name="mixed10")
    net.chain(convas.GlobalAveragePooling2D(), convas.Dense(units=1000, activation="softmax"), after=x)
    return net


def in_rows(net: Script) -> None:
    """In the blocks with branches, every branch in a row of its own, in the order in which they are joined.

    They are joined at the height of the last, so that no link crosses another.
    """
    design = net.design
    for block in design.all(Block):
        if not block.name.startswith("inception"):
            continue
        nodes = list(design.nodes(block.id))
        columns: dict[int, int] = {}
        while len(columns) < len(nodes):
            for node in nodes:
                before = [link.source for link in design.links_in(node.id)]
                if all(source in columns for source in before):
                    columns[node.id] = max((columns[source] + 1 for source in before), default=0)
        rows: dict[int, int] = {}
        last = -1
        for letter in "abcd":
            branch = [node for node in nodes if node.name.partition("_")[0] in (letter, f"{letter}1", f"{letter}2")]
            forked = any(node.name.endswith("_join") for node in branch)
            last += 1 if branch else 0
            rows |= {node.id: last + (1 if forked and node.name.endswith("_3x1") else 0) for node in branch}
            last += 1 if forked else 0
        places = {node.id: (columns[node.id] * COLUMN, rows.get(node.id, last) * ROW) for node in nodes}
        places |= {key: (0, 8 * round(last * ROW / 16)) for key, column in columns.items() if column == 0}
        net.apply(move(design, places))


EXAMPLES = (
    Example(
        "inception-v3",
        inception_v3,
        year=2015,
        group="Image networks",
        line="Branches of several sizes side by side",
        source="Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception Architecture for Computer "
        "Vision, arXiv:1512.00567; as keras.applications has it.",
        also="GoogLeNet image classification ImageNet convolutional",
        first=6,
        place=in_rows,
    ),
)
