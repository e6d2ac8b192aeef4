"""BERT and ALBERT: encoders that read a text from both sides."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example
from examples.transformer_parts import POST, encoder_layer, placing

NORM = convas.LayerNormalization(epsilon=1e-12)
TOP = (
    "tokens|segments words|sentence add",
    "positions norm {0}",
    "{1} pooler",
)


def embedded(net: Script, entries: int, width: str) -> int:
    """Words, which of the two sentences they are in, and where they stand."""
    tokens, segments = (
        net.add(convas.Input(colours=None, dtype="int64"), name=name, shape=("T",)) for name in ("tokens", "segments")
    )
    words = convas.Embedding(input_dim=entries, padding_idx=0)
    x = net.add(words, tokens, name="words", output_dim=width)
    y = net.add(convas.Embedding(input_dim=2), segments, name="sentence", output_dim=width)
    x = net.add(convas.Add(), x, y, name="add")
    x = net.add(convas.PositionEmbedding(max_length=512), x, name="positions")
    return net.add(NORM, x, name="norm")


def pooled(net: Script, x: int) -> None:
    """What is told of the whole text, from its first place."""
    first = net.add(convas.Select(axis=1), x, name="first_token")
    net.add(convas.Dense(activation="tanh"), first, name="pooler", units="width")


def bert_base() -> Script:
    """Devlin et al. 2018, uncased, with the pooler; width 1,024, 16 heads and 24 layers make BERT large."""
    net = convas.new("BERT base", "pytorch")
    for name, value in (("T", 512), ("width", 768), ("heads", 12), ("layers", 12)):
        net.variable(name, value)
    with net.block("layer", heads=12, hidden=3072, width=768) as layer:
        encoder_layer(layer, convas.ProjectedAttention(dropout=0.1), NORM, "gelu", first=False)
    x = embedded(net, 30522, "width")
    given = {"heads": "heads", "hidden": "4 * width", "width": "width"}
    pooled(net, net.use(layer, x, name="layer", repeat="layers", **given))
    return net


def albert_base() -> Script:
    """Lan et al. 2019, version 2: one layer, used twelve times."""
    net = convas.new("ALBERT base v2", "pytorch")
    for name, value in (("T", 512), ("narrow", 128), ("width", 768), ("heads", 12), ("layers", 12)):
        net.variable(name, value)
    with net.block("layer", heads=12, hidden=3072, width=768) as layer:
        encoder_layer(layer, convas.ProjectedAttention(), NORM, "gelu", first=False)
    x = net.add(convas.Dense(), embedded(net, 30000, "narrow"), name="widen", units="width")
    given = {"heads": "heads", "hidden": "4 * width", "width": "width"}
    pooled(net, net.use(layer, x, name="layer", repeat="layers", shared=True, **given))
    return net


EXAMPLES = (
    Example(
        "bert-base",
        bert_base,
        year=2018,
        group="Language",
        line="Reads a text from both sides at once",
        source="Devlin, Chang, Lee and Toutanova, BERT: Pre-training of Deep Bidirectional Transformers for Language "
        "Understanding, arXiv:1810.04805; uncased, with the pooler, as transformers has it. Dropout between the "
        "layers is left out.",
        also="transformer encoder text classification masked language model attention",
        place=placing(tuple(line.format("layer", "first_token") for line in TOP), layer=POST),
    ),
    Example(
        "albert-base-v2",
        albert_base,
        year=2019,
        group="Language",
        line="One transformer layer, used twelve times",
        source="Lan, Chen, Goodman, Gimpel, Sharma and Soricut, ALBERT: A Lite BERT for Self-supervised Learning of "
        "Language Representations, arXiv:1909.11942; version 2, with the pooler, as transformers has it.",
        also="transformer encoder shared weights text classification BERT attention",
        place=placing((TOP[0], "positions norm widen", "layer first_token pooler"), layer=POST),
    ),
)
