"""The vision transformer: an image read as a sequence of patches."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example
from examples.transformer_parts import PRE, encoder_layer, placing


def vit_b_16() -> Script:
    """Dosovitskiy et al. 2020, base, patches of 16; an array each for query, key and value."""
    net = convas.new("ViT-B/16", "pytorch")
    for name, value in (("width", 768), ("heads", 12), ("layers", 12)):
        net.variable(name, value)
    norm = convas.LayerNormalization(epsilon=1e-6)
    with net.block("layer", heads=12, hidden=3072, width=768) as layer:
        encoder_layer(layer, convas.ProjectedAttention(), norm, "gelu", first=True)
    image = net.add(convas.Input(shape=(224, 224), colours="RGB"), name="image")
    x = net.add(convas.Conv2D(kernel_size=16, strides=16), image, name="patches", filters="width")
    x = net.add(convas.Flatten(start_dim=2), x, name="flatten")
    x = net.add(convas.Permute(dims=(2, 1)), x, name="turned")
    x = net.add(convas.ClassToken(), x, name="class_token")
    x = net.add(convas.PositionEmbedding(max_length=197, batched=True), x, name="positions")
    x = net.use(layer, x, name="layer", repeat="layers", heads="heads", hidden="4 * width", width="width")
    x = net.add(norm, x, name="norm")
    x = net.add(convas.Select(axis=1), x, name="first_token")
    net.add(convas.Dense(units=1000), x, name="head")
    return net


TOP = ("image patches flatten turned", "class_token positions layer norm", "first_token head")
EXAMPLES = (
    Example(
        "vit-b-16",
        vit_b_16,
        year=2020,
        group="Image networks",
        line="Reads an image as a sequence of patches",
        source="Dosovitskiy and others, An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale, "
        "arXiv:2010.11929; an array each for query, key and value as transformers has it, where torchvision packs "
        "the three into one.",
        also="vision transformer image classification ImageNet attention",
        place=placing(TOP, layer=PRE),
    ),
)
