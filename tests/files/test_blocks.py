"""Files with blocks: what is written comes back, and what no drawing can be is refused by name."""

import pytest

from build import numbers
from compare import assert_consistent, counted
from convas import Add, Dense, new
from convas.analysis.analysis import Analysis
from convas.design.records import TOP, Block, End, Header, Link, Node, Share, Step
from convas.edits.ports import DEEPEST
from convas.files.errors import FileError
from convas.files.read import from_bytes
from convas.files.write import to_bytes
from convas.layers.use import BlockInput, BlockOutput, Use
from files.samples import packed, raw


def nested():
    """Blocks in blocks with arguments, repetitions and a share by path."""
    net = new("Nested")
    net.variable("width", 8)
    with net.block("inner", units=8) as inner:
        start = inner.input("x")
        inner.output(inner.add(Add(), inner.add(Dense(), start, units="units"), start), "y")
    with net.block("outer", units=8) as outer:
        outer.output(outer.use(inner, outer.input(), repeat=3, units="units"))
    use = net.use(outer, net.add(numbers(8)), repeat=2, shared=True, units="width")
    net.share(use, net.use(outer, use, repeat=2, shared=True, units="width"))
    return net


def test_blocks_survive_a_file():
    net = nested()
    data = to_bytes(net.design.snapshot())
    again = from_bytes(data)
    assert again.snapshot() == net.design.snapshot()
    assert to_bytes(again.snapshot()) == data
    analysis = Analysis(again)
    analysis.settle()
    assert counted(again, analysis)["totals"] == net.totals
    assert net.totals.parameters == 3 * 72
    assert_consistent(net.design, net.analysis)


def test_a_path_survives_a_file():
    records = [
        *nested().design.snapshot(),
        Node(90, "head", Dense()),
        Share(91, End((Step(90),), "bias"), End((Step(90),), "kernel")),
    ]
    use = next(record.id for record in records if isinstance(record, Node) and record.name == "outer")
    inner = next(record.id for record in records if isinstance(record, Node) and record.name == "inner")
    dense = next(record.id for record in records if isinstance(record, Node) and record.name == "dense_1")
    path = End((Step(use, 1), Step(inner, 2), Step(dense)), "kernel")
    records[-1] = Share(91, End((Step(90),), "kernel"), path)
    assert from_bytes(to_bytes(records)).snapshot()[-1] == records[-1]


def hostile(*records):
    return to_bytes([Header(), *records])


def uses(*blocks):
    """Blocks of which each stands inside the one before it."""
    made = [Block(key, f"b{key}") for key in blocks]
    for index, key in enumerate(blocks):
        around = blocks[index - 1] if index else TOP
        made.append(Node(1000 + index, f"n{index}", Use(block=key, input_names=(), output_names=()), scope=around))
    return made


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (hostile(Node(1, "a", Use(block=7))), "'a' stands for block 7, which is not there"),
        (hostile(Node(1, "a", Use())), "'a' stands for block 0, which is not there"),
        (
            hostile(Block(5, "loop"), Node(1, "a", Use(block=5, input_names=(), output_names=()), scope=5)),
            "the block 'loop' inside 'loop' holds itself",
        ),
        (
            hostile(*uses(2, 3, 4), Node(9, "back", Use(block=2, input_names=(), output_names=()), scope=4)),
            "the block 'b2' inside 'b4' inside 'b3' inside 'b2' holds itself",
        ),
        (hostile(Node(1, "a", BlockInput())), "'a' is the input or output of a block, and stands in none"),
        (hostile(Node(1, "a", BlockOutput())), "stands in none"),
        (hostile(Block(5, "b"), Node(1, "a", Use(block=5))), "'a' has other inputs or outputs than its block 'b'"),
        (hostile(Node(1, "a", Dense(), scope=5)), "entry 1 is in block 5, which is not there"),
        (hostile(*uses(*range(1, DEEPEST + 2))), "more than 50 deep"),
        (
            hostile(Block(5, "b"), Node(1, "a", BlockInput(), scope=5), Node(2, "d", Dense()), Link(3, 1, 2)),
            "leads into or out of a block",
        ),
    ],
)
def test_what_no_drawing_can_be(data, said):
    with pytest.raises(FileError) as found:
        from_bytes(data)
    assert said in str(found.value)


@pytest.mark.parametrize("repeat", [0, 100_001, -1, True, "3", 2.5])
def test_odd_repetitions(repeat):
    data = raw(nested().design.snapshot())
    use = next(row for row in data["nodes"] if row["kind"] == "Use")
    use["settings"]["repeat"] = repeat
    with pytest.raises(FileError, match="Repetitions must be"):
        from_bytes(packed(data))


def test_the_deepest_file_is_counted():
    data = hostile(*uses(*range(1, DEEPEST + 1)))
    design = from_bytes(data)
    analysis = Analysis(design)
    analysis.settle()
    assert analysis.totals.parameters == 0
