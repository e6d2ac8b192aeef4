"""Scripting: the same as in the window, in a few lines."""

import pytest

import convas
from build import chain, image, numbers
from convas import Add, Conv2D, Dense, Embedding, Flatten, Input, MaxPooling2D
from convas.files.errors import ChangedOnDisk
from convas.resources import resource


def names(net):
    return [node.name for node in net.design.nodes()]


def test_a_network_in_a_few_lines():
    net = convas.new("Digits")
    image = net.add(Input(shape=(28, 28)), name="digit")
    *_, head = net.chain(Conv2D(filters=8), MaxPooling2D(), Flatten(), Dense(units=10), after=image)
    assert names(net) == ["digit", "conv1", "pool_1", "flatten", "dense_1"]
    assert net.row(head).outputs == ((10,),)
    assert net.totals.parameters == (9 + 1) * 8 + (13 * 13 * 8 + 1) * 10
    assert net.calculation(head) == "(1,352 + 1) × 10 = 13,530"
    assert [row.name for row in net.rows()] == names(net)
    assert net.problems() == []


def test_branches_meet_again():
    net = convas.new()
    start = net.add(Input(shape=(8,), colours=None))
    left, right = net.add(Dense(units=4), start), net.add(Dense(units=4), start)
    plus = net.add(Add(), left, right)
    assert net.row(plus).inputs == ((4,), (4,))
    net.link(net.chain(Dense(units=4), after=start)[0], plus)
    assert len(net.row(plus).inputs) == 3


def test_a_block_in_a_few_lines():
    net = convas.new("Blocks")
    with net.block("residual", units=8) as residual:
        x = residual.input()
        dense = residual.add(Dense(), x, units="units")
        residual.output(residual.add(Add(), dense, x))
    net.variable("depth", 12)
    use = net.use(residual, net.add(numbers(8)), repeat="depth")
    assert net.calculation(use) == "12 × 72 = 864"
    net.variable("depth", 3)
    assert net.totals.parameters == 3 * 72
    assert [row.name for row in net.rows(flat=True)][1:3] == ["residual[0]/dense_1", "residual[0]/add"]


def test_cards_stand_beside_each_other():
    net = chain(numbers(8), Dense(), Dense())
    places = [(node.x, node.y) for node in net.design.nodes()]
    assert len(set(places)) == 3
    net.arrange()
    assert len({(node.x, node.y) for node in net.design.nodes()}) == 3


def test_every_verb_is_a_step_that_can_be_undone():
    net = chain(numbers(8), Dense(units=8), Dense(units=8), Dense(units=3))
    dense = [net.find(f"dense_{index}") for index in (1, 2, 3)]
    before = net.design.snapshot()
    done = len(net.done)
    net.share(*dense[:2])
    net.set(dense[1], activation="relu")
    net.freeze(dense[0])
    net.bypass(dense[2])
    net.unshare(dense[1])
    net.freeze(dense[1], frozen=False)
    net.rename(dense[2], "head")
    net.share_weight(dense[0], "kernel", dense[1], "kernel", transposed=True)
    net.count_as("pytorch")
    net.remove(dense[1])
    assert [step.name for step in net.done[done:]] == [
        "Share dense_1 with dense_2",
        "Set activation of dense_2 to ReLU",
        "Freeze 2 layers",
        "Bypass dense_3",
        "Unshare dense_2",
        "Unfreeze dense_2",
        "Rename dense_3 to head",
        "Share kernel of dense_1 with kernel of dense_2",
        "Count as PyTorch",
        "Delete dense_2",
    ]
    net.go_to(done)
    assert net.design.snapshot() == before


def test_several_can_be_one_layer():
    net = chain(numbers(8), *[Dense(units=8)] * 4)
    first, *others = (net.find(f"dense_{index}") for index in range(1, 5))
    net.share(first, *others)
    assert net.totals.parameters == 72
    assert net.totals.if_not_shared == 4 * 72


def test_a_table_and_a_head():
    net = chain(numbers(20, dtype="int64"), Embedding(input_dim=50, output_dim=8), Dense(units=50, use_bias=False))
    net.share_weight(2, "embeddings", 4, "kernel", transposed=True)
    assert net.totals.parameters == 400


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda net: net.link(4, 2),
        lambda net: net.share(2, 2),
        lambda net: net.share(1, 2),
        lambda net: net.set(2, units=-1),
        lambda net: net.set(2, filters=3),
        lambda net: net.rename(2, "input"),
        lambda net: net.unshare(2),
        lambda net: net.bypass(1),
        lambda net: net.add(Dense(), name="dense_1"),
        lambda net: net.add(Dense(), 1, 2),
    ],
)
def test_what_is_refused_is_said_and_leaves_nothing_behind(nonsense):
    net = chain(numbers(8), Dense(units=8), Dense(units=8))
    before = net.design.snapshot()
    with pytest.raises(convas.Refused) as refused:
        nonsense(net)
    assert str(refused.value).endswith(".")
    assert net.design.snapshot() == before


def test_setting_nothing_changes_nothing():
    net = chain(numbers(8), Dense(units=8))
    before = len(net.done)
    net.set(2)
    net.remove()
    net.freeze()
    assert len(net.done) == before


def test_layers_are_found_by_name():
    net = chain(numbers(8), Dense())
    assert net.design.node(net.find("dense_1")).layer == Dense()
    with pytest.raises(KeyError, match="nobody"):
        net.find("nobody")


def test_problems_are_told_and_hints_are_not():
    net = chain(numbers(20), Embedding(), Flatten())
    assert net.problems() == []
    net.add(Dense(), name="lost")
    assert net.problems() == [("lost", "lost has no input yet. Drag a link to it.")]


def test_saving_and_opening(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    net = chain(numbers(8), Dense(units=4), name="Two")
    assert not net.clean
    net.save("two.convas")
    assert net.clean
    again = convas.open("two.convas")
    assert again.clean
    assert again.design.snapshot() == net.design.snapshot()
    again.set(2, units=5)
    again.save()
    assert convas.open(tmp_path / "two.convas").totals.parameters == 45
    again.save("three.convas")
    again.save()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["three.convas", "two.convas"]


def test_what_was_never_saved_needs_a_path():
    with pytest.raises(ValueError, match="give a path"):
        convas.new().save()


def test_what_others_changed_is_not_overwritten(tmp_path):
    mine = chain(numbers(8), Dense(units=4))
    mine.save(tmp_path / "net.convas")
    theirs = convas.open(tmp_path / "net.convas")
    theirs.set(2, units=400)
    theirs.save()
    mine.set(2, units=5)
    with pytest.raises(ChangedOnDisk, match="changed by another program"):
        mine.save()
    assert not mine.clean
    mine.save(tmp_path / "mine.convas")
    assert convas.open(tmp_path / "net.convas").totals.parameters == 3600


def test_what_cannot_be_opened_is_one_sentence(tmp_path):
    with pytest.raises(convas.FileError, match="there is no such file or folder"):
        convas.open(tmp_path / "nowhere.convas")


def test_what_convas_offers():
    assert set(convas.__all__) == {"FileError", "Refused", "Script", "__version__", "kinds", "new", "open"}
    assert all(getattr(convas, name) for name in convas.__all__)
    assert all(getattr(convas, name) is kind for name, kind in convas.kinds().items())
    with pytest.raises(AttributeError, match="convas has no Conv9D"):
        _ = convas.Conv9D
    with pytest.raises(AttributeError, match="convas has no opne"):
        _ = convas.opne


def test_variables_and_formulas():
    net = chain(image(28, 28), Conv2D(), Flatten(), Dense())
    net.variable("width", 8)
    net.variable("inner", "4 * width")
    conv, dense = net.find("conv1"), net.find("dense_1")
    net.set(conv, filters="inner", kernel_size=("width - 5", 3), padding="same")
    net.set(dense, units="min(width, 10)")
    assert net.row(conv).parameters == (3 * 3 + 1) * 32
    assert net.calculation(dense) == "(25,088 + 1) × 8 = 200,712"
    net.variable("width", 16)
    assert net.row(dense).outputs == ((10,),)
    assert net.row(conv).parameters == (11 * 3 + 1) * 64
    with pytest.raises(convas.Refused, match="There is no variable called depth"):
        net.set(conv, filters="depth")
    with pytest.raises(convas.Refused, match="Padding must be"):
        net.set(conv, padding="full")
    net.undo()
    assert net.row(conv).parameters == (3 * 3 + 1) * 32


@pytest.mark.parametrize(("page", "last"), [("variables.md", "64 "), ("blocks.md", "residual/add 12 0")])
def test_the_script_of_the_help(capsys, page, last):
    told = resource("help", page).read_text("utf-8")
    exec(told.partition("```python\n")[2].partition("```")[0], {})  # noqa: S102
    assert capsys.readouterr().out.splitlines()[-1].startswith(last)
