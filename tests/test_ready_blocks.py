"""The ready-made blocks: each counts what its paper's block counts, by both conventions; the script makes them."""

import importlib.util
import sys
from pathlib import Path

import pytest

import convas
from convas.design.records import TOP, Block
from convas.edits.paste import paste
from convas.files.block_library import Library
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.resources import resource

MAKER = Path(__file__).parents[1] / "packaging" / "make_blocks.py"
FILES = sorted(resource("blocks").glob("*/*.convas"))
LIBRARY = Library()


def norm(channels, convention):
    """Scale and shift; Keras counts the moving mean and variance too."""
    return (4 if convention == "keras" else 2) * channels


def residual(c, f, convention, stride=False):
    way = c * f + norm(f, convention) if stride else 0
    return 9 * c * f + 9 * f * f + 2 * norm(f, convention) + way


def bottleneck(c, f, convention, stride=False):
    way = c * 4 * f + norm(4 * f, convention) if stride else 0
    return c * f + 9 * f * f + 4 * f * f + 2 * norm(f, convention) + norm(4 * f, convention) + way


def inverted(c, f, t, convention):
    return c * t * c + 9 * t * c + t * c * f + 2 * norm(t * c, convention) + norm(f, convention)


def unet(c, f):
    return (9 * c + 1) * f + (9 * f + 1) * f


def attention(d):
    """Query, key, value and output, each with bias."""
    return 4 * (d * d + d)


def encoder(d, hidden):
    return attention(d) + (d + 1) * hidden + (hidden + 1) * d + 2 * 2 * d


def decoder(d, hidden):
    return encoder(d, hidden) + attention(d) + 2 * d


def grouped(d, heads, shared):
    """Query and output as wide as the input, keys and values narrower; no bias, and two normalisations."""
    return 2 * d * d + 2 * d * (d // heads * shared) + 2 * d


def t5(d, hidden, attentions):
    return attentions * 4 * d * d + 2 * d * hidden + (attentions + 1) * d


CLOSED = {
    "Encoder layer": lambda _: encoder(512, 2048),
    "Encoder layer, pre-norm": lambda _: encoder(512, 2048),
    "Decoder layer": lambda _: decoder(512, 2048),
    "Decoder layer, pre-norm": lambda _: decoder(512, 2048),
    "ALBERT layer": lambda _: encoder(768, 3072),
    "GQA and SwiGLU layer": lambda _: grouped(4096, 32, 8) + 3 * 4096 * 14336,
    "Mixture-of-experts layer": lambda _: grouped(4096, 32, 8) + 8 * 3 * 4096 * 14336 + 8 * 4096,
    "T5 encoder layer": lambda _: t5(512, 2048, 1),
    "T5 decoder layer": lambda _: t5(512, 2048, 2),
    "Residual": lambda n: residual(64, 64, n),
    "Residual, changing": lambda n: residual(64, 128, n, stride=True),
    "Bottleneck": lambda n: bottleneck(256, 64, n),
    "Bottleneck, changing": lambda n: bottleneck(256, 128, n, stride=True),
    "Pre-activation residual": lambda n: residual(64, 64, n),
    "Inverted residual": lambda n: inverted(24, 24, 6, n),
    "Inverted residual, changing": lambda n: inverted(16, 24, 6, n),
    "Dense layer": lambda n: norm(64, n) + 64 * 128 + norm(128, n) + 9 * 128 * 32,
    "Inception": lambda _: 193 * (64 + 96 + 16 + 32) + (9 * 96 + 1) * 128 + (25 * 16 + 1) * 32,
    "Squeeze-and-excite": lambda _: 65 * 4 + 5 * 64,
    "U-Net down": lambda _: unet(1, 64),
    "U-Net up": lambda _: (4 * 128 + 1) * 64 + unet(128, 64),
    "ConvNeXt": lambda _: 50 * 96 + 2 * 96 + 97 * 384 + 385 * 96 + 96,
    "MLP-Mixer": lambda _: 4 * 512 + 197 * 256 + 257 * 196 + 513 * 2048 + 2049 * 512,
}
"""By the title: the parameters with the arguments as they are, for the input below."""
SHAPES = {
    "Encoder layer": [(128, 512)],
    "Encoder layer, pre-norm": [(128, 512)],
    "Decoder layer": [(128, 512), (200, 512)],
    "Decoder layer, pre-norm": [(128, 512), (200, 512)],
    "ALBERT layer": [(128, 768)],
    "GQA and SwiGLU layer": [(128, 4096)],
    "Mixture-of-experts layer": [(128, 4096)],
    "T5 encoder layer": [(128, 512), (128, 128)],
    "T5 decoder layer": [(128, 512), (200, 512), (128, 128)],
    "Bottleneck": [(56, 56, 256)],
    "Bottleneck, changing": [(56, 56, 256)],
    "Inverted residual": [(56, 56, 24)],
    "Inverted residual, changing": [(112, 112, 16)],
    "Inception": [(28, 28, 192)],
    "U-Net down": [(128, 128, 1)],
    "U-Net up": [(64, 64, 128), (128, 128, 64)],
    "ConvNeXt": [(56, 56, 96)],
    "MLP-Mixer": [(196, 512)],
}
MADE = {
    "Residual, changing": (28, 28, 128),
    "Bottleneck, changing": (28, 28, 512),
    "Inverted residual, changing": (56, 56, 24),
    "Dense layer": (56, 56, 96),
    "Inception": (28, 28, 256),
    "U-Net down": (64, 64, 64),
    "U-Net up": (128, 128, 64),
}
"""The first output where it is not like the input; channels last."""
KNOWN = {
    ("Encoder layer", "pytorch"): 3_152_384,
    ("Encoder layer, pre-norm", "pytorch"): 3_152_384,
    ("Decoder layer", "pytorch"): 4_204_032,
    ("Decoder layer, pre-norm", "pytorch"): 4_204_032,
    ("ALBERT layer", "pytorch"): 7_087_872,
    ("GQA and SwiGLU layer", "pytorch"): 218_112_000,
    ("Mixture-of-experts layer", "pytorch"): 1_451_270_144,
    ("T5 encoder layer", "pytorch"): 3_146_752,
    ("T5 decoder layer", "pytorch"): 4_195_840,
    ("Residual", "pytorch"): 73_984,
    ("Residual, changing", "pytorch"): 230_144,
    ("Bottleneck", "pytorch"): 70_400,
    ("Bottleneck, changing", "pytorch"): 379_392,
    ("Inverted residual", "keras"): 9_456,
    ("Inception", "keras"): 163_696,
    ("ConvNeXt", "keras"): 79_296,
    ("ConvNeXt", "pytorch"): 79_296,
}
"""What torchvision and keras.applications have in these places, PyTorch's own layers, and transformers' networks."""
every = pytest.mark.parametrize(
    ("item", "convention"),
    [(item, convention) for convention in ("keras", "pytorch") for item in LIBRARY.ready(convention)],
    ids=lambda value: getattr(value, "title", value),
)


def turned(shape, convention):
    return shape if convention == "keras" or len(shape) < 3 else (shape[-1], *shape[:-1])


def placed(item, convention):
    """The block in an empty design, linked from the inputs that it is counted with."""
    net = convas.new(convention=convention)
    edit, (use,) = paste(net.design, LIBRARY.load(item))
    net.apply(edit)
    assert edit.told == ""
    for index, shape in enumerate(SHAPES.get(item.title, [(56, 56, 64)])):
        net.link(net.add(convas.Input(shape=turned(shape, convention), colours=None)), use, input=index)
    return net, use


def test_every_block_is_there_for_both():
    for convention in ("keras", "pytorch"):
        assert {item.title for item in LIBRARY.ready(convention)} == set(CLOSED)


@every
def test_it_counts_exactly(item, convention):
    net, use = placed(item, convention)
    assert net.problems() == []
    assert net.totals.complete
    assert net.totals.parameters == CLOSED[item.title](convention)
    assert net.totals.parameters == KNOWN.get((item.title, convention), net.totals.parameters)
    shape = MADE.get(item.title, SHAPES.get(item.title, [(56, 56, 64)])[0])
    assert net.row(use).outputs[0] == turned(shape, convention)


@pytest.mark.parametrize("convention", ["keras", "pytorch"])
def test_alberts_layer_is_used_twelve_times_and_counts_once(convention):
    item = next(one for one in LIBRARY.ready(convention) if one.title == "ALBERT layer")
    net, use = placed(item, convention)
    layer = net.design.node(use).layer
    assert (layer.repeat, layer.shared) == (12, True)
    assert net.totals.if_not_shared == 12 * net.totals.parameters


@every
def test_it_says_what_it_is_and_what_it_counts(item, convention):
    sentence, source, count = item.note.splitlines()
    assert sentence.endswith(".")
    assert source[-5:-1].isdigit()
    net, _ = placed(item, convention)
    assert count.startswith(f"{net.totals.parameters:,} parameters for ")
    (block,) = net.design.all(Block)
    assert block.arguments


@every
def test_it_counts_the_same_by_the_other_rules_but_for_state(item, convention):
    other = "pytorch" if convention == "keras" else "keras"
    net, _ = placed(item, convention)
    twin = next(one for one in LIBRARY.ready(other) if one.title == item.title)
    assert net.totals.trainable == placed(twin, other)[0].totals.trainable


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_is_drawn_tidily_and_written_as_convas_writes_it(path):
    design = from_bytes(path.read_bytes())
    assert to_bytes(design.snapshot()) == path.read_bytes()
    for scope in design.scopes:
        places = [(node.x, node.y) for node in design.nodes(scope)]
        assert len(set(places)) == len(places)
        if scope != TOP:
            assert all(design.links_in(node.id) or not node.layer.ports.inputs for node in design.nodes(scope))


@pytest.mark.skipif(not MAKER.exists(), reason="the packaging folder is not here")
def test_they_are_what_the_script_makes(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(MAKER.parent)
    spec = importlib.util.spec_from_file_location("make_blocks", MAKER)
    maker = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_blocks", maker)
    spec.loader.exec_module(maker)
    monkeypatch.setattr(maker, "FOLDER", tmp_path)
    assert maker.main() == 0
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("*/*")}
    assert made == {path.relative_to(resource("blocks")): path.read_bytes() for path in FILES}
