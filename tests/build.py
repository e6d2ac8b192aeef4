"""Graphs in one line: `chain(image(28, 28), Conv2D(filters=8), Flatten(), Dense(units=10))`."""

from convas import Conv2D, Dense, Flatten, Input, MaxPooling2D
from convas.design.records import Header, Link, Node
from convas.script import Script, new


def image(*space, colours="grey", **more):
    """An input with height, width and colours."""
    return Input(shape=space, colours=colours, **more)


def numbers(*axes, **more):
    """An input with these axes and nothing else; names stay open, None is unknown."""
    return Input(shape=axes, colours=None, **more)


def chain(*layers, convention="keras", name="Untitled") -> Script:
    """A network of layers, one after the other; ids 1, 2, 4, 6 ... are in `nodes(net)`."""
    net = new(name, convention)
    net.chain(*layers)
    return net


def exercise(padding="same", *, shared=True, convention="keras") -> Script:
    """The CMYK image, five convolutions of which 3 and 5 are one layer, and two dense layers."""
    convs = [Conv2D(filters=20, padding=padding) for _ in range(5)]
    net = chain(
        image(120, 120, colours="CMYK"), *convs, Flatten(), Dense(units=30), Dense(units=10), convention=convention
    )
    if shared:
        net.share(net.find("conv3"), net.find("conv5"))
    return net


def answer_sheet(padding="same", *, colours="grey", convention="keras") -> Script:
    """The network that a wrong answer sheet describes: three stages of convolutions, no dense layers."""
    pool = MaxPooling2D(pool_size=3, strides=2, padding="same" if convention == "keras" else 1)
    first, second, last = (Conv2D(filters=n, padding=padding) for n in (20, 40, 80))
    return chain(
        image(120, 120, colours=colours), first, first, pool, second, second, pool, last, convention=convention
    )


def line(source, layer, times, **header) -> list:
    """The records of a long chain, without the cost of planning every edit."""
    records = [Header(**header), Node(1, "start", source)]
    for index in range(times):
        records += [Node(2 * index + 2, f"n{index}", layer), Link(2 * index + 3, max(2 * index, 1), 2 * index + 2)]
    return records


def nodes(net) -> list[int]:
    """The ids of all nodes, oldest first."""
    return [node.id for node in net.design.nodes()]


def said(net, name) -> list[str]:
    """What is wrong at a layer, in words, hints included."""
    key = net.find(name)
    return [net.analysis.told(key, problem) for problem in net.analysis.problems(key)]
