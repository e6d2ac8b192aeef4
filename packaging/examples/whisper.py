"""Whisper: writes down what is said."""

from __future__ import annotations

import convas
from convas.script import Script
from examples.example import Example
from examples.transformer_parts import PRE, PRE_DECODER, decoder_layer, encoder_layer, placing

TOP = (
    "sound conv1 conv2 turned",
    "sines encoder norm_1",
    "tokens embed positions decoder",
    "norm_2 head",
)


def whisper_small() -> Script:
    """Radford et al. 2022; width 384, 6 heads and 4 layers make Whisper tiny."""
    net = convas.new("Whisper small", "pytorch")
    for name, value in (("T", 448), ("width", 768), ("heads", 12), ("layers", 12)):
        net.variable(name, value)
    given: dict[str, int | str] = {"heads": "heads", "hidden": "4 * width", "width": "width"}
    norm, attention = convas.LayerNormalization(), convas.ProjectedAttention(unbiased="key")
    causal = convas.ProjectedAttention(unbiased="key", causal=True)
    with net.block("encoder layer", heads=12, hidden=3072, width=768) as encoder:
        encoder_layer(encoder, attention, norm, "gelu", first=True)
    with net.block("decoder layer", heads=12, hidden=3072, width=768) as decoder:
        decoder_layer(decoder, causal, attention, norm, "gelu", first=True)
    sound = net.add(convas.Input(shape=(80, 3000), colours=None), name="sound")
    wide = {"kernel_size": 3, "padding": 1, "activation": "gelu"}
    x = net.add(convas.Conv1D(**wide), sound, name="conv1", filters="width")
    x = net.add(convas.Conv1D(**wide, strides=2), x, name="conv2", filters="width")
    x = net.add(convas.Permute(dims=(2, 1)), x, name="turned")
    x = net.add(convas.PositionEmbedding(max_length=1500), x, name="sines")
    net.freeze(x)
    x = net.use(encoder, x, name="encoder", repeat="layers", **given)
    memory = net.add(norm, x, name="norm_1")
    tokens = net.add(convas.Input(colours=None, dtype="int64"), name="tokens", shape=("T",))
    words = convas.Embedding(input_dim=51865, padding_idx=50256)
    table = net.add(words, tokens, name="embed", output_dim="width")
    x = net.add(convas.PositionEmbedding(max_length=448), table, name="positions")
    x = net.use(decoder, x, memory, name="decoder", repeat="layers", **given)
    x = net.add(norm, x, name="norm_2")
    head = net.add(convas.Dense(units=51865, use_bias=False), x, name="head")
    net.share_weight(table, "weight", head, "weight")
    return net


EXAMPLES = (
    Example(
        "whisper-small",
        whisper_small,
        year=2022,
        group="Audio",
        line="Hears half a minute of speech and writes it down",
        source="Radford, Kim, Xu, Brockman, McLeavey and Sutskever, Robust Speech Recognition via Large-Scale Weak "
        "Supervision, arXiv:2212.04356; as transformers has it. The encoder's positions are a table of sines that is "
        "kept frozen.",
        also="transformer encoder decoder speech recognition sound spectrogram tied shared weights attention",
        place=placing(TOP, encoder_layer=PRE, decoder_layer=PRE_DECODER),
    ),
)
