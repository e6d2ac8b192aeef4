"""Notes and frames, with real keys and the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convas.design.records import Note
from convas.desktop.canvas.geometry import Point
from convas.desktop.canvas.grips import grips
from convas.desktop.canvas.notes import theme_over
from convas.desktop.theme.soft import SOFT, edge, soft
from convas.desktop.theme.tokens import Theme
from convas.resources import resource
from desktop.hands import CTRL, NONE, SHIFT, Key
from desktop.test_contrast import contrast

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def net(hands):
    hands.window.filing.open_template(resource("examples", "lenet-5.convas"))
    hands.settle()
    ids = [note.id for note in notes(hands)]
    if ids:
        from convas.edits.nodes import delete

        hands.window.document.apply(delete(hands.window.document.design, ids))
    hands.canvas.zoom_to(0.7)
    hands.canvas.fit()
    hands.settle()
    return hands


def notes(hands):
    return list(hands.window.document.design.all(Note))


def editor(hands):
    return hands.window.commands.notes.editor


def steps(hands):
    return [step.name for step in hands.window.document.session.done]


def written(hands, words, at=None):
    """A note by T and typing; Escape ends it."""
    place = hands.canvas.viewport().rect().center() if at is None else hands.spot(at)
    QCursor.setPos(hands.canvas.viewport().mapToGlobal(place))
    hands.settle()
    hands.shortcut(Key.Key_T, NONE)
    assert editor(hands).hasFocus()
    QTest.keyClicks(editor(hands), words)
    QTest.keyClick(editor(hands), Key.Key_Escape)
    hands.settle()
    return notes(hands)[-1].id


def framed(hands, *names, title="Features"):
    hands.select(*names)
    hands.shortcut(Key.Key_T, SHIFT)
    QTest.keyClicks(editor(hands), title)
    QTest.keyClick(editor(hands), Key.Key_Return)
    hands.settle()
    return notes(hands)[-1].id


def title(hands, key):
    box = hands.canvas.drawing.notes[key]
    return hands.spot(Point(box.left + 40, box.top + 12))


def test_t_writes_a_note_under_the_pointer(empty):
    at = Point(100, 60)
    QCursor.setPos(empty.canvas.viewport().mapToGlobal(empty.spot(at)))
    empty.shortcut(Key.Key_T, NONE)
    edit = editor(empty)
    QTest.keyClicks(edit, "m is a letter")
    QTest.keyClick(edit, Key.Key_Return)
    QTest.keyClicks(edit, "and tea")
    QTest.keyClick(edit, Key.Key_Return, CTRL)
    empty.settle()
    (note,) = notes(empty)
    assert note.text == "m is a letter\nand tea"
    assert abs(note.x - at.x) <= 8
    assert abs(note.y - at.y) <= 8
    assert edit.isHidden()
    assert empty.canvas.hasFocus()
    assert steps(empty) == ["Add a note"]
    empty.shortcut(Key.Key_Z)
    assert notes(empty) == []


def test_a_note_without_words_never_was(empty):
    written(empty, "x")
    empty.shortcut(Key.Key_T, NONE)
    QTest.keyClick(editor(empty), Key.Key_Escape)
    empty.settle()
    assert len(notes(empty)) == 1
    assert steps(empty) == ["Add a note"]


def test_a_click_elsewhere_keeps_the_words(empty):
    empty.shortcut(Key.Key_T, NONE)
    QTest.keyClicks(editor(empty), "kept")
    empty.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    empty.settle()
    assert [note.text for note in notes(empty)] == ["kept"]


@pytest.mark.parametrize("way", ["double-click", "Return", "F2", "Ctrl+Alt+E"])
def test_a_note_is_written_again_where_it_stands(empty, way):
    key = written(empty, "before")
    middle = empty.canvas.drawing.notes[key].middle
    if way == "double-click":
        empty.click(empty.spot(middle))
        empty.double_click(empty.spot(middle))
    elif way == "Ctrl+Alt+E":
        empty.shortcut(Key.Key_E, CTRL | ALT)
    else:
        empty.shortcut(Key.Key_Return if way == "Return" else Key.Key_F2, NONE)
    assert editor(empty).key == key
    QTest.keyClicks(editor(empty), "after")
    QTest.keyClick(editor(empty), Key.Key_Escape)
    empty.settle()
    assert [note.text for note in notes(empty)] == ["after"]
    assert steps(empty)[-1] == "Write a note"


def test_long_words_wrap_and_make_the_note_higher(empty):
    key = written(empty, "many words that wrap " * 10)
    assert empty.canvas.drawing.notes[key].height > 100
    assert notes(empty)[0].height == 56


def test_shift_t_frames_the_selection_and_moving_it_carries_the_layers(net):
    design = net.window.document.design
    key = framed(net, "conv1", "pool_1")
    (frame,) = notes(net)
    assert (frame.text, frame.frame) == ("Features", True)
    before = {node.name: (node.x, node.y) for node in design.nodes()}
    start = title(net, key)
    net.drag(start, start + QPoint(0, 80))
    moved = {name for name, at in before.items() if (design.named(name).x, design.named(name).y) != at}
    assert moved == {"conv1", "pool_1"}
    assert notes(net)[0].y > frame.y
    net.shortcut(Key.Key_Z)
    assert design.named("conv1").y == before["conv1"][1]


def test_alt_moves_the_frame_alone(net):
    design = net.window.document.design
    key = framed(net, "conv1", "pool_1")
    y, before = design.named("conv1").y, notes(net)[0]
    start = title(net, key)
    net.drag(start, start + QPoint(0, 80), ALT)
    assert notes(net)[0].y > before.y
    assert design.named("conv1").y == y


def test_arrows_carry_too(net):
    key = framed(net, "conv1")
    design = net.window.document.design
    before, y = notes(net)[0].y, design.named("conv1").y
    assert net.window.document.selection.ids == {key}
    net.shortcut(Key.Key_Down, NONE)
    assert notes(net)[0].y == before + 8
    assert design.named("conv1").y == y + 8


def test_one_can_select_inside_a_frame(net):
    key = framed(net, "conv1", "pool_1")
    box = net.canvas.drawing.notes[key]
    card = net.canvas.drawing.boxes[net.node("conv1")]
    net.window.document.selection.clear()
    net.drag(net.spot(Point(box.left + 12, card.bottom + 16)), net.spot(Point(card.middle.x, card.middle.y)))
    assert net.window.document.selection.ids == {net.node("conv1")}
    out = net.spot(Point(box.left - 20, box.top - 20)), net.spot(Point(box.right + 20, box.bottom + 20))
    net.drag(*out)
    assert key in net.window.document.selection.ids


def test_a_grip_makes_it_larger_and_keys_too(net):
    key = framed(net, "conv1")
    before = notes(net)[0]
    corner = grips(net.canvas.drawing.notes[key])[4]
    net.drag(net.spot(Point(*corner)), net.spot(Point(corner[0] + 80, corner[1] + 40)))
    after = notes(net)[0]
    assert abs(after.width - before.width - 80) <= 8
    assert abs(after.height - before.height - 40) <= 8
    assert (after.x, after.y) == (before.x, before.y)
    assert steps(net)[-1] == "Resize a frame"
    net.shortcut(Key.Key_Right, CTRL | ALT | SHIFT)
    net.shortcut(Key.Key_Up, CTRL | ALT | SHIFT)
    assert notes(net)[0].width == after.width + 24
    assert notes(net)[0].height == after.height - 24
    net.shortcut(Key.Key_Z)
    assert notes(net)[0] == after
    net.shortcut(Key.Key_Z)
    assert notes(net)[0] == before


def test_arranging_keeps_the_frame_round_its_layers(net):
    framed(net, "conv1", "pool_1")
    design, canvas = net.window.document.design, net.canvas
    start = net.middle("pool_1")
    net.drag(start, start + QPoint(30, 20))
    count = len(steps(net))
    net.shortcut(Key.Key_L)
    net.settle()
    assert len(steps(net)) == count + 1
    box = canvas.drawing.notes[notes(net)[0].id]
    for name in ("conv1", "pool_1"):
        assert canvas.drawing.boxes[design.named(name).id].within(box)


def test_copy_paste_duplicate_and_delete(empty):
    written(empty, "one")
    empty.shortcut(Key.Key_C)
    empty.shortcut(Key.Key_V)
    empty.shortcut(Key.Key_D)
    assert [note.text for note in notes(empty)] == ["one"] * 3
    empty.shortcut(Key.Key_Delete, NONE)
    assert len(notes(empty)) == 2
    assert steps(empty)[-1] == "Delete a note"
    empty.shortcut(Key.Key_A)
    assert len(empty.window.document.selection.ids) == 2


def test_colours_by_key_and_menu(empty):
    written(empty, "one")
    empty.shortcut(Key.Key_O, CTRL | ALT)
    assert notes(empty)[0].colour == "okSoft"
    empty.window.actions_["Red ground"].trigger()
    assert notes(empty)[0].colour == "errorSoft"
    empty.shortcut(Key.Key_Z)
    assert notes(empty)[0].colour == "okSoft"


def test_from_note_to_note(empty):
    first, second = written(empty, "one", Point(0, 0)), written(empty, "two", Point(0, 200))
    empty.window.document.selection.clear()
    seen = []
    for _ in range(3):
        empty.shortcut(Key.Key_N, CTRL | ALT)
        seen += empty.window.document.selection.ids
    assert seen == [first, second, first]


def test_the_menu_of_a_note(empty):
    key = written(empty, "one")
    QTest.mouseClick(empty.canvas.viewport(), Qt.MouseButton.RightButton)
    hit = empty.canvas.drawing.hit(*empty.canvas.drawing.notes[key].middle, 1.0)
    assert hit.part == "note"
    empty.window.commands.show_menu(hit, QPoint(10, 10))
    menu = empty.window.commands.menu
    words = [action.text() for action in menu.actions()]
    menu.close()
    assert {"Edit the words", "Delete", "Yellow", "Copy"} <= set(words)


def test_actions_are_grey_where_there_is_no_note(empty):
    actions = empty.window.actions_
    assert not actions["Edit the words"].isEnabled()
    written(empty, "one")
    assert actions["Edit the words"].isEnabled()
    assert not actions["Fit the frame"].isEnabled()
    assert actions["Edit settings"].isEnabled()


def test_the_editor_follows_the_zoom_and_goes_with_its_note(empty):
    key = written(empty, "one")
    empty.shortcut(Key.Key_Return, NONE)
    before = editor(empty).width()
    empty.canvas.zoom_to(2.0)
    empty.settle()
    assert editor(empty).width() > before * 1.5
    empty.window.document.undo()
    empty.settle()
    assert key not in empty.canvas.drawing.notes
    assert editor(empty).isHidden()
    assert editor(empty).key == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_and_lines_are_readable_on_every_ground(mode):
    theme = Theme(mode)
    for chosen in SOFT:
        assert contrast(theme["text"], theme[chosen.ground]) >= 4.5, chosen
        assert contrast(theme["text2"], theme[chosen.ground]) >= 4.5, chosen
        assert contrast(theme["link"], theme[chosen.ground]) >= 3, chosen
        assert edge(theme, chosen).alphaF() > 0.3
    assert soft("nonsense") == SOFT[0]


def _ink(hands, area_of, zoom):
    """Where the text's colour is found near a frame's top, from afar."""
    hands.canvas.zoom_to(zoom)
    hands.settle()
    image = hands.canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    place = hands.spot(Point(area_of.left, area_of.top))
    dark = 0
    for y in range(max(0, place.y() - 20), min(image.height(), place.y() + 24)):
        for x in range(max(0, place.x()), min(image.width(), place.x() + 90)):
            dark += image.pixelColor(x, y).lightness() < 70
    return dark


def test_a_title_is_read_from_afar(net):
    key = framed(net, "conv1", "pool_1", "conv2", title="Features")
    net.window.document.selection.clear()
    with_title = _ink(net, net.canvas.drawing.notes[key], 0.22)
    net.window.document.selection.set([key])
    net.shortcut(Key.Key_F2, NONE)
    QTest.keyClick(editor(net), Key.Key_Delete)
    QTest.keyClick(editor(net), Key.Key_Return)
    net.window.document.selection.clear()
    without = _ink(net, net.canvas.drawing.notes[key], 0.22)
    assert with_title - without > 40


def test_a_frame_is_in_the_minimap(net):
    def small():
        image = QImage(156, 96, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.translate(10, 40)
        painter.scale(0.06, 0.06)
        net.canvas.paint_whole(painter, 0.06)
        painter.end()
        return image

    before = small()
    framed(net, "conv1", "pool_1")
    assert small() != before
    QApplication.processEvents()


def test_find_leads_to_notes_also_out_of_blocks(net):
    key = framed(net, "conv1", "pool_1", title="Feature extraction")
    net.window.document.selection.clear()
    net.select("dense_1", "dense_2")
    net.shortcut(Key.Key_G)
    block = next(iter(net.canvas.drawing.blocks))
    net.window.document.place.open(block)
    net.settle()
    net.shortcut(Key.Key_F)
    finder = net.window.finder
    QTest.keyClicks(finder.search, "extraction")
    net.settle()
    assert finder.foot.text().startswith("1 note ")
    assert finder.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Feature extraction, Frame"
    QTest.keyClick(finder.search, Key.Key_Return)
    net.settle()
    assert net.window.document.selection.ids == {key}
    assert net.window.document.scope == 0
    assert finder.grab().toImage().width() > 100


def test_grips_are_not_shown_where_there_is_no_room(net):
    key = framed(net, "conv1")
    box = net.canvas.drawing.notes[key]
    assert net.canvas._hit(Point(box.right, box.bottom)).part == "grip"
    net.canvas.zoom_to(0.1)
    assert net.canvas._hit(Point(box.right, box.bottom)).part != "grip"


def test_notes_and_frames_are_told_to_those_who_are_read_to(net):
    framed(net, "conv1", "pool_1")
    written(net, "the why of it", Point(900, -300))
    said = []
    for _ in range(2):
        net.shortcut(Key.Key_N, CTRL | ALT)
        said.append(net.canvas.accessibleDescription())
    assert sorted(said) == ["Frame: Features, 2 layers in it", "Note: the why of it"]


def test_words_on_a_frame_have_its_ground_for_paper(net):
    key = framed(net, "conv1", "pool_1")
    theme, frame, box = Theme("dark"), notes(net)[0], net.canvas.drawing.notes[key]
    inside = theme_over(theme, [(frame, box)], box)
    assert inside["canvas"] == theme["accentSoft"]
    assert inside["text"] == theme["text"]
    assert theme_over(theme, [(frame, box)], box.moved(box.width, 0)) is theme


def test_the_minimap_follows_a_frame(net):
    framed(net, "conv1")
    net.canvas.zoom_to(2.0)
    net.settle()
    net.window.floats.map.grab()
    before, afar = net.window.floats.map.grab().toImage(), net.canvas.drawing.afar
    net.shortcut(Key.Key_O, CTRL | ALT)
    assert net.canvas.drawing.afar != afar
    assert net.window.floats.map.grab().toImage() != before
