"""U-Net: down, up, and straight across."""

from __future__ import annotations

import convas
from convas.edits.arrange import COLUMN, ROW
from convas.edits.nodes import move
from convas.script import Script
from examples.example import Example


def u_net() -> Script:
    """Ronneberger et al. 2015: 572 x 572 pixels, no padding, so that what goes across is cropped."""
    net = convas.new("U-Net")
    net.variable("width", 64)
    conv = convas.Conv2D(kernel_size=3, activation="relu")
    with net.block("convolutions", filters=64) as convs:
        x = convs.add(conv, convs.input(), filters="filters")
        convs.output(convs.add(conv, x, filters="filters"))
    with net.block("up", filters=64, crop=4) as up:
        x, across = up.input("below"), up.input("across")
        x = up.add(convas.Conv2DTranspose(kernel_size=2, strides=2), x, filters="filters")
        around = (("crop", "crop"), ("crop", "crop"))
        y = up.add(convas.Cropping2D(cropping=((4, 4), (4, 4))), across, cropping=around)
        up.output(up.use(convs, up.add(convas.Concatenate(), y, x), filters="filters"))
    x = net.add(convas.Input(shape=(572, 572), colours="grey"))
    across = []
    for level in range(5):
        x = net.use(convs, x, name=f"down{level + 1}", filters=f"{2**level} * width" if level else "width")
        if level < 4:
            across.append(x)
            x = net.add(convas.MaxPooling2D(), x)
    for level, crop in zip((3, 2, 1, 0), (4, 16, 40, 88), strict=True):
        filters = f"{2**level} * width" if level else "width"
        x = net.use(up, x, across[level], name=f"up{level + 1}", filters=filters, crop=crop)
    net.add(convas.Conv2D(filters=2, kernel_size=1), x)
    return net


def as_a_u(net: Script) -> None:
    """Down on the left and up on the right, each level in a row of its own."""
    places = {"input": (0, 0), "conv1": (14, 0)}
    for level in range(5):
        places |= {f"down{level + 1}": (2 * level + 1, level), f"pool_{level + 1}": (2 * level + 2, level + 1)}
        places |= {f"up{level + 1}": (13 - level, level)}
    nodes = [node for node in net.design.nodes() if node.name in places]
    net.apply(move(net.design, {n.id: (places[n.name][0] * COLUMN, places[n.name][1] * 2 * ROW) for n in nodes}))


EXAMPLES = (
    Example(
        "u-net",
        u_net,
        year=2015,
        group="Image networks",
        line="Finds outlines in medical images, level by level",
        source="Ronneberger, Fischer and Brox, U-Net: Convolutional Networks for Biomedical Image Segmentation, "
        "arXiv:1505.04597; with two classes.",
        also="segmentation encoder decoder skip connections convolutional",
        first=4,
        place=as_a_u,
    ),
)
