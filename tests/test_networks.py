"""The famous transformers among the examples: array by array, with their shares, larger sisters and work."""

import json
from collections import Counter
from functools import cache
from math import prod
from pathlib import Path

import pytest

import convas
from convas.analysis.report import active_parameters
from convas.resources import resource
from convas.values.size import replace, symbol, value_of

GOLDEN = json.loads((Path(__file__).parent / "golden" / "networks.json").read_text("utf-8"))
"""What transformers has: every array by name, its shape and how many layers have it; what is tied and frozen."""
every = pytest.mark.parametrize("file", GOLDEN)


def opened(file):
    return convas.open(resource("examples", f"{file}.convas"))


@cache
def arrays(file):
    """The arrays of a network that are its own, as (name of the node, name of the array, shape, frozen)."""
    net = opened(file)
    while blocks := [node.id for node in net.design.nodes() if node.layer.kind == "Use"]:
        net.dissolve(blocks[0])
    found = []
    for key in net.analysis.ordered():
        group = net.analysis.groups.get(net.analysis.group_of.get(key))
        node = net.design.node(key)
        for at, weight in enumerate(net.analysis.finding(key).weights):
            if group is None or group.owners.get((key, at), (key, at)) == (key, at):
                found.append((node.name, weight.name, weight.axes, node.frozen))
    return found


def expected(file):
    """Golden arrays by shape and whether they are a bias, as many as there are layers."""
    turned = file == "gpt-2"
    found = Counter()
    for name, shape, times in GOLDEN[file]["arrays"]:
        inputs_first = turned and ".c_" in name and len(shape) == 2
        found[tuple(reversed(shape) if inputs_first else shape), name.endswith("bias") and len(shape) == 1] += times
    return found


@every
def test_every_array_is_there_as_often_as_in_the_real_one(file):
    ours = Counter((axes, name.endswith("bias") and len(axes) == 1) for _, name, axes, _ in arrays(file))
    assert ours == expected(file)
    assert sum(prod(axes) for _, _, axes, _ in arrays(file)) == GOLDEN[file]["parameters"]


@every
def test_totals_with_and_without_shares(file):
    told, totals = GOLDEN[file], opened(file).totals
    assert (totals.parameters, totals.trainable) == (told["parameters"], told["trainable"])
    assert totals.if_not_shared == told.get("unrolled", told["parameters"])


@every
def test_what_is_tied_and_what_is_frozen(file):
    still = [(node, axes) for node, _, axes, frozen in arrays(file) if frozen]
    assert still == ([("sines", (1500, 768))] if GOLDEN[file]["frozen"] else [])
    net = opened(file)
    uses = {node.name: net.row(node.id).shared_with for node in net.design.nodes() if net.row(node.id).shared_with}
    heads = {"head": "embed_1", "embed_2": "embed_1"} if file == "t5-small" else {"head": "embed"}
    assert uses == (heads if GOLDEN[file]["tied"] else {})


@pytest.mark.parametrize("file", ["llama-3-8b", "mixtral-8x7b", "qwen2-0.5b"])
def test_arrays_inside_a_layer_have_the_real_names(file):
    inner = [name for name, _, _ in GOLDEN[file]["arrays"] if ".self_attn." in name or ".mlp." in name]
    theirs = [name.split(".self_attn.")[-1].split(".mlp.")[-1] for name in inner]
    ours = [name for _, name, _, _ in arrays(file)]
    start = ours.index(theirs[0])
    found = [name for name in ours[start:] if name not in ("weight", "bias")][: len(theirs)]
    assert found == theirs


@pytest.mark.parametrize(
    ("file", "numbers", "parameters"),
    [
        ("gpt-2", {"width": 1024, "heads": 16, "layers": 24}, 354_823_168),
        ("gpt-2", {"width": 1280, "heads": 20, "layers": 36}, 774_030_080),
        ("gpt-2", {"width": 1600, "heads": 25, "layers": 48}, 1_557_611_200),
        ("bert-base", {"width": 1024, "heads": 16, "layers": 24}, 335_141_888),
        ("albert-base-v2", {"width": 4096, "heads": 64}, 222_595_584),
        ("t5-small", {"width": 768, "heads": 12, "layers": 12, "hidden": 3072}, 222_903_552),
        ("whisper-small", {"width": 384, "heads": 6, "layers": 4}, 37_760_640),
    ],
)
def test_other_variables_make_the_larger_and_smaller_sisters(file, numbers, parameters):
    net = opened(file)
    for name, value in numbers.items():
        net.variable(name, value)
    assert net.problems() == []
    assert net.totals.parameters == parameters


@pytest.mark.parametrize(
    ("numbers", "entries", "parameters"),
    [
        ({"hidden": 11008, "key_heads": 32}, 32000, 6_738_415_616),
        ({"width": 8192, "hidden": 28672, "heads": 64, "layers": 80}, 32000, 68_976_648_192),
        ({}, 32000, 7_241_732_096),
    ],
    ids=["llama-7b", "llama-2-70b", "mistral-7b"],
)
def test_llama_with_other_numbers_is_its_elder_sister(numbers, entries, parameters):
    net = opened("llama-3-8b")
    for name, value in numbers.items():
        net.variable(name, value)
    net.set(net.find("embed"), input_dim=entries)
    net.set(net.find("head"), units=entries)
    assert net.totals.parameters == parameters


def test_gpt_2_without_its_share():
    net = opened("gpt-2")
    net.unshare(net.find("head"))
    assert net.totals.parameters == 163_037_184


def test_mixtral_says_how_many_parameters_work_on_a_word():
    net = opened("mixtral-8x7b")
    assert active_parameters(net.design, net.analysis) == GOLDEN["mixtral-8x7b"]["active"] == 12_879_925_248


def matrices(file, *left_out):
    """The sizes of the matrices that every place goes through, the head's own or shared one included."""
    told = {name: (shape, times) for name, shape, times in GOLDEN[file]["arrays"]}
    return sum(
        times * prod(shape)
        for name, (shape, times) in told.items()
        if len(shape) > 1 and not any(part in name for part in left_out)
    )


def attended(layers, query, key, width):
    """Scores and weighted sums: two products for every pair of places."""
    return layers * 2 * query * key * width


def test_vit_does_what_torchvision_says():
    """Its own table tells 17.56 thousand million operations, one for each product and sum."""
    net = opened("vit-b-16")
    body = 197 * 12 * 12 * 768**2 + attended(12, 197, 197, 768)
    assert net.totals.macs == 196 * 768 * 768 + body + 768 * 1000
    assert round(net.totals.macs / 1e9, 2) == 17.56


def test_the_work_of_the_texts_is_their_matrices_and_pairs():
    places = ("wte", "wpe", "embed", "shared", "relative", "pooler")
    assert opened("gpt-2").totals.macs == 1024 * (matrices("gpt-2", *places) + 50257 * 768) + attended(
        12, 1024, 1024, 768
    )
    assert opened("bert-base").totals.macs == 512 * matrices("bert-base", *places) + 768**2 + attended(
        12, 512, 512, 768
    )
    one = matrices("albert-base-v2", "embeddings.", "mapping", "pooler")
    widened = 512 * 128 * 768
    assert opened("albert-base-v2").totals.macs == 12 * 512 * one + widened + 768**2 + attended(12, 512, 512, 768)
    t5 = matrices("t5-small", *places) + 32128 * 512
    assert opened("t5-small").totals.macs == 512 * t5 + 3 * attended(6, 512, 512, 512)
    llama = matrices("llama-3-8b", "embed_tokens")
    assert opened("llama-3-8b").totals.macs == 8192 * llama + attended(32, 8192, 8192, 4096)
    qwen = matrices("qwen2-0.5b", "embed_tokens") + 151936 * 896
    assert opened("qwen2-0.5b").totals.macs == 4096 * qwen + attended(24, 4096, 4096, 896)
    mixtral = matrices("mixtral-8x7b", "embed_tokens", "experts") + 32 * 2 * 3 * 4096 * 14336
    assert opened("mixtral-8x7b").totals.macs == 4096 * mixtral + attended(32, 4096, 4096, 4096)


def test_whisper_hears_once_and_looks_at_it_from_every_layer():
    d, sound, words = 768, 1500, 448
    convolutions = 3000 * 3 * 80 * d + sound * 3 * d * d
    encoder = sound * 12 * 12 * d * d + attended(12, sound, sound, d)
    own = words * 12 * 4 * d * d + attended(12, words, words, d)
    cross = 12 * (2 * words + 2 * sound) * d * d + attended(12, words, sound, d)
    dense = words * 12 * 8 * d * d
    assert opened("whisper-small").totals.macs == convolutions + encoder + own + cross + dense + words * d * 51865


def test_a_length_may_stay_open():
    net = opened("gpt-2")
    net.set(net.find("tokens"), shape=("words",))
    assert net.problems() == []
    assert net.totals.parameters == 124_439_808
    assert net.row(net.find("head")).outputs == ((symbol("words"), 50257),)
    assert value_of(replace(net.totals.macs, {"words": 1024})) == 145_824_153_600
