"""T5: an encoder and a decoder that know distances, not places."""

from __future__ import annotations

import convas
from convas.script import BlockScript, Script
from examples.example import Example
from examples.transformer_parts import BIASED, BIASED_DECODER, placing, t5_layer

TOP = (
    "source embed_1 .|bias_1 encoder norm_1",
    "target embed_2 .|bias_2 decoder norm_2 head",
)


def t5_small() -> Script:
    """Raffel et al. 2019; width 768, 12 heads, 12 layers and 3,072 hidden make T5 base."""
    net = convas.new("T5 small", "pytorch")
    numbers = {"source": 512, "target": 512, "width": 512, "hidden": 2048, "heads": 8, "layers": 6}
    for name, value in numbers.items():
        net.variable(name, value)
    given: dict[str, int | str] = {"heads": "heads", "hidden": "hidden", "width": "width"}
    with net.block("encoder layer", heads=8, hidden=2048, width=512) as encoder:
        t5_layer(encoder, decoder=False)
    with net.block("decoder layer", heads=8, hidden=2048, width=512) as decoder:
        t5_layer(decoder, decoder=True)
    norm = convas.RMSNormalization(epsilon=1e-6)

    def stack(at: int, side: str, name: str, block: BlockScript, *memory: int) -> tuple[int, int]:
        words = net.add(convas.Input(colours=None, dtype="int64"), name=side, shape=(side,))
        table = net.add(convas.Embedding(input_dim=32128), words, name=f"embed_{at}", output_dim="width")
        made = convas.RelativePositionBias(bidirectional=not memory)
        bias = net.add(made, table, name=f"bias_{at}", num_heads="heads")
        x = net.use(block, table, *memory, bias, name=name, repeat="layers", **given)
        return table, net.add(norm, x, name=f"norm_{at}")

    table, memory = stack(1, "source", "encoder", encoder)
    other, x = stack(2, "target", "decoder", decoder, memory)
    head = net.add(convas.Dense(units=32128, use_bias=False), x, name="head")
    net.share(table, other)
    net.share_weight(table, "weight", head, "weight")
    return net


EXAMPLES = (
    Example(
        "t5-small",
        t5_small,
        year=2019,
        group="Language",
        line="Text in, text out: one table of words, used three times",
        source="Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li and Liu, Exploring the Limits of Transfer "
        "Learning with a Unified Text-to-Text Transformer, arXiv:1910.10683; as transformers has it. Dropout and the "
        "fixed factor before the head are left out.",
        also="transformer encoder decoder translation summary shared weights tied relative position attention",
        place=placing(TOP, encoder_layer=BIASED, decoder_layer=BIASED_DECODER),
    ),
)
