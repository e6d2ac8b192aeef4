"""The shipped examples: they open, count what they should, and are what the script makes."""

import importlib.util
from pathlib import Path

import pytest

import convas
from convas.analysis.report import working
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.resources import resource

MAKER = Path(__file__).parents[1] / "packaging" / "make_examples.py"
EXAMPLES = sorted(resource("examples").glob("*.convas"))
TOWER = (10 * 10 * 1 + 1) * 64 + (7 * 7 * 64 + 1) * 128 + (21 * 21 * 128 + 1) * 256
TOTALS = {
    "cmyk-classifier": (8_651_940, 8_655_560),
    "cmyk-classifier-valid": (7_271_940, 7_275_560),
    "lenet-5": (61_706, 61_706),
    "answer-sheet": (54_380, 54_380),
    "siamese": (TOWER + 2 * 256 + 1, 2 * TOWER + 2 * 256 + 1),
    "resnet-18": (11_689_512, 11_689_512),
    "resnet-50": (25_557_032, 25_557_032),
    "resnet-50-keras": (25_636_712, 25_636_712),
    "densenet-121": (8_062_504, 8_062_504),
    "mobilenet-v2": (3_538_984, 3_538_984),
    "u-net": (31_030_658, 31_030_658),
    "alexnet": (61_100_840, 61_100_840),
    "vgg-16": (138_357_544, 138_357_544),
    "inception-v3": (23_851_784, 23_851_784),
    "xception": (22_910_480, 22_910_480),
    "efficientnet-b0": (5_330_571, 5_330_571),
    "convnext-tiny": (28_589_128, 28_589_128),
    "gpt-2": (124_439_808, 163_037_184),
    "bert-base": (109_482_240, 109_482_240),
    "albert-base-v2": (11_683_584, 89_650_176),
    "t5-small": (60_506_624, 93_405_696),
    "vit-b-16": (86_567_656, 86_567_656),
    "whisper-small": (241_734_912, 281_567_232),
    "llama-3-8b": (8_030_261_248, 8_030_261_248),
    "mixtral-8x7b": (46_702_792_704, 46_702_792_704),
    "qwen2-0.5b": (494_032_768, 630_167_424),
}
TRAINABLE = {
    "resnet-50-keras": 25_583_592,
    "densenet-121": 7_978_856,
    "mobilenet-v2": 3_504_872,
    "inception-v3": 23_817_352,
    "xception": 22_855_952,
    "efficientnet-b0": 5_288_548,
    "whisper-small": 240_582_912,
}
SHAPES = {
    "u-net": (388, 388, 2),
    "resnet-18": (1000,),
    "mobilenet-v2": (1000,),
    "convnext-tiny": (1000,),
    "gpt-2": (1024, 50257),
    "bert-base": (768,),
    "vit-b-16": (1000,),
    "t5-small": (512, 32128),
    "whisper-small": (448, 51865),
}
every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def test_nothing_is_missing():
    assert {path.stem for path in EXAMPLES} == set(TOTALS)


@every_example
def test_it_opens_and_counts(path):
    net = convas.open(path)
    assert net.problems() == []
    assert (net.totals.parameters, net.totals.if_not_shared) == TOTALS[path.stem]
    assert net.totals.trainable == TRAINABLE.get(path.stem, TOTALS[path.stem][0])
    assert net.rows()[-1].outputs == (SHAPES.get(path.stem, net.rows()[-1].outputs[0]),)
    assert net.totals.complete
    for row in net.rows(depth=None):
        assert "unknown" not in working(net.design, row)


@every_example
def test_its_cards_stand_apart_and_every_layer_is_linked(path):
    design = convas.open(path).design
    for scope in design.scopes:
        places = [(node.x, node.y) for node in design.nodes(scope)]
        assert len(set(places)) == len(places)
        assert all(design.links_in(node.id) or not node.layer.ports.inputs for node in design.nodes(scope))


@every_example
def test_it_counts_the_same_layer_by_layer(path):
    net = convas.open(path)
    totals, flat = net.totals, net.rows(flat=True)
    assert sum(row.parameters for row in flat) == totals.parameters
    while blocks := [node.id for node in net.design.nodes() if node.layer.kind == "Use"]:
        net.dissolve(blocks[0])
    assert net.totals == totals
    assert len(net.rows()) == len(flat)


@every_example
def test_it_is_written_as_convas_writes_it(path):
    assert to_bytes(from_bytes(path.read_bytes()).snapshot()) == path.read_bytes()


@pytest.mark.skipif(not MAKER.exists(), reason="the packaging folder is not here")
def test_they_are_what_the_script_makes(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(MAKER.parent)
    spec = importlib.util.spec_from_file_location("make_examples", MAKER)
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    monkeypatch.setattr(maker, "FOLDER", tmp_path)
    assert maker.main() == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in resource("examples").iterdir()
    }


def test_the_answer_sheet_layer_by_layer():
    net = convas.open(resource("examples", "answer-sheet.convas"))
    counts = [row.parameters for row in net.rows() if row.kind == "Conv2D"]
    assert counts == [200, 3_620, 7_240, 14_440, 28_880]
    claimed = [200, 3_620, 7_240, 7_240, 14_480]
    assert (sum(claimed), sum(counts)) == (32_780, 54_380)


def test_lenet_as_it_is_taught():
    net = convas.open(resource("examples", "lenet-5.convas"))
    assert [row.parameters for row in net.rows() if row.parameters] == [156, 2_416, 48_120, 10_164, 850]


def test_convnext_has_the_arrays_of_the_real_one():
    net = convas.open(resource("examples", "convnext-tiny.convas"))
    while blocks := [node.id for node in net.design.nodes() if node.layer.kind == "Use"]:
        net.dissolve(blocks[0])
    arrays = [
        (weight.name, weight.axes) for key in net.analysis.ordered() for weight in net.analysis.finding(key).weights
    ]
    assert len(arrays) == 182
    assert arrays[:4] == [("weight", (96, 3, 4, 4)), ("bias", (96,)), ("weight", (96,)), ("bias", (96,))]
    block = [(192, 1, 7, 7), (192,), (192,), (192,), (768, 192), (768,), (192, 768), (192,), (192, 1, 1)]
    names = ["weight", "bias"] * 4 + ["layer_scale"]
    assert arrays[35:44] == list(zip(names, block, strict=True))
    assert arrays[-2:] == [("weight", (1000, 768)), ("bias", (1000,))]
