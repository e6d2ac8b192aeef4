"""Single weights shared by hand: the handle, the small menu, the keys, what both cards say, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import convas
from convas.desktop.canvas.geometry import Point
from convas.desktop.panels.share_menu import ShareMenu
from convas.script import Script
from convas.values.convention import Convention
from desktop.hands import CTRL, LEFT, NONE, Hands, Key

ALT = Qt.KeyboardModifier.AltModifier


def show(hands: Hands, net: Script) -> Hands:
    """Open a design that is drawn tidily, and look at it at full size."""
    net.arrange()
    hands.window.document.start(net.design)
    hands.canvas.actual_size()
    box = hands.canvas.drawing.bounds()
    assert box is not None
    hands.canvas.centerOn(*box.middle)
    hands.settle()
    return hands


def small_gpt(convention: Convention = "keras", entries: int = 500, units: int = 500) -> Script:
    """Words, a table of them, a dense block and a head that scores every word."""
    net = convas.new("Small GPT", convention)
    with net.block("decoder", width=64) as block:
        x = block.input()
        inner = block.add(convas.Dense(), x, name="up", units="width")
        block.output(block.add(convas.Dense(), inner, name="down", units="width"))
    words = net.add(convas.Input(shape=(20,), colours=None, dtype="int64"), name="words")
    table = net.add(convas.Embedding(input_dim=entries, output_dim=64), words, name="embedding")
    tower = net.use(block, table, repeat=2, name="decoder")
    net.add(convas.Dense(units=units), tower, name="head")
    return net


@pytest.fixture
def gpt(hands: Hands) -> Hands:
    """Hands on a small GPT in Keras."""
    return show(hands, small_gpt())


def menu(hands: Hands) -> ShareMenu:
    return hands.window.commands.shares.menu


def lines(hands: Hands) -> list[str]:
    """What the menu offers, with what it saves."""
    found = menu(hands).list
    texts = [found.item(row) for row in range(found.count())]
    return [f"{item.text()} | {item.data(Qt.ItemDataRole.UserRole + 1)}" for item in texts]


def card(hands: Hands, name: str) -> tuple[str, str, str]:
    found = hands.canvas.drawing.cards[hands.node(name)]
    return found.summary, found.count, found.letter


def parameters(hands: Hands) -> tuple[object, object]:
    totals = hands.window.document.session.totals
    return totals.parameters, totals.if_not_shared


def toast(hands: Hands) -> str:
    return hands.window.floats.toast.words.text()


def click_line(hands: Hands, row: int) -> None:
    found = menu(hands).list
    place = found.visualItemRect(found.item(row)).center()
    QTest.mouseClick(found.viewport(), LEFT, NONE, place)
    hands.settle()


def test_a_table_and_a_heads_kernel_become_one_by_dragging(gpt: Hands) -> None:
    whole = 500 * 64 + 2 * 2 * (64 * 64 + 64) + 64 * 500 + 500
    gpt.share("embedding", "head")
    assert menu(gpt).isVisible()
    assert menu(gpt).head.text() == "Share embedding with head"
    assert lines(gpt) == ["table with kernel, turned (500 × 64) | saves 32,000"]
    click_line(gpt, 0)
    assert menu(gpt).isHidden()
    assert parameters(gpt) == (whole - 32_000, whole)
    assert card(gpt, "embedding")[1:] == ("32,000", "A")
    assert card(gpt, "head") == ("kernel from embedding", "500", "A")
    bond = next(iter(gpt.canvas.drawing.bonds.values()))
    assert bond.words == "table = kernel, counted once"
    assert toast(gpt) == "embedding's table and head's kernel are one now, counted once."
    steps = len(gpt.window.document.session.done)
    gpt.shortcut(Key.Key_Z)
    assert len(gpt.window.document.session.done) == steps - 1
    assert parameters(gpt) == (whole, whole)
    assert card(gpt, "head")[1:] == ("32,500", "")


def test_in_pytorch_nothing_is_turned(hands: Hands) -> None:
    show(hands, small_gpt("pytorch"))
    hands.share("head", "embedding")
    assert lines(hands) == ["weight with table (500 × 64) | saves 32,000"]
    hands.keys(Key.Key_Return)
    assert card(hands, "head") == ("weight from embedding", "500", "A")


def test_the_menu_closes_without_a_change(gpt: Hands) -> None:
    gpt.share("embedding", "head")
    gpt.keys(Key.Key_Escape)
    assert menu(gpt).isHidden()
    assert not gpt.canvas.drawing.bonds
    assert not gpt.window.document.session.done


def test_what_fits_is_offered_while_dragging_and_all_else_is_greyed(gpt: Hands) -> None:
    gpt.move(gpt.middle("embedding"))
    handle = gpt.spot(gpt.canvas.drawing.handle(gpt.node("embedding")))
    gpt.drag(handle, gpt.middle("head"), let_go=False)
    state = gpt.canvas.state
    assert set(state.refusing) == {gpt.node(name) for name in ("words", "embedding", "decoder")}
    assert state.chip is not None
    assert state.chip[0] == "choose which weights of head"
    QTest.mouseRelease(gpt.canvas.viewport(), LEFT, NONE, gpt.spot(gpt.canvas.drawing.handle(gpt.node("words"))))
    gpt.keys(Key.Key_Escape)


def test_where_nothing_fits_both_shapes_are_told(hands: Hands) -> None:
    show(hands, small_gpt(units=10))
    hands.share("embedding", "head")
    assert menu(hands).isHidden()
    assert toast(hands) == (
        "head's kernel is 64 × 10, embedding's table 500 × 64: their shapes must be equal, or turned."
    )


def twins(**settings: object) -> Script:
    """Two dense layers in a row; the second may differ."""
    net = convas.new()
    layers = convas.Dense(units=8), convas.Dense(**({"units": 8} | settings))
    net.chain(convas.Input(shape=(8,), colours=None), *layers)
    return net


def test_equal_layers_share_whole_unless_alt_is_held(hands: Hands) -> None:
    show(hands, twins())
    hands.share("dense_1", "dense_2")
    assert menu(hands).isHidden()
    assert card(hands, "dense_2")[:2] == ("shared with dense_1", "0")
    hands.shortcut(Key.Key_Z)
    hands.move(hands.middle("dense_1"))
    hands.drag(hands.spot(hands.canvas.drawing.handle(hands.node("dense_1"))), hands.middle("dense_2"), ALT)
    assert lines(hands)[0] == "All weights | saves 72"
    assert "bias with bias (8) | saves 8" in lines(hands)
    click_line(hands, lines(hands).index("bias with bias (8) | saves 8"))
    assert card(hands, "dense_2")[:2] == ("bias from dense_1", "64")
    assert next(iter(hands.canvas.drawing.bonds.values())).words == "same bias, counted once"


def test_layers_of_one_kind_with_other_settings_ask_which(hands: Hands) -> None:
    show(hands, twins(use_bias=False))
    hands.share("dense_1", "dense_2")
    assert lines(hands)[0] == "All weights, with the settings of dense_1 | one layer"
    assert lines(hands)[1] == "kernel with kernel (8 × 8) | saves 64"
    hands.keys(Key.Key_Return)
    assert card(hands, "dense_2")[:2] == ("shared with dense_1", "0")


def test_the_keys_alone_share_single_weights(gpt: Hands) -> None:
    action = gpt.window.actions_["Share single weights…"]
    gpt.select("embedding")
    assert not action.isEnabled()
    gpt.select("head", "embedding")
    assert action.isEnabled()
    gpt.shortcut(Key.Key_W, CTRL | ALT)
    assert menu(gpt).isVisible()
    corner = gpt.canvas.mapFromGlobal(menu(gpt).pos())
    assert 0 <= corner.y() - gpt.spot(gpt.canvas.drawing.handle(gpt.node("head"))).y() < 40
    gpt.keys(Key.Key_Down, Key.Key_Up, Key.Key_Return)
    assert card(gpt, "head")[0] == "kernel from embedding"


def test_the_inspector_tells_each_share_and_ends_one(gpt: Hands) -> None:
    gpt.share("embedding", "head")
    gpt.keys(Key.Key_Return)
    gpt.select("head")
    page = gpt.window.inspector.layer
    assert [row.words.text() for row in page.banner.rows] == ["kernel is embedding's table, turned"]
    assert page.banner.rows[0].more.text() == "Counted once, at embedding"
    assert page.box.note.text() == "64 × 500 counted once at embedding"
    assert page.box.result.text() == "500"
    told = [label.text().replace("\u2009", " ") for label in page.weights.findChildren(type(page.kind))]
    assert "64 × 500, counted at embedding" in told
    gpt.select("embedding")
    assert page.banner.rows[0].words.text() == "table is head's kernel, turned"
    assert page.banner.rows[0].more.text() == "Counted once, here"
    gpt.press_on(page.banner.rows[0].unshare)
    assert page.banner.isHidden()
    assert not gpt.canvas.drawing.bonds
    assert card(gpt, "head")[1] == "32,500"


def test_one_share_ends_and_the_other_stays(hands: Hands) -> None:
    net = small_gpt()
    net.add(convas.Dense(units=500), net.find("decoder"), name="second")
    show(hands, net)
    for name in ("head", "second"):
        hands.share("embedding", name)
        hands.keys(Key.Key_Return)
    hands.select("second")
    row = hands.window.inspector.layer.banner.rows[0]
    assert row.words.text() == "kernel is embedding's table, turned and head's kernel"
    hands.select("head")
    hands.press_on(hands.window.inspector.layer.banner.rows[0].unshare)
    assert card(hands, "head")[1:] == ("32,500", "")
    assert card(hands, "second")[:2] == ("kernel from embedding", "500")


def test_an_edit_that_breaks_a_share_is_told_on_both_and_mended(gpt: Hands) -> None:
    gpt.share("embedding", "head")
    gpt.keys(Key.Key_Return)
    gpt.select("head")
    gpt.type_into(gpt.setting("units"), "400")
    sight = gpt.window.document.sight
    for name in ("embedding", "head"):
        (problem,) = sight.problems(gpt.node(name))
        told = sight.told(gpt.node(name), problem)
        assert "the table of embedding is 500 × 64, the kernel of head 64 × 400, turned 400 × 64" in told
        cures = [cure.label for cure in sight.cures(gpt.node(name), problem)]
        assert cures == ["Set entries of embedding to 400", "Set units of head to 500", "Unshare embedding and head"]
    assert gpt.window.inspector.layer.banner.rows[0].words.text() == "kernel cannot be embedding's table, turned"
    gpt.shortcut(Key.Key_M)
    assert gpt.window.document.design.node(gpt.node("embedding")).layer.input_dim == 400  # type: ignore[attr-defined]
    assert card(gpt, "head")[0] == "kernel from embedding"


def test_a_share_that_does_not_fit_is_taken_away_by_its_mend(gpt: Hands) -> None:
    gpt.share("embedding", "head")
    gpt.keys(Key.Key_Return)
    gpt.select("head")
    gpt.type_into(gpt.setting("units"), "400")
    sight, key = gpt.window.document.sight, gpt.node("head")
    cure = sight.cures(key, sight.problems(key)[0])[-1]
    gpt.window.document.mend(key, cure)
    assert not gpt.canvas.drawing.bonds
    assert sight.problems(key) == ()


def test_weights_inside_blocks_are_found_by_typing(hands: Hands) -> None:
    net = small_gpt()
    block = net.design.node(net.find("decoder")).layer.block  # type: ignore[attr-defined]
    net.use(block, net.find("decoder"), name="tower", repeat=2)
    show(hands, net)
    hands.move(hands.middle("decoder"))
    handle = hands.spot(hands.canvas.drawing.handle(hands.node("decoder")))
    hands.drag(handle, hands.middle("tower"), ALT)
    assert lines(hands)[0].startswith("All weights")
    assert menu(hands).search.isVisible()
    assert menu(hands).search.hasFocus()
    hands.keys("[1]/up/kernel tower[1]/up/kernel")
    assert lines(hands)[0] == "decoder[1]/up/kernel with tower[1]/up/kernel (64 × 64) | saves 4,096"
    hands.keys(Key.Key_Return)
    assert card(hands, "tower")[0] == "1 weight from decoder"
    hands.select("tower")
    page = hands.window.inspector.layer
    assert page.banner.rows[0].words.text() == "tower[1]/up/kernel is decoder[1]/up's kernel"
    assert page.banner.rows[0].more.text() == "Counted once, at decoder"
    hands.press_on(page.banner.rows[0].unshare)
    assert not hands.canvas.drawing.bonds


def test_inside_a_block_it_works_the_same(gpt: Hands) -> None:
    before = parameters(gpt)[0]
    gpt.double_click(gpt.middle("decoder"))
    gpt.canvas.actual_size()
    gpt.settle()
    gpt.move(gpt.middle("up"))
    gpt.drag(gpt.spot(gpt.canvas.drawing.handle(gpt.node("up"))), gpt.middle("down"), ALT)
    assert lines(gpt)[0] == "All weights | saves 4,160"
    assert lines(gpt)[1] == "kernel with kernel (64 × 64) | saves 4,096 at every use"
    click_line(gpt, 1)
    assert card(gpt, "down")[0] == "kernel from up"
    assert parameters(gpt)[0] == before - 2 * 4096  # type: ignore[operator]
    gpt.select("down")
    gpt.press_on(gpt.window.inspector.layer.banner.rows[0].unshare)
    assert parameters(gpt)[0] == before


def test_the_line_between_the_cards_is_selected_and_deleted(gpt: Hands) -> None:
    gpt.share("embedding", "head")
    gpt.keys(Key.Key_Return)
    bond = next(iter(gpt.canvas.drawing.bonds.values()))
    a, b = bond.lines[0][1:3]
    gpt.click(gpt.spot(Point((a.x + b.x) / 2, (a.y + b.y) / 2)))
    gpt.shortcut(Key.Key_Delete, NONE)
    assert not gpt.canvas.drawing.bonds
