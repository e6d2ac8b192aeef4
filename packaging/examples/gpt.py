"""GPT-2: a stack of decoders that look back only."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example
from examples.transformer_parts import PRE, encoder_layer, placing


def gpt_2() -> Script:
    """Radford et al. 2019, the smallest; width 1,024, 16 heads and 24 layers make GPT-2 medium."""
    net = convas.new("GPT-2", "pytorch")
    for name, value in (("T", 1024), ("width", 768), ("heads", 12), ("layers", 12)):
        net.variable(name, value)
    with net.block("layer", heads=12, hidden=3072, width=768) as layer:
        attention = convas.MultiHeadAttention(causal=True, dropout=0.1)
        encoder_layer(layer, attention, convas.LayerNormalization(), "gelu", first=True)
    tokens = net.add(convas.Input(colours=None, dtype="int64"), name="tokens", shape=("T",))
    table = net.add(convas.Embedding(input_dim=50257), tokens, name="embed", output_dim="width")
    x = net.add(convas.PositionEmbedding(max_length=1024), table, name="positions")
    x = net.use(layer, x, name="layer", repeat="layers", heads="heads", hidden="4 * width", width="width")
    x = net.add(convas.LayerNormalization(), x, name="norm")
    head = net.add(convas.Dense(units=50257, use_bias=False), x, name="head")
    net.share_weight(table, "weight", head, "weight")
    return net


EXAMPLES = (
    Example(
        "gpt-2",
        gpt_2,
        year=2019,
        group="Language",
        line="Writes on: every word looks back at all before it",
        source="Radford, Wu, Child, Luan, Amodei and Sutskever, Language Models are Unsupervised Multitask Learners, "
        "OpenAI Report; as transformers has it, which keeps the dense layers' matrices turned. The head uses the "
        "embedding's table. Dropout between the layers is left out.",
        also="transformer decoder text generation tied shared weights causal attention",
        first=5,
        place=placing(layer=PRE),
    ),
)
