"""Blocks in the palette: dragged, typed, kept, renamed, deleted; a damaged file is told and does no harm."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from convas.design.records import Block
from convas.desktop.application import start
from convas.desktop.canvas.geometry import Point
from convas.desktop.panels.palette_blocks import Row
from convas.desktop.shell.preferences import Preferences
from convas.resources import resource
from desktop.hands import CTRL, LEFT, NONE, Hands, Key

ALT = Qt.KeyboardModifier.AltModifier


def block_names(hands):
    return [block.name for block in hands.window.document.design.all(Block)]


def names(hands):
    return [node.name for node in hands.window.document.design.nodes()]


def sections(hands):
    return {title: [row.title for row in rows] for title, rows in hands.window.shelf.sections()}


def double_click_row(hands, kind):
    tree = hands.window.palette_panel.tree
    index = tree.index_of(kind)
    assert index is not None, kind
    tree.scrollTo(index)
    hands.settle()
    QTest.mouseDClick(tree.viewport(), LEFT, NONE, tree.visualRect(index).center())
    hands.settle()


def answer(hands, name):
    """Type a name into the open question and press Enter."""
    dialog = hands.window.commands.own_blocks.dialog
    edit = dialog.findChild(QLineEdit)
    edit.selectAll()
    QTest.keyClicks(edit, name)
    QTest.keyClick(edit, Key.Key_Return)
    hands.settle()


@pytest.fixture
def refusals(hands):
    found = []
    hands.window.document.refused.connect(found.append)
    return found


def test_a_ready_made_block_is_dragged_in_and_used_again(empty):
    empty.drag_layer("ready:Residual", Point(0, 0))
    assert (names(empty), block_names(empty)) == (["residual"], ["residual"])
    empty.drag_layer("ready:Residual", Point(0, 200))
    assert (names(empty), block_names(empty)) == (["residual", "residual_2"], ["residual"])
    assert sections(empty)["This design"] == ["residual"]
    double_click_row(empty, "block:residual")
    assert (names(empty)[-1], block_names(empty)) == ("residual_3", ["residual"])
    empty.shortcut(Key.Key_Z)
    empty.shortcut(Key.Key_Z)
    empty.shortcut(Key.Key_Z)
    assert (names(empty), block_names(empty)) == ([], [])
    assert "This design" not in sections(empty)


def test_a_block_dropped_on_a_link_goes_into_it(hands):
    hands.window.filing.open_template(resource("examples", "lenet-5.convas"))
    hands.settle()
    wire = next(iter(hands.canvas.drawing.wires.values()))
    (x1, y1), (x2, y2) = wire.points[0], wire.points[-1]
    before = len(hands.window.document.design.records)
    hands.drag_layer("ready:Squeeze-and-excite", Point((x1 + x2) / 2, (y1 + y2) / 2))
    node = hands.node("squeeze-and-excite")
    design = hands.window.document.design
    assert len(design.links_in(node)) == len(design.links_out(node)) == 1
    hands.shortcut(Key.Key_Z)
    assert len(hands.window.document.design.records) == before


def test_the_blocks_follow_the_convention(empty):
    empty.drag_layer("ready:ConvNeXt", Point(0, 0))
    kinds = [node.layer.kind for node in empty.window.document.design.nodes(1)] or []
    empty.shortcut(Key.Key_Z)
    empty.window.commands.count_as("pytorch")
    empty.drag_layer("ready:ConvNeXt", Point(0, 0))
    block = next(empty.window.document.design.all(Block))
    assert "Permute" not in kinds
    assert "Permute" in [node.layer.kind for node in empty.window.document.design.nodes(block.id)]


def test_typing_finds_blocks_in_the_palette(empty):
    panel = empty.window.palette_panel
    panel.start_typing()
    empty.keys("bottlen", widget=panel.search)
    assert isinstance(panel.tree.first().data(Qt.ItemDataRole.UserRole + 1), Row)
    tip = panel.tree.first().data(Qt.ItemDataRole.ToolTipRole)
    empty.keys(Key.Key_Return, widget=panel.search)
    assert block_names(empty) == ["bottleneck"]
    assert tip.splitlines()[1:] == ["He and others, ResNet, 2015.", "71,168 parameters for 56 × 56 × 256."]


def test_typing_finds_blocks_at_a_place_and_links_them(hands):
    hands.window.filing.open_template(resource("examples", "lenet-5.convas"))
    hands.settle()
    hands.select("conv1")
    hands.shortcut(Key.Key_Tab, NONE)
    quick = hands.window.quick
    hands.keys("inverted res", widget=quick.search)
    assert quick.list.item(0).text() == "Inverted residual"
    assert "blocks" in quick.foot.text()
    hands.keys(Key.Key_Return, widget=quick.search)
    assert block_names(hands) == ["inverted residual"]
    hands.shortcut(Key.Key_Z)
    assert block_names(hands) == []


def test_a_block_is_kept_renamed_and_deleted(empty, refusals):
    empty.drag_layer("ready:Residual", Point(0, 0))
    empty.select("residual")
    empty.shortcut(Key.Key_K, CTRL | ALT)
    answer(empty, "my own")
    assert sections(empty)["My blocks"] == ["my own"]
    assert [path.name for path in empty.window.preferences.blocks.iterdir()] == ["my own.convas"]
    double_click_row(empty, "own:my own")
    assert block_names(empty) == ["residual", "my own"]
    tree = empty.window.palette_panel.tree
    empty.window.activateWindow()
    tree.setCurrentIndex(tree.index_of("own:my own"))
    tree.setFocus()
    empty.settle()
    QTest.keyClick(tree, Key.Key_F2)
    empty.settle()
    answer(empty, "better")
    assert sections(empty)["My blocks"] == ["better"]
    tree.setCurrentIndex(tree.index_of("own:better"))
    tree.setFocus()
    QTest.keyClick(tree, Key.Key_Delete)
    empty.settle()
    box = empty.window.commands.own_blocks.question
    empty.press_on(next(button for button in box.findChildren(QPushButton) if button.text() == "Delete"))
    assert "My blocks" not in sections(empty)
    assert list(empty.window.preferences.blocks.iterdir()) == []
    assert refusals == []


def test_a_name_that_is_taken_is_refused_with_a_sentence(empty, refusals):
    empty.drag_layer("ready:Residual", Point(0, 0))
    for _ in range(2):
        empty.select("residual")
        empty.shortcut(Key.Key_K, CTRL | ALT)
        answer(empty, "mine")
    assert refusals == ["Your library has a block called mine already. Choose another name."]


def test_only_a_block_can_be_kept(empty, refusals):
    empty.drag_layer("Dense", Point(0, 0))
    empty.select("dense_1")
    assert not empty.window.actions_["Save the block to my library…"].isEnabled()
    assert "My blocks" not in sections(empty)


def test_the_menu_of_a_block(empty):
    empty.drag_layer("ready:Residual", Point(0, 0))
    rows = {row.title: row for _, found in empty.window.shelf.sections() for row in found}
    empty.window.palette_panel.asked.emit(rows["residual"], QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Put into the drawing", "Save to my library…"]
    menu.close()
    asked = []
    empty.canvas.asked.connect(lambda *_: asked.append(QApplication.activePopupWidget()))
    empty.select("residual")
    hit = empty.canvas._hit(empty.canvas.drawing.boxes[empty.node("residual")].middle)
    empty.window.commands.show_menu(hit, QPoint(10, 10))
    words = [action.text() for action in QApplication.activePopupWidget().actions()]
    QApplication.activePopupWidget().close()
    assert "Save the block to my library…" in words


def test_a_damaged_file_is_told_and_skipped(qtbot, tmp_path):
    folder = tmp_path / "blocks"
    folder.mkdir()
    (folder / "bad.convas").write_bytes(b"{")
    window = start(Preferences(tmp_path / "settings.ini"))
    window.show()
    qtbot.waitExposed(window)
    hands = Hands(window)
    hands.settle()
    assert "bad.convas cannot be opened" in window.floats.toast.words.text()
    assert "My blocks" not in sections(hands)
    hands.press_on(window.welcome.empty)
    hands.drag_layer("ready:Residual", Point(0, 0))
    assert names(hands) == ["residual"]
    window.document.session.mark_clean()
    window.close()
    window.deleteLater()


def test_a_file_that_is_damaged_later_is_told_when_it_is_used(empty, refusals):
    empty.drag_layer("ready:Residual", Point(0, 0))
    empty.select("residual")
    empty.shortcut(Key.Key_K, CTRL | ALT)
    answer(empty, "mine")
    next(empty.window.preferences.blocks.iterdir()).write_bytes(b"rubbish")
    double_click_row(empty, "own:mine")
    assert names(empty) == ["residual"]
    assert refusals[0].startswith("mine.convas cannot be opened: ")
