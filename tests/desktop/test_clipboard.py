"""Copy, cut, paste and duplicate, by the keys that people know."""

from html import escape

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QCursor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from convas.design.records import Link, Node
from convas.desktop.canvas.geometry import Point
from convas.resources import resource
from desktop.hands import CTRL, SHIFT, Key

HOSTILE = ["", "hello", "x" * 2**20, '{"format": "convas", "nodes": ' + "[" * 100_000, "{" * 2**20, "[" * 1000]


@pytest.fixture
def net(hands):
    """LeNet-5 from the examples, and a clipboard of our own."""
    hands.window.filing.open_template(resource("examples", "lenet-5.convas"))
    QGuiApplication.clipboard().setText("something else")
    hands.settle()
    return hands


@pytest.fixture
def refusals(hands):
    found = []
    hands.window.document.refused.connect(found.append)
    return found


def names(hands):
    return [node.name for node in hands.window.document.design.nodes()]


def selected(hands):
    design = hands.window.document.design
    return sorted(design.node(key).name for key in hands.window.document.selection.ids)


def clipboard():
    return QGuiApplication.clipboard().text()


def point_at(hands, at):
    """Let the pointer rest over a place of the drawing."""
    QCursor.setPos(hands.canvas.viewport().mapToGlobal(hands.spot(at)))
    hands.settle()


def test_copy_and_paste_by_keys(net):
    net.select("dense_1", "dense_2")
    net.shortcut(Key.Key_C)
    assert clipboard().startswith('{\n"format": "convas"')
    before = names(net)
    net.shortcut(Key.Key_V)
    assert names(net) == [*before, "dense_4", "dense_5"]
    assert selected(net) == ["dense_4", "dense_5"]
    net.shortcut(Key.Key_Z)
    assert names(net) == before


def test_it_lands_under_the_pointer(net):
    net.select("dense_1")
    net.shortcut(Key.Key_C)
    middle = net.canvas.visible_area().center()
    at = Point(middle.x() + 40, middle.y() + 200)
    point_at(net, at)
    net.shortcut(Key.Key_V)
    box = net.canvas.drawing.boxes[net.node("dense_4")]
    assert abs(box.middle.x - at.x) < 12
    assert abs(box.middle.y - at.y) < 12


def test_it_lands_in_the_middle_of_what_is_seen_when_the_pointer_is_elsewhere(net):
    net.select("dense_1")
    net.shortcut(Key.Key_C)
    tree = net.window.palette_panel.tree
    QCursor.setPos(tree.mapToGlobal(tree.rect().center()))
    net.settle()
    net.shortcut(Key.Key_V)
    box, middle = net.canvas.drawing.boxes[net.node("dense_4")], net.canvas.visible_area().center()
    assert abs(box.middle.x - middle.x()) < 40
    assert abs(box.middle.y - middle.y()) < 40


def test_cut_closes_the_gap_and_paste_brings_it_back(net):
    net.select("dense_2")
    links = len(list(net.window.document.design.all(Link)))
    net.shortcut(Key.Key_X)
    assert "dense_2" not in names(net)
    (link,) = net.window.document.design.links_in(net.node("dense_3"))
    assert link.source == net.node("dense_1")
    net.shortcut(Key.Key_V)
    assert selected(net) == ["dense_2"]
    assert len(list(net.window.document.design.all(Link))) == links - 1
    net.shortcut(Key.Key_Z)
    net.shortcut(Key.Key_Z)
    assert len(list(net.window.document.design.all(Link))) == links


def test_paste_with_links_feeds_the_copy_like_the_original(net):
    net.select("dense_2")
    net.shortcut(Key.Key_C)
    net.shortcut(Key.Key_V, CTRL | SHIFT)
    (link,) = net.window.document.design.links_in(net.node("dense_4"))
    assert link.source == net.node("dense_1")


def test_duplicate_leaves_the_clipboard_alone(net):
    net.select("conv1", "pool_1")
    net.shortcut(Key.Key_D)
    assert selected(net) == ["conv3", "pool_3"]
    assert clipboard() == "something else"
    assert net.window.document.session.done[-1].name == "Duplicate 2 layers"


def test_all_of_a_design_goes_into_another_one_as_text(net):
    total = net.window.document.session.totals.parameters
    net.shortcut(Key.Key_A)
    net.shortcut(Key.Key_C)
    net.window.document.session.mark_clean()
    net.shortcut(Key.Key_N)
    assert names(net) == []
    net.shortcut(Key.Key_V)
    assert net.window.document.session.totals.parameters == total
    assert net.window.welcome.isHidden()


def test_a_file_with_blocks_is_pasted_as_text(empty):
    whole = resource("examples", "convnext-tiny.convas").read_text(encoding="utf-8")
    QGuiApplication.clipboard().setText(whole)
    empty.shortcut(Key.Key_V)
    empty.window.document.wait()
    assert len(names(empty)) == 13
    totals = empty.window.document.session.totals
    assert totals.parameters == 28_589_128
    empty.shortcut(Key.Key_Z)
    assert names(empty) == []


@pytest.mark.parametrize("told", HOSTILE, ids=[told[:12] for told in HOSTILE])
def test_what_cannot_be_pasted_is_told_in_a_sentence(net, refusals, told):
    before = net.window.document.design.snapshot()
    QGuiApplication.clipboard().setText(told)
    net.shortcut(Key.Key_V)
    assert net.window.document.design.snapshot() == before
    (said,) = refusals
    assert said.startswith("What was copied ")


def test_nothing_selected_copies_nothing(net, refusals):
    net.window.document.selection.clear()
    assert not net.window.actions_["Copy"].isEnabled()
    net.shortcut(Key.Key_C)
    assert clipboard() == "something else"
    net.window.document.selection.set([next(net.window.document.design.all(Link)).id])
    net.shortcut(Key.Key_C)
    assert refusals == ["Select what to copy."]


def test_the_same_keys_still_edit_text(net):
    search = net.window.palette_panel.search
    search.setFocus()
    QTest.keyClicks(search, "conv")
    QTest.keyClick(search, Key.Key_A, CTRL)
    QTest.keyClick(search, Key.Key_C, CTRL)
    assert clipboard() == "conv"
    QTest.keyClick(search, Key.Key_X, CTRL)
    assert search.text() == ""
    QTest.keyClick(search, Key.Key_V, CTRL)
    assert search.text() == "conv"
    assert len(list(net.window.document.design.all(Node))) == 9


def test_the_menu_has_them_with_icons(net):
    for name in ("Cut", "Copy", "Paste", "Paste with links", "Duplicate"):
        action = net.window.actions_[name]
        assert action in net.window.actions_.menus["Edit"].actions()
        assert not action.icon().isNull()


def pasted_as(hands, **formats):
    """Put something on the clipboard as other programs do, and paste it."""
    data = QMimeData()
    for name, value in formats.items():
        getattr(data, f"set{name}")(value)
    QGuiApplication.clipboard().setMimeData(data)
    hands.shortcut(Key.Key_V)


def test_a_reply_in_a_mail_is_pasted(net):
    net.select("dense_1", "dense_2")
    net.shortcut(Key.Key_C)
    quoted = "On Monday Ann wrote:\r\n" + "\r\n".join(f"> {line}" for line in clipboard().splitlines()) + "\r\nBye"
    pasted_as(net, Text=quoted)
    assert selected(net) == ["dense_4", "dense_5"]


def test_a_page_without_plain_text_is_pasted(net):
    net.select("dense_1")
    net.shortcut(Key.Key_C)
    page = f"<p>Try this:</p><pre>{escape(clipboard())}</pre>".replace("\n", "<br>")
    pasted_as(net, Html=page)
    assert selected(net) == ["dense_4"]


def test_a_picture_or_bytes_are_told_and_nothing_happens(net, refusals):
    before = net.window.document.design.snapshot()
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    pasted_as(net, ImageData=picture)
    assert refusals == ["What was copied is a picture, and no part of a design."]
    data = QMimeData()
    data.setData("application/octet-stream", bytes(range(256)) * 100)
    QGuiApplication.clipboard().setMimeData(data)
    net.shortcut(Key.Key_V)
    assert refusals[1:] == ["What was copied is no part of a design. Copy layers first, then paste."]
    assert net.window.floats.toast.isVisible()
    assert net.window.floats.toast.words.text() == refusals[1]
    assert net.window.document.design.snapshot() == before


def test_notes_and_layers_are_counted_when_copied(net):
    said = []
    net.window.document.told.connect(said.append)
    net.shortcut(Key.Key_A)
    net.shortcut(Key.Key_C)
    assert said == ["9 layers and 1 note copied."]
