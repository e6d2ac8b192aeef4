"""The ready-made blocks of transformers; each is drawn alike for both frameworks."""

from __future__ import annotations

from examples import transformer_parts as parts
from ready_block import Draw, Ready

import convas

SEQUENCE = ((128, 512),)
BESIDE = ((128, 512), (200, 512))
WIDE = ((128, 4096),)
SIZES = {"heads": 8, "hidden": 2048, "width": 512}
GROUPS = {"heads": 32, "key_heads": 8, "hidden": 14336}
VASWANI = "Vaswani and others, Attention is all you need, 2017."
XIONG = "Xiong and others, On layer normalization in the transformer architecture, 2020."
T5 = "Raffel and others, T5, 2019."


def encoder(draw: Draw, first: bool) -> None:
    norm = convas.LayerNormalization()
    parts.encoder_layer(draw.block, convas.MultiHeadAttention(), norm, "relu", first=first)


def decoder(draw: Draw, first: bool) -> None:
    own, other = convas.MultiHeadAttention(causal=True), convas.MultiHeadAttention()
    parts.decoder_layer(draw.block, own, other, convas.LayerNormalization(), "relu", first=first)


def albert(draw: Draw) -> None:
    norm = convas.LayerNormalization(epsilon=1e-12)
    parts.encoder_layer(draw.block, convas.ProjectedAttention(), norm, "gelu", first=False)


def gated(draw: Draw) -> None:
    attention = convas.GroupQueryAttention(use_bias=False, causal=True)
    parts.gated_layer(draw.block, attention, convas.GatedFeedForward())


def experts(draw: Draw) -> None:
    attention = convas.GroupQueryAttention(use_bias=False, causal=True)
    numbers = {"experts": "experts", "active_experts": "active"}
    parts.gated_layer(draw.block, attention, convas.MixtureOfExperts(), **numbers)


TRANSFORMERS = {
    "transformer-encoder": Ready(
        "encoder layer", lambda draw: encoder(draw, False), SIZES,
        "Attention to itself and two dense layers, each normalised after it is added.", VASWANI, SEQUENCE, parts.POST,
    ),
    "transformer-encoder-pre-norm": Ready(
        "encoder layer, pre-norm", lambda draw: encoder(draw, True), SIZES,
        "Attention to itself and two dense layers, each normalised before it.", XIONG, SEQUENCE, parts.PRE,
    ),
    "transformer-decoder": Ready(
        "decoder layer", lambda draw: decoder(draw, False), SIZES,
        "Attention to itself, to what an encoder made, and two dense layers, each normalised after it is added.",
        VASWANI, BESIDE, parts.POST_DECODER,
    ),
    "transformer-decoder-pre-norm": Ready(
        "decoder layer, pre-norm", lambda draw: decoder(draw, True), SIZES,
        "Attention to itself, to what an encoder made, and two dense layers, each normalised before it.",
        XIONG, BESIDE, parts.PRE_DECODER,
    ),
    "gqa-swiglu": Ready(
        "GQA and SwiGLU layer", gated, GROUPS,
        "Attention whose heads share keys and values, and a gated feed-forward part.",
        "Grattafiori and others, Llama 3, 2024.", WIDE, parts.GATED,
    ),
    "mixture-of-experts": Ready(
        "mixture-of-experts layer", experts, {**GROUPS, "experts": 8, "active": 2},
        "Attention whose heads share keys and values, and experts of which a few work on each place.",
        "Jiang and others, Mixtral of Experts, 2024.", WIDE, parts.GATED,
    ),
    "albert": Ready(
        "ALBERT layer", albert, {"heads": 12, "hidden": 3072, "width": 768},
        "One encoder layer, used twelve times with the same weights.", "Lan and others, ALBERT, 2019.",
        ((128, 768),), parts.POST, shared=12,
    ),
    "t5-encoder": Ready(
        "T5 encoder layer", lambda draw: parts.t5_layer(draw.block, decoder=False), SIZES,
        "An encoder layer without bias, whose scores have a number added for each distance; link a relative position "
        "bias to it.", T5, (*SEQUENCE, (128, 128)), parts.BIASED,
    ),
    "t5-decoder": Ready(
        "T5 decoder layer", lambda draw: parts.t5_layer(draw.block, decoder=True), SIZES,
        "A decoder layer without bias, whose scores have a number added for each distance; link a relative position "
        "bias to it.", T5, (*BESIDE, (128, 128)), parts.BIASED_DECODER,
    ),
}  # fmt: skip
