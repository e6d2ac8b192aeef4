"""Random networks as exercises have them, and mistakes made in them by plain arithmetic, apart from the program's."""

from dataclasses import dataclass
from math import prod

from hypothesis import strategies as st

from build import chain, image, numbers
from convas import GRU, LSTM, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D
from convas.analysis.analysis import Analysis
from convas.analysis.report import rows

sizes = st.sampled_from([24, 28, 32, 64, 120])
colours = st.sampled_from(["grey", "RGB", "CMYK"])
filters = st.sampled_from([6, 8, 16, 20, 32, 40, 64])
units = st.sampled_from([10, 12, 30, 64, 100])
conventions = st.sampled_from(["keras", "pytorch"])


@st.composite
def convolutional(draw, least=2):
    """An image, convolutions with pooling and normalisation between them, and dense layers."""
    layers = [image(draw(sizes), draw(sizes), colours=draw(colours))]
    for _ in range(draw(st.integers(least, 5))):
        kernel = draw(st.sampled_from([3, 3, 5]))
        layers.append(Conv2D(filters=draw(filters), kernel_size=kernel, padding="same"))
        if draw(st.integers(0, 3)) == 0:
            layers.append(BatchNormalization())
        if draw(st.integers(0, 3)) == 0:
            layers.append(MaxPooling2D())
    layers += [Flatten(), *(Dense(units=draw(units)) for _ in range(draw(st.integers(1, 2))))]
    net = chain(*layers, convention=draw(conventions))
    alike = [node.id for node in net.design.nodes() if node.layer.kind == "Conv2D"]
    if draw(st.booleans()):
        share(net, alike)
    return net


def share(net, convs):
    """Share the first two convolutions that see the same number of channels, if there are two."""
    seen = {}
    analysis = settled(net)
    for key in convs:
        layer, spec = analysis.finding(key).layer, analysis.finding(key).inputs[0]
        mark = (layer, spec.axes[-1 if net.design.rules.channels_last else 1])
        if mark in seen:
            net.share(seen[mark], key)
            return
        seen[mark] = key


@st.composite
def sequences(draw):
    """A row of steps, a recurrent layer and a dense one."""
    layer = draw(st.sampled_from([LSTM, GRU]))(units=draw(st.sampled_from([8, 16, 32])))
    return chain(numbers(10, draw(st.sampled_from([4, 12, 20]))), layer, Dense(units=3), convention=draw(conventions))


def settled(net):
    analysis = Analysis(net.design)
    analysis.settle()
    return analysis


def counted(net):
    """The rows with parameters of their own or of another."""
    return [row for row in rows(net.design, settled(net)) if row.parameters or row.alone]


@dataclass
class Wrong:
    """A wrong number for a layer: the sort of mistake, the number, and how it would be written down."""

    kind: str
    number: int
    written: str


def wrong_ways(net, row):
    """The mistakes that a person can make with a layer, each worked out here."""
    found = {"Conv2D": _conv, "Dense": _dense, "BatchNormalization": _norm, "LSTM": _lstm, "GRU": _gru}[row.kind](
        net, row
    )
    right = row.parameters
    shared = [one for one in counted(net) if one.shared_with == row.name]
    if row.shared_with:
        layer = row.alone
        return [Wrong("shared layer counted twice", layer, str(layer))]
    if shared:
        found.append(Wrong("shared layer counted twice", 2 * right, f"2 * {right}"))
    return [one for one in found if one.number not in (right, 0)]


def _conv(net, row):
    layer = net.design.named(row.name).layer
    side, out = layer.kernel_size[0], layer.filters
    last = net.design.rules.channels_last
    into = row.inputs[0][-1] if last else row.inputs[0][0]
    first = net.design.named("input").layer
    picture = {"grey": 1, "RGB": 3, "CMYK": 4}[first.colours]
    ways = [
        Wrong("bias forgotten", side * side * into * out, f"{side}*{side}*{into}*{out}"),
        Wrong("bias counted once", side * side * into * out + 1, f"{side}*{side}*{into}*{out}+1"),
        Wrong("filter's depth left out", (side * side + 1) * out, f"({side}*{side}+1)*{out}"),
        Wrong("kernel not squared", (side * into + 1) * out, f"({side}*{into}+1)*{out}"),
        Wrong("filters and channels swapped", (side * side * out + 1) * into, f"({side}*{side}*{out}+1)*{into}"),
    ]
    for channels in {1, picture} - {into}:
        number = (side * side * channels + 1) * out
        ways.append(Wrong("wrong number of input channels", number, f"({side}x{side}x{channels} + 1) x {out}"))
    return ways


def _dense(net, row):
    into, out = row.inputs[0][-1], net.design.named(row.name).layer.units
    ways = [
        Wrong("bias forgotten", into * out, f"{into}*{out}"),
        Wrong("bias counted once", into * out + 1, f"{into}*{out}+1"),
        Wrong("filters and channels swapped", (out + 1) * into, f"({out}+1)*{into}"),
    ]
    flat = net.design.named("flatten")
    before = None if flat is None else next(one for one in rows(net.design, settled(net)) if one.name == "flatten")
    if before is not None and before.outputs[0] == row.inputs[0]:
        shape = before.inputs[0]
        space = shape[:-1] if net.design.rules.channels_last else shape[1:]
        ways.append(Wrong("flattened size", (prod(space) + 1) * out, f"({space[0]}*{space[1]}+1)*{out}"))
    return ways


def _norm(net, row):
    last = net.design.rules.channels_last
    channels = row.inputs[0][-1] if last else row.inputs[0][0]
    if last:
        return [Wrong("normalisation state left out", 2 * channels, f"2*{channels}")]
    return [Wrong("normalisation state counted", 4 * channels, f"4*{channels}")]


def _lstm(net, row):
    into, out = row.inputs[0][-1], net.design.named(row.name).layer.units
    biases, title = (2, "PyTorch's rule") if net.design.rules.keras else (1, "Keras's rule")
    return [
        Wrong(title, 4 * out * (into + out + biases), f"4*{out}*({into}+{out}+{biases})"),
        Wrong("bias forgotten", 4 * out * (into + out), f"4*({into}*{out}+{out}*{out})"),
        Wrong("gates left out", out * (into + out + 3 - biases), f"{out}*({into}+{out}+{3 - biases})"),
    ]


def _gru(net, row):
    into, out = row.inputs[0][-1], net.design.named(row.name).layer.units
    ways = [Wrong("bias forgotten", 3 * out * (into + out), f"3*({into}*{out}+{out}*{out})")]
    if net.design.rules.keras:
        ways.append(Wrong("another rule for GRU", 3 * out * (into + out + 1), f"3*{out}*({into}+{out}+1)"))
    return ways
