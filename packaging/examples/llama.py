"""Llama 3, Mixtral and Qwen2: grouped keys, gated feed-forward parts, experts."""

from __future__ import annotations

import convas
from convas.layers.layer import Layer
from convas.script import Script
from examples.example import Example
from examples.transformer_parts import GATED, gated_layer, placing


def stack(
    name: str,
    attention: Layer,
    feed_forward: Layer,
    *,
    epsilon: float,
    entries: int,
    tied: bool = False,
    **numbers: int,
) -> Script:
    """A language model of equal layers between an embedding and a head."""
    net = convas.new(name, "pytorch")
    for variable, value in numbers.items():
        net.variable(variable, value)
    given: dict[str, int | str] = {key: key for key in ("heads", "key_heads", "hidden")}
    with net.block("layer", **{key: numbers[key] for key in given}) as layer:
        gated_layer(layer, attention, feed_forward, epsilon)
    tokens = net.add(convas.Input(colours=None, dtype="int64"), name="tokens", shape=("T",))
    table = net.add(convas.Embedding(input_dim=entries), tokens, name="embed", output_dim="width")
    x = net.use(layer, table, name="layer", repeat="layers", **given)
    x = net.add(convas.RMSNormalization(epsilon=epsilon), x, name="norm")
    head = net.add(convas.Dense(units=entries, use_bias=False), x, name="head")
    if tied:
        net.share_weight(table, "weight", head, "weight")
    return net


def llama_3_8b() -> Script:
    """Meta 2024: 32 heads share 8 heads of keys and values."""
    return stack(
        "Llama 3 8B",
        convas.GroupQueryAttention(use_bias=False, causal=True, rotary_base=500_000),
        convas.GatedFeedForward(),
        epsilon=1e-5,
        entries=128256,
        T=8192,
        width=4096,
        hidden=14336,
        heads=32,
        key_heads=8,
        layers=32,
    )


def mixtral_8x7b() -> Script:
    """Jiang et al. 2024: eight experts a layer, of which two work on a word."""
    return stack(
        "Mixtral 8x7B",
        convas.GroupQueryAttention(use_bias=False, causal=True, rotary_base=1_000_000),
        convas.MixtureOfExperts(experts=8, active_experts=2),
        epsilon=1e-5,
        entries=32000,
        T=4096,
        width=4096,
        hidden=14336,
        heads=32,
        key_heads=8,
        layers=32,
    )


def qwen2_05b() -> Script:
    """Yang et al. 2024: query, key and value with bias, the output without, and a tied head."""
    return stack(
        "Qwen2 0.5B",
        convas.GroupQueryAttention(unbiased="output", causal=True, rotary_base=1_000_000),
        convas.GatedFeedForward(),
        epsilon=1e-6,
        entries=151936,
        tied=True,
        T=4096,
        width=896,
        hidden=4864,
        heads=14,
        key_heads=2,
        layers=24,
    )


ALSO = "transformer decoder large language model LLM text generation causal attention GQA SwiGLU rotary"
EXAMPLES = (
    Example(
        "llama-3-8b",
        llama_3_8b,
        year=2024,
        group="Language",
        line="Eight thousand million parameters in 32 equal layers",
        source="Grattafiori and others, The Llama 3 Herd of Models, arXiv:2407.21783; as transformers has it.",
        also=ALSO,
        place=placing(layer=GATED),
    ),
    Example(
        "mixtral-8x7b",
        mixtral_8x7b,
        year=2024,
        group="Language",
        line="Eight experts a layer, of which two work on a word",
        source="Jiang and others, Mixtral of Experts, arXiv:2401.04088; as transformers has it, with the experts of a "
        "layer in two arrays.",
        also=f"{ALSO} mixture of experts MoE router sparse",
        place=placing(layer=GATED),
    ),
    Example(
        "qwen2-0.5b",
        qwen2_05b,
        year=2024,
        group="Language",
        line="A small language model whose head is the embedding's table",
        source="Yang and others, Qwen2 Technical Report, arXiv:2407.10671; as transformers has it.",
        also=f"{ALSO} tied shared weights",
        place=placing(layer=GATED),
    ),
)
